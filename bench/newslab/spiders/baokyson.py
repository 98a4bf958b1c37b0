"""Báo Kỳ Sơn of the lab: the markup of 1CMS."""

from archiver.crawl.platforms.onecms import Layout, OneCms


class BaoKySonSpider(OneCms):
    """Lists go on by a load-more button; view counts come by a second request."""

    name = "baokyson"
    newspaper = "Báo Kỳ Sơn"
    province = "Kỳ Sơn"
    domains = ["baokyson.test"]
    feeds = ["https://baokyson.test/rss/home.rss"]
    article_url = r"//[^/]+/[^/?#]+-post(?P<key>\d+)\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="article",
            title="h1.article__title",
            lead=".article__sapo",
            body=".article__body",
            byline=".article__meta .author",
            published=".article__meta time.time",
            updated=".article__meta .update",
            section=".breadcrumb a",
            tags=".article__tag a",
            agency=".article__source",
            exclude=".article-relate, .rennab",
            views_url="/api/views?id={key}",
        ),
        Layout(
            name="longform",
            title="h1.sc-longform-header-title",
            lead="p.sc-longform-header-sapo",
            body=".article__body",
            byline=".sc-longform-header-author",
            published=".sc-longform-header-date",
            section=".sc-longform-header-cate",
            tags=".article__tag a",
            agency=".article__source",
            exclude=".article-relate, .rennab",
            views_url="/api/views?id={key}",
        ),
    ]
