"""View counts in the state that a page's scripts carry."""

from __future__ import annotations

import json
import time

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.states import views_in_state
from archiver.core.tree import parse
from tests.core.pages import TITLE, URL, article

OWN = {"id": 4512, "title": TITLE, "viewCount": 1234, "author": {"id": 7, "name": "An"}}
OTHER = {"id": 4513, "title": "Một bài viết khác của báo về chợ phiên", "viewCount": 99}


def views(state: object, form: str = '<script type="application/json">{}</script>', url: str = URL) -> int | None:
    text = json.dumps(state, ensure_ascii=False)
    got = extract(article(head=f"<title>{TITLE}</title>" + form.replace("{}", text), url=url))
    return got.views.count if got.views else None


@pytest.mark.parametrize(
    "state",
    [
        OWN,
        {"props": {"article": OWN, "related": [OTHER]}},
        {"list": [OTHER, OWN]},
        {"article": {"views_count": "1234", "tags": [{"id": 1, "name": "cầu"}], "title": TITLE}},
        {"article": {"slug": "cau-moi-thong-xe-a12", "total_views": 1234}},
        {"article": {"url": "/thoi-su/cau-moi-thong-xe-a12.html", "luot_xem": 1234}},
    ],
)
def test_the_articles_own_count_is_read(state: object) -> None:
    assert views(state) == 1234


def test_by_its_number() -> None:
    url = "https://baomau.example/thoi-su/cau-moi-4512.html"
    assert (
        views({"a": {"articleId": "4512", "viewCount": 1234}, "b": {"articleId": "4513", "viewCount": 9}}, url=url)
        == 1234
    )


@pytest.mark.parametrize(
    "form",
    ["<script>window.__STATE__ = {};</script>", "<script>var page={}</script>"],
)
def test_in_a_script_of_any_form(form: str) -> None:
    assert views({"article": OWN}, form) == 1234


def test_carried_as_a_string() -> None:
    text = json.dumps(json.dumps(OWN, ensure_ascii=False), ensure_ascii=False)
    got = extract(article(head=f"<title>{TITLE}</title><script>push([1,{text}])</script>"))
    assert got.views is not None
    assert (got.views.count, got.sources["view_count"]) == (1234, "script state")


@pytest.mark.parametrize(
    "state",
    [
        OTHER,
        {"viewCount": 1234},
        {"article": {"title": TITLE}, "site": {"name": "Báo Mẫu", "viewCount": 1234}},
        [OWN, OWN | {"viewCount": 1300}],
        {"article": OWN | {"viewCount": None}},
        {"article": {"title": TITLE, "author": {"name": "An", "viewCount": 1234}}},
    ],
    ids=["another", "nobody's", "the site's", "two answers", "unknown", "the author's"],
)
def test_a_count_that_is_not_surely_the_articles_is_none(state: object) -> None:
    assert views(state) is None


def test_the_printed_count_goes_first() -> None:
    head = f'<title>{TITLE}</title><script type="application/json">{json.dumps(OWN)}</script>'
    got = extract(article(head=head, after="<div>Lượt xem: 77</div>"))
    assert got.views is not None
    assert got.views.count == 77


@pytest.mark.parametrize("piece", ['{"viewCount":1,', "{" * 50, '"viewCount": 12 ,', '}"view_count":1}', '\\"'])
def test_hostile_states_cost_little(piece: str) -> None:
    page = Page(URL, f"<h1>x</h1><script>viewCount {piece * 20_000}</script>".encode())
    tree = parse(page)
    started = time.process_time()
    views_in_state(tree, URL, TITLE)
    assert time.process_time() - started < 1.5
