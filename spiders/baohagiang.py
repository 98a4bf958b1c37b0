"""Báo Hà Giang, until it became part of Báo Tuyên Quang on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoHaGiangSpider(Vnpt):
    """In the /YYYYMM/ family; dates are printed as "17:54, 08/04/2024"."""

    name = "baohagiang"
    newspaper = "Báo Hà Giang"
    province = "Hà Giang"
    domains = ["baohagiang.vn"]
    layouts = [
        Layout(name="2019", title="h1", lead="#content > p:first-of-type > span", published="#date", body="#content")
    ]
    until, successor = MERGED, "baotuyenquang"
    evidence = "2019: selectors of docbao (2019-21); the form of dates and addresses from an article's text"
