"""Báo An Giang; since 1 July 2025 the paper of Kiên Giang too."""

from archiver.crawl.platforms.content_fck import ContentFck


class BaoAnGiangSpider(ContentFck):
    """On content-fck. Its tag box is padded with tags of the whole site; `/print/<slug>.html` is a copy."""

    name = "baoangiang"
    newspaper = "Báo An Giang"
    province = "An Giang"
    domains = ["baoangiang.com.vn"]
    predecessor = "baokiengiang"
    evidence = "content-fck: a saved page of the site; not seen live"
