"""Báo Đồng Nai; since 1 July 2025 the paper of Bình Phước too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoDongNaiSpider(Vnpt):
    """In the /YYYYMM/ family; lists are links `a.title1` and `a.title3`."""

    name = "baodongnai"
    newspaper = "Báo Đồng Nai"
    province = "Đồng Nai"
    domains = ["baodongnai.com.vn"]
    layouts = [
        *Vnpt.layouts,
        Layout(
            name="2026", title="h1.title, h1", body="#content.content-detail .td-post-content, #content.content-detail"
        ),
    ]
    predecessor = "baobinhphuoc"
    evidence = "the family by its addresses; 2026: selectors of crawl_lastest_news (January 2026)"
