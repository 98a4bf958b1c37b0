"""The sample newspaper's description: a spider file as any newspaper has one, made for the port it answers on."""

from __future__ import annotations

from pathlib import Path

NAME = "baomau"

TEMPLATE = '''"""Báo Mẫu, the sample newspaper of `archiver demo`: one file is all that a newspaper needs."""

from archiver.crawl.newspaper import Layout, NewspaperSpider


class BaoMauSpider(NewspaperSpider):
    """Báo Mẫu, on loopback."""

    name = "baomau"
    newspaper = "Báo Mẫu"
    province = "Đắk Nông"
    domains = ["127.0.0.1"]
    home = "BASE/"
    feeds = ["BASE/rss.xml"]
    sections = ["BASE/thoi-su/", "BASE/kinh-te/", "BASE/van-hoa/", "BASE/doi-song/"]
    article_url = r"-(?P<key>\\d+)\\.html$"
    layouts = [
        Layout(
            name="2022",
            title="h1.tieu-de",
            lead="p.tom-tat",
            body="div.noi-dung",
            byline="div.noi-dung > p:last-of-type strong",
            published="div.main > div.ngay",
            section="div.vi-tri a.muc",
            tags="div.tu-khoa a",
            views="div.luot",
            comments="div.bl-so span",
            exclude="div.lien-quan",
        )
    ]
'''


def source(base: str) -> str:
    """The text of the spider file of a newspaper that answers at `base`.

    >>> 'home = "http://127.0.0.1:8040/"' in source("http://127.0.0.1:8040")
    True
    """
    return TEMPLATE.replace("BASE", base)


def write(folder: Path, base: str) -> Path:
    """Where the spider file was written: `folder` is what `ARCHIVER_SPIDERS` should name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.py"
    path.write_text(source(base), "utf-8")
    return path
