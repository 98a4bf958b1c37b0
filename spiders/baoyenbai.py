"""Báo Yên Bái, until it became part of Báo Lào Cai on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.undescribed import Undescribed


class BaoYenBaiSpider(Undescribed):
    """The form of its addresses is not known."""

    name = "baoyenbai"
    newspaper = "Báo Yên Bái"
    province = "Yên Bái"
    domains = ["baoyenbai.com.vn"]
    layouts = [
        Layout(name="2019", title="h1", lead=".singlepage p b", published=".grid-header ul span", body=".singlepage")
    ]
    until, successor = MERGED, "baolaocai"
    evidence = "2019: selectors of docbao (2019-21)"
