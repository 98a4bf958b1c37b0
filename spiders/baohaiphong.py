"""Báo Hải Phòng; since 1 July 2025 the paper of Hải Dương too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.onecms import OneCms


class BaoHaiPhongSpider(OneCms):
    """On 1CMS (bhd.1cdn.vn) with six digits (`-472928.html`); lists are links in `h3`."""

    name = "baohaiphong"
    newspaper = "Báo Hải Phòng"
    province = "Hải Phòng"
    domains, former_domains = ["baohaiphong.vn"], ["baohaiphong.com.vn"]
    layouts = [
        *OneCms.layouts,
        Layout(name="longform", title="h1", published=".news-time span", body="div.longform.margin-top-20"),
        Layout(name="2019", title="h1", lead=".head", published=".row1.creatdate", body="#newsContent"),
    ]
    predecessor = "baohaiduong"
    evidence = "1CMS: two saved pages of the site; longform: selectors of wb_view_python_3; 2019: of docbao (2019-21)"
