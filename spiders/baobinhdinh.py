"""Báo Bình Định, until it became part of Báo Gia Lai on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, NewspaperSpider


class BaoBinhDinhSpider(NewspaperSpider):
    """Articles are `/viewer.aspx?...&mabb=222823`, on its first site `/diennuoc/2009/9/81309`."""

    name = "baobinhdinh"
    newspaper = "Báo Bình Định"
    province = "Bình Định"
    domains, former_domains = ["baobinhdinh.vn"], ["baobinhdinh.com.vn"]
    article_url = (
        r"^\w+://[^/]+/(?:viewer\.aspx\?(?:[^#]*&)?mabb=(?P<key>\d+)|[^/?#]+/\d{4}/\d{1,2}/\d{3,9}/?(?:$|[?#]))"
    )
    until, successor = MERGED, "baogialai"
    evidence = "links to articles in public files; nobody described its pages"
