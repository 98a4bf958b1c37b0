"""Báo Điện Biên Phủ, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoDienBienPhuSpider(NewspaperSpider):
    """A script draws its sections, from api-dienbien.baodienbienphu.vn (says a crawler); the front page has links."""

    name = "baodienbienphu"
    newspaper = "Báo Điện Biên Phủ"
    province = "Điện Biên"
    domains, former_domains = ["baodienbienphu.vn"], ["baodienbienphu.info.vn", "baodienbienphu.com.vn"]
    article_url = r"^\w+://[^/]+/tin-bai/[^/?#]+/[^/?#]+/?(?:$|[?#])"
    layouts = [
        Layout(name="2026", title="h1", body=".editor-content"),
        Layout(name="2019", title="h1", lead=".sapo", published=".time", body=".newsLeft"),
    ]
    evidence = "2026: `.editor-content` and addresses of crawl_lastest_news (January 2026); 2019: of docbao (2019-21)"
