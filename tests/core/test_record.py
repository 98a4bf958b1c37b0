"""The record: every key, in order, JSON types only."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.record import LISTS, MAPPINGS, RECORD_KEYS, complete, iso, record_of
from archiver.core.values import (
    VIETNAM,
    Block,
    BlockKind,
    Byline,
    Extraction,
    Image,
    Kind,
    Precision,
    Problem,
    Reason,
    Timestamp,
    ViewCount,
)

FULL = Extraction(
    url="https://baomau.example/cau-moi-a12.html?utm_source=x",
    kind=Kind.ARTICLE,
    canonical_url="https://baomau.example/cau-moi-a12.html",
    aliases=(("og", "https://baomau.example/share12.html"), ("amp", "https://baomau.example/share12.html")),
    title="Cầu mới thông xe",
    lead="(BM) - Sáng 23/11.",
    blocks=(
        Block(BlockKind.PARAGRAPH, "Một."),
        Block(BlockKind.CAPTION, "Ảnh cầu."),
        Block(BlockKind.PARAGRAPH, "Hai."),
    ),
    byline=Byline(("Nguyễn An",), ("TTXVN",), {"Nguyễn An": "text+photo"}, "Bài, ảnh: Nguyễn An - Nguồn: TTXVN"),
    published=Timestamp(datetime(2026, 11, 23, 8, 5, tzinfo=VIETNAM), Precision.MINUTE, "23/11/2026, 08:05", "dmy"),
    updated=Timestamp(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), Precision.SECOND, "2026-11-23T02:00:00Z", "iso"),
    section="Kinh tế",
    tags=("cầu", "đường"),
    images=(Image("https://baomau.example/cau.jpg", None),),
    language="vi",
    views=ViewCount(1234, True, "1.234 lượt xem"),
    comment_count=0,
    layout="2024",
    sources={"title": "layout:h1"},
    problems=(Problem("authors", Reason.PLACEHOLDER),),
)


def test_what_one_page_knows() -> None:
    record = record_of(FULL)
    assert list(record) == list(RECORD_KEYS)
    assert record == json.loads(json.dumps(record, ensure_ascii=False))
    known = {key: value for key, value in record.items() if value not in (None, [], {})}
    assert known == {
        "kind": "article",
        "url": "https://baomau.example/cau-moi-a12.html?utm_source=x",
        "canonical_url": "https://baomau.example/cau-moi-a12.html",
        "aliases": ["https://baomau.example/share12.html"],
        "title": "Cầu mới thông xe",
        "lead": "(BM) - Sáng 23/11.",
        "body_text": "Một.\n\nHai.",
        "authors": ["Nguyễn An"],
        "byline_raw": "Bài, ảnh: Nguyễn An - Nguồn: TTXVN",
        "roles": {"Nguyễn An": "text+photo"},
        "agencies": ["TTXVN"],
        "published_at": "2026-11-23T08:05:00+07:00",
        "updated_at": "2026-11-23T09:00:00+07:00",
        "published_precision": "minute",
        "published_raw": "23/11/2026, 08:05",
        "updated_raw": "2026-11-23T02:00:00Z",
        "section": "Kinh tế",
        "tags": ["cầu", "đường"],
        "images": [{"url": "https://baomau.example/cau.jpg", "caption": None}],
        "language": "vi",
        "view_count": 1234,
        "view_count_raw": "1.234 lượt xem",
        "comment_count": 0,
        "sources": {"title": "layout:h1"},
        "problems": [{"field": "authors", "reason": "placeholder"}],
    }
    assert FULL.record() == record


def test_an_empty_page_has_every_key_and_invents_nothing() -> None:
    record = record_of(Extraction("https://baomau.example/", Kind.EMPTY))
    assert list(record) == list(RECORD_KEYS)
    for key, value in record.items():
        expected: object = [] if key in LISTS else {} if key in MAPPINGS else None
        assert value == expected or key in ("url", "kind"), key


def test_a_count_of_nothing_is_a_count() -> None:
    assert complete({"view_count": 0})["view_count"] == 0


def test_a_key_that_no_record_has() -> None:
    with pytest.raises(KeyError, match="viewcount"):
        complete({"viewcount": 1})


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        iso(datetime(2026, 11, 23))  # noqa: DTZ001 - what is refused


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - only bounds
@settings(max_examples=100)
def test_a_moment_keeps_its_instant(moment: datetime) -> None:
    printed = iso(moment)
    assert printed is not None
    assert printed.endswith("+07:00")
    assert abs((datetime.fromisoformat(printed) - moment).total_seconds()) < 1
