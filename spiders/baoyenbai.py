"""Báo Yên Bái, until it became part of Báo Lào Cai on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoYenBaiSpider(NewspaperSpider):
    """Articles are `/<section>/<number>/<slug>.aspx`, as `/12/201452/...`."""

    name = "baoyenbai"
    newspaper = "Báo Yên Bái"
    province = "Yên Bái"
    domains = ["baoyenbai.com.vn"]
    article_url = r"^\w+://[^/]+/\d+/(?P<key>\d+)/[^/?#]+(?:$|[?#])"
    layouts = [
        Layout(name="2019", title="h1", lead=".singlepage p b", published=".grid-header ul span", body=".singlepage")
    ]
    until, successor = MERGED, "baolaocai"
    evidence = "2019: selectors of docbao (2019-21); the form of its addresses from links in public files"
