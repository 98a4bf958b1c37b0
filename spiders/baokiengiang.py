"""Báo Kiên Giang, until it became part of Báo An Giang on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.undescribed import Undescribed


class BaoKienGiangSpider(Undescribed):
    """Only its domain is known."""

    name = "baokiengiang"
    newspaper = "Báo Kiên Giang"
    province = "Kiên Giang"
    domains = ["baokiengiang.vn"]
    until, successor = MERGED, "baoangiang"
    evidence = "a list of domains; nobody described its pages"
