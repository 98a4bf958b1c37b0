"""What is asked of all articles at once, as columns of numbers: SQLite. An article's place is its row number.

A million articles are narrowed, counted and spread in milliseconds here, where the database takes seconds. What is not
written down of some runs of articles (`storage.search_runs`) is read from the rows, in the same snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from archiver.storage import search_runs
from archiver.storage.search_runs import NEVER, RUN
from archiver.storage.search_terms import AllOf, AnyOf, Close, Form, OneForm, Wanted, Without, fts5, lowered

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Mask: TypeAlias = NDArray[np.bool_]  # for each row number of a span, whether the article is meant

_READ: Final = "SELECT run, {} FROM article_search_run ORDER BY run"


def microseconds(moment: datetime) -> int:
    """A moment as `Columns.published` tells it."""
    return (moment - _EPOCH) // datetime.resolution


@dataclass(frozen=True, slots=True)
class Spread:
    """Section and authors of all articles."""

    section: NDArray[np.int32]  # 0 for none
    sections: dict[int, str]
    author_of: NDArray[np.int32]  # row numbers of articles, one for each line of `author`
    author: NDArray[np.int32]


class Columns:
    """The articles of one snapshot. Whatever is asked is read when it is first asked for, and kept."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        raw: Any = conn.connection.driver_connection
        self._raw = raw  # for thousands of lines: SQLAlchemy takes three times as long
        last = raw.execute("SELECT max(id) FROM article").fetchone()[0]
        self.size = 0 if last is None else (last // RUN + 1) * RUN
        self.published = np.full(self.size, NEVER, np.int64)
        self.newspaper = np.zeros(self.size, np.int32)
        self._written = np.zeros(self.size // RUN, np.bool_)
        for run, published, newspaper in raw.execute(_READ.format("published, newspaper")):
            if run < len(self._written):
                self._written[run] = True
                span = slice(run * RUN, (run + 1) * RUN)
                self.published[span] = np.frombuffer(published, np.int64)
                self.newspaper[span] = np.frombuffer(newspaper, np.int32)
        self._unwritten = [int(run) for run in np.flatnonzero(~self._written)]
        for run in self._unwritten:
            span = slice(run * RUN, (run + 1) * RUN)
            facts = search_runs.facts(conn, run)
            self.published[span] = facts.published
            self.newspaper[span] = facts.newspaper
        self._spread: Spread | None = None
        self._bits: dict[tuple[Form, str], dict[int, bytes]] = {}
        self._answers: dict[OneForm | Close, tuple[Mask, Mask]] = {}  # articles, and of which runs they are known

    @property
    def every(self) -> Mask:
        """All articles."""
        return np.asarray(self.newspaper != 0)

    @property
    def spread(self) -> Spread:
        """Section and authors."""
        if self._spread is None:
            self._spread = self._read_spread()
        return self._spread

    def of_papers(self, keys: Iterable[int] | None) -> Mask:
        """The articles of these newspapers; None for all."""
        return self.every if keys is None else np.isin(self.newspaper, list(keys))

    def undated(self, keys: Iterable[int] | None = None) -> int:
        """How many articles of these newspapers have no date that could be read."""
        return int((self.of_papers(keys) & (self.published == NEVER)).sum())

    def dated(self, keys: Iterable[int] | None, since: datetime | None, until: datetime | None) -> int:
        """How many articles of these newspapers were published in this span."""
        return int((self.of_papers(keys) & self.between(since, until)).sum())

    def between(self, since: datetime | None, until: datetime | None) -> Mask:
        """The articles published at `since` or later and before `until`; None where the span is open."""
        found = self.published != NEVER
        if since is not None:
            found &= self.published >= microseconds(since)
        if until is not None:
            found &= self.published < microseconds(until)
        return np.asarray(found)

    def mask(self, ids: Iterable[int] | NDArray[np.int32]) -> Mask:
        """The articles of these row numbers."""
        found = np.zeros(self.size, np.bool_)
        found[ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)] = True
        return found

    def holding(self, wanted: Wanted, first: int = 0, end: int | None = None) -> Mask:
        """The articles that hold words, of the row numbers from `first` up to `end`; both are multiples of `RUN`."""
        return self._holding(lowered(wanted), first, self.size if end is None else end)

    def commonness(self, wanted: Wanted) -> int:
        """How many articles the index walks through for the words of what is asked, as far as is written down."""
        return sum(
            sum(bits.bit_count() for bits in map(_number, self._known_bits(run.form, word).values()))
            for run in _runs(lowered(wanted))
            for word in run.words
        )

    def newest(self, meant: Mask, limit: int) -> list[int]:
        """Row numbers of the articles published last; behind them those without a date, the last taken up first."""
        ids = np.flatnonzero(meant)
        moments = self.published[ids]
        if len(ids) > limit:
            kept = moments >= np.partition(moments, len(ids) - limit)[len(ids) - limit]
            ids, moments = ids[kept], moments[kept]
        order = np.lexsort((ids, moments))[::-1]
        return [int(key) for key in ids[order[:limit]]]

    def _holding(self, node: Wanted, first: int, end: int) -> Mask:
        if isinstance(node, Without):
            return ~self._holding(node.what, first, end) & self.every[first:end]
        if isinstance(node, (AllOf, AnyOf)):
            parts = [self._holding(child, first, end) for child in node.of]
            join = np.logical_and if isinstance(node, AllOf) else np.logical_or
            return np.asarray(join.reduce(parts))
        assert isinstance(node, (OneForm, Close))  # lowered before
        return self._looked_up(node, first, end)

    def _looked_up(self, node: OneForm | Close, first: int, end: int) -> Mask:
        """What the index says, which is asked once of each run: to walk through common words takes the longest."""
        if node not in self._answers:
            self._answers[node] = self._common(node)
        found, known = self._answers[node]
        for start, stop in search_runs.spans(run for run in range(first // RUN, end // RUN) if not known[run]):
            rows = search_runs.matching(self._conn, node.form, fts5(node), start, stop)
            found[np.fromstring(rows, np.int64, sep=",")] = True
        known[first // RUN : end // RUN] = True
        return found[first:end]

    def _common(self, node: OneForm | Close) -> tuple[Mask, Mask]:
        """Where a word stands, as far as it is written down; and of which runs that is known."""
        found, known = np.zeros(self.size, np.bool_), np.zeros(self.size // RUN, np.bool_)
        if isinstance(node, OneForm) and len(node.words) == 1 and not node.prefix and node.part is None:
            for run, bits in self._known_bits(node.form, node.words[0]).items():
                found[run * RUN : (run + 1) * RUN] = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
                known[run] = True
        return found, known

    def _known_bits(self, form: Form, word: str) -> dict[int, bytes]:
        """Where a word is common, by run, of those that are written down."""
        key = form, word
        if key not in self._bits:
            self._bits[key] = {
                run: bits
                for run, bits in search_runs.bits_of(self._conn, form, word)
                if run < len(self._written) and self._written[run]
            }
        return self._bits[key]

    def _read_spread(self) -> Spread:
        known = search_runs.sections(self._conn)
        section = np.zeros(self.size, np.int32)
        author_of, author = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for run, codes, at, who in self._raw.execute(_READ.format("section, author_at, author")):
            if run < len(self._written):
                section[run * RUN : (run + 1) * RUN] = np.frombuffer(codes, np.int32)
                author_of.append(np.frombuffer(at, np.int32) + run * RUN)
                author.append(np.frombuffer(who, np.int32))
        for run in self._unwritten:
            details = search_runs.details(self._conn, run)
            for place, name in enumerate(details.section, run * RUN):
                if name is not None:
                    section[place] = known.setdefault(name, len(known) + 1)
            author_of.append(np.frombuffer(details.author_at, np.int32) + run * RUN)
            author.append(np.frombuffer(details.author, np.int32))
        names = {code: name for name, code in known.items()}
        return Spread(section, names, np.concatenate(author_of), np.concatenate(author))


def _runs(node: Wanted) -> Iterator[OneForm]:
    """Every run of words that is asked for."""
    if isinstance(node, OneForm):
        yield node
    elif isinstance(node, Close):
        yield from (node.left, node.right)
    else:
        assert isinstance(node, (AllOf, AnyOf, Without))  # lowered before
        for child in (node.what,) if isinstance(node, Without) else node.of:
            yield from _runs(child)


def _number(bits: bytes) -> int:
    return int.from_bytes(bits, "little")
