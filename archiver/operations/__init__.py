"""What an operator asks: is it healthy, when does it run, what does this machine lack."""
