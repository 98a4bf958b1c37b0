"""ePi "zce/cms" (images on epicdn.me): Báo Lào Cai, Báo Hà Tĩnh, Báo Gia Lai, Pháp Luật TP.HCM, Nhân Dân."""

from __future__ import annotations

from archiver.crawl.newspaper import Layout, NewspaperSpider


class Epi(NewspaperSpider):
    """What the newspapers on ePi's system share.

    Editions in other languages have a host of their own (`en.`, `zh.`) and numbers of their own: they are other
    newspapers. `og:url` may be a short address (`/share<id>.html`); the canonical link is the one that lasts.
    Paragraphs may be bare `div`s, with a `style` between them.

    Source:
        Read right on a saved page of plo.vn (tests/spiders/test_real_pages.py); published selectors for the others,
        not seen live (research/selectors.md section C, research/quirks.md).
    """

    platform = "epi"
    article_url = r"^\w+://(?!(?:cn|en|fr|ja|km|lo|ru|zh)\.)[^/]+/[^/?#]+-post(?P<key>\d+)\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="epi",
            title="h1.article__title, .article__title",
            lead=".article__sapo",
            byline=".article__meta .cms-author, .author.cms-author",
            published="meta.cms-date::attr(content), .article__meta time::attr(datetime)",
            body=".article__body",
            tags=".article__tags .box-content a, .article__tag .box-content a",
            exclude=".ads_middle, .sda_middle, .rennab, [id^='adsWeb_'], [id^='adsMobile_'], .related-news",
            seen_on=("plo.vn", "baolaocai.vn"),
        ),
    ]
    evidence = "published selectors and a saved page of plo.vn, not seen live"
