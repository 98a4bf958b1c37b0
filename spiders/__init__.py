"""One file a newspaper: declarations only, found by the spider loader of Scrapy."""
