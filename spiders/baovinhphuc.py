"""Báo Vĩnh Phúc, until it became part of Báo Phú Thọ on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.undescribed import Undescribed


class BaoVinhPhucSpider(Undescribed):
    """The form of its addresses is not known."""

    name = "baovinhphuc"
    newspaper = "Báo Vĩnh Phúc"
    province = "Vĩnh Phúc"
    domains = ["baovinhphuc.com.vn"]
    layouts = [
        Layout(
            name="2019",
            title="h1",
            lead=".content-about-baiviet > p > strong",
            published=".titleDdtail",
            body=".content-about-baiviet",
        )
    ]
    until, successor = MERGED, "baophutho"
    evidence = "2019: selectors of docbao (2019-21)"
