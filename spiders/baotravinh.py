"""Báo Trà Vinh; since 1 July 2025 an edition of Báo Vĩnh Long."""

from archiver.crawl.platforms.content_fck import ContentFck


class BaoTraVinhSpider(ContentFck):
    """Still crawled in January 2026: no last day here. Its certificate was broken then."""

    name = "baotravinh"
    newspaper = "Báo Trà Vinh"
    province = "Trà Vinh"
    domains, former_domains = ["travinh.baovinhlong.vn"], ["baotravinh.vn"]
    article_url = r"^\w+://[^/]+/(?!print/)(?:[^/?#]+-a(?P<key>\d+)|[^/?#]+/[^/?#]+-\d{4,6})\.html(?:$|[?#])"
    successor = "baovinhlong"
    verify_tls = False
    evidence = "content-fck: selectors of crawl_lastest_news (January 2026), those of the platform; not seen live"
