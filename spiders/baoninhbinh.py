"""Báo Ninh Bình; since 1 July 2025 the paper of Hà Nam and Nam Định too."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoNinhBinhSpider(NewspaperSpider):
    """Articles end in fifteen digits; until 2023 they were `/<slug>/d20230112091014465.htm`."""

    name = "baoninhbinh"
    newspaper = "Báo Ninh Bình"
    province = "Ninh Bình"
    domains = ["baoninhbinh.org.vn"]
    article_url = (
        r"^\w+://[^/]+/(?:(?:[^/?#]+/)?[^/?#]+-(?=\d{15}\.)|[^/?#]+/(?=d\d{17}\.))(?P<key>d?\d+)\.html?(?:$|[?#])"
    )
    layouts = [
        Layout(
            name="2026",
            title="h1.header-title",
            lead=".content-detail .font-bold",
            body="#content_detail, #content-detail, .content-detail",
        )
    ]
    evidence = "2026: selectors and addresses of crawl_lastest_news (January 2026); not seen live"
