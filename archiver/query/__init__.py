"""What researchers ask; this room never writes."""
