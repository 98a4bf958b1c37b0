"""Provinces: the table against the corpus, units by date, spellings."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date

import pytest

from archiver.core.provinces import MERGER, PROVINCES, Unit, find_province, unit_of
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
