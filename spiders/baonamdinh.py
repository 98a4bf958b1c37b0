"""Báo Nam Định, until it became part of Báo Ninh Bình on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoNamDinhSpider(Vnpt):
    """In the /YYYYMM/ family by its images and addresses (`/channel/5091/201703/<slug>-2517330/`)."""

    name = "baonamdinh"
    newspaper = "Báo Nam Định"
    province = "Nam Định"
    domains, former_domains = ["baonamdinh.vn"], ["baonamdinh.com.vn"]
    layouts = [
        Layout(name="2019", title="h1", lead="#content > p:first-of-type", published=".date span", body="#content")
    ]
    until, successor = MERGED, "baoninhbinh"
    evidence = "2019: selectors of docbao (2019-21), of baonamdinh.com.vn; the family by links in public files"
