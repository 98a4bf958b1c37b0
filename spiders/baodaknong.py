"""Báo Đắk Nông, until it became part of Báo Lâm Đồng on 1 July 2025."""

from archiver.crawl.newspaper import MERGED, Layout
from archiver.crawl.platforms.onecms import OneCms


class BaoDakNongSpider(OneCms):
    """Its two sites number articles apart: five digits are the old one's keys, six the new one's, others have none."""

    name = "baodaknong"
    newspaper = "Báo Đắk Nông"
    province = "Đắk Nông"
    domains, former_domains = ["baodaknong.vn"], ["baodaknong.org.vn"]
    feeds = ["https://baodaknong.vn/rss/video"]
    article_url = r"^\w+://[^/]*g\.(?:(?:org\.vn/.+/(?=[^/]+-\d{4,5}\.)|vn/(?=[^/]+-\d{6,}\.))[^/?#]+-(?P<key>\d+)"
    article_url += r"|(?:org\.vn/.+/|vn/)[^/?#]+-\d{4,})\.html(?:$|[?#])"
    layouts = [
        *OneCms.layouts,
        Layout(name="2019", title="h1", lead="p.text-intro", published="div.date", body="div.newscontent"),
    ]
    until, successor = MERGED, "baolamdong"
    evidence = "1CMS by its image host; 2019: selectors of docbao (2019-21) and the text of one article; not seen live"
