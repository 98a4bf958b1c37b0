"""What is kept, and the only writer of it."""
