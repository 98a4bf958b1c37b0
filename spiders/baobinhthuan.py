"""Báo Bình Thuận, until it became part of Báo Lâm Đồng on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout, NewspaperSpider


class BaoBinhThuanSpider(NewspaperSpider):
    """Moved articles stand below baolamdong.vn/bbt/. `#today`, docbao's date, is taken for a clock and not read."""

    name = "baobinhthuan"
    newspaper = "Báo Bình Thuận"
    province = "Bình Thuận"
    domains = ["baobinhthuan.com.vn"]
    article_url = r"^\w+://[^/]+/[^/?#]+-(?P<key>\d{4,9})\.html(?:$|[?#])"
    layouts = [Layout(name="2019", title="h1", lead="#info_g > p:nth-of-type(2)", body="#info_g")]
    until, successor = MERGED, "baolamdong"
    evidence = "2019: selectors of docbao (2019-21); the form of its addresses from links in public files"
