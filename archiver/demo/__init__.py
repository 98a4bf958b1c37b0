"""The demonstration: a bundled sample newspaper, served on loopback, crawled and shown."""
