"""What counts as a revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.revisions import better_date, facts_hash
from archiver.core.timestamps import parse_timestamp
from archiver.core.values import (
    VIETNAM,
    Block,
    BlockKind,
    Byline,
    Extraction,
    Image,
    Kind,
    Precision,
    Timestamp,
    ViewCount,
)


def paragraph(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


def moment(text: str, precision: Precision = Precision.MINUTE) -> Timestamp:
    return Timestamp(datetime.fromisoformat(text).replace(tzinfo=VIETNAM), precision, text, "test")


PAGE = Extraction(
    url="https://baomau.example/x-a1.html",
    kind=Kind.ARTICLE,
    title="“Cầu mới” thông xe – sớm hơn dự kiến",
    lead="Sáng nay…",
    blocks=paragraph("Đoạn một.", "Đoạn hai."),
    byline=Byline(("NGUYỄN AN", "Trần Bình"), ("TTXVN",), {"Trần Bình": "photo"}, "Bài: NGUYỄN AN"),
    published=moment("2026-11-23 08:05"),
)


@pytest.mark.parametrize(
    "change",
    [
        {"title": '"Cầu mới"  thông xe - sớm hơn dự kiến '},
        {"title": "“Cầu\u200b mới” thông\u00a0xe — sớm hơn dự kiến"},
        {"lead": "Sáng nay..."},
        {"blocks": paragraph("Đoạn một. Đoạn hai.")},
        {"blocks": (*paragraph("Đoạn một.", "Đoạn hai."), Block(BlockKind.CAPTION, "Ảnh: cầu"))},
        {"views": ViewCount(99, True, "99")},
        {"comment_count": 4},
        {"images": (Image("https://baomau.example/w800/a.jpg", None),)},
        {"tags": ("cầu",)},
        {"section": "Xã hội"},
        {"updated": moment("2026-11-23 09:00")},
        {"layout": "2027"},
        {"byline": Byline(("Nguyễn An", "Trần Bình"), ("TTXVN",), {}, "Nguyễn An")},
        {"published": Timestamp(datetime(2026, 11, 23, 8, 5, 59, tzinfo=VIETNAM), Precision.SECOND, "", "json-ld")},
    ],
)
def test_what_is_no_fact_makes_no_revision(change: dict[str, Any]) -> None:
    assert facts_hash(replace(PAGE, **change)) == facts_hash(PAGE)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "“Cầu cũ” thông xe – sớm hơn dự kiến"},
        {"lead": None},
        {"blocks": paragraph("Đoạn một.", "Đoạn ba.")},
        {"blocks": paragraph("Đoạn hai.", "Đoạn một.")},
        {"byline": Byline(("Trần Bình", "NGUYỄN AN"), ("TTXVN",), {}, "")},
        {"byline": None},
        {"byline": Byline(("NGUYỄN AN", "Trần Bình"), (), {}, "")},
        {"published": moment("2026-11-23 08:06")},
        {"published": moment("2026-11-23 00:00", Precision.DAY)},
        {"published": None},
    ],
)
def test_a_changed_fact_makes_one(change: dict[str, Any]) -> None:
    assert facts_hash(replace(PAGE, **change)) != facts_hash(PAGE)


def test_text_that_moves_between_fields_is_a_change() -> None:
    assert facts_hash(replace(PAGE, title="a", lead="b")) != facts_hash(replace(PAGE, title="ab", lead=None))


@settings(max_examples=150)
@given(st.text(), st.text())
def test_any_text_has_a_digest_and_letters_tell_texts_apart(one: str, other: str) -> None:
    hashes = [facts_hash(replace(PAGE, title=f"x{text}")) for text in (one, other)]
    assert all(len(digest) == 64 for digest in hashes)
    if one == other:
        assert hashes[0] == hashes[1]


_AGO = st.one_of(
    st.integers(1, 59).map(lambda n: (f"{n} phút trước", timedelta(minutes=n), timedelta(minutes=1))),
    st.integers(1, 23).map(lambda n: (f"{n} giờ trước", timedelta(hours=n), timedelta(hours=1))),
    st.integers(1, 29).map(lambda n: (f"{n} ngày trước", timedelta(days=n), timedelta(days=1))),
)


@given(
    published=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - told to be of Vietnam below
    first=_AGO,
    second=_AGO,
    share=st.floats(0, 0.98),
)
def test_all_ways_to_count_back_to_one_minute_agree_with_it(
    published: datetime, first: tuple[Any, ...], second: tuple[Any, ...], share: float
) -> None:
    when = published.replace(second=0, microsecond=0, tzinfo=VIETNAM)
    printed = parse_timestamp(when.strftime("%d/%m/%Y %H:%M"))
    assert printed is not None
    counted = []
    for text, ago, unit in (first, second):  # a site says "2 giờ trước" until three hours are over
        said = parse_timestamp(text, seen_at=(when + ago + unit * share).astimezone(UTC))
        assert said is not None
        assert better_date(said, printed) is printed
        assert better_date(printed, said) is printed
        counted.append(said)
    assert better_date(*counted) in counted


def test_two_printed_dates_are_two() -> None:
    one, other = parse_timestamp("29/03/2022"), parse_timestamp("29/03/2022 09:04")
    assert one is not None
    assert other is not None
    assert better_date(one, other) is None
