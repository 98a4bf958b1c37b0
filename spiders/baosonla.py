"""Báo Sơn La, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoSonLaSpider(NewspaperSpider):
    """Articles end in a short id of letters and digits (`-Mqg6uNlSR.html`), sections are `/<slug>.html`."""

    name = "baosonla"
    newspaper = "Báo Sơn La"
    province = "Sơn La"
    domains, former_domains = ["baosonla.vn"], ["baosonla.org.vn"]
    article_url = r"^\w+://[^/]+/[^/?#]+/[^/?#]+-(?P<key>[0-9A-Za-z]{8,12})\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="2026",
            title="h1",
            lead="div.fulltext p.font-bold",
            body="#editor-detail, div.fulltext",
            exclude=".audio-article, .select-accent-wrap, .text-end",
        )
    ]
    evidence = "2026: selectors of crawl_lastest_news (January 2026); addresses of baosonla.org.vn; not seen live"
