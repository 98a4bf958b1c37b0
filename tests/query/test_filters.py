from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.errors import UsageError
from archiver.query.criteria import same_name, span_of
from archiver.query.filters import Filters


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022", "2022-01-01T00:00:00+07:00", "2023-01-01T00:00:00+07:00"),
        ("2022-12", "2022-12-01T00:00:00+07:00", "2023-01-01T00:00:00+07:00"),
        ("3/2022", "2022-03-01T00:00:00+07:00", "2022-04-01T00:00:00+07:00"),
        ("2024-02-29", "2024-02-29T00:00:00+07:00", "2024-03-01T00:00:00+07:00"),
        ("8/1/2026", "2026-01-08T00:00:00+07:00", "2026-01-09T00:00:00+07:00"),
        ("2022-03-29T09:04:00Z", "2022-03-29T09:04:00+00:00", "2022-03-29T09:04:01+00:00"),
        ("2022-03-29T09:04", "2022-03-29T09:04:00+07:00", "2022-03-29T09:04:01+07:00"),
    ],
)
def test_spans(text: str, start: str, end: str) -> None:
    assert [moment.isoformat() for moment in span_of(text)] == [start, end]


@pytest.mark.parametrize("text", ["yesterday", "2022-13", "31/02/2022", "0001", "9999", "", "12", "2022-3-29-1"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        span_of(text)


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        start, end = span_of(text)
    except UsageError:
        return
    assert start < end
    assert start.tzinfo is not None


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(UsageError, match="after --until"):
        Filters.of(since="2023", until="2022")
    with pytest.raises(UsageError, match="between 1 and 200"):
        Filters.of(limit=201)
    with pytest.raises(UsageError, match="newest, relevance, views, edits"):
        Filters.of(sort="best")


def test_names_are_compared_with_marks_or_without() -> None:
    assert same_name("hoà bình", "Hòa Bình")
    assert same_name("HOA BINH", "Hòa Bình")
    assert not same_name("hóa bình", "Hòa Bình")
