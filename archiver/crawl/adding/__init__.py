"""A newspaper from its home page alone: explored politely, its addresses and layout learned, its file drafted."""
