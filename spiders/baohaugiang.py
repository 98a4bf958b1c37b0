"""Báo Hậu Giang; since 1 July 2025 part of Báo Cần Thơ."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoHauGiangSpider(NewspaperSpider):
    """Its site was still crawled in January 2026, so it has no last day here. Sections are `/thoi-su-215.html`."""

    name = "baohaugiang"
    newspaper = "Báo Hậu Giang"
    province = "Hậu Giang"
    domains = ["baohaugiang.com.vn"]
    article_url = (
        r"^\w+://[^/]+/(?!(?:tim-kiem|lien-he|foreign-languages)/)[^/?#]+/[^/?#]+-(?P<key>\d+)\.html(?:$|[?#])"
    )
    layouts = [
        Layout(name="2026", title="div.news-details-content h1", body="div.news-details-content div.contentView")
    ]
    successor = "baocantho"
    evidence = "2026: selectors and addresses of crawl_lastest_news (January 2026); not seen live"
