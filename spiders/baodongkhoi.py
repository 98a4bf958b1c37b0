"""Báo Đồng Khởi, the paper of Bến Tre; since 1 July 2025 an edition of Báo Vĩnh Long."""

from archiver.crawl.platforms.content_fck import ContentFck


class BaoDongKhoiSpider(ContentFck):
    """Its edition was still crawled in January 2026, so it has no last day here."""

    name = "baodongkhoi"
    newspaper = "Báo Đồng Khởi"
    province = "Bến Tre"
    domains, former_domains = ["dongkhoi.baovinhlong.vn"], ["baodongkhoi.vn"]
    successor = "baovinhlong"
    evidence = "content-fck: selectors of crawl_lastest_news (January 2026) and docbao (2019-21), those of the platform"
