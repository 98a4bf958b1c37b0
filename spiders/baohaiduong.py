"""Báo Hải Dương, until it became part of Báo Hải Phòng on 1 July 2025."""

from archiver.crawl.newspaper import MERGED
from archiver.crawl.platforms.onecms import OneCms


class BaoHaiDuongSpider(OneCms):
    """On 1CMS (bhd.1cdn.vn, on which Báo Hải Phòng goes on) with six digits; old addresses had no ending."""

    name = "baohaiduong"
    newspaper = "Báo Hải Dương"
    province = "Hải Dương"
    domains = ["baohaiduong.vn"]
    article_url = r"^\w+://[^/]+/(?:[^/?#]+-(?P<key>\d{5,9})\.html|(?!tags?/)[^/?#]+/[^/?#]+-\d{5,7}/?)(?:$|[?#])"
    until, successor = MERGED, "baohaiphong"
    evidence = "1CMS by its image host and links to its articles of 2023-24 in public files; no page of it seen"
