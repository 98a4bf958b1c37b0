"""Real pages of newspapers, other people's and never copied here, read with the newspapers' own layouts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Config
from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.newspaper import Basis, Newspaper
from archiver.core.page import Page
from archiver.core.values import Extraction, Kind
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.platforms.content_fck import ContentFck
from archiver.crawl.platforms.onecms import OneCms
from archiver.crawl.registry import Registry, load
from tests.corpora import corpora

pytestmark = pytest.mark.corpora

OF_NEWSPAPERS = {"baocantho_article": "baocantho", "plo_2025_chinh_tri": "plo"}


@cache
def registry() -> Registry:
    return load(Config(home=Path("/nonexistent"), database_url="sqlite://"))


def paper_of(page: str) -> Newspaper:
    return registry().get(OF_NEWSPAPERS[page]).definition()


def truth_of(page: str) -> dict[str, Any]:
    lines = (corpora("pages/truth.jsonl")).read_text("utf-8").splitlines()
    return next(entry for entry in map(json.loads, lines) if entry["id"] == page)


def read(page: str, layouts: Sequence[Layout], url: str, newspaper: Newspaper | None = None) -> Extraction:
    path: Path = corpora(f"pages/html/{page}.html.gz")
    body = gzip.decompress(path.read_bytes())
    fetched_at = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    return extract(Page(url, body, "text/html; charset=utf-8", fetched_at), layouts, newspaper=newspaper)


def words(text: str | None) -> list[str]:
    return (text or "").split()


@pytest.mark.parametrize("page", OF_NEWSPAPERS)
def test_reads_a_real_article(page: str) -> None:
    truth, paper = truth_of(page), paper_of(page)
    got = read(page, paper.layouts, truth["url"], paper)
    record: dict[str, Any] = got.record()
    assert got.layout == paper.layouts[0].name
    assert paper.is_article_url(truth["url"])
    assert paper.basis is Basis.SEEN
    assert record["kind"] == "article"
    assert record["canonical_url"] == truth["url"]
    assert record["title"] == truth["title"]
    assert record["published_at"] == truth["published_iso"]
    assert record["updated_at"] == truth["modified_iso"]
    assert record["authors"] == truth["authors"]
    assert record["view_count"] is None
    if truth["lead_first_words"]:
        first = words(truth["lead_first_words"])
        assert words(record["lead"])[: len(first)] == first
    paragraphs = record["body_text"].split("\n\n")
    assert words(paragraphs[0])[:8] == words(truth["body_first_8"])
    assert words(paragraphs[-1])[-8:] == words(truth["body_last_8"])
    assert len(paragraphs) == truth["body_paragraphs"] - truth["byline_is_last_body_paragraph"]


def test_a_section_page_is_a_listing() -> None:
    paper = paper_of("baocantho_article")
    got = read("baocantho_category_thoi-su", paper.layouts, "https://baocantho.com.vn/thoi-su/", paper)
    assert got.layout is None
    assert got.kind is Kind.LISTING


@pytest.mark.parametrize("platform", [ContentFck, OneCms])
def test_a_page_of_another_maker_is_left_to_the_general_reader(platform: type[NewspaperSpider]) -> None:
    truth = truth_of("plo_2025_chinh_tri")
    got = read("plo_2025_chinh_tri", platform.layouts, truth["url"])
    assert got.layout is None
    assert got.title == truth["title"]


def test_every_page_of_a_newspaper_of_ours_is_read_here() -> None:
    lines = corpora("pages/truth.jsonl").read_text("utf-8").splitlines()
    urls = {entry["id"]: entry["url"] for entry in map(json.loads, lines) if entry["kind"] == "article"}
    assert urls
    assert {page for page, url in urls.items() if registry().owner_of(url) is not None} == set(OF_NEWSPAPERS)
