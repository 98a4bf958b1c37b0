"""Real pages of the platforms, other people's and never copied here, read with the platforms' layouts."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.values import Extraction, Kind
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.platforms.content_fck import ContentFck
from archiver.crawl.platforms.epi import Epi
from archiver.crawl.platforms.onecms import OneCms
from tests.corpora import corpora

pytestmark = pytest.mark.corpora

OF_PLATFORMS: dict[str, type[NewspaperSpider]] = {"baocantho_article": ContentFck, "plo_2025_chinh_tri": Epi}


def truth_of(page: str) -> dict[str, Any]:
    lines = (corpora("pages/truth.jsonl")).read_text("utf-8").splitlines()
    return next(entry for entry in map(json.loads, lines) if entry["id"] == page)


def read(page: str, platform: type[NewspaperSpider], url: str) -> Extraction:
    path: Path = corpora(f"pages/html/{page}.html.gz")
    body = gzip.decompress(path.read_bytes())
    fetched_at = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    return extract(Page(url, body, "text/html; charset=utf-8", fetched_at), platform.layouts)


def words(text: str | None) -> list[str]:
    return (text or "").split()


@pytest.mark.parametrize("page", OF_PLATFORMS)
def test_reads_a_real_article(page: str) -> None:
    truth, platform = truth_of(page), OF_PLATFORMS[page]
    got = read(page, platform, truth["url"])
    record: dict[str, Any] = got.record()
    assert got.layout == platform.layouts[0].name
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
    got = read("baocantho_category_thoi-su", ContentFck, "https://baocantho.com.vn/thoi-su/")
    assert got.layout is None
    assert got.kind is Kind.LISTING


@pytest.mark.parametrize("platform", [ContentFck, OneCms])
def test_a_page_of_another_maker_is_left_to_the_general_reader(platform: type[NewspaperSpider]) -> None:
    truth = truth_of("plo_2025_chinh_tri")
    got = read("plo_2025_chinh_tri", platform, truth["url"])
    assert got.layout is None
    assert got.title == truth["title"]
