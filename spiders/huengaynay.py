"""Huế ngày nay, before 2025 Báo Thừa Thiên Huế."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class HueNgayNaySpider(NewspaperSpider):
    """Articles end in `-163431.html` below a section; the old site numbered them as content-fck does (`-a100343`)."""

    name = "huengaynay"
    newspaper = "Huế ngày nay"
    province = "Thừa Thiên Huế"
    domains, former_domains = ["huengaynay.vn"], ["baothuathienhue.vn"]
    article_url = (
        r"^\w+://[^/]+/(?:[^/?#]+/)?(?:[^/?#]+-(?P<key>a?\d{4,9})\.html|(?:[^/?#.-]{1,9}-){3}[^/?#]+\.html?)(?:$|[?#])"
    )
    layouts = [
        Layout(name="2019", title="h1", lead=".fontd.fw600.justify.froboto", published=".pubdate", body="#newscontents")
    ]
    evidence = "2019: selectors of docbao (2019-21); today's template was never described, the general reader reads it"
