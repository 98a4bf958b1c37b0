"""Which links of a front page are sections: menus of many content systems, and nothing that is a trap."""

from datetime import UTC, datetime

import pytest

from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.crawl.discovery import read_listing
from archiver.crawl.guard import Guard
from archiver.storage.values import Purpose

PAPER = Newspaper(
    name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",), home="https://baomau.example/",
    article_url=r"-a(?P<key>\d+)\.html$",
)  # fmt: skip


def sections(*hrefs: str) -> list[str]:
    menu = "".join(f'<li><a href="{href}">Mục số {number}</a></li>' for number, href in enumerate(hrefs))
    body = f"<html><body><nav><ul>{menu}</ul></nav></body></html>".encode()
    fetch = Fetch("https://baomau.example/", 200, (("Content-Type", "text/html"),), body, body, datetime.now(UTC))
    found = read_listing(PAPER, Guard(PAPER), fetch, home=True).sources
    return [one.url.removeprefix("https://baomau.example") for one in found if one.purpose is Purpose.LISTING]


@pytest.mark.parametrize(
    "href",
    [
        "/thoi-su/",
        "/chuyen-muc/thoi-su.html",
        "/Default.aspx?cat=3",
        "/index.php?language=vi&nv=news&op=thoi-su",
    ],
)
def test_a_section(href: str) -> None:
    assert sections(href) == [href]


@pytest.mark.parametrize(
    "href",
    [
        "/lich/2022/03/29/",
        "/tin-2022-03-29/",
        "/tim-kiem?q=cau",
        "/thoi-su/?sort=views&dir=desc",
        "/index.php?a=1&b=2&c=3&d=4",
        "/cau-moi-a12.html",
        "https://baothu.example/thoi-su/",
        "/anh.jpg",
    ],
)
def test_no_section(href: str) -> None:
    assert sections(href) == []
