from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from archiver.query import calendar
from archiver.storage.search_runs import NEVER

DAYS = (date(1945, 9, 2), date(1969, 12, 31), date(1970, 1, 1), date(2022, 3, 29), None)


@pytest.fixture
def columns() -> Any:
    """Of two newspapers in turn, an article of each day, at noon in Vietnam."""
    moments = [NEVER if day is None else _noon(day) for day in DAYS for _ in (1, 2)]
    return SimpleNamespace(published=np.array(moments, np.int64), newspaper=np.array([1, 2] * len(DAYS), np.int32))


def _noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()) * 1_000_000


def test_days_before_1970_are_days(columns: Any) -> None:
    every = np.ones(2 * len(DAYS), np.bool_)
    dated = [day for day in DAYS if day is not None]
    assert calendar.by_day(columns, every) == (dict.fromkeys(dated, 2), 2)
    assert calendar.by_newspaper_and_day(columns, every, columns.newspaper == 2) == {
        (paper, day): (1, int(paper == 2)) for paper in (1, 2) for day in dated
    }
    assert calendar.by_month(columns, every) == {f"{day:%Y-%m}": 2 for day in dated}
    _, first, last = calendar.by_newspaper(columns, every)[1]
    assert first is not None
    assert last is not None
    assert (first.date(), last.date()) == (dated[0], dated[-1])
