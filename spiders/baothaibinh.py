"""Báo Thái Bình, until it became part of Báo Hưng Yên on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoThaiBinhSpider(NewspaperSpider):
    """Addresses are `/tin-tuc/<section>/<number>/<slug>`."""

    name = "baothaibinh"
    newspaper = "Báo Thái Bình"
    province = "Thái Bình"
    domains = ["baothaibinh.com.vn"]
    article_url = r"^\w+://[^/]+/tin-tuc/\d+/(?P<key>\d+)/[^/?#]+/?(?:$|[?#])"
    layouts = [Layout(name="2019", title="h1", lead=".desc", published=".date", body=".news_content")]
    until, successor = MERGED, "baohungyen"
    evidence = "2019: selectors of docbao (2019-21); the form of its addresses from an article's text"
