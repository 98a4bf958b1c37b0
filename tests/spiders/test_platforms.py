"""A newspaper on a platform is a few lines; the platforms say what they rest on."""

from __future__ import annotations

import pytest

from archiver.core.newspaper import Newspaper
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.platforms.content_fck import ContentFck
from archiver.crawl.platforms.content_news import ContentNews
from archiver.crawl.platforms.epi import Epi
from archiver.crawl.platforms.mediatech import Mediatech
from archiver.crawl.platforms.onecms import OneCms
from archiver.crawl.platforms.vnpt import Vnpt


def a_newspaper_on(platform: type[NewspaperSpider]) -> Newspaper:
    class BaoMau(platform):  # type: ignore[valid-type, misc]  # a class made in a test
        name = "baomau"
        newspaper = "Báo Mẫu"
        province = "Mẫu"
        domains = ("baomau.example",)

    paper: Newspaper = BaoMau.definition()
    return paper


@pytest.mark.parametrize("platform", [OneCms, Epi, ContentFck, ContentNews, Vnpt, Mediatech])
def test_a_newspaper_on_a_platform_is_a_few_lines(platform: type[NewspaperSpider]) -> None:
    paper = a_newspaper_on(platform)
    assert paper.platform == platform.platform == platform.__module__.rsplit(".", 1)[-1]
    assert paper.layouts == tuple(platform.layouts)
    assert paper.evidence.endswith("not seen live")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://baomau.example/bien-ho-mua-sen-88701.html", "88701"),
        ("https://baomau.example/print/news/67850", None),
        ("https://baomau.example/du-lich", None),
        ("https://baomau.example/rss/news/ban-doc.rss", None),
    ],
)
def test_addresses_of_mediatech(url: str, key: str | None) -> None:
    assert a_newspaper_on(Mediatech).article_key(url) == key
