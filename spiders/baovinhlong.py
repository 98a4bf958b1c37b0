"""Báo Vĩnh Long; since 1 July 2025 the paper of Bến Tre and Trà Vinh too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoVinhLongSpider(Vnpt):
    """In the /YYYYMM/ family. Its editions `dongkhoi.` and `travinh.` are newspapers of their own here."""

    name = "baovinhlong"
    newspaper = "Báo Vĩnh Long"
    province = "Vĩnh Long"
    domains = ["baovinhlong.com.vn", "baovinhlong.vn"]
    article_url = (
        r"^\w+://(?!(?:en|dongkhoi|travinh)\.)[^/]+/(?:[^/?#]+/)+\d{6}/[^/?#]+-(?P<key>[0-9a-f]{6,8})/?(?:$|[?#])"
    )
    layouts = [
        *Vnpt.layouts,
        Layout(name="2026", title="h1.title, h1", lead=".sub_first_content strong", body="#content .td-post-content"),
        Layout(name="2019", title="h1", lead="#content > p > strong", published="div.date", body="#content"),
    ]
    evidence = (
        "the family by its addresses; 2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
    )
