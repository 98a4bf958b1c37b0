"""Báo Hòa Bình, until it became part of Báo Phú Thọ on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.undescribed import Undescribed


class BaoHoaBinhSpider(Undescribed):
    """The form of its addresses is not known."""

    name = "baohoabinh"
    newspaper = "Báo Hòa Bình"
    province = "Hòa Bình"
    domains = ["baohoabinh.com.vn"]
    layouts = [Layout(name="2019", title="h1", lead=".summary", published="span.meta", body="div.post.clearfix")]
    until, successor = MERGED, "baophutho"
    evidence = "2019: selectors of docbao (2019-21)"
