"""Search: words and filters in, articles out, with the number of all that match and what the archive covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, desc, func, join, literal_column, select

from archiver.core.record import iso
from archiver.query.coverage import Coverage, coverage
from archiver.query.filters import Filters, Sort
from archiver.query.matching import Selection, select_articles
from archiver.query.provinces import unit_at_publication
from archiver.query.ranking import by_relevance
from archiver.query.reading import snapshot
from archiver.query.records import Record, records
from archiver.storage.models import Article, Author, Byline, Newspaper, Revision

BRIEF_KEYS = ("id", "newspaper", "title", "lead", "url", "published_at", "published_precision", "view_count", "gone_at")
MOST_VALUES = 20  # of one facet; the rest is counted as others


@dataclass(frozen=True, slots=True)
class Facet:
    """How the articles that match are spread over the values of one field."""

    values: tuple[tuple[str, int], ...]  # value and number of articles, most first; months newest first
    others: int  # values that are not listed

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"values": [{"value": value, "count": count} for value, count in self.values], "others": self.others}


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found."""

    query: str  # as it was typed
    in_words: str  # as it was understood
    total: int  # articles that match, whatever the limit
    records: tuple[Record, ...]  # the first of them, in the order asked for
    within: int  # articles that the filters leave, words or not: the denominator of a share
    coverage: Coverage  # of the whole archive
    facets: dict[str, Facet] | None  # None where they were not asked for
    notes: tuple[str, ...]  # what the asker should know

    @property
    def statement(self) -> str:
        """How much of what matches is shown."""
        if not self.total:
            return f"No article matches: {self.in_words}."
        if len(self.records) == self.total:
            return f"{self.total:,} of {self.total:,} matching articles."
        return f"{len(self.records):,} of {self.total:,} matching articles are shown; `archiver export` takes all."

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        found: dict[str, Any] = {
            "query": self.query,
            "in_words": self.in_words,
            "total": self.total,
            "shown": len(self.records),
            "within": self.within,
            "statement": self.statement,
            "notes": list(self.notes),
            "archive_covers": {"in_words": self.coverage.in_words(), **self.coverage.as_json()},
            "records": list(self.records),
        }
        if self.facets is not None:
            found["facets"] = {name: facet.as_json() for name, facet in self.facets.items()}
        return found


def search(
    engine: Engine, text: str, filters: Filters | None = None, *, facets: bool = False, full: bool = True
) -> Results:
    """The articles that hold all words and phrases of `text` and pass the filters.

    Args:
        text: with marks exactly ("Đắk" finds no "dak"), without marks any ("dak" finds both); "..." is a phrase; both
            placements of the tone mark find each other. "" means every article. Nothing in it is syntax for the engine.
        facets: count by newspaper, province, section, author and month of publication too.
        full: records with every key; False: only those of a list (`BRIEF_KEYS`), which is faster.

    Raises:
        UsageError: the archive has no newspaper or province of that name.
    """
    filters = filters or Filters()
    with snapshot(engine) as conn:
        selection = select_articles(conn, text, filters)
        total = selection.count(conn)
        notes = list(selection.notes)
        if filters.sort is Sort.RELEVANCE:
            ids, more = by_relevance(conn, selection, filters.limit, total=total)
            notes += more
        else:
            ids = selection.first_ids(conn, filters.limit, total=total)
        covered = coverage(conn, gone=False)
        within = covered.articles
        if selection.must:
            within = conn.scalar(select(func.count()).select_from(Article).where(*selection.must)) or 0
        return Results(
            query=text,
            in_words=selection.in_words,
            total=total,
            records=tuple(records(conn, ids) if full else _brief(conn, ids)),
            within=within,
            coverage=covered,
            facets=_facets(conn, selection) if facets else None,
            notes=tuple(notes),
        )


def _brief(conn: Connection, ids: Sequence[int]) -> list[Record]:
    rows = {
        row.id: row
        for row in conn.execute(
            select(
                Article.id,
                Article.public_id,
                Article.url,
                Article.view_count,
                Article.gone_at,
                Newspaper.name,
                Revision.title,
                Revision.lead,
                Revision.published_at,
                Revision.published_precision,
            )
            .join(Newspaper, Newspaper.id == Article.newspaper_id)
            .outerjoin(Revision, Revision.id == Article.revision_id)
            .where(Article.id.in_(ids))
        )
    }
    return [
        {
            "id": row.public_id,
            "newspaper": row.name,
            "title": row.title,
            "lead": row.lead,
            "url": row.url,
            "published_at": iso(row.published_at),
            "published_precision": row.published_precision,
            "view_count": row.view_count,
            "gone_at": iso(row.gone_at),
        }
        for row in map(rows.__getitem__, ids)
    ]


def _facets(conn: Connection, selection: Selection) -> dict[str, Facet]:
    newspaper = join(Article, Newspaper, Newspaper.id == Article.newspaper_id)
    revision = join(Article, Revision, Revision.id == Article.revision_id)
    byline = join(Article, Byline, Byline.revision_id == Article.revision_id)
    author = byline.join(Author, Author.id == Byline.author_id)
    return {
        "newspaper": _facet(conn, selection, newspaper, Newspaper.__table__.c.name),
        "province": _facet(conn, selection, newspaper, unit_at_publication(conn)),
        "section": _facet(conn, selection, revision, Revision.__table__.c.section),
        "author": _facet(conn, selection, author, Author.__table__.c.name),
        "month": _facet(conn, selection, Article, _month(conn.dialect.name), by_value=True),
    }


def _facet(
    conn: Connection, selection: Selection, source: Any, value: ColumnElement[Any], *, by_value: bool = False
) -> Facet:
    counted = (
        select(value.label("value"), func.count().label("number"))
        .select_from(source)
        .where(*selection.conditions, value.is_not(None))
        .group_by(literal_column("1"))
        .order_by(desc("value" if by_value else "number"), "value")
    )
    rows = [(str(value), int(number)) for value, number in conn.execute(counted)]
    shown = rows if by_value else rows[:MOST_VALUES]
    return Facet(tuple(shown), len(rows) - len(shown))


def _month(dialect: str) -> ColumnElement[Any]:
    """The month of publication in Vietnam, "2022-03"."""
    if dialect == "sqlite":
        return func.strftime("%Y-%m", Article.published_at, "+7 hours")
    return func.to_char(Article.published_at + literal_column("interval '7 hours'"), "YYYY-MM")  # the session is UTC
