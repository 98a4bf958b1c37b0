"""Báo Cà Mau; since 1 July 2025 the paper of Bạc Liêu too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.content_fck import ContentFck


class BaoCaMauSpider(ContentFck):
    """Addresses are those of content-fck; the body of 2026 is `.post-content`."""

    name = "baocamau"
    newspaper = "Báo Cà Mau"
    province = "Cà Mau"
    domains, former_domains = ["baocamau.vn"], ["baocamau.com.vn"]
    layouts = [
        *ContentFck.layouts,
        Layout(name="2026", title="h1", body="div.post-content, section.post-content"),
        Layout(name="2019", title="h1", lead=".title-italic", published=".date-time", body=".newscontent"),
    ]
    predecessor = "baobaclieu"
    evidence = (
        "2026: selectors of crawl_lastest_news (January 2026); 2019: of docbao (2019-21); content-fck by its addresses"
    )
