"""Báo Hà Tĩnh, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.epi import Epi


class BaoHaTinhSpider(Epi):
    """On ePi: `a.cms-link`, `.zce-content-body`."""

    name = "baohatinh"
    newspaper = "Báo Hà Tĩnh"
    province = "Hà Tĩnh"
    domains = ["baohatinh.vn"]
    layouts = [
        *Epi.layouts,
        Layout(name="2019", title="h1", lead=".sapo_detail", published=".date_news span", body="#main-detail"),
    ]
    evidence = "selectors of crawl_lastest_news (January 2026), those of the platform; 2019: of docbao (2019-21)"
