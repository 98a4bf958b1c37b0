"""What is a reprint and what is not, and which copy was the first."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core import reprints
from archiver.core.reprints import (
    FEWEST,
    SHARED,
    SHORTEST,
    SKETCH,
    Printed,
    Wording,
    certain,
    firsts,
    share,
    sketch,
    words_of,
)
from archiver.demo.content import articles

AT = datetime(2026, 11, 23, tzinfo=UTC)
STORY = (
    "Sáng 23/11, tại xã Quảng Hoà, đoàn công tác của tỉnh đã trao 120 suất quà cho các hộ dân bị mưa lũ cuốn trôi nhà. "
    "Mỗi suất quà gồm gạo, chăn ấm và 2 triệu đồng tiền mặt do các nhà hảo tâm miền xuôi quyên góp trong tháng qua. "
    "Già làng kể rằng nước lên nhanh lúc nửa đêm, bà con chỉ kịp dắt trẻ nhỏ chạy lên trường học trên đồi. "
    "Con đường độc đạo vào bản bị sạt ở 3 điểm, xe máy phải khiêng qua từng đoạn bùn ngập tới gối. "
    "Bộ đội biên phòng dựng lều, nấu cơm cho 45 người già và trẻ em suốt hai ngày nước chưa rút. "
    "Lãnh đạo huyện cho biết sẽ dời 30 hộ đến khu đất cao hơn trước mùa mưa sang năm, mỗi hộ được cấp 400 mét vuông. "
)
LEAD = "Nghĩa cử ấm lòng giữa những ngày mưa dầm của bà con khắp vùng hạ lưu con suối lớn nhất huyện. "


def alike(one: str, other: str) -> bool:
    """As the archive asks: sketches first, then texts."""
    near = len({*sketch(words_of(one))} & {*sketch(words_of(other))}) >= SHARED
    return near and share(Wording.of(one), Wording.of(other)) is not None


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        unicodedata.normalize("NFD", STORY),
        STORY.replace("Hoà", "Hòa").replace("23/11", "23-11"),
        LEAD + STORY,
        f"(TTXVN) - {STORY}\n\nTheo TTXVN/Vietnam+",
        STORY[: len(STORY) // 2],
        STORY.replace("già làng", "trưởng bản").replace("nhà hảo tâm", "mạnh thường quân"),
        "\n\n".join(STORY.split(". ")[:2] + STORY.split(". ")[3:]),
    ],
    ids=["same", "capitals", "NFD", "spelling", "lead", "agency", "cut", "words", "dropped"],
)
def test_a_reprint_is_found(copy: str) -> None:
    assert alike(STORY, copy)
    assert alike(copy, STORY)


def test_a_text_of_the_same_template_is_none() -> None:
    other = re.sub(r"\d+", lambda number: str(int(number.group()) + 7), STORY)
    assert not alike(STORY, other)


def test_a_text_that_quotes_another_is_none() -> None:
    quoting = " ".join(f"{one.lead} {' '.join(one.paragraphs)}" for one in articles(3)[:9])
    assert share(Wording.of(STORY), Wording.of(STORY + quoting)) is None


def test_short_texts_are_not_compared() -> None:
    caption = " ".join(STORY.split()[: SHORTEST - 1])
    assert sketch(words_of(caption)) == ()
    assert share(Wording.of("mưa to " * 90), Wording.of("mưa to " * 90)) is None  # few rows of words, often
    assert len(Wording.of("mưa to " * 90).shingles) < FEWEST


def test_the_stories_of_the_sample_newspaper_are_all_different() -> None:
    told = [Wording.of(one.lead, *one.paragraphs) for one in articles(7)]
    assert len(told) > 50
    assert not [pair for pair in combinations(told, 2) if share(*pair) is not None]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=120), st.integers(0, 100))
def test_any_text_has_a_sketch_of_its_own(tokens: list[str], at: int) -> None:
    words = words_of(" ".join(tokens))
    made = sketch(words)
    assert len(made) <= SKETCH
    assert all(0 <= key < 2**32 for key in made)
    assert list(made) == sorted(set(made))
    assert made == sketch(words_of(" ".join(tokens[:at]), " ".join(tokens[at:])))
    one = Wording.of(" ".join(tokens))
    assert share(one, one) in (None, 1.0)


def copies(**hours: float) -> dict[int, Printed]:
    return {
        number: Printed(name, AT + timedelta(hours=hour), "minute", AT)
        for number, (name, hour) in enumerate(hours.items())
    }


def test_the_order_of_pairs_and_copies_does_not_matter() -> None:
    luck = random.Random(3)
    printed = copies(a=5, b=1, c=1, d=9, e=2, f=7)
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)]
    expected = firsts(printed, pairs)
    for _ in range(50):
        luck.shuffle(pairs)
        mixed = [(b, a) if luck.random() < 0.5 else (a, b) for a, b in pairs]
        assert firsts(dict(luck.sample(list(printed.items()), len(printed))), mixed) == expected
    assert all((min(one, first), max(one, first)) in {tuple(sorted(pair)) for pair in pairs}
               for one, first in expected.items() if one != first)  # fmt: skip


def test_what_is_no_word_is_not_remembered() -> None:
    """A picture in letters, a megabyte long, would stay for the rest of a run."""
    picture = "iVBOR" * 1000
    assert words_of(f"cầu {picture}") == [b"cau", picture.lower().encode()]
    sketch(words_of(f"{picture} " * 60))
    assert picture not in reprints._LETTERS
    assert picture.lower().encode() not in reprints._BEGINS
    assert "cầu" in reprints._LETTERS


def test_a_review_of_two_stories_does_not_make_one_of_them() -> None:
    assert firsts(copies(story=1, other=2, review=3), [(0, 2), (1, 2)]) == {0: 0, 2: 0}


def test_a_day_is_before_the_next_day_and_not_before_its_own_hours() -> None:
    day = Printed("a/1", AT, "day", AT)
    morning, next_morning = (Printed("b/1", AT + timedelta(hours=hour), "minute", AT) for hour in (8, 32))
    undated = Printed("c/1", None, None, AT)
    assert min(day, morning, undated, key=lambda one: one.rank) is morning
    assert not certain([morning, day])
    assert min(day, next_morning, key=lambda one: one.rank) is day
    assert certain([day, next_morning])
    assert not certain([day, undated])
    assert not certain([undated, day])
