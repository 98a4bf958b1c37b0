"""Báo Đắk Lắk; since 1 July 2025 the paper of Phú Yên too (phuyen.baodaklak.vn)."""

from archiver.crawl.platforms.vnpt import Vnpt


class BaoDakLakSpider(Vnpt):
    """In the /YYYYMM/ family; sections page by `?paged=2`. It has no feed, says a developer who looked."""

    name = "baodaklak"
    newspaper = "Báo Đắk Lắk"
    province = "Đắk Lắk"
    domains = ["baodaklak.vn"]
    evidence = "article-content: published selectors; post-detail: a saved page of phuyen.baodaklak.vn; not seen live"
