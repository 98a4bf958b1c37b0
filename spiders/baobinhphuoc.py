"""Báo Bình Phước, until it became part of Báo Đồng Nai on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.undescribed import Undescribed


class BaoBinhPhuocSpider(Undescribed):
    """Probably on ASP.NET; the form of its addresses is not known."""

    name = "baobinhphuoc"
    newspaper = "Báo Bình Phước"
    province = "Bình Phước"
    domains = ["baobinhphuoc.com.vn"]
    layouts = [Layout(name="2019", title="h1", lead=".sapo", published=".time", body=".news_body")]
    until, successor = MERGED, "baodongnai"
    evidence = "2019: selectors of docbao (2019-21)"
