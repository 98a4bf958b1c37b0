"""Báo Bạc Liêu, until it became part of Báo Cà Mau on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoBacLieuSpider(NewspaperSpider):
    """Addresses are `/<section>/<slug>-61723.html`, seen as `/tin-tuc/...`."""

    name = "baobaclieu"
    newspaper = "Báo Bạc Liêu"
    province = "Bạc Liêu"
    domains = ["baobaclieu.vn"]
    article_url = r"^\w+://[^/]+/[^/?#]+/[^/?#]+-(?P<key>\d{4,9})\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="2019", title="h1", lead=".newscontent > p:first-of-type", published="div.date", body="div.newscontent"
        )
    ]
    until, successor = MERGED, "baocamau"
    evidence = "2019: selectors of docbao (2019-21); the form of its addresses from an article's text"
