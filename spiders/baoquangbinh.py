"""Báo Quảng Bình, until it became part of Báo Quảng Trị on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoQuangBinhSpider(Vnpt):
    """In the /YYYYMM/ family by its addresses; the template of 2019 is its own."""

    name = "baoquangbinh"
    newspaper = "Báo Quảng Bình"
    province = "Quảng Bình"
    domains = ["baoquangbinh.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+/)+\d{6}/[^/?#]+-(?P<key>\d{4,9}|[0-9a-f]{7})/?(?:$|[?#])"
    layouts = [
        Layout(name="2019", title="h1", lead="#content > :first-child strong", published=".date", body="#content")
    ]
    until, successor = MERGED, "baoquangtri"
    evidence = "2019: selectors and addresses of docbao (2019-21)"
