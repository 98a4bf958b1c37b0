"""What is known of runs of 4,096 articles, in row numbers, so that a million can be counted in milliseconds: SQLite.

Of each article of a run: when it was published, its newspaper, section and authors, as columns of numbers; and of each
word that stands in at least a sixteenth of the run, in which articles, a bit each. All of it is derived, and can be
made again. A run that is written down is true: triggers forget it in the same transaction in which one of its articles
changes, and what is not written down is read from the rows and the index themselves. So whoever asks finds what was
committed, and nothing that was rolled back.
"""

from __future__ import annotations

import time
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from archiver.storage.search_terms import FORMS, Form, table_of

RUN: Final = 4096  # articles; the triggers of migration 0006 say the same number
COMMON: Final = 16  # a word of a run gets its bits where it stands in one article of so many
NEVER: Final = -(2**63)  # in the place of a moment of publication that is not known

# strftime rounds: of 23:59:59.9996 it makes the next day, so it is given whole seconds
_FACTS: Final = """
SELECT id,
CAST(strftime('%s', substr(published_at, 1, 19)) AS INTEGER) * 1000000 + CAST(substr(published_at, 21) AS INTEGER),
newspaper_id FROM article WHERE id >= ? AND id < ?
"""
_SECTIONS: Final = """
SELECT a.id, r.section FROM article a JOIN revision r ON r.id = a.revision_id
WHERE a.id >= ? AND a.id < ? AND r.section IS NOT NULL
"""
_BYLINES: Final = """
SELECT a.id, b.author_id FROM article a JOIN byline b ON b.revision_id = a.revision_id
WHERE a.id >= ? AND a.id < ? ORDER BY a.id, b.position
"""
_BITS: Final = {  # 32 articles a line: their row numbers over 32, and a bit for each that matches
    form: (
        f"SELECT rowid >> 5, sum(1 << (rowid & 31)) FROM {table_of(form)} "  # noqa: S608 - names of our own
        f"WHERE {table_of(form)} MATCH ? AND rowid BETWEEN ? AND ? GROUP BY 1"
    )
    for form in FORMS
}

_MATCHING: Final = {  # as one text: thousands of lines take three times as long
    form: (
        f"SELECT group_concat(rowid) FROM {table_of(form)} "  # noqa: S608 - names of our own
        f"WHERE {table_of(form)} MATCH ? AND rowid BETWEEN ? AND ?"
    )
    for form in FORMS
}


@dataclass(frozen=True, slots=True)
class Facts:
    """When the articles of one run were published, and where; a place is a row number less the run's first."""

    published: array[int]  # microseconds since 1970, NEVER where not known
    newspaper: array[int]  # row number; 0 where there is no article of that number


@dataclass(frozen=True, slots=True)
class Details:
    """Sections and authors of the articles of one run."""

    section: tuple[str | None, ...]
    author_at: array[int]  # places of articles, one for each line of `author`
    author: array[int]  # row numbers


def facts(conn: Connection, run: int) -> Facts:
    """The facts of a run, from the rows."""
    first = run * RUN
    published, newspaper = array("q", [NEVER]) * RUN, array("i", [0]) * RUN
    for key, moment, paper in _raw(conn).execute(_FACTS, (first, first + RUN)):
        newspaper[key - first] = paper
        if moment is not None:
            published[key - first] = moment
    return Facts(published, newspaper)


def details(conn: Connection, run: int) -> Details:
    """The details of a run, from the rows."""
    first = run * RUN
    section: list[str | None] = [None] * RUN
    for key, name in _raw(conn).execute(_SECTIONS, (first, first + RUN)):
        section[key - first] = name
    lines = _raw(conn).execute(_BYLINES, (first, first + RUN)).fetchall()
    return Details(tuple(section), array("i", (key - first for key, _ in lines)), array("i", (who for _, who in lines)))


def _raw(conn: Connection) -> Any:
    """The connection of the driver: SQLAlchemy takes three times as long for thousands of short lines."""
    return conn.connection.driver_connection


def written(conn: Connection) -> list[int]:
    """The runs that are written down, ascending."""
    return [run for (run,) in conn.exec_driver_sql("SELECT run FROM article_search_run ORDER BY run")]


def missing(conn: Connection, *, partial: bool = False) -> list[int]:
    """The runs that are not written down, latest first; those that can still grow only where `partial`."""
    last = conn.exec_driver_sql("SELECT max(id) FROM article").scalar()
    if last is None:
        return []
    full = (last + 1) // RUN
    there = set(written(conn))
    return [run for run in range((last // RUN if partial else full - 1), -1, -1) if run not in there]


def forget(conn: Connection, articles: Iterable[int]) -> None:
    """The words of these articles change: what is written down of their runs is no longer true."""
    runs = sorted({article // RUN for article in articles})
    conn.exec_driver_sql("DELETE FROM article_search_run WHERE run = ?", [(run,) for run in runs])


def forget_all(conn: Connection) -> None:
    """Nothing is written down any more."""
    conn.exec_driver_sql("DELETE FROM article_search_run")
    conn.exec_driver_sql("DELETE FROM article_search_word")


def write(conn: Connection, run: int, likely: Iterable[tuple[Form, str]]) -> None:
    """Write a run down.

    Args:
        likely: words that may be common in the run; of those that are not named, the index is asked later.
    """
    told, more = facts(conn, run), details(conn, run)
    first = run * RUN
    held = sum(map(bool, told.newspaper))
    common = []
    for form, word in likely:
        bits = array("I", bytes(RUN // 8))
        for place, value in _raw(conn).execute(_BITS[form], (f'"{word}"', first, first + RUN - 1)):
            bits[place - first // 32] = value
        if sum(value.bit_count() for value in bits) * COMMON >= max(held, 1):
            common.append((form, word, run, _packed(bits.tobytes())))
    names = sorted(set(filter(None, more.section)))
    conn.exec_driver_sql("DELETE FROM article_search_run WHERE run = ?", (run,))
    conn.exec_driver_sql("DELETE FROM article_search_word WHERE run = ?", (run,))
    if names:
        added = "INSERT OR IGNORE INTO article_search_section (name) VALUES (?)"
        conn.exec_driver_sql(added, [(name,) for name in names])
    if common:
        conn.exec_driver_sql("INSERT INTO article_search_word (form, word, run, bits) VALUES (?, ?, ?, ?)", common)
    known = sections(conn)
    section = array("i", (known[name] if name is not None else 0 for name in more.section))
    conn.exec_driver_sql(
        "INSERT INTO article_search_run (run, published, newspaper, section, author_at, author) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (run, *(one.tobytes() for one in (told.published, told.newspaper, section, more.author_at, more.author))),
    )


def matching(conn: Connection, form: Form, asked: str, first: int, end: int) -> str:
    """Row numbers, from `first` up to `end`, of the articles of which FTS5 says that they match; commas between."""
    found: str | None = _raw(conn).execute(_MATCHING[form], (asked, first, end - 1)).fetchone()[0]
    return found or ""


def spans(runs: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs, ascending, as spans of row numbers, neighbours joined: the first, and the one behind the last.

    >>> list(spans([0, 1, 3]))
    [(0, 8192), (12288, 16384)]
    """
    first = end = None
    for run in runs:
        if run != end:
            if first is not None and end is not None:
                yield first * RUN, end * RUN
            first = run
        end = run + 1
    if first is not None and end is not None:
        yield first * RUN, end * RUN


def sections(conn: Connection) -> dict[str, int]:
    """The numbers by which runs know sections; from 1."""
    return {name: key for key, name in conn.exec_driver_sql("SELECT id, name FROM article_search_section")}


def bits_of(conn: Connection, form: Form, word: str) -> Iterator[tuple[int, bytes]]:
    """The runs in which a word is common, and in which of their articles it stands: a bit each, the lowest first.

    Also of runs that are no longer written down: those are not true any more.
    """
    rows: Any = conn.exec_driver_sql(
        "SELECT run, bits FROM article_search_word WHERE form = ? AND word = ?", (form, word)
    )
    for run, bits in rows:
        yield run, bits if len(bits) == RUN // 8 else zlib.decompress(bits)


def _packed(bits: bytes) -> bytes:
    """The same, smaller where it can be; what is not smaller is told by its length."""
    small = zlib.compress(bits, 1)
    return small if len(small) < len(bits) else bits


def within(seconds: float | None) -> Iterator[None]:
    """Again and again until the time is over; for ever where `seconds` is None."""
    end = None if seconds is None else time.monotonic() + seconds
    while end is None or time.monotonic() < end:
        yield
