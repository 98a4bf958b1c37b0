"""Báo Ấp Bắc, the paper of Tiền Giang, until it became part of Báo Đồng Tháp on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoApBacSpider(Vnpt):
    """Probably of the /YYYYMM/ family. `#current-date`, docbao's date, is taken for a clock and not read."""

    name = "baoapbac"
    newspaper = "Báo Ấp Bắc"
    province = "Tiền Giang"
    domains = ["baoapbac.vn"]
    layouts = [Layout(name="2019", title="h1", lead=".content > p:first-of-type", body="#content")]
    until, successor = MERGED, "baodongthap"
    evidence = "2019: selectors of docbao (2019-21); the family is probable, not seen"
