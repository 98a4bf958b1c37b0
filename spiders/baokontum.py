"""Báo Kon Tum, until it became part of Báo Quảng Ngãi on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.undescribed import Undescribed


class BaoKonTumSpider(Undescribed):
    """The form of its addresses is not known."""

    name = "baokontum"
    newspaper = "Báo Kon Tum"
    province = "Kon Tum"
    domains = ["baokontum.com.vn"]
    layouts = [
        Layout(name="2019", title="h1", lead="#content > p > strong", published=".date-contentL", body="#content")
    ]
    until, successor = MERGED, "baoquangngai"
    evidence = "2019: selectors of docbao (2019-21)"
