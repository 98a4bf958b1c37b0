"""Sài Gòn Giải Phóng, the paper of TP. Hồ Chí Minh."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.epi import Epi


class SaiGonGiaiPhongSpider(Epi):
    """On ePi by its addresses and `article.story`; the body of 2019 says `cms-body` as ePi's do."""

    name = "sggp"
    newspaper = "Sài Gòn Giải Phóng"
    province = "TP. Hồ Chí Minh"
    domains = ["sggp.org.vn"]
    home = "https://www.sggp.org.vn/"
    layouts = [
        *Epi.layouts,
        Layout(
            name="2019", title="h1", lead=".summary.cms-desc", published=".meta-info time", body=".content.cms-body"
        ),
    ]
    evidence = "ePi by addresses and lists of crawl_lastest_news (January 2026); 2019: selectors of docbao (2019-21)"
