"""Báo Nghệ An (since 2025 Báo và Phát thanh, Truyền hình Nghệ An)."""

from archiver.crawl.platforms.onecms import OneCms


class BaoNgheAnSpider(OneCms):
    """On 1CMS with eight digits (`-10230827.html`); before 2023 on ePi (`-post270909.html`) in a template unknown."""

    name = "baonghean"
    newspaper = "Báo Nghệ An"
    province = "Nghệ An"
    domains = ["baonghean.vn"]
    article_url = r"^\w+://[^/]+/[^/?#]+-(?P<key>(?:post)?\d{5,9})\.html(?:$|[?#])"
    evidence = "1CMS: two saved pages of the site and the selectors of crawl_lastest_news (January 2026); not seen live"
