"""What the page of trends shows: queries through time as lines and as a table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archiver.query.trends import Point, Series
from archiver.web.charts import Lines, lines

MOST_DOTS: Final = 160  # periods; of more, a line has no dots


@dataclass(frozen=True, slots=True)
class Row:
    """One period, with the point of each query."""

    period: str
    points: tuple[Point, ...]
    gap_days: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Queries through time."""

    chart: Lines
    rows: tuple[Row, ...]  # latest first
    dots: bool


def queries(said: Sequence[str]) -> tuple[str, ...]:
    """The queries of a form: each once, empty fields left out.

    >>> queries(["bão", "", " lũ ", "bão"])
    ('bão', 'lũ')
    """
    return tuple(dict.fromkeys(text for text in map(str.strip, said) if text))


def compared(series: Sequence[Series], *, share: bool) -> Compared:
    """The lines of several queries: as shares of what was archived, or as numbers of articles."""
    periods = [point.period for point in series[0].points]
    marked = frozenset(point.period for one in series for point in one.points if point.gap_days)
    values: dict[str, list[float | None]] = {
        one.query: [point.share if share else float(point.count) for point in one.points] for one in series
    }
    rows = [
        Row(period, tuple(one.points[number] for one in series), max(one.points[number].gap_days for one in series))
        for number, period in enumerate(periods)
    ]
    return Compared(
        lines(periods, values, marked=marked, whole=not share), tuple(rows[::-1]), len(periods) <= MOST_DOTS
    )
