"""Real pages of Vietnamese papers, read without a layout; they lie outside the project (ARCHIVER_CORPORA)."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.values import Extraction, Kind
from tests.corpora import corpora

ARTICLES = 7
pytestmark = pytest.mark.corpora


def pages(kind: str) -> list[tuple[dict[str, Any], Extraction]]:
    lines = corpora("pages", "truth.jsonl").read_text("utf-8").splitlines()
    out = []
    for truth in map(json.loads, lines):
        if truth["kind"] == kind:
            body = gzip.decompress(corpora("pages", "html", f"{truth['id']}.html.gz").read_bytes())
            url = truth["url"] or "https://baomau.example/muc/thoi-su"
            out.append((truth, extract(Page(url, body, "text/html", datetime(2026, 6, 1, tzinfo=UTC)))))
    return out


def test_every_article_is_right_in_every_field() -> None:
    read = pages("article")
    assert len(read) == ARTICLES
    for truth, got in read:
        name = truth["id"]
        assert got.kind is Kind.ARTICLE, name
        assert got.title == truth["title"], name
        assert got.published is not None, name
        assert got.published.moment.isoformat()[:16] == truth["published_iso"][:16], name
        assert list(got.byline.authors if got.byline else ()) == truth["authors"], name
        if truth["lead_first_words"] is None:
            assert got.lead is None, name
        else:
            assert (got.lead or "").startswith(truth["lead_first_words"]), name
        assert got.body_text.replace("\n", " ").startswith(truth["body_first_8"]), name
        assert got.body_text.endswith(truth["body_last_8"]), name
        assert got.views is None, name


def test_no_section_page_becomes_an_article() -> None:
    read = pages("category")
    assert len(read) >= 3
    for truth, got in read:
        assert got.kind is Kind.LISTING, truth["id"]
