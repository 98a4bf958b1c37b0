"""The template with `#contentNews .singular-content` and `-a<id>.html` addresses: Báo Bình Dương, Báo Đồng Tháp."""

from __future__ import annotations

from archiver.crawl.newspaper import Layout, NewspaperSpider


class ContentNews(NewspaperSpider):
    """What the newspapers with `#contentNews` share; their numbers are those of content-fck.

    English lives below `/en/`; films, albums and the printed paper have addresses of other forms.

    Source:
        Selectors and addresses that crawl_lastest_news publishes for both sites (January 2026), not seen live
        (research/selectors.md section A). Where it prints date and author nobody wrote down: the general reader looks.
    """

    platform = "content_news"
    article_url = r"^\w+://[^/]+/(?!(?:en|print)/)(?:[^/?#]+/)?[^/?#]+-a(?P<key>\d+)\.html(?:$|[?#])"
    layouts = [
        Layout(name="content-news", title="h1.title", body="#contentNews .singular-content, #contentNews"),
    ]
    evidence = "published selectors, not seen live"
