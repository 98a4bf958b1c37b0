"""Articles by day of publication in Vietnam, counted in columns: what the database takes seconds for, on SQLite."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, func, literal_column

from archiver.query.columns import Columns, Mask
from archiver.storage.search_runs import NEVER

_DAY: Final = 86_400_000_000  # microseconds
_AHEAD: Final = 7 * 3_600_000_000  # Vietnam's clocks
_BEGINNING: Final = date(1970, 1, 1)
_MOST: Final = 1 << 32  # more than there are days, so that a newspaper and a day make one number
_BEFORE: Final = 1 << 31  # added to a day: those before 1970 are below zero


def columns_of(conn: Connection) -> Columns | None:
    """The columns of this snapshot; None on an engine that counts by itself."""
    return Columns(conn) if conn.dialect.name == "sqlite" else None


def by_day(columns: Columns, meant: Mask) -> tuple[dict[date, int], int]:
    """How many of these articles were published on each day, and how many on no day that could be read."""
    moments = columns.published[meant]
    days = _days(moments[moments != NEVER])
    first = int(days.min(initial=0))
    counts = np.bincount(days - first)  # a tenth of the time of sorting them: days are few
    found = {_date(first + day): int(counts[day]) for day in np.flatnonzero(counts).tolist()}
    return found, len(moments) - len(days)


def by_newspaper_and_day(columns: Columns, meant: Mask, marked: Mask) -> dict[tuple[int, date], tuple[int, int]]:
    """How many of these articles each newspaper, by its row number, published on each day, and how many are marked.

    Those with a date alone.
    """
    meant = meant & (columns.published != NEVER)
    keys = columns.newspaper[meant].astype(np.int64) * _MOST + _days(columns.published[meant]) + _BEFORE
    found, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    of_these = np.bincount(place, weights=marked[meant], minlength=len(found)).astype(np.int64)
    return {
        (key // _MOST, _date(key % _MOST - _BEFORE)): (count, number)
        for key, count, number in zip(found.tolist(), counts.tolist(), of_these.tolist(), strict=True)
    }


def by_newspaper(columns: Columns, meant: Mask) -> dict[int, tuple[int, datetime | None, datetime | None]]:
    """Of each newspaper, by its row number, how many of these articles there are, and the first and last moment."""
    ids, moments = columns.newspaper[meant], columns.published[meant]
    dated = moments != NEVER
    counts = np.bincount(ids)
    first = np.full(len(counts), np.iinfo(np.int64).max)
    last = np.full(len(counts), NEVER)
    np.minimum.at(first, ids[dated], moments[dated])
    np.maximum.at(last, ids[dated], moments[dated])
    return {
        key: (int(counts[key]), *(_ends(int(first[key]), int(last[key])))) for key in np.flatnonzero(counts).tolist()
    }


def by_month(columns: Columns, meant: Mask) -> dict[str, int]:
    """How many of these articles were published in each month, "2022-03"; those with a date alone."""
    months: Counter[str] = Counter()
    for day, number in by_day(columns, meant)[0].items():
        months[f"{day:%Y-%m}"] += number
    return dict(months)


def day_of(dialect: str, moment: Any) -> ColumnElement[Any]:
    """The day of a moment in Vietnam, "2022-03-29", as SQL."""
    return _printed(dialect, moment, "%Y-%m-%d", "YYYY-MM-DD")


def month_of(dialect: str, moment: Any) -> ColumnElement[Any]:
    """The month of a moment in Vietnam, "2022-03", as SQL."""
    return _printed(dialect, moment, "%Y-%m", "YYYY-MM")


def _printed(dialect: str, moment: Any, sqlite: str, postgresql: str) -> ColumnElement[Any]:
    if dialect == "sqlite":
        return func.strftime(sqlite, func.substr(moment, 1, 19), "+7 hours")  # whole seconds: it rounds
    return func.to_char(moment + literal_column("interval '7 hours'"), postgresql)  # the session is UTC


def _ends(first: int, last: int) -> tuple[datetime | None, datetime | None]:
    return (None, None) if last == NEVER else (_moment(first), _moment(last))


def _moment(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + microseconds * datetime.resolution


def _days(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    return (moments + _AHEAD) // _DAY


def _date(day: int) -> date:
    return _BEGINNING + timedelta(days=day)
