"""Báo Phú Thọ; since 1 July 2025 the paper of Vĩnh Phúc and Hòa Bình too."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoPhuThoSpider(NewspaperSpider):
    """Articles end in `-<id>.htm`, with or without a section before; `/topic/` and `/tag/` are lists."""

    name = "baophutho"
    newspaper = "Báo Phú Thọ"
    province = "Phú Thọ"
    domains = ["baophutho.vn"]
    article_url = r"^\w+://[^/]+/(?!(?:topic|tag)/)(?:[^/?#]+/)?[^/?#]+-(?P<key>\d{4,9})\.htm(?:$|[?#])"
    layouts = [
        Layout(name="2026", title="h1.pTitle", lead="p.pHead", body="#dcontent", exclude="h1.pTitle, p.pHead"),
        Layout(name="2019", title="h1", published=".pt-post-detail__time", body="#content"),
    ]
    evidence = "2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
