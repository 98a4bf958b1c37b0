"""Báo Bình Dương; the province became part of TP. Hồ Chí Minh on 1 July 2025."""

from archiver.crawl.platforms.content_fck import ContentFck
from archiver.crawl.platforms.content_news import ContentNews


class BaoBinhDuongSpider(ContentNews):
    """Its site was still crawled in January 2026, so it has no last day here. Before, it was on content-fck."""

    name = "baobinhduong"
    newspaper = "Báo Bình Dương"
    province = "Bình Dương"
    domains = ["baobinhduong.vn"]
    layouts = [*ContentNews.layouts, *ContentFck.layouts]
    evidence = (
        "content-news: selectors of crawl_lastest_news (January 2026); content-fck by its addresses; not seen live"
    )
