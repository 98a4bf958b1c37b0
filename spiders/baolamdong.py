"""Báo Lâm Đồng; since 1 July 2025 the paper of Đắk Nông and Bình Thuận too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoLamDongSpider(Vnpt):
    """Articles taken over from Báo Bình Thuận stand below /bbt/ under that paper's numbers: they have no key here."""

    name = "baolamdong"
    newspaper = "Báo Lâm Đồng"
    province = "Lâm Đồng"
    domains = ["baolamdong.vn"]
    feeds = ["https://baolamdong.vn/rss/thoi-su", "https://baolamdong.vn/rss/doi-song"]
    article_url = (
        r"^\w+://[^/]+/(?:(?:.+/\d{6}/[^/?#]+-(?=[0-9a-f]{7}(?:/|$))|[^/?#]+-(?=\d{5,7}\.html))(?P<key>\w{5,7})"
    )
    article_url += r"(?:/|\.html)?|bbt/[^/?#]+-\d+\.html)(?:$|[?#])"
    layouts = [
        Layout(name="2025", title="h1.detail-title", lead=".detail-sapo, .news-sapo p b", body=".detail-content"),
        *Vnpt.layouts,
    ]
    predecessor = "baodaknong"
    evidence = "2025: selectors of crawl_lastest_news (January 2026); the others: those of the family; not seen live"
