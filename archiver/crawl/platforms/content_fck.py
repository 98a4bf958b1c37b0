"""The PHP system that wraps articles in `.content-fck`: Báo Cần Thơ, Báo An Giang, Báo Đồng Khởi, Báo Trà Vinh."""

from __future__ import annotations

from archiver.crawl.newspaper import Layout, NewspaperSpider


class ContentFck(NewspaperSpider):
    """What the newspapers on the `content-fck` system share.

    The first `h1` of a page is its path of sections, so the title is asked for where it stands. Pages have a `base`
    element that points into the templates. `p.author.ignore` is a line about the source, not a person.

    Source:
        Read right on a saved page of Báo Cần Thơ (tests/spiders/test_real_pages.py), compared with one of Báo An Giang
        in another's tests; published selectors for the others, not seen live (research/selectors.md section C).
    """

    platform = "content_fck"
    article_url = r"^\w+://[^/]+/(?!print/)[^/?#]+-a(?P<key>\d+)\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="content-fck",
            title="div.detail-title h1, #colcate1 > h1",
            lead=".detail-desc, p.fontd.fw600.justify",
            byline="p.author:not(.ignore)",
            agency="p.author.ignore",
            published="div.pubdate, span.pubdate",
            body="#newscontents .content-fck",
            section=".titlecate h1 span a, .titlecate h1 a",
            tags="a.tag_item",
            exclude="p.author",
            seen_on=("baocantho.com.vn", "baoangiang.com.vn"),
        ),
    ]
    evidence = "published selectors and a saved page of Báo Cần Thơ, not seen live"
