"""One base a platform: what the newspapers made by the same maker have in common."""
