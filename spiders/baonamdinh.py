"""Báo Nam Định, until it became part of Báo Ninh Bình on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.undescribed import Undescribed


class BaoNamDinhSpider(Undescribed):
    """The form of its addresses is not known."""

    name = "baonamdinh"
    newspaper = "Báo Nam Định"
    province = "Nam Định"
    domains, former_domains = ["baonamdinh.vn"], ["baonamdinh.com.vn"]
    layouts = [
        Layout(name="2019", title="h1", lead="#content > p:first-of-type", published=".date span", body="#content")
    ]
    until, successor = MERGED, "baoninhbinh"
    evidence = "2019: selectors of docbao (2019-21), of baonamdinh.com.vn; baonamdinh.vn was never described"
