"""Báo Đà Nẵng; since 1 July 2025 the paper of Quảng Nam too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.onecms import OneCms


class BaoDaNangSpider(OneCms):
    """On 1CMS under the numbers and the image host (bqn.1cdn.vn) of Báo Quảng Nam."""

    name = "baodanang"
    newspaper = "Báo Đà Nẵng"
    province = "Đà Nẵng"
    domains = ["baodanang.vn"]
    layouts = [
        *OneCms.layouts,
        Layout(
            name="older", title="h1", byline="#content p[style*='right'] strong", published="#date", body="#content"
        ),
    ]
    predecessor = "baoquangnam"
    evidence = "1CMS: two saved pages of the site; older: selectors of wb_view_python_3"
