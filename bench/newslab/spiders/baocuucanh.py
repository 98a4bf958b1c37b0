"""Báo Cửu Cảnh of the lab: the markup of the content-fck system."""

from dataclasses import replace

from archiver.crawl.platforms.content_fck import ContentFck


class BaoCuuCanhSpider(ContentFck):
    """Addresses have a section; views are rounded to thousands."""

    name = "baocuucanh"
    newspaper = "Báo Cửu Cảnh"
    province = "Cửu Cảnh"
    domains = ["baocuucanh.test"]
    feeds = ["https://baocuucanh.test/rss/home.rss"]
    article_url = r"//[^/]+/[a-z-]+/[^/?#]+-a(?P<key>\d+)\.html(?:$|[?#])"
    layouts = [
        replace(ContentFck.layouts[0], views="span.cred", section="h1.cate-title a", updated="span.pubdate + span")
    ]
