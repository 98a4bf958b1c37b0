"""Báo Thanh Hóa, the paper of a province whose borders did not change in 2025."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoThanhHoaSpider(NewspaperSpider):
    """Articles end in `-<id>.htm` (`-244736.htm`); `/topic/...-114688` and `/tag/` are lists."""

    name = "baothanhhoa"
    newspaper = "Báo Thanh Hóa"
    province = "Thanh Hóa"
    domains, former_domains = ["baothanhhoa.vn"], ["baothanhhoa.com.vn"]
    article_url = r"^\w+://[^/]+/(?!(?:topic|tag)/)[^/?#]+-(?P<key>\d{4,9})\.htm(?:$|[?#])"
    layouts = [Layout(name="2019", title="h1", lead=".sapo_detail", published=".date_news", body="#main-detail")]
    evidence = "2019: selectors of docbao (2019-21); of today's template only the addresses are known"
