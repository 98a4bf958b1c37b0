"""The drafted file says what was learned, whatever a site prints: nothing of it can become code."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.config import Config
from archiver.core.newspaper import Newspaper
from archiver.crawl.adding.drafting import draft
from archiver.crawl.newspaper import Layout
from archiver.crawl.registry import load

HOSTILE = '"""\nimport os  # \\" \' \u2028 {x} %s \x1b[2J'


def paper(**said: Any) -> Newspaper:
    values: dict[str, Any] = {
        "name": "baomau", "title": "Báo Mẫu", "province": "Đắk Nông", "domains": ("baomau.example",),
        "home": "https://baomau.example/", "article_url": r"^https?://[^/]+/[^/?#]+-(?P<key>\d{3,})\.html(?:$|[?#])",
    }  # fmt: skip
    return Newspaper(**{**values, **said})


def read_back(text: str, tmp_path: Path) -> Newspaper:
    folder = tmp_path / "papers"
    folder.mkdir(exist_ok=True)
    (folder / "baomau.py").write_text(text, "utf-8")
    config = Config(home=tmp_path / "archive", database_url="sqlite://", spiders=folder)
    registry = load(config)
    assert registry.broken == {}
    return registry.get("baomau").definition()


FULL = Layout(
    name="2026", title="h1.tieu-de", lead="p.tom-tat, .sapo", body="div.noi-dung", byline="p.tac-gia strong",
    published=".ngay::attr(title)", updated="span.sua", section=".vi-tri a:last-child", tags='a[rel="tag"]',
    views=".luot", comments=".so-bl", agency=".nguon", exclude=".lien-quan, .quang-cao",
    views_url="/api/luot?id={key}", date_order="mdy", seen_on=("baomau.example",),
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"layouts": (FULL,), "feeds": ("https://baomau.example/rss/trang-chu.rss",)},
        {"title": HOSTILE, "province": HOSTILE, "layouts": (Layout(name=HOSTILE, title='h1[title="a\\"b"]'),)},
        {"article_url": r'^https?://[^/]+/(?:a"b|\\)' + r"|[^/?#]+" * 30},
        {"home": "http://www.baomau.example/trang-chu", "sitemaps": ("https://baomau.example/sitemap.xml",)},
    ],
)
def test_what_is_drafted_is_what_was_meant(said: dict[str, object], tmp_path: Path) -> None:
    meant = paper(**said)
    text = draft(meant, on=date(2026, 11, 23), evidence="9 of its articles")
    assert len(text.splitlines()) < 25
    got = read_back(text, tmp_path)
    for attribute in ("title", "province", "domains", "home", "feeds", "sitemaps", "article_url", "layouts"):
        assert getattr(got, attribute) == getattr(meant, attribute), attribute


def test_a_file_that_would_be_long_leaves_feeds_out(tmp_path: Path) -> None:
    feeds = tuple(f"https://baomau.example/rss/mot-muc-co-ten-dai-that-la-dai-{n}.rss" for n in range(30))
    text = draft(paper(layouts=(FULL,), feeds=feeds), on=date(2026, 11, 23), evidence="9 of its articles")
    assert len(text.splitlines()) < 25
    assert read_back(text, tmp_path).feeds[0] == feeds[0]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_name_stays_a_text(title: str) -> None:
    text = draft(paper(title=title or "-"), on=date(2026, 11, 23), evidence=title)
    said: dict[str, object] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("newspaper = ")]
    exec(lines[0], said)
    assert said["newspaper"] == (title or "-")
