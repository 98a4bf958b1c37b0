"""Pháp Luật TP.HCM, a paper of TP. Hồ Chí Minh."""

from archiver.crawl.platforms.epi import Epi


class PhapLuatTpHcmSpider(Epi):
    """On ePi. `og:url` is short (`/share<id>.html`). It has a sitemap a month, `sitemaps/news-2026-1.xml`."""

    name = "plo"
    newspaper = "Pháp Luật TP.HCM"
    province = "TP. Hồ Chí Minh"
    domains = ["plo.vn"]
    evidence = "an article of October 2025 is read right (tests/spiders/test_real_pages.py); not seen live"
