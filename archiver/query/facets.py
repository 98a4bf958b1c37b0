"""How what was found is spread: by newspaper, province, section, author and month of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from archiver.core.errors import TooSlow
from archiver.query.columns import microseconds
from archiver.query.matching import Selection
from archiver.query.meant import Meant
from archiver.query.patience import patience
from archiver.query.provinces import renamed_units, unit_at_publication
from archiver.storage.models import Article, Author, Byline, Newspaper, Revision
from archiver.storage.search_runs import NEVER

NAMES = ("newspaper", "province", "section", "author", "month")
_EAST, _DAY = 7 * 3600 * 10**6, 24 * 3600 * 10**6  # microseconds
MOST_VALUES = 20  # of one facet; the rest is counted as others


@dataclass(frozen=True, slots=True)
class Facet:
    """How the articles that match are spread over the values of one field."""

    values: tuple[tuple[str, int], ...]  # value and number of articles, most first; months newest first
    others: int  # values that are not listed

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"values": [{"value": value, "count": count} for value, count in self.values], "others": self.others}


def facets(conn: Connection, selection: Selection, *, seconds: float | None) -> tuple[dict[str, Facet], list[str]]:
    """Each facet that could be counted in time, and what should be known of those that could not.

    Args:
        seconds: for each of three looks at all that matches; None for as long as it takes.
    """
    if selection.meant is not None and not selection.nothing:
        return spread(conn, selection.meant), []
    found: dict[str, Facet] = {}
    notes = []
    for names, count in (
        (("newspaper", "province", "month"), _papers),
        (("section",), _sections),
        (("author",), _authors),
    ):
        try:
            with patience(conn, seconds, f"counting by {', '.join(names)}"):
                found |= count(conn, selection)
        except TooSlow as problem:
            notes.append(f"{problem.said[:1].upper()}{problem.said[1:]}.")
    return {name: found[name] for name in NAMES if name in found}, notes


def spread(conn: Connection, meant: Meant) -> dict[str, Facet]:
    """Each facet of articles that are known as columns."""
    columns, every = meant.columns, meant.every
    papers = {row.id: row for row in conn.execute(select(Newspaper.id, Newspaper.name, Newspaper.province))}
    newspaper = _counted(columns.newspaper[every])
    province: Counter[str] = Counter()
    old = every
    for name, first, keys in renamed_units(conn):
        renamed = old & (columns.published >= microseconds(first)) & np.isin(columns.newspaper, keys)
        province[name] += int(renamed.sum())
        old = old & ~renamed
    for key, number in _counted(columns.newspaper[old]).items():
        province[papers[key].province] += number
    section = _counted(columns.spread.section[every])
    author = _counted(columns.spread.author[every[columns.spread.author_of]])
    least = sorted(author.values(), reverse=True)[:MOST_VALUES][-1:] or [0]
    some = [key for key, number in author.items() if number >= least[0]]
    names = conn.execute(select(Author.id, Author.name).where(Author.id.in_(some)))
    authors = _facet((name, author[key]) for key, name in names)
    return {
        "newspaper": _facet((papers[key].name, number) for key, number in newspaper.items()),
        "province": _facet((name, number) for name, number in province.items() if number),
        "section": _facet((columns.spread.sections[key], number) for key, number in section.items() if key),
        "author": Facet(authors.values, len(author) - len(authors.values)),
        "month": Facet(_months(columns.published[every]), 0),
    }


def _counted(numbers: NDArray[np.int32]) -> dict[int, int]:
    """How often each number stands there."""
    times = np.bincount(numbers)
    return {int(number): int(times[number]) for number in np.flatnonzero(times)}


def _months(moments: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    """The months in Vietnam of moments of publication, newest first: by the days, which are few."""
    days = (moments[moments != NEVER] + _EAST) // _DAY
    if not len(days):
        return ()
    first = int(days.min())
    months: Counter[str] = Counter()
    for day, number in _counted((days - first).astype(np.int32)).items():
        months[f"{date(1970, 1, 1) + timedelta(days=first + day):%Y-%m}"] += number
    return tuple(sorted(months.items(), reverse=True))


def _papers(conn: Connection, selection: Selection) -> dict[str, Facet]:
    """Newspaper, province and month in one look: their combinations are few."""
    counted = (
        select(
            Newspaper.name,
            unit_at_publication(conn).label("province"),
            month_of(conn.dialect.name, Article.published_at).label("month"),
            func.count().label("number"),
        )
        .select_from(Article)
        .join(Newspaper, Newspaper.id == Article.newspaper_id)
        .where(*selection.conditions)
        .group_by(literal_column("1"), literal_column("2"), literal_column("3"))
    )
    spread: dict[str, Counter[str]] = {"newspaper": Counter(), "province": Counter(), "month": Counter()}
    for row in conn.execute(counted):
        spread["newspaper"][row.name] += row.number
        spread["province"][row.province] += row.number
        if row.month is not None:
            spread["month"][row.month] += row.number
    months = sorted(spread.pop("month").items(), reverse=True)
    return {name: _facet(values.items()) for name, values in spread.items()} | {"month": Facet(tuple(months), 0)}


def _sections(conn: Connection, selection: Selection) -> dict[str, Facet]:
    shown = select(Article.revision_id).where(*selection.conditions)
    counted = select(Revision.section, func.count()).where(Revision.id.in_(shown), Revision.section.is_not(None))
    rows = conn.execute(counted.group_by(Revision.section))
    return {"section": _facet((str(name), int(number)) for name, number in rows)}


def _authors(conn: Connection, selection: Selection) -> dict[str, Facet]:
    counted = (
        select(Byline.author_id, func.count().label("number"))
        .select_from(Article)
        .join(Byline, Byline.revision_id == Article.revision_id)
        .where(*selection.conditions)
        .group_by(Byline.author_id)
    ).subquery()
    named = select(Author.name, counted.c.number).join(counted, counted.c.author_id == Author.id)
    return {"author": _facet((str(name), int(number)) for name, number in conn.execute(named))}


def _facet(counted: Iterable[tuple[str, int]]) -> Facet:
    most = sorted(counted, key=lambda one: (-one[1], one[0]))
    return Facet(tuple(most[:MOST_VALUES]), max(0, len(most) - MOST_VALUES))


def month_of(dialect: str, moment: Any) -> ColumnElement[Any]:
    """The month of a moment in Vietnam, "2022-03", as SQL."""
    if dialect == "sqlite":
        return func.strftime("%Y-%m", func.substr(moment, 1, 19), "+7 hours")  # whole seconds: it rounds
    return func.to_char(moment + literal_column("interval '7 hours'"), "YYYY-MM")  # the session is UTC
