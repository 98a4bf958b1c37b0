"""Báo Quảng Nam, until it became part of Báo Đà Nẵng on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.onecms import OneCms


class BaoQuangNamSpider(OneCms):
    """On 1CMS (bqn.1cdn.vn), before in a template of its own; `/print/<id>.html` is a copy."""

    name = "baoquangnam"
    newspaper = "Báo Quảng Nam"
    province = "Quảng Nam"
    domains = ["baoquangnam.vn"]
    layouts = [
        *OneCms.layouts,
        Layout(
            name="2019", title="h1", lead="div.chapeau", published="div.pull-right.date-time", body="div.body-content"
        ),
    ]
    until, successor = MERGED, "baodanang"
    evidence = "1CMS by its image host; 2019: selectors of docbao (2019-21)"
