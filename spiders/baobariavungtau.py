"""Báo Bà Rịa - Vũng Tàu; the province became part of TP. Hồ Chí Minh on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.undescribed import Undescribed


class BaoBaRiaVungTauSpider(Undescribed):
    """Only its domain is known. Who follows it is not known either."""

    name = "baobariavungtau"
    newspaper = "Báo Bà Rịa - Vũng Tàu"
    province = "Bà Rịa - Vũng Tàu"
    domains = ["baobariavungtau.com.vn"]
    until = MERGED
    evidence = "a list of domains; nobody described its pages"
