"""Báo Quảng Ninh, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.mediatech import Mediatech


class BaoQuangNinhSpider(Mediatech):
    """On the system with `h1.name`, numbers like `-3349315.html`; `/rss` lists its feeds."""

    name = "baoquangninh"
    newspaper = "Báo Quảng Ninh"
    province = "Quảng Ninh"
    domains, former_domains = ["baoquangninh.vn"], ["baoquangninh.com.vn"]
    feeds = ["https://baoquangninh.vn/rss/news/ban-doc.rss"]
    layouts = [
        *Mediatech.layouts,
        Layout(name="2019", title="h1", lead="#content > p:first-of-type", published=".date", body=".content"),
    ]
    evidence = "selectors of crawl_lastest_news (January 2026), those of the platform; 2019: of docbao (2019-21)"
