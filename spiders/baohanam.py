"""Báo Hà Nam, until it became part of Báo Ninh Bình on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, NewspaperSpider


class BaoHaNamSpider(NewspaperSpider):
    """Articles are `/<section>/<subsection>/<slug>-122101.html`."""

    name = "baohanam"
    newspaper = "Báo Hà Nam"
    province = "Hà Nam"
    domains = ["baohanam.com.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+/)+[^/?#]+-(?P<key>\d{4,9})\.html(?:$|[?#])"
    until, successor = MERGED, "baoninhbinh"
    evidence = "a link to an article in a public file; nobody described its pages"
