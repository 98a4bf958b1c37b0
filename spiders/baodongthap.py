"""Báo Đồng Tháp; since 1 July 2025 the paper of Tiền Giang too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.content_news import ContentNews


class BaoDongThapSpider(ContentNews):
    """Before, it was on ASP.NET (`.aspx`), under addresses that are not known."""

    name = "baodongthap"
    newspaper = "Báo Đồng Tháp"
    province = "Đồng Tháp"
    domains, former_domains = ["baodongthap.vn"], ["baodongthap.com.vn"]
    layouts = [
        *ContentNews.layouts,
        Layout(
            name="2019", title="h1", lead=".contentView > p", published="[id$='lblPostedDate']", body=".contentView"
        ),
    ]
    predecessor = "baoapbac"
    evidence = "content-news: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
