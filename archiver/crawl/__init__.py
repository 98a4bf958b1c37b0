"""Everything that speaks Scrapy."""
