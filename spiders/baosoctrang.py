"""Báo Sóc Trăng, until it became part of Báo Cần Thơ on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoSocTrangSpider(Vnpt):
    """In the /YYYYMM/ family by the paths of its images."""

    name = "baosoctrang"
    newspaper = "Báo Sóc Trăng"
    province = "Sóc Trăng"
    domains = ["baosoctrang.org.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+/)+\d{6}/[^/?#]+-(?P<key>\d{4,9}|[0-9a-f]{7})/?(?:$|[?#])"
    layouts = [
        Layout(name="2019", title="h1", lead="article > p", published=".list-unstyled li + li", body=".newscontent")
    ]
    until, successor = MERGED, "baocantho"
    evidence = "2019: selectors of docbao (2019-21); not seen"
