"""Articles by day of publication in Vietnam, counted in columns: what the database takes seconds for, on SQLite."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from archiver.query.columns import Columns, Mask
from archiver.storage.search_runs import NEVER

_DAY: Final = 86_400_000_000  # microseconds
_AHEAD: Final = 7 * 3_600_000_000  # Vietnam's clocks
_BEGINNING: Final = date(1970, 1, 1)
_MOST: Final = 1 << 32  # more than there are newspapers, so that a newspaper and a day make one number


def columns_of(conn: Connection) -> Columns | None:
    """The columns of this snapshot; None on an engine that counts by itself."""
    return Columns(conn) if conn.dialect.name == "sqlite" else None


def by_day(columns: Columns, meant: Mask) -> tuple[dict[date, int], int]:
    """How many of these articles were published on each day, and how many on no day that could be read."""
    moments = columns.published[meant]
    dated = moments[moments != NEVER]
    days, counts = np.unique(_days(dated), return_counts=True)
    found = {_date(day): int(count) for day, count in zip(days.tolist(), counts.tolist(), strict=True)}
    return found, len(moments) - len(dated)


def by_newspaper_and_day(columns: Columns, meant: Mask, marked: Mask) -> dict[tuple[int, date], tuple[int, int]]:
    """How many of these articles each newspaper, by its row number, published on each day, and how many are marked.

    Those with a date alone.
    """
    meant = meant & (columns.published != NEVER)
    keys = columns.newspaper[meant].astype(np.int64) * _MOST + _days(columns.published[meant])
    found, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    of_these = np.bincount(place, weights=marked[meant], minlength=len(found)).astype(np.int64)
    return {
        (key // _MOST, _date(key % _MOST)): (count, number)
        for key, count, number in zip(found.tolist(), counts.tolist(), of_these.tolist(), strict=True)
    }


def by_newspaper(columns: Columns, meant: Mask) -> dict[int, tuple[int, date | None, date | None]]:
    """Of each newspaper, by its row number, how many of these articles there are, and the first and last day."""
    ids = columns.newspaper[meant]
    days = np.where(columns.published[meant] != NEVER, _days(columns.published[meant]), _MOST)
    found: dict[int, tuple[int, date | None, date | None]] = {}
    for key in np.unique(ids).tolist():
        own = days[ids == key]
        dated = own[own != _MOST]
        ends = (_date(int(dated.min())), _date(int(dated.max()))) if len(dated) else (None, None)
        found[key] = (len(own), *ends)
    return found


def _days(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    return (moments + _AHEAD) // _DAY


def _date(day: int) -> date:
    return _BEGINNING + timedelta(days=day)
