"""Báo Phú Yên, until it became part of Báo Đắk Lắk on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoPhuYenSpider(Vnpt):
    """Its articles were moved to phuyen.baodaklak.vn; `og:url` still names baophuyen.vn (`/95/64112/<slug>/`)."""

    name = "baophuyen"
    newspaper = "Báo Phú Yên"
    province = "Phú Yên"
    domains, former_domains = ["phuyen.baodaklak.vn"], ["baophuyen.vn", "baophuyen.com.vn"]
    article_url = r"^\w+://(?!en\.)[^/]+/(?:[^?#]+/\d{6}/[^/?#]+-(?P<key>[0-9a-f]{6,8})|\d+/\d+/[^/?#]+)/?(?:$|[?#])"
    layouts = [
        *Vnpt.layouts,
        Layout(name="2019", title="h1", lead=".text > p", published=".newsDetail .date", body="div.newsDetail"),
    ]
    until, successor = MERGED, "baodaklak"
    evidence = "post-detail: two saved pages of phuyen.baodaklak.vn; 2019: selectors of docbao (2019-21)"
