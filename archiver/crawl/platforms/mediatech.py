"""MEDIATECH's system (`h1.name`, `#content-detail`): Báo Tây Ninh, Báo Quảng Ninh, Báo Hưng Yên, Báo Cao Bằng."""

from __future__ import annotations

from archiver.crawl.newspaper import Layout, NewspaperSpider


class Mediatech(NewspaperSpider):
    """What the newspapers on MEDIATECH's system share.

    The page prints two clocks with the time of the request; the date of the article is `div.date` beside the title.
    Where a script did not run, a paragraph holds `{{...}}`: such paragraphs are left out.
    The author in its structured data is the login of whoever typed the article in: the printed byline is read.

    Source:
        Published selectors and a saved page of baotayninh.vn in another's tests, not seen live
        (research/selectors.md section C, research/quirks.md).
    """

    platform = "mediatech"
    article_url = r"^\w+://[^/]+/(?!print/)[^/?#]+-(?P<key>\d{4,9})\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="mediatech",
            title="h1.name",
            lead="#content-detail p.sapo, #content-detail > h2, #content-detail > p:first-of-type > strong",
            byline="#content-detail .author, .pseudonym",
            published=".content-article div.date, h1.name ~ div.date",
            body="#content-detail",
            exclude=".sapo, .author, .pseudonym, .relates, .topics, .social, p:-soup-contains('{{')",
            seen_on=("baotayninh.vn",),
        ),
    ]
    evidence = "published selectors and a saved page of one site of the family, not seen live"
