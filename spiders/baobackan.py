"""Báo Bắc Kạn, until it became part of Báo Thái Nguyên on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.epi import Epi


class BaoBacKanSpider(Epi):
    """On ePi at baobackan.vn; baobackan.org.vn was another site."""

    name = "baobackan"
    newspaper = "Báo Bắc Kạn"
    province = "Bắc Kạn"
    domains, former_domains = ["baobackan.vn"], ["baobackan.org.vn", "baobackan.com.vn"]
    layouts = [
        *Epi.layouts,
        Layout(name="2019", title="h1", lead="#content > p:first-of-type strong", published="#date", body="#content"),
    ]
    until, successor = MERGED, "baothainguyen"
    evidence = "ePi: selectors of wb_view_python_3; 2019: of docbao (2019-21), of baobackan.org.vn"
