"""Báo Đắk Lắk; since 1 July 2025 the paper of Phú Yên too, whose articles stand at phuyen.baodaklak.vn."""

from archiver.crawl.platforms.vnpt import Vnpt


class BaoDakLakSpider(Vnpt):
    """In the /YYYYMM/ family; sections page by `?paged=2`. It has no feed, says a developer who looked."""

    name = "baodaklak"
    newspaper = "Báo Đắk Lắk"
    province = "Đắk Lắk"
    domains = ["baodaklak.vn"]
    article_url = r"^\w+://(?!(?:en|phuyen)\.)[^/]+/(?:[^/?#]+/)+\d{6}/[^/?#]+-(?P<key>[0-9a-f]{6,8})/?(?:$|[?#])"
    predecessor = "baophuyen"
    evidence = (
        "article-content: selectors of crawl_lastest_news (January 2026); post-detail: a page of phuyen.baodaklak.vn"
    )
