"""Báo Hà Nam, until it became part of Báo Ninh Bình on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.undescribed import Undescribed


class BaoHaNamSpider(Undescribed):
    """Only its domain is known, and its ending is from memory: `.com.vn` was not verified."""

    name = "baohanam"
    newspaper = "Báo Hà Nam"
    province = "Hà Nam"
    domains = ["baohanam.com.vn"]
    until, successor = MERGED, "baoninhbinh"
    evidence = "a list of domains; nobody described its pages"
