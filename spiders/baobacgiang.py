"""Báo Bắc Giang, until it became part of Báo Bắc Ninh on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoBacGiangSpider(NewspaperSpider):
    """Old addresses were `/bg/<section>/<number>/<slug>.html` (until 2023), later ones end in `-postid<id>.bbg`."""

    name = "baobacgiang"
    newspaper = "Báo Bắc Giang"
    province = "Bắc Giang"
    domains, former_domains = ["baobacgiang.vn"], ["baobacgiang.com.vn"]
    article_url = r"^\w+://[^/]+/(?:bg/[^/?#]+/(?=\d+/[^/?#]+\.html)|[^?#]+-postid(?=\d+\.bbg))(?P<key>\d+)"
    layouts = [
        Layout(
            name="2019",
            title="h1",
            lead="p.alead",
            published=".datetimes-detail-articlecontent",
            body="div.ArticleContent",
        )
    ]
    until, successor = MERGED, "baobacninh"
    evidence = "2019: selectors of docbao (2019-21); the forms of its addresses from links in public files"
