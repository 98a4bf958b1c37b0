"""The sample newspaper's pages are read to the truth that they were made from."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from archiver.core.extract import extract
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.core.values import Extraction, Kind, Precision
from archiver.demo import spider
from archiver.demo.content import Article, articles, evening
from archiver.demo.site import respond

BASE = "http://127.0.0.1:8040"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Newspaper:
    path = spider.write(tmp_path_factory.mktemp("newspapers"), BASE)
    return load(path)


def load(path: Path) -> Newspaper:
    spec = importlib.util.spec_from_file_location("demo_baomau", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    definition = module.BaoMauSpider.definition()
    assert isinstance(definition, Newspaper)
    return definition


def page(day: int, path: str) -> Page:
    answer = respond(day, path, BASE)
    return Page(BASE + path, answer.body, dict(answer.headers)["Content-Type"], evening(day), answer.status)


def check(got: Extraction, known: Article) -> None:
    assert got.kind is Kind.ARTICLE
    assert got.canonical_url == BASE + known.path
    assert got.title == known.title
    assert got.lead == known.lead
    assert got.body_text == known.body
    assert got.published is not None
    assert got.published.moment == known.published
    assert got.published.precision is Precision.MINUTE
    assert f"{known.published:%d/%m/%Y | %H:%M} GMT+7" in got.published.raw
    assert got.updated is None
    assert got.byline is not None
    assert got.byline.authors == known.authors
    assert got.byline.raw == known.byline


@pytest.mark.parametrize("day", [0, 7])
def test_with_its_description(day: int, paper: Newspaper) -> None:
    for known in articles(day):
        got = extract(page(day, known.path), paper.layouts, newspaper=paper)
        check(got, known)
        assert got.layout == "2022"
        assert got.views is not None
        assert (got.views.count, got.views.raw) == (known.views, f"{known.views:,}")
        assert got.comment_count == (len(known.comments) or None)
        assert got.section == known.section.name
        assert got.tags == known.tags
        assert [(i.url, i.caption) for i in got.images] == [
            (f"{BASE}/anh/{known.published:%Y/%m}/{known.key}.png", known.caption)
        ]
        assert got.problems == ()


def test_without_a_description_the_general_reader_finds_the_same() -> None:
    for known in articles(0):
        check(extract(page(0, known.path)), known)


def test_what_is_no_article(paper: Newspaper) -> None:
    for path in ("/", "/thoi-su/", "/thoi-su/?page=2"):
        assert extract(page(0, path), paper.layouts, newspaper=paper).kind in (Kind.LISTING, Kind.OTHER), path
    assert extract(page(0, "/x"), paper.layouts, newspaper=paper).kind is Kind.ERROR
