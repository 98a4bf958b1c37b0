"""The web page and the JSON API: they read through `query`, and can neither crawl nor write."""
