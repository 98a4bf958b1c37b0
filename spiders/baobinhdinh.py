"""Báo Bình Định, until it became part of Báo Gia Lai on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.undescribed import Undescribed


class BaoBinhDinhSpider(Undescribed):
    """Addresses of its first site were `/diennuoc/2009/9/81309`; later ones are not known."""

    name = "baobinhdinh"
    newspaper = "Báo Bình Định"
    province = "Bình Định"
    domains, former_domains = ["baobinhdinh.vn"], ["baobinhdinh.com.vn"]
    article_url = r"^\w+://[^/]+/[^/?#]+/\d{4}/\d{1,2}/(?P<key>\d{3,9})/?(?:$|[?#])|" + Undescribed.article_url
    until, successor = MERGED, "baogialai"
    evidence = "an address in an article's text; nobody described its pages"
