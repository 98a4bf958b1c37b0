"""The system with `/<section>/<YYYYMM>/<slug>-<hex>/` addresses and `/file/` images (its pages name VNPT)."""

from __future__ import annotations

from archiver.crawl.newspaper import Layout, NewspaperSpider


class Vnpt(NewspaperSpider):
    """What the newspapers of the /YYYYMM/ family share: Báo Đắk Lắk, Báo Tuyên Quang, Báo Khánh Hòa, Báo Vĩnh Long.

    Two templates are known. In the newer one other `h1.title`s (the masthead, "Tin liên quan") and other
    `time.time`s (cards of related articles) stand on the same page, `p.author` may hold the template's "Bút danh",
    and the article sits in an `html` element of its own. In the older one title and date stand in the article's box.

    Source:
        Published selectors and a saved page of phuyen.baodaklak.vn in another's tests, not seen live
        (research/selectors.md sections A, B and C, research/quirks.md).
    """

    platform = "vnpt"
    article_url = r"^\w+://(?!en\.)[^/]+/(?:[^/?#]+/)+\d{6}/[^/?#]+-(?P<key>[0-9a-f]{6,8})/?(?:$|[?#])"
    layouts = [
        Layout(
            name="post-detail",
            title=".detail-main-title h1.title",
            lead=".content-reply p.reply",
            byline=".after-author p.author, .content-author p.author",
            published=".group-time time.time",
            body="#content.content-detail .td-post-content, #content.content-detail",
            tags=".tags-box .tags a",
            seen_on=("phuyen.baodaklak.vn",),
        ),
        Layout(
            name="article-content",
            title=".article_content h1.media-heading, h1.media-heading",
            lead=".article_content #content > p:first-of-type > strong",
            published=".article_content div.date",
            body=".article_content #content",
            exclude="h1.media-heading, div.date, ul.social, div.bd02",
        ),
    ]
    evidence = "published selectors and a saved page of one site of the family, not seen live"
