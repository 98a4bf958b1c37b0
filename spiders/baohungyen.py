"""Báo Hưng Yên; since 1 July 2025 the paper of Thái Bình too."""

from archiver.crawl.platforms.mediatech import Mediatech


class BaoHungYenSpider(Mediatech):
    """On the system with `h1.name` and `#content-detail`; sections are `/<slug>`."""

    name = "baohungyen"
    newspaper = "Báo Hưng Yên"
    province = "Hưng Yên"
    domains = ["baohungyen.vn"]
    predecessor = "baothaibinh"
    evidence = "selectors of crawl_lastest_news (January 2026), those of the platform; not seen live"
