"""Báo Cao Lâm of the lab: the markup of the old Báo Đắk Nông, addresses without numbers."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoCaoLamSpider(NewspaperSpider):
    """Plain http, no feed; its sitemap stands in robots.txt; a mobile host shows the same pages."""

    name = "baocaolam"
    newspaper = "Báo Cao Lâm"
    province = "Cao Lâm"
    domains = ["baocaolam.test"]
    home = "http://baocaolam.test/"
    article_url = r"//[^/]+/(?:thoi-su|chinh-tri|kinh-te|xa-hoi|van-hoa|phap-luat|the-thao)/[^/?#]+$"
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
