"""Báo Khánh Hòa; since 1 July 2025 the paper of Ninh Thuận too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoKhanhHoaSpider(Vnpt):
    """In the /YYYYMM/ family; lists are links in `div.item`."""

    name = "baokhanhhoa"
    newspaper = "Báo Khánh Hòa"
    province = "Khánh Hòa"
    domains, former_domains = ["baokhanhhoa.vn"], ["baokhanhhoa.com.vn"]
    layouts = [
        *Vnpt.layouts,
        Layout(name="2026", title="h1.head_title", lead=".content-detail p strong", body=".content-detail"),
        Layout(name="2019", title="h1", lead=".detail-news p strong", published="div.date", body="div.detail-news"),
    ]
    predecessor = "baoninhthuan"
    evidence = (
        "the family by its addresses; 2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
    )
