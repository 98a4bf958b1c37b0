"""Báo Ninh Thuận, until it became part of Báo Khánh Hòa on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoNinhThuanSpider(NewspaperSpider):
    """Addresses are `/diendan/103215p1c123/<slug>.htm`: article, page and section."""

    name = "baoninhthuan"
    newspaper = "Báo Ninh Thuận"
    province = "Ninh Thuận"
    domains = ["baoninhthuan.com.vn"]
    article_url = r"^\w+://[^/]+/[^/?#]+/(?P<key>\d+)p\d+c\d+/[^/?#]+\.htm(?:$|[?#])"
    layouts = [Layout(name="2019", title="h1", lead=".sapo", published="#details > label", body=".content")]
    until, successor = MERGED, "baokhanhhoa"
    evidence = "2019: selectors of docbao (2019-21); the form of its addresses from an article's text"
