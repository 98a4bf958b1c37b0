"""Báo Trung Châu of the lab: the markup of the content-fck system."""

from dataclasses import replace

from archiver.crawl.platforms.content_fck import ContentFck


class BaoTrungChauSpider(ContentFck):
    """Prints no byline and no views."""

    name = "baotrungchau"
    newspaper = "Báo Trung Châu"
    province = "Trung Châu"
    domains = ["baotrungchau.test"]
    feeds = ["https://baotrungchau.test/feed/home"]
    layouts = [replace(ContentFck.layouts[0], section="h1.cate-title a")]
