"""1CMS (images on 1cdn.vn): Báo Nghệ An, Báo Đắk Nông 2022-25, Hànộimới, Báo Hải Phòng, Báo Đà Nẵng."""

from __future__ import annotations

from archiver.crawl.newspaper import Layout, NewspaperSpider


class OneCms(NewspaperSpider):
    """What the newspapers on 1CMS share.

    The header of an article stands inside the element of its body, so it is taken out of it. Other languages live
    in a folder of their own (`/en/…`) under the same article number: only addresses at the root are articles here.
    The date in `meta name="article:published_time"` is written month first ("9/11/2021 3:29:47 PM" is 11 September):
    the printed one is read. Lists and "most read" boxes are loaded by a second request (`data-action="api/…"`).

    Source:
        Saved pages of baodanang.vn, baohaiphong.vn and baonghean.vn in another's tests, and the selectors of one
        public scraper of January 2026; not seen live (research/selectors.md section C, research/quirks.md).
    """

    platform = "onecms"
    article_url = r"^\w+://[^/]+/[^/?#]+-(?P<key>\d{5,9})\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="onecms",
            title="h1.sc-longform-header-title, h1.block-sc-title",
            lead="p.sc-longform-header-sapo, p.block-sc-sapo",
            byline=".sc-longform-header-author",
            published=".sc-longform-header-date, .c-video-detail__time, .c-detail-head__time",
            body=".b-maincontent article.entry, .b-maincontent .entry, article.entry",
            tags=".c-widget-tags.onecms__tags a",
            exclude=".sc-longform-header, .sc-empty-layer, .sc-related-articles",
            seen_on=("baodanang.vn", "baohaiphong.vn", "baonghean.vn"),
        ),
    ]
    evidence = "published selectors and saved pages of 1CMS sites, not seen live"
