"""Báo Bắc Ninh; since 1 July 2025 the paper of Bắc Giang too, on that paper's system."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoBacNinhSpider(NewspaperSpider):
    """Articles end in `-postid<id>.bbg` (Báo Bắc Giang); before, it lived in Liferay (`/web/bbn/`), never described."""

    name = "baobacninh"
    newspaper = "Báo Bắc Ninh"
    province = "Bắc Ninh"
    domains, former_domains = ["baobacninhtv.vn"], ["baobacninh.com.vn"]
    article_url = r"^\w+://[^/]+/(?:[^?#]+-postid(?P<key>\d+)\.bbg|web/[^?#]+/-/details/\d+/[^/?#]+)(?:$|[?#])"
    layouts = [
        Layout(
            name="2026",
            title="h1",
            lead="div.news_detail_sapo",
            body=".news-details__content.link_content",
            exclude=".news-related__list",
        )
    ]
    predecessor = "baobacgiang"
    evidence = "2026: selectors and addresses of crawl_lastest_news (January 2026); not seen live"
