"""Báo Quảng Trị; since 1 July 2025 the paper of Quảng Bình too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoQuangTriSpider(Vnpt):
    """In the /YYYYMM/ family, a second section may stand before the month."""

    name = "baoquangtri"
    newspaper = "Báo Quảng Trị"
    province = "Quảng Trị"
    domains = ["baoquangtri.vn"]
    layouts = [*Vnpt.layouts, Layout(name="2026", title="h1", body="div#content")]
    predecessor = "baoquangbinh"
    evidence = "the family by its addresses; 2026: `div#content` of crawl_lastest_news (January 2026)"
