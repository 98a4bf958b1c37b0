"""Báo Tây Ninh; since 1 July 2025 the paper of Long An too."""

from archiver.crawl.newspaper import Layout
from archiver.crawl.platforms.mediatech import Mediatech


class BaoTayNinhSpider(Mediatech):
    """On MEDIATECH's system (`-88701.html`), before on content-fck (`-a<id>.html`, `?p=5&d=`). `news.` is English."""

    name = "baotayninh"
    newspaper = "Báo Tây Ninh"
    province = "Tây Ninh"
    domains = ["baotayninh.vn"]
    article_url = r"^\w+://(?!news\.)[^/]+/(?!print/)[^/?#]+-(?P<key>a?\d{4,9})\.html(?:$|[?#])"
    layouts = [
        *Mediatech.layouts,
        Layout(name="2019", title="h1", lead=".fontd.fw600.justify", published=".pubdate", body=".content-fck"),
    ]
    predecessor = "baolongan"
    evidence = "mediatech: a saved page of the site; 2019: selectors of docbao (2019-21)"
