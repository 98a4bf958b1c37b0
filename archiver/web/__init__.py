"""The web page and the JSON API (a later issue)."""
