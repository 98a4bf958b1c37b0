"""Báo Lai Châu, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoLaiChauSpider(NewspaperSpider):
    """Addresses are `/<section>/<slug>-<id>`, before 2021 `/<section>/<slug>`. The page's head prints today's date."""

    name = "baolaichau"
    newspaper = "Báo Lai Châu"
    province = "Lai Châu"
    domains = ["baolaichau.vn"]
    article_url = r"^\w+://[^/]+/(?!tags/)[^/?#]+/(?:[^/?#]+-(?P<key>\d{3,7})|(?:[^/?#.-]+-){5}[^/?#.]+)/?(?:$|[?#])"
    layouts = [
        Layout(
            name="2026",
            title=".post-detail .post-info .title",
            lead=".post-detail .post-info .sapo",
            body=".post-detail .post-info .body",
        ),
        Layout(name="2019", title="h1", lead=".desc.sapo", published=".text-muted", body=".desc.body"),
    ]
    evidence = "2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
