"""View counts: the corpus, the forms that papers print, and what is no view count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.view_counts import parse_view_count
from tests.corpora import corpus

PROPERTY = settings(max_examples=200)


def test_every_string_of_the_corpus_is_read_right() -> None:
    wrong = []
    for entry in corpus("research", "view_counts.json"):
        if entry["judged_by"] != "parser":
            continue
        got = parse_view_count(entry["raw"])
        if (got.count if got else None) != entry["expected"]:
            wrong.append((entry["raw"], entry["expected"], got))
    assert wrong == []


@pytest.mark.parametrize(
    ("raw", "count", "exact"),
    [
        ("0", 0, True),
        ("2,345", 2345, True),
        ("2.345.678 lượt xem", 2_345_678, True),
        ("Lượt xem: 2.345", 2345, True),
        ("Lượt xem : 2 345", 2345, True),
        ("Đã xem: 2\u00a0345 lần", 2345, True),
        ("2.345 lượt đọc", 2345, True),
        ("(2,345)", 2345, True),
        ("Số lần đọc: 12", 12, True),
        ("2.345 người đã xem", 2345, True),
        ("Số lượt xem: 77", 77, True),
        ("👁 2,345", 2345, True),
        ("Views: 2,345", 2345, True),
        ("2.3K", 2300, False),
        ("2,3K lượt xem", 2300, False),
        ("3 nghìn", 3000, False),
        ("3,5 ngàn lượt xem", 3500, False),
        ("1,25 triệu lượt đọc", 1_250_000, False),
        ("1,2N lượt xem", 1200, False),
        ("1000+ lượt xem", 1000, False),
        ("LƯỢT XEM: 15", 15, True),
    ],
)
def test_counts_as_papers_print_them(raw: str, count: int, exact: bool) -> None:
    got = parse_view_count(raw)
    assert got is not None
    assert (got.count, got.exact, got.raw) == (count, exact, raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Bình luận 3",
        "12 34",
        "26 348 0",
        "Lượt xem: 12 | Bình luận: 3",
        "hơn 24 ngàn lượt xem",
        "Lượt truy cập: 1.200.345",
        "Đang online: 12",
        "12.5",
        "1.234K",
        "1.23.456",
        "1,2345",
        "-5",
        "5%",
        "2.345đ",
        "0912345678",
        "1698927645",
        "29/03/2022",
        "09:04",
        "lượt xem",
        "1" * 65,
        "1,234 " * 300,
    ],
)
def test_what_is_no_view_count_stays_empty(raw: str) -> None:
    assert parse_view_count(raw) is None


@PROPERTY
@given(st.integers(0, 10**9 - 1), st.sampled_from([".", ",", " ", "\u00a0", ""]), st.booleans())
def test_any_count_comes_back_as_it_was_printed(count: int, separator: str, labelled: bool) -> None:
    printed = f"{count:,}".replace(",", separator)
    raw = f"Lượt xem: {printed}" if labelled else printed
    got = parse_view_count(unicodedata.normalize("NFD", raw))
    assert got is not None
    assert (got.count, got.exact) == (count, True)


@PROPERTY
@given(st.text(max_size=80))
def test_nothing_raises_and_nothing_is_negative(raw: str) -> None:
    got = parse_view_count(raw)
    assert got is None or got.count >= 0
