"""Báo Đông Sơn of the lab: the markup of the old Báo Đắk Nông."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoDongSonSpider(NewspaperSpider):
    """Plain http; the bare domain redirects; an update replaces the printed date."""

    name = "baodongson"
    newspaper = "Báo Đông Sơn"
    province = "Đông Sơn"
    domains = ["www.baodongson.test", "baodongson.test"]
    home = "http://www.baodongson.test/"
    feeds = ["http://www.baodongson.test/rss/home.xml"]
    article_url = r"//[^/]+/[a-z-]+/[^/?#]+-(?P<key>\d+)\.html(?:$|[?#])"
    layouts = [
        Layout(
            name="drupal",
            title="h1#page-title",
            lead="p.text-intro",
            body="div.newscontent",
            byline="div.newscontent p.rteright strong",
            published="div.node > div.date",
            views="li.statistics_counter span",
            comments="#comments h2.title",
            tags=".field-name-field-tags a",
            section=".breadcrumb a:last-child",
        )
    ]
