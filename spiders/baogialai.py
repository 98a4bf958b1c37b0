"""Báo Gia Lai; since 1 July 2025 the paper of Bình Định too."""

from archiver.crawl.platforms.epi import Epi


class BaoGiaLaiSpider(Epi):
    """On ePi (`-post330384.html`); before, addresses were `/channel/<n>/<YYYYMM>/<slug>-<id>/`."""

    name = "baogialai"
    newspaper = "Báo Gia Lai"
    province = "Gia Lai"
    domains = ["baogialai.com.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+-post(?=\d+\.html(?:$|[?#]))|channel/\d+/\d{6}/[^/?#]+-(?=\d+/?(?:$|[?#])))(?P<key>\d+)"
    predecessor = "baobinhdinh"
    evidence = "selectors of crawl_lastest_news (January 2026), those of the platform; not seen live"
