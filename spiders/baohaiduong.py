"""Báo Hải Dương, until it became part of Báo Hải Phòng on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.undescribed import Undescribed


class BaoHaiDuongSpider(Undescribed):
    """Only its domain is known. Báo Hải Phòng goes on under its image host (bhd.1cdn.vn)."""

    name = "baohaiduong"
    newspaper = "Báo Hải Dương"
    province = "Hải Dương"
    domains = ["baohaiduong.vn"]
    until, successor = MERGED, "baohaiphong"
    evidence = "a list of domains; nobody described its pages"
