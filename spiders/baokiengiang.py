"""Báo Kiên Giang, until it became part of Báo An Giang on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, NewspaperSpider


class BaoKienGiangSpider(NewspaperSpider):
    """Articles are `/<section>/<slug>-17028.html`."""

    name = "baokiengiang"
    newspaper = "Báo Kiên Giang"
    province = "Kiên Giang"
    domains = ["baokiengiang.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+/)+[^/?#]+-(?P<key>\d{4,9})\.html(?:$|[?#])"
    until, successor = MERGED, "baoangiang"
    evidence = "a link to an article in a public file; nobody described its pages"
