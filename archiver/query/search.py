"""Search: words and filters in, articles out, with the number of all that match and what the archive covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select

from archiver.core.record import iso
from archiver.query.coverage import Coverage, coverage
from archiver.query.facets import Facet
from archiver.query.facets import facets as count_facets
from archiver.query.filters import Filters, Sort
from archiver.query.matching import Selection, narrowing, select_articles
from archiver.query.notes import Note
from archiver.query.paging import Cursor, page
from archiver.query.patience import USUAL, in_time, left_out, patience
from archiver.query.ranking import by_relevance, phrases
from archiver.query.reading import snapshot
from archiver.query.records import Record, records
from archiver.query.scope import Scope, scope
from archiver.query.snippets import Snippet, snippet
from archiver.storage.models import Article, Newspaper, Revision

BRIEF_KEYS = ("id", "newspaper", "title", "lead", "url", "published_at", "published_precision", "view_count", "gone_at")


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found."""

    query: str  # as it was typed
    in_words: str  # as it was understood
    total: int | None  # articles that match, whatever the limit; None where counting them took too long
    records: tuple[Record, ...]  # the first of them, in the order asked for
    snippets: tuple[Snippet | None, ...]  # for each record where the words stand; None: none asked for, or out of time
    within: int | None  # articles that the filters leave, words or not: the denominator of a share
    coverage: Coverage  # of the whole archive
    scope: Scope | None  # of the newspapers and days asked for; None where counting took too long
    facets: dict[str, Facet] | None  # None where they were not asked for
    notes: tuple[Note, ...]  # what the asker should know
    following: str | None = (
        None  # where the next page begins, for `cursor`; None where pages were not asked for, or end
    )

    @property
    def statement(self) -> str:
        """How much of what matches is shown."""
        if self.total is None:
            return f"{len(self.records):,} matching articles are shown; how many match was not counted."
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
            "covers": self.scope.as_json() if self.scope is not None else None,
            "records": list(self.records),
            "snippets": [one.as_json() if one is not None else None for one in self.snippets],
        }
        if self.facets is not None:
            found["facets"] = {name: facet.as_json() for name, facet in self.facets.items()}
        return found


def search(
    engine: Engine,
    text: str,
    filters: Filters | None = None,
    *,
    facets: bool = False,
    full: bool = True,
    seconds: float | None = USUAL,
    cursor: str | None = None,
    facets_up_to: int | None = None,
) -> Results:
    """The articles that `text` asks for and that pass the filters.

    Args:
        text: a query in the language of `query.language`; "" means every article.
        facets: count by newspaper, province, section, author and month of publication too.
        full: records with every key; False: only those of a list (`BRIEF_KEYS`), which is faster.
        seconds: that the search may take, and each of the three looks of the facets; None for as long as it takes.
        cursor: "" for the first of several pages, then the `following` of the page before; None: no pages, the first.
        facets_up_to: count them only where at most so many articles match, so that no answer is late for them.

    Raises:
        QueryError: the query cannot be read, or names a newspaper that the archive does not have.
        UsageError: a filter names a newspaper, province or platform that the archive does not have; no such cursor.
        TooSlow: it took longer than it may.
    """
    filters = filters or Filters()
    behind = Cursor.read(cursor, text, filters) if cursor else None
    following: Cursor | None = None
    with snapshot(engine) as conn:
        with patience(conn, seconds, "the search"):
            selection = select_articles(conn, text, filters)
            notes = list(selection.notes)
            if cursor is not None:
                ids, following, more = page(conn, text, selection, behind)
                notes += more
            elif filters.sort is Sort.RELEVANCE:
                ids, more = by_relevance(conn, selection, filters.limit)
                notes += more
            else:
                ids = selection.first_ids(conn, filters.limit)
            shown = tuple(records(conn, ids) if full else _brief(conn, ids))
            columns = selection.columns.columns if selection.columns is not None else None
            covered = coverage(conn, gone=False, columns=columns)
        total = within = held = None
        with left_out(conn, seconds, "late_count", notes):
            few = behind is None and len(ids) < filters.limit
            total = len(ids) if few else selection.count(conn)
            within = covered.articles
            if selection.must:
                within = selection.count_within(conn)
        with left_out(conn, seconds, "late_scope", notes):
            held = scope(conn, narrowing(selection.question, filters), days=False, columns=columns)
        spread = None
        few_enough = facets_up_to is None or (total is not None and total <= facets_up_to)
        if facets and few_enough:
            spread, more = count_facets(conn, selection, seconds=seconds)
            notes += more
        snippets: list[Snippet | None] = []
        with left_out(conn, seconds, "late_snippets", notes):
            snippets.extend(_snippets(conn, selection, ids))
        snippets += [None] * (len(ids) - len(snippets))
        return Results(
            query=text,
            in_words=selection.in_words,
            total=total,
            records=shown,
            snippets=tuple(snippets),
            within=within,
            coverage=covered,
            scope=held,
            facets=spread,
            notes=tuple(notes),
            following=str(following) if following is not None else None,
        )


def _snippets(conn: Connection, selection: Selection, ids: Sequence[int]) -> Iterator[Snippet | None]:
    """For each article the piece of text that shows why it was found; nothing where no words were asked for."""
    sought = phrases(selection)
    if not sought:
        return
    texts = select(Article.id, Revision.title, Revision.lead, Revision.body_text).join(
        Revision, Revision.id == Article.revision_id
    )
    rows = {row.id: row for row in conn.execute(texts.where(Article.id.in_(ids)))}
    for key in ids:
        in_time()
        row = rows.get(key)
        yield None if row is None else snippet(sought, row.title, row.lead, row.body_text)


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
