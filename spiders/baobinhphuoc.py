"""Báo Bình Phước, until it became part of Báo Đồng Nai on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoBinhPhuocSpider(NewspaperSpider):
    """Articles are `/news/<section>/<number>/<slug>`; before, on ASP.NET, `/Content/<slug>`."""

    name = "baobinhphuoc"
    newspaper = "Báo Bình Phước"
    province = "Bình Phước"
    domains = ["baobinhphuoc.com.vn"]
    article_url = r"^\w+://[^/]+/(?:news/\d+/(?P<key>\d+)/[^/?#]+|Content/[^/?#]+)/?(?:$|[?#])"
    layouts = [Layout(name="2019", title="h1", lead=".sapo", published=".time", body=".news_body")]
    until, successor = MERGED, "baodongnai"
    evidence = "2019: selectors of docbao (2019-21); the forms of its addresses from links in public files"
