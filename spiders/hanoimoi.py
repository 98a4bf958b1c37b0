"""Hànộimới, the paper of Hà Nội, whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.onecms import OneCms


class HaNoiMoiSpider(OneCms):
    """On 1CMS (hnm.1cdn.vn). Before, articles were `/Tin-tuc/<section>/592454/<slug>`, under numbers of that site."""

    name = "hanoimoi"
    newspaper = "Hànộimới"
    province = "Hà Nội"
    domains, former_domains = ["hanoimoi.vn"], ["hanoimoi.com.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+-(?P<key>\d{5,9})\.html|Tin-tuc/[^/?#]+/\d+/[^/?#]+)(?:$|[?#])"
    layouts = [*OneCms.layouts, Layout(name="2019", title="h1", lead=".summary", published=".period", body=".article")]
    evidence = (
        "1CMS by its image host and the selectors of crawl_lastest_news (January 2026); 2019: those of docbao (2019-21)"
    )
