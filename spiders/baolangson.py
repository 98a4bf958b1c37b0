"""Báo Lạng Sơn, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.mediatech import Mediatech


class BaoLangSonSpider(Mediatech):
    """On the system with `#content-detail`. It leaves `{{...}}` in the body where a script did not run."""

    name = "baolangson"
    newspaper = "Báo Lạng Sơn"
    province = "Lạng Sơn"
    domains = ["baolangson.vn"]
    layouts = [
        *Mediatech.layouts,
        Layout(name="2019", title="h1", lead="div.content > p > strong", published="p.post-date", body="div.content"),
    ]
    evidence = "`#content-detail` of crawl_lastest_news (January 2026); 2019: selectors of docbao (2019-21)"
