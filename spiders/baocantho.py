"""Báo Cần Thơ; since 1 July 2025 the paper of Sóc Trăng and Hậu Giang too."""

from archiver.crawl.platforms.content_fck import ContentFck


class BaoCanThoSpider(ContentFck):
    """On the `content-fck` system; sections page by `?p=2`."""

    name = "baocantho"
    newspaper = "Báo Cần Thơ"
    province = "Cần Thơ"
    domains = ["baocantho.com.vn"]
    feeds = ["https://baocantho.com.vn/rss/cate/thoi-su/"]
    evidence = "an article and a section page saved in January 2026 are read right; not seen live"
