"""Scrapy's settings: what a crawler that is pointed at other people's servers and fed by them must not do.

Each line of the first block is asserted by tests/crawl/test_settings.py. What depends on the operator (delay, contact,
proxy) is added by `archiver.crawl.session`, for one newspaper at a time.
"""

from __future__ import annotations

BOT_NAME = "archiver"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "archiver.crawl.registry.NewspaperLoader"
USER_AGENT = "archiver/0.1"

# Sizes, times, and what a cut body means.
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 4 * 2**20
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_FAIL_ON_DATALOSS = True
URLLENGTH_LIMIT = 2083
MEMUSAGE_LIMIT_MB = 512

# How a server is spoken to: HTTP/1.1 by Twisted, verified, and nothing that is not the web.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "archiver.crawl.fetching.PoliteHandler",
    "https": "archiver.crawl.fetching.PoliteHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "archiver.crawl.guard.GuardedResolver"
COMPRESSION_ENABLED = False  # the bytes are kept as they came; archiver.core.decoding undoes the encoding, with a limit
COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False  # the proxy is set from our own configuration
REFERER_ENABLED = False
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False
HTTPCACHE_ENABLED = False
JOBDIR = None

# Politeness: one request at a time to a host, and a floor under the gap between two.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1  # of one newspaper; the next one leaves when the last one's evidence is on the disk
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2
DOWNLOAD_DELAY_JITTER = 0  # Scrapy's goes both ways; ours only upward (archiver.crawl.pace)
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2
AUTOTHROTTLE_MAX_DELAY = 60

# The frontier retries and follows redirects, so that every exchange is evidence; these only say how often.
RETRY_ENABLED = False
RETRY_TIMES = 2
REDIRECT_ENABLED = False
REDIRECT_MAX_TIMES = 5
HTTPERROR_ALLOW_ALL = True
SCHEDULER = "archiver.crawl.scheduler.FrontierScheduler"
# Named one by one, not by what is left out of Scrapy's own list: it loads even what is switched off, and the cookies
# and the remote control alone bring in five libraries that nothing here uses.
DOWNLOADER_MIDDLEWARES_BASE = {
    "archiver.crawl.guard.GuardMiddleware": 10,
    "archiver.crawl.robots.RobotsMiddleware": 20,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "archiver.crawl.memory.PresentMemory": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
DOWNLOADER_STATS = False  # the ledger counts
# Nothing for spider middlewares to do: a page becomes one item, never a request. Each would cost CPU a page.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
WARN_ON_GENERATOR_RETURN_VALUE = False  # it parses the callback's source anew for each page
ITEM_PIPELINES = {"archiver.crawl.pipelines.ArchivePipeline": 100}
CONCURRENT_ITEMS = 1
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.3",
    "Accept-Encoding": "gzip, deflate, br",
}

# What would open a door on this machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "INFO"
LOG_FORMATTER = "archiver.crawl.monitors.QuietFormatter"
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"
