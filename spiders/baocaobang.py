"""Báo Cao Bằng, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.mediatech import Mediatech


class BaoCaoBangSpider(Mediatech):
    """On the system with `#content-detail`; the lead is the first bold paragraph."""

    name = "baocaobang"
    newspaper = "Báo Cao Bằng"
    province = "Cao Bằng"
    domains = ["baocaobang.vn"]
    layouts = [*Mediatech.layouts, Layout(name="2019", title="h1", lead=".sapo", published=".time", body=".text")]
    evidence = "`#content-detail` of crawl_lastest_news (January 2026); 2019: selectors of docbao (2019-21)"
