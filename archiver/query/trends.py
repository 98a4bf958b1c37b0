"""How often something was written of, through time: counts and shares of what was archived, gaps marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, literal_column, select

from archiver.core.errors import UsageError
from archiver.query import calendar
from archiver.query.filters import Filters
from archiver.query.matching import Selection, narrowing, select_articles
from archiver.query.notes import Note
from archiver.query.patience import in_time, patience
from archiver.query.reading import snapshot
from archiver.query.scope import Scope, scope
from archiver.storage.models import Article

MOST_QUERIES = 20
PATIENCE = 60.0  # seconds


class Per(StrEnum):
    """How long a period is; a week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Point:
    """One query in one period."""

    period: str  # "2022-03-29", "2022-W13", "2022-03", "2022"
    start: date  # the first day of the period, in Vietnam
    count: int  # articles published in it that match
    archived: int  # articles published in it that the filters leave, words or not: what the count is a share of
    gap_days: int  # days of it on which one of the newspapers may have more than is known, each newspaper counted
    gap_why: Mapping[str, int] = field(default_factory=dict)  # the same by reason

    @property
    def share(self) -> float | None:
        """`count` of `archived`, 0 to 1; None where nothing was archived, which is not the same as 0."""
        return self.count / self.archived if self.archived else None


@dataclass(frozen=True, slots=True)
class Series:
    """One query through time."""

    query: str
    in_words: str
    points: tuple[Point, ...]  # every period between the first and the last with an archived article, in order
    undated: int  # articles that match and whose day could not be read: in no period
    scope: Scope  # what the archive holds of exactly these newspapers and days
    notes: tuple[Note, ...]

    @property
    def total(self) -> int:
        """Articles in all periods."""
        return sum(point.count for point in self.points)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "query": self.query,
            "in_words": self.in_words,
            "total": self.total,
            "undated": self.undated,
            "covers": self.scope.as_json(),
            "notes": list(self.notes),
            "points": [
                {
                    "period": point.period,
                    "start": point.start.isoformat(),
                    "count": point.count,
                    "archived": point.archived,
                    "share": point.share,
                    "gap_days": point.gap_days,
                    "gap_why": dict(point.gap_why),
                }
                for point in self.points
            ],
        }


def trends(
    engine: Engine,
    queries: Sequence[str],
    filters: Filters | None = None,
    *,
    per: str = "month",
    seconds: float | None = PATIENCE,
) -> list[Series]:
    """Each query through time, as counts and as shares of the articles that were archived.

    The periods are the same for all queries. Each query has a denominator of its own: filters in it narrow it too.

    Args:
        per: "day", "week", "month" or "year"; days are days in Vietnam.
        seconds: that all queries together may take; None for as long as it takes.

    Raises:
        QueryError: a query cannot be read.
        UsageError: no query, or too many; another period.
        TooSlow: it took longer than it may.
    """
    filters = filters or Filters()
    if per not in list(Per):
        raise UsageError(f"{per!r} is none of {', '.join(Per)}")
    if not 1 <= len(queries) <= MOST_QUERIES:
        raise UsageError(f"trends takes 1 to {MOST_QUERIES} queries, not {len(queries)}")
    read = []
    what = f"the trends of {len(queries)} queries" if len(queries) > 1 else "the trend"
    with snapshot(engine) as conn, patience(conn, seconds, what):
        for query in queries:
            in_time()
            selection = select_articles(conn, query, filters)
            found, undated, archived = _counted(conn, selection)
            columns = selection.meant.columns if selection.meant is not None else None
            held = scope(conn, narrowing(selection.question, filters), days=False, columns=columns)
            read.append((query, selection, found, undated, archived, held))
    days = [day for *_, archived, _ in read for day in archived]
    periods = list(_periods(min(days), max(days), Per(per))) if days else []
    return [
        Series(
            query,
            selection.in_words,
            tuple(_points(periods, Per(per), found, archived, held)),
            undated,
            held,
            selection.notes,
        )
        for query, selection, found, undated, archived, held in read
    ]


def _counted(conn: Connection, selection: Selection) -> tuple[dict[date, int], int, dict[date, int]]:
    """Articles that are meant by day, those of them without one, and by day those that the filters leave."""
    if selection.meant is None:
        found, undated = _by_day(conn, selection.conditions)
        return found, undated, _by_day(conn, selection.must)[0]
    meant = selection.meant
    found, undated = ({}, 0) if selection.nothing else calendar.by_day(meant.columns, meant.every)
    return found, undated, calendar.by_day(meant.columns, meant.within)[0]


def _by_day(conn: Connection, conditions: Sequence[ColumnElement[bool]]) -> tuple[dict[date, int], int]:
    """Articles by day of publication, and those without one."""
    counted = select(
        calendar.day_of(conn.dialect.name, Article.published_at).label("day"), func.count().label("number")
    )
    rows = conn.execute(counted.select_from(Article).where(*conditions).group_by(literal_column("1"))).all()
    dated = {date.fromisoformat(row.day): row.number for row in rows if row.day is not None}
    return dated, sum(row.number for row in rows if row.day is None)


def _points(
    periods: Sequence[date], per: Per, found: Mapping[date, int], archived: Mapping[date, int], held: Scope
) -> Iterator[Point]:
    counts, of, gaps = Counter[date](), Counter[date](), defaultdict[date, Counter[str]](Counter)
    for day, number in found.items():
        counts[begin(day, per)] += number
    for day, number in archived.items():
        of[begin(day, per)] += number
    for day, reasons in held.gaps_by_day.items():
        gaps[begin(day, per)].update(reasons)
    for start in periods:
        why = dict(sorted(gaps[start].items()))
        yield Point(named(start, per), start, counts[start], of[start], sum(why.values()), why)


def begin(day: date, per: Per) -> date:
    """The first day of the period in which a day lies.

    >>> begin(date(2022, 3, 29), Per.WEEK).isoformat(), begin(date(2022, 3, 29), Per.MONTH).isoformat()
    ('2022-03-28', '2022-03-01')
    """
    if per is Per.DAY:
        return day
    if per is Per.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if per is Per.MONTH else day.replace(month=1, day=1)


def named(start: date, per: Per) -> str:
    """The name of the period that begins on a day.

    >>> named(date(2022, 3, 28), Per.WEEK), named(date(2022, 3, 1), Per.MONTH)
    ('2022-W13', '2022-03')
    """
    return start.strftime({Per.DAY: "%Y-%m-%d", Per.WEEK: "%G-W%V", Per.MONTH: "%Y-%m", Per.YEAR: "%Y"}[per])


def _periods(first: date, last: date, per: Per) -> Iterator[date]:
    start = begin(first, per)
    while start <= last:
        yield start
        start = begin(start + timedelta(days={Per.DAY: 1, Per.WEEK: 7, Per.MONTH: 31, Per.YEAR: 366}[per]), per)
