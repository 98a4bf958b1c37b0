"""Provinces: the table against the corpus, units by date, spellings."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.provinces import MERGER, PROVINCES, Unit, find_province, meant, periods, unit_of
from tests.corpora import corpora


def test_the_table_is_that_of_the_research() -> None:
    with corpora("research", "provinces.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    ours = [
        {
            "province": p.name,
            "code": p.code,
            "ended": p.ended.isoformat() if p.ended else "",
            "unit_since_2025_07_01": p.unit.name,
            "code_since_2025_07_01": p.unit.code,
        }
        for p in PROVINCES.values()
    ]
    assert ours == rows


def test_63_became_34() -> None:
    assert len(PROVINCES) == 63
    assert len({p.code for p in PROVINCES.values()}) == 63
    units = {p.unit for p in PROVINCES.values()}
    assert len(units) == 34
    assert len({unit.code for unit in units}) == 34


def test_a_province_that_ended_has_another_name_after() -> None:
    for p in PROVINCES.values():
        assert (p.ended is not None) == (p.unit.name != p.name), p
        assert unit_of(p.name, date(2024, 12, 31)) == Unit(p.name, p.code)
        assert unit_of(p.name, MERGER) == p.unit


def test_hue_was_renamed_before_the_merger() -> None:
    assert unit_of("Thừa Thiên Huế", date(2024, 12, 31)) == Unit("Thừa Thiên Huế", "46")
    assert unit_of("Huế", date(2025, 1, 1)) == Unit("Huế", "46")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("TPHCM", "TP. Hồ Chí Minh"),
        ("TP.HCM", "TP. Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("tỉnh Đắc Lắc", "Đắk Lắk"),
        ("Dak Nong", "Đắk Nông"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        (unicodedata.normalize("NFD", "Điện Biên"), "Điện Biên"),
    ],
)
def test_spellings_mean_one_province(spelling: str, name: str) -> None:
    found = find_province(spelling)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("name", ["", "Mẫu", "Hà", "Việt Nam"])
def test_what_is_no_province_is_none(name: str) -> None:
    assert unit_of(name, MERGER) is None


def test_a_province_is_one_unit_after_another_without_a_gap() -> None:
    for name, province in PROVINCES.items():
        spans = periods(name)
        assert spans[0].first is None
        assert spans[-1].last is None
        assert spans[-1].unit == province.unit
        for one, following in pairwise(spans):
            assert one.last is not None
            assert following.first == one.last + timedelta(days=1)
    assert periods("Mẫu") == ()
    assert sum(len(periods(name)) == 1 for name in PROVINCES) == 26  # name and code both went on


@pytest.mark.parametrize(
    ("asked", "on", "code", "names"),
    [
        ("Bắc Ninh", None, None, {"Bắc Ninh": (None, None), "Bắc Giang": ("2025-07-01", None)}),
        ("Bắc Ninh", None, "27", {"Bắc Ninh": (None, "2025-06-30")}),
        ("24", None, None, {"Bắc Ninh": ("2025-07-01", None), "Bắc Giang": ("2025-07-01", None)}),
        ("24", date(2024, 5, 1), None, {"Bắc Giang": (None, None)}),
        ("Huế", None, None, {"Thừa Thiên Huế": (None, None)}),
        ("46", None, None, {"Thừa Thiên Huế": (None, None)}),
        ("1", None, None, {"Hà Nội": (None, None)}),
        ("Hà Giang", date(2026, 1, 1), None, {}),
        ("Mẫu", None, None, {}),
        ("99", None, None, {}),
    ],
)
def test_what_a_name_or_a_code_means(
    asked: str, on: date | None, code: str | None, names: dict[str, tuple[str | None, str | None]]
) -> None:
    got = {
        name: tuple(day.isoformat() if day else None for day in (span.first, span.last))
        for name, spans in meant(asked, on=on, code=code).items()
        for span in spans
    }
    assert got == names


@settings(max_examples=100)
@given(st.sampled_from(sorted(PROVINCES)), st.dates(date(2020, 1, 1), date(2027, 1, 1)))
def test_every_province_means_itself_on_every_day(name: str, day: date) -> None:
    unit = unit_of(name, day)
    assert unit is not None
    [period] = [p for p in periods(name) if (p.first or day) <= day <= (p.last or day)]
    assert period.unit == unit
    assert name in meant(unit.name, on=day)
    assert name in meant(unit.code, on=day)
    spans = meant(unit.name)[name]
    assert any((p.first or day) <= day <= (p.last or day) for p in spans)
    for other, times in meant(unit.name).items():
        covered = any((p.first or day) <= day <= (p.last or day) for p in times)
        theirs = unit_of(other, day)
        assert theirs is not None
        assert covered == (find_province(theirs.name) == find_province(unit.name)), (other, day)
