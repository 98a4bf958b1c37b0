"""Báo Long An, until it became part of Báo Tây Ninh on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.content_fck import ContentFck


class BaoLongAnSpider(ContentFck):
    """On content-fck. The new site of Báo Tây Ninh names its login, `longantv`."""

    name = "baolongan"
    newspaper = "Báo Long An"
    province = "Long An"
    domains = ["baolongan.vn"]
    until, successor = MERGED, "baotayninh"
    evidence = "the platform by its addresses in articles' texts; not seen"
