"""How what was found is spread: by newspaper, province, section, author and month of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from archiver.core.errors import TooSlow
from archiver.query.matching import Selection
from archiver.query.patience import patience
from archiver.query.provinces import unit_at_publication
from archiver.storage.models import Article, Author, Byline, Newspaper, Revision

NAMES = ("newspaper", "province", "section", "author", "month")
_MANY = 10_000  # articles
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
    of_these = Revision.id.in_(shown)
    if conn.dialect.name == "sqlite" and selection.count(conn, _MANY) == _MANY:
        # + 0: SQLite goes through the index of all sections. Measured: a third of the time that it takes to fetch so
        # many rows, texts and all.
        of_these = (Revision.id + 0).in_(shown)
    counted = select(Revision.section, func.count()).where(of_these, Revision.section.is_not(None))
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
        return func.strftime("%Y-%m", moment, "+7 hours")
    return func.to_char(moment + literal_column("interval '7 hours'"), "YYYY-MM")  # the session is UTC
