"""A Scrapy spider whose callback does nothing: the yardstick of bench/cost/run.py. Usage: plain.py URLS PROXY HOSTS"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess

from archiver.crawl import settings as ours

SAME = (  # the same limits, event loop and HTTP handler as a crawl of ours
    "TWISTED_REACTOR",
    "ASYNCIO_EVENT_LOOP",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CONCURRENT_ITEMS",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_VERIFY_CERTIFICATES",
    "COOKIES_ENABLED",
    "TELNETCONSOLE_ENABLED",
    "REMOTE_CONTROL_ENABLED",
)


class PlainSpider(scrapy.Spider):
    name = "plain"

    async def start(self) -> AsyncIterator[Any]:
        for url in Path(sys.argv[1]).read_text().split():
            yield scrapy.Request(url, self.parse, meta={"proxy": sys.argv[2]}, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        """Nothing: that is the point."""


if __name__ == "__main__":
    chosen = {name: getattr(ours, name) for name in SAME if hasattr(ours, name)}
    process = AsyncCrawlerProcess(
        {
            **chosen,
            "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), HTTP11DownloadHandler),  # ours is built on it
            "CONCURRENT_REQUESTS": int(sys.argv[3]),  # as ours: one of each newspaper at a time
            "DOWNLOAD_DELAY": 0,
            "LOG_LEVEL": "ERROR",
            "ROBOTSTXT_OBEY": False,
            "RETRY_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
        }
    )
    process.crawl(PlainSpider)
    process.start()
