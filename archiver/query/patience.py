"""How long a question may take: what takes longer is stopped by the database itself, and said."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError

from archiver.core.errors import TooSlow
from archiver.query.notes import STOPPED, Note
from archiver.storage.database import driver_error

USUAL = 1.0  # seconds
_LIMIT = text("SELECT set_config('statement_timeout', :limit, true)")
_watched: ContextVar[Callable[[], None] | None] = ContextVar("watched", default=None)  # raises when the time is over
_MEANWHILE = 4  # times the seconds that others may use the processor: on a busy machine a short question is none longer
_ENDS = "archiver.ends"
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: some tenths of a millisecond


@contextmanager
def patience(conn: Connection, seconds: float | None, what: str) -> Iterator[None]:
    """Stop what is asked on the connection when the time is over; the connection can be used afterwards.

    A statement is stopped by the database. None is begun when that much processor time is used, or five times as much
    has passed; long loops ask `in_time`.

    Args:
        seconds: None for as long as it takes.
        what: is stopped, for the message: "the search".

    Raises:
        TooSlow: it took longer.
    """
    if seconds is None:
        yield
        return
    end, worked = time.monotonic() + seconds, time.thread_time()
    said = f"{what} {STOPPED.format(seconds=f'{seconds:g}')}"

    def look() -> None:
        if time.thread_time() - worked > seconds or time.monotonic() > end + _MEANWHILE * seconds:
            raise TooSlow(said)

    watched = _watched.set(look)
    try:
        timed = _timed_sqlite(conn, end) if conn.dialect.name == "sqlite" else _timed_postgresql(conn, seconds)
        with timed, _begun_in_time(conn, look):
            yield
    except (DBAPIError, sqlite3.Error) as problem:
        if not _stopped(driver_error(problem)):
            raise
        raise TooSlow(said) from problem
    finally:
        _watched.reset(watched)


@contextmanager
def left_out(conn: Connection, seconds: float | None, late: str, notes: list[Note]) -> Iterator[None]:
    """What need not be there: where it takes longer than that, the rest of the answer is given without it.

    Args:
        late: the kind of the note that says so.
    """
    try:
        with patience(conn, seconds, late):
            yield
    except TooSlow:
        notes.append(Note(late, seconds=seconds))


def in_time() -> None:
    """Called in a loop that takes long between two statements; does nothing where nobody loses patience.

    Raises:
        TooSlow: the time is over that `patience` gave.
    """
    look = _watched.get()
    if look is not None:
        look()


def _stopped(problem: BaseException | None) -> bool:
    return "interrupted" in str(problem) or getattr(problem, "sqlstate", None) == "57014"


@contextmanager
def _begun_in_time(conn: Connection, look: Callable[[], None]) -> Iterator[None]:
    """Many quick statements are no quicker than a slow one: none is begun when the time is over."""

    def before(*_: object) -> None:
        look()

    event.listen(conn, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(conn, "before_cursor_execute", before)


@contextmanager
def _timed_sqlite(conn: Connection, end: float) -> Iterator[None]:
    raw = conn.connection.driver_connection
    assert raw is not None
    ends: list[float] = conn.info.setdefault(_ENDS, [])  # of a limit within another
    ends.append(min((end, *ends)))
    raw.set_progress_handler(lambda: time.monotonic() > ends[-1], _STEPS)
    try:
        yield
    finally:
        ends.pop()
        if not ends:
            raw.set_progress_handler(None, 0)


@contextmanager
def _timed_postgresql(conn: Connection, seconds: float) -> Iterator[None]:
    """A savepoint, so that the rest of the questions can still be asked; the limit ends with it, either way."""
    before = conn.scalar(text("SHOW statement_timeout"))
    with conn.begin_nested():
        conn.execute(_LIMIT, {"limit": f"{int(seconds * 1000)}ms"})
        yield
        conn.execute(_LIMIT, {"limit": before})
