"""What an export takes: the articles of a question, from the living archive or from a set that was frozen."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, select

from archiver.query.coverage import coverage
from archiver.query.filters import Filters
from archiver.query.matching import Selection, narrowing, select_articles
from archiver.query.records import Record, records
from archiver.query.reprints import firsts_of
from archiver.query.scope import gap_reasons, scope
from archiver.storage.models import Article, Capture, Newspaper
from archiver.storage.values import Evidence

BATCH = 500  # articles in memory at a time


@dataclass(frozen=True, slots=True)
class Taken:
    """One article as it is taken away."""

    record: Record
    captures: tuple[Evidence, ...] = ()  # every fetch of it, oldest first; () where they were not asked for
    beside: Mapping[str, str] = field(default_factory=dict)  # what tables say beside the record: `codebook.BESIDE`


class Source(Protocol):
    """Articles to be taken, in the order of newspaper, publication and id, those without a date last."""

    @property
    def total(self) -> int:
        """How many articles there are."""

    @property
    def question(self) -> Mapping[str, Any]:
        """What was asked: `text`, `in_words`, `filters`."""

    @property
    def notes(self) -> Sequence[str]:
        """What the asker should know of the question."""

    @property
    def covers(self) -> Mapping[str, Any]:
        """What the archive held at that moment, with `in_words`."""

    def batches(self, *, captures: bool) -> Iterator[list[Taken]]:
        """The articles, some hundreds at a time; with their captures where they are asked for."""


class Living:
    """The articles that a question means in one state of the archive."""

    def __init__(self, conn: Connection, text: str, filters: Filters) -> None:
        """Ask.

        Args:
            conn: of `reading.snapshot`: it must see one state until the last batch was taken.

        Raises:
            UsageError: the archive has no newspaper or province of that name.
        """
        self._conn = conn
        selection = select_articles(conn, text, filters)
        self._ids = _ordered(conn, selection)
        self.question: Mapping[str, Any] = {
            "text": text,
            "in_words": selection.in_words,
            "filters": filters.as_json(),
        }
        self.notes: Sequence[str] = selection.notes
        self._gaps = gap_reasons(conn)
        held = coverage(conn)
        asked = scope(conn, narrowing(selection.question, filters), days=False).as_json()
        self.covers: Mapping[str, Any] = {"in_words": held.in_words(), **held.as_json(), "asked": asked}

    @property
    def total(self) -> int:
        """How many articles there are."""
        return len(self._ids)

    def batches(self, *, captures: bool) -> Iterator[list[Taken]]:
        """The articles, some hundreds at a time."""
        for start in range(0, len(self._ids), BATCH):
            ids = self._ids[start : start + BATCH].tolist()
            places = _captures(self._conn, ids) if captures else {}
            found = records(self._conn, ids)
            first = firsts_of(self._conn, ids)
            yield [
                Taken(record, tuple(places.get(key, ())), self._beside(record, first.get(key)))
                for key, record in zip(ids, found, strict=True)
            ]

    def _beside(self, record: Record, first: str | None) -> dict[str, str]:
        said = {} if first is None or first == record["id"] else {"reprint_of": first}
        published = record["published_at"]
        if isinstance(published, str):
            gap = self._gaps.get((str(record["newspaper"]), date.fromisoformat(published[:10])))
            said |= {} if gap is None else {"gap": gap}
        return said


def _ordered(conn: Connection, selection: Selection) -> array[int]:
    """Row numbers of all articles that are meant, 8 bytes each: an order that a rebuild does not change."""
    binary = "C" if conn.dialect.name == "postgresql" else "BINARY"  # not as the server's language sorts
    order: tuple[ColumnElement[Any], ...] = (
        Newspaper.name.collate(binary),
        Article.published_at.asc().nulls_last(),
        Article.public_id.collate(binary),
    )
    statement = select(Article.id).join(Newspaper, Newspaper.id == Article.newspaper_id)
    asked = statement.where(*selection.conditions).order_by(*order)
    return array("q", conn.scalars(asked, execution_options={"yield_per": 10_000}))


def _captures(conn: Connection, ids: Sequence[int]) -> dict[int, list[Evidence]]:
    """Where the fetches of some articles lie, oldest first."""
    places: dict[int, list[Evidence]] = defaultdict(list)
    columns = (Capture.article_id, Capture.warc, Capture.offset, Capture.length, Capture.sha256, Capture.payload_sha256)
    asked = select(*columns).where(Capture.article_id.in_(ids)).order_by(Capture.fetched_at, Capture.id)
    for row in conn.execute(asked).all():
        places[row[0] or 0].append(Evidence(*row[1:]))
    return places
