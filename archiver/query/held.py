"""What the archive holds by newspaper and by month, and the gaps: coverage without a line for every day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, literal_column, select

from archiver.query import calendar
from archiver.query.columns import Columns
from archiver.query.criteria import Criterion
from archiver.query.scope import Scope, days_between, gap_days, missing_days, narrowed, published_between, scope
from archiver.storage.models import Article


@dataclass(frozen=True, slots=True)
class Part:
    """What is held of one newspaper, or of one month."""

    name: str  # of the newspaper, or "2022-03"
    archived: int  # articles published in these days
    missing: int
    gaps: int  # days on which a newspaper may have more than is known
    first: datetime | None = None  # publication, of a newspaper
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive holds of newspapers and days."""

    scope: Scope  # of the whole
    newspapers: tuple[Part, ...]  # by name
    months: tuple[Part, ...]  # latest first
    gaps: tuple[tuple[str, date, str], ...]  # newspaper, day, why; in this order


def held(conn: Connection, criteria: Iterable[Criterion] = (), *, days: bool = False) -> Held:
    """What the archive holds of the newspapers and days that these criteria leave.

    Args:
        days: the scope by newspaper and day too.

    Raises:
        UsageError: the archive has no such newspaper, province or platform.
    """
    criteria = tuple(criteria)
    papers, keys, since, until = narrowed(conn, criteria)
    ends = days_between(since, until)
    missing, gaps = missing_days(conn, papers, *ends), gap_days(conn, papers, *ends)
    columns = calendar.columns_of(conn)
    by_paper, by_month = _archived(conn, columns, keys, since, until)
    lacks, holes = Counter[str | int](), Counter[str | int]()
    for (paper, day), why in missing.items():
        for name in (paper, f"{day:%Y-%m}"):
            lacks[name] += sum(why.values())
    for paper, day in gaps:
        for name in (paper, f"{day:%Y-%m}"):
            holes[name] += 1
    months = {*by_month, *(name for name in (*lacks, *holes) if isinstance(name, str))}
    return Held(
        scope(conn, criteria, days=days, columns=columns),
        tuple(
            Part(paper.name, number, lacks[key], holes[key], first, last)
            for key, paper in papers.items()
            for number, first, last in (by_paper.get(key, (0, None, None)),)
        ),
        tuple(Part(name, by_month.get(name, 0), lacks[name], holes[name]) for name in sorted(months, reverse=True)),
        tuple(sorted((papers[paper].name, day, why) for (paper, day), why in gaps.items())),
    )


_ByPaper = dict[int, tuple[int, datetime | None, datetime | None]]


def _archived(
    conn: Connection, columns: Columns | None, keys: list[int] | None, since: datetime | None, until: datetime | None
) -> tuple[_ByPaper, dict[str, int]]:
    """Articles with a date, by the row number of their newspaper and by month."""
    if columns is not None:
        meant = columns.of_papers(keys) & columns.between(since, until)
        return calendar.by_newspaper(columns, meant), calendar.by_month(columns, meant)
    asked = published_between(keys, since, until)
    ends = func.min(Article.published_at).label("first"), func.max(Article.published_at).label("last")
    papers = select(Article.newspaper_id, func.count().label("number"), *ends).where(*asked)
    months = select(
        calendar.month_of(conn.dialect.name, Article.published_at).label("month"), func.count().label("number")
    )
    return (
        {
            row.newspaper_id: (row.number, row.first, row.last)
            for row in conn.execute(papers.group_by(Article.newspaper_id))
        },
        {row.month: row.number for row in conn.execute(months.where(*asked).group_by(literal_column("1")))},
    )
