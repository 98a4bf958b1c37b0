"""The sample newspaper's answers: a pure function of day and path."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from archiver.demo.content import DELETED, DESKS, EDITED, MOVED, article, articles, old_path
from archiver.demo.site import respond

BASE = "http://127.0.0.1:8040"


def html(day: int, path: str) -> str:
    answer = respond(day, path, BASE)
    assert answer.status == 200, path
    return answer.body.decode()


def links(path: str, text: str) -> set[str]:
    return {
        urlsplit(urljoin(path, found))._replace(fragment="").geturl() for found in re.findall('href="([^"]+)"', text)
    }


@pytest.mark.parametrize("day", [0, 3, 7])
def test_every_article_is_reached_through_section_pages(day: int) -> None:
    found: set[str] = set()
    for desk in DESKS:
        path = f"/{desk.slug}/"
        for number in range(1, 10):
            text = html(day, path)
            main = text.split('class="main"')[1].split('class="side"')[0]
            found |= {link for link in links(path, main) if link.endswith(".html")}
            further = re.search(r'rel="next" href="([^"]+)"', text)
            if further is None:
                assert number >= 2, "sections page"
                break
            path = further[1]
        assert respond(day, f"/{desk.slug}/?page=9").status == 404
        assert respond(day, f"/{desk.slug}/?page=x").status == 404
    assert found == {a.path for a in articles(day)}


def test_every_link_of_the_newspaper_is_answered() -> None:
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/tim-kiem", "/gui-binh-luan")):
            continue
        seen.add(path)
        answer = respond(3, path)
        assert answer.status == 200, path
        if dict(answer.headers)["Content-Type"].startswith("text/html"):
            waiting += [p for p in links(path, answer.body.decode()) if p.startswith("/")]
    assert {a.path for a in articles(3)} <= seen


def test_the_visible_form_of_an_article() -> None:
    known = article(0, EDITED)
    assert known is not None
    text = html(0, known.path)
    places = [
        text.index(mark)
        for mark in (
            f'<h1 class="tieu-de">{known.title}</h1>',
            "Cập nhật ngày: 29/03/2022 | 09:04 GMT+7",
            f'<p class="tom-tat">{known.lead}',
            known.paragraphs[0],
            known.caption,
            "Tin liên quan",
            known.paragraphs[-1],
            f"<strong>{known.byline}</strong>",
            '<div class="luot">3,961</div>',
            "Viết bình luận mới",
            "Đọc nhiều nhất",
        )
    ]
    assert places == sorted(places)
    assert "Thứ ba, 29/03/2022 | 18:00 GMT+7" in text[: places[0]]


def test_gone_moved_and_never_there() -> None:
    deleted, moved = old_path(DELETED), old_path(MOVED)
    assert deleted is not None
    assert moved is not None
    assert [respond(day, deleted).status for day in (0, 3)] == [200, 404]
    assert "Không tìm thấy trang" in respond(3, deleted).body.decode()
    assert respond(0, moved).status == 200
    answer = respond(3, moved, BASE)
    assert answer.status == 301
    target = dict(answer.headers)["Location"]
    assert target.startswith(BASE)
    assert respond(3, target.removeprefix(BASE)).status == 200
    for path in ("/x", "/thoi-su/khong-co-10201.html", "/thoi-su/x-1.html", "/anh/2022/03/1.png", "//", "/..%2f"):
        assert respond(0, path).status == 404, path
    assert respond(0, "/thoi-su").status == 301


def test_what_machines_are_told() -> None:
    feed = ET.fromstring(respond(3, "/rss.xml", BASE).body)
    assert [item.text for item in feed.iter("link")][1:] == [BASE + a.path for a in articles(3)[:20]]
    sitemap = ET.fromstring(respond(3, "/sitemap.xml", BASE).body)
    assert [place.text for place in sitemap.iterfind(".//{*}loc")] == [BASE + a.path for a in articles(3)]
    robots = respond(3, "/robots.txt", BASE).body.decode()
    assert "Disallow: /tim-kiem" in robots
    assert f"Sitemap: {BASE}/sitemap.xml" in robots


def test_versions_change_only_with_what_is_said() -> None:
    for path in ("/rss.xml", "/sitemap.xml"):
        tags = [dict(respond(day, path, BASE).headers)["ETag"] for day in (0, 0, 3)]
        assert tags[0] == tags[1] != tags[2]


def test_pictures_are_pictures() -> None:
    known = article(0, EDITED)
    assert known is not None
    answer = respond(0, f"/anh/2022/03/{known.key}.png")
    assert answer.headers[0] == ("Content-Type", "image/png")
    assert answer.body.startswith(b"\x89PNG\r\n\x1a\n")
