"""Báo Quảng Ngãi; since 1 July 2025 the paper of Kon Tum too."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoQuangNgaiSpider(NewspaperSpider):
    """`#content` is empty until a script fills it from `outputData` (says a crawler): such pages show no text."""

    name = "baoquangngai"
    newspaper = "Báo Quảng Ngãi"
    province = "Quảng Ngãi"
    domains = ["baoquangngai.vn"]
    article_url = r"^\w+://[^/]+/(?!(?:tag|topic)/)(?:[^/?#]+/)*[^/?#]+-(?P<key>\d{4,9})\.htm(?:$|[?#])"
    layouts = [
        Layout(name="2026", title="h1.title", lead="p.sapo, #body .sapo", body="#content", exclude=".same"),
        Layout(
            name="2019", title="h1", lead="[style='text-align: justify;'] strong", published=".date", body="#content"
        ),
    ]
    predecessor = "baokontum"
    evidence = "2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
