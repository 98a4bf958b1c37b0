"""How what was found is spread: by newspaper, province, section, author and month of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, literal_column, select

from archiver.query.calendar import by_month, month_of
from archiver.query.columns import microseconds
from archiver.query.matching import Selection
from archiver.query.meant import Meant
from archiver.query.notes import Note
from archiver.query.patience import left_out
from archiver.query.provinces import renamed_units, unit_at_publication
from archiver.storage.models import Article, Author, Byline, Newspaper, Revision

NAMES = ("newspaper", "province", "section", "author", "month")
MOST_VALUES = 20  # of one facet; the rest is counted as others


@dataclass(frozen=True, slots=True)
class Facet:
    """How the articles that match are spread over the values of one field."""

    values: tuple[tuple[str, int], ...]  # value and number of articles, most first; months newest first
    others: int  # values that are not listed

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"values": [{"value": value, "count": count} for value, count in self.values], "others": self.others}


def facets(conn: Connection, selection: Selection, *, seconds: float | None) -> tuple[dict[str, Facet], list[Note]]:
    """Each facet that could be counted in time, and what should be known of those that could not.

    Args:
        seconds: for each of three looks at all that matches; None for as long as it takes.
    """
    meant = None if selection.nothing else selection.meant
    found: dict[str, Facet] = {}
    notes: list[Note] = []
    for late, of_rows, of_columns in (
        ("late_papers", _papers, _papers_of),
        ("late_sections", _sections, _sections_of),
        ("late_authors", _authors, _authors_of),
    ):
        with left_out(conn, seconds, late, notes):
            found |= of_rows(conn, selection) if meant is None else of_columns(conn, meant)
    return {name: found[name] for name in NAMES if name in found}, notes


def _papers_of(conn: Connection, meant: Meant) -> dict[str, Facet]:
    columns, every = meant.columns, meant.every
    papers = {row.id: row for row in conn.execute(select(Newspaper.id, Newspaper.name, Newspaper.province))}
    province: Counter[str] = Counter()
    old = every
    for name, first, keys in renamed_units(conn):
        renamed = old & (columns.published >= microseconds(first)) & np.isin(columns.newspaper, keys)
        province[name] += int(renamed.sum())
        old = old & ~renamed
    for key, number in _counted(columns.newspaper[old]).items():
        province[papers[key].province] += number
    return {
        "newspaper": _facet((papers[key].name, number) for key, number in _counted(columns.newspaper[every]).items()),
        "province": _facet((name, number) for name, number in province.items() if number),
        "month": _months(by_month(columns, every)),
    }


def _sections_of(_: Connection, meant: Meant) -> dict[str, Facet]:
    spread = meant.columns.spread
    counted = _counted(spread.section[meant.every])
    return {"section": _facet((spread.sections[key], number) for key, number in counted.items() if key)}


def _authors_of(conn: Connection, meant: Meant) -> dict[str, Facet]:
    spread = meant.columns.spread
    counted = _counted(spread.author[meant.every[spread.author_of]])
    least = sorted(counted.values(), reverse=True)[:MOST_VALUES][-1:] or [0]
    some = [key for key, number in counted.items() if number >= least[0]]
    names = conn.execute(select(Author.id, Author.name).where(Author.id.in_(some)))
    shown = _facet((name, counted[key]) for key, name in names)
    return {"author": Facet(shown.values, len(counted) - len(shown.values))}


def _counted(numbers: NDArray[np.int32]) -> dict[int, int]:
    """How often each number stands there."""
    times = np.bincount(numbers)
    return {int(number): int(times[number]) for number in np.flatnonzero(times)}


def _months(counted: Mapping[str, int]) -> Facet:
    """The latest first, and all of them."""
    return Facet(tuple(sorted(counted.items(), reverse=True)), 0)


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
    months = _months(spread.pop("month"))
    return {name: _facet(values.items()) for name, values in spread.items()} | {"month": months}


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
