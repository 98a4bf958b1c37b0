"""Báo Tuyên Quang; since 1 July 2025 the paper of Hà Giang too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.vnpt import Vnpt


class BaoTuyenQuangSpider(Vnpt):
    """In the /YYYYMM/ family; old sections page by `/chinh-tri/trang-2.html`."""

    name = "baotuyenquang"
    newspaper = "Báo Tuyên Quang"
    province = "Tuyên Quang"
    domains = ["baotuyenquang.com.vn"]
    layouts = [
        *Vnpt.layouts,
        Layout(name="2019", title="h1", lead=".summary", published="time", body="[itemprop='articleBody']"),
    ]
    predecessor = "baohagiang"
    evidence = "article-content: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
