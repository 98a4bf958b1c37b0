"""Báo Thái Nguyên; since 1 July 2025 the paper of Bắc Kạn too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoThaiNguyenSpider(Vnpt):
    """In the /YYYYMM/ family; lists are links `a.title2`."""

    name = "baothainguyen"
    newspaper = "Báo Thái Nguyên"
    province = "Thái Nguyên"
    domains, former_domains = ["baothainguyen.vn"], ["baothainguyen.org.vn"]
    layouts = [
        *Vnpt.layouts,
        Layout(name="2026", title="h1", lead="div.desc", body="div.content-detail"),
        Layout(name="2019", title="h1", lead=".Summary", published="span.date_up", body="div.news_detail"),
    ]
    predecessor = "baobackan"
    evidence = (
        "the family by its addresses; 2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
    )
