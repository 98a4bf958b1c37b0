"""Pages of what a search found: each begins behind the last article of the one before, whatever was archived since.

A page is not "the next twenty from the fortieth on": while a crawl goes on, articles would come twice or never. A
cursor names the last article shown, by what it was ordered by, and the newest article that the archive held at the
first page: later ones belong to no page. What changes its place meanwhile (a count that rises) is shown where it is.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from archiver.core.errors import UsageError
from archiver.query.filters import Filters, Sort
from archiver.query.matching import Selection
from archiver.query.notes import Note
from archiver.query.ranking import MOST_WEIGHED, by_relevance
from archiver.storage.models import Article, Revision

LONGEST = 400  # characters of a cursor
_MOST = 2**62  # a number that every database can hold


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins. As text it holds no secret, and nothing is kept of it on the server."""

    of: str  # digest of the question: a cursor of another question is refused
    newest: int  # row number of the newest article at the first page
    last: int  # row number of the last article shown; by relevance: how many were shown
    value: int | None  # what it was ordered by: microseconds of its publication, views, revisions; None: it had none

    def __str__(self) -> str:
        said = json.dumps([self.of, self.newest, self.last, self.value], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, query: str, filters: Filters) -> Cursor:
        """The cursor that a client gave back.

        Raises:
            UsageError: it is none, or one of another question or order.
        """
        cursor = cls(*_fields(text))
        if cursor.of != question_of(query, filters):
            raise UsageError(Note("cursor_of_another"))
        return cursor


def question_of(query: str, filters: Filters) -> str:
    """A digest of what is asked, the order included and the size of a page not."""
    said = json.dumps([query, filters.as_json(), filters.sort], ensure_ascii=False, sort_keys=True)
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def page(
    conn: Connection, query: str, selection: Selection, cursor: Cursor | None
) -> tuple[list[int], Cursor | None, list[Note]]:
    """One page: row numbers in the order asked for, the cursor of the next page, and what should be known.

    Args:
        query: the text that was asked, for the cursor.
        selection: of all that is meant; its filters say the order and how many a page holds.
        cursor: None for the first page.

    Returns:
        The cursor is None where this page is the last.
    """
    filters = selection.filters
    newest = cursor.newest if cursor else conn.scalar(select(func.max(Article.id))) or 0
    if selection.nothing:
        return [], None, []
    more = filters.limit + 1  # one more tells whether there is another page
    if filters.sort is Sort.RELEVANCE:
        return _relevant(conn, query, selection, cursor, newest)
    known = selection.up_to(newest) if cursor else selection
    ids = _after(conn, known, cursor, more)
    if len(ids) < more:
        return ids, None, []
    ids = ids[: filters.limit]
    following = Cursor(question_of(query, filters), newest, ids[-1], _value(conn, filters.sort, ids[-1]))
    return ids, following, []


def _relevant(
    conn: Connection, query: str, selection: Selection, cursor: Cursor | None, newest: int
) -> tuple[list[int], Cursor | None, list[Note]]:
    """By relevance: so many are weighed at every page, and the page is cut out of them."""
    known = selection.up_to(newest) if cursor else selection
    shown = cursor.last if cursor else 0
    ids, notes = by_relevance(conn, known, MOST_WEIGHED)
    end = shown + selection.filters.limit
    following = Cursor(question_of(query, selection.filters), newest, end, None) if end < len(ids) else None
    if following is None and len(ids) == MOST_WEIGHED:
        notes.append(Note("best_alone", most=MOST_WEIGHED))
    return ids[shown:end], following, notes


def _after(conn: Connection, selection: Selection, cursor: Cursor | None, limit: int) -> list[int]:
    """The first articles behind the cursor."""
    sort = selection.filters.sort
    if cursor is None:
        return selection.first_ids(conn, limit)
    if sort is Sort.NEWEST and selection.meant is not None:
        if cursor.value is not None:
            _moment(cursor.value)  # a moment that there is
        return selection.meant.behind(cursor.value, cursor.last, limit)
    ordered: Any = {Sort.VIEWS: Article.view_count, Sort.EDITS: edits()}.get(sort, Article.published_at)
    ids: list[int] = []
    if cursor.value is not None:
        value = _moment(cursor.value) if sort is Sort.NEWEST else cursor.value
        ids = _narrowed(selection, *_behind(ordered, value, cursor.last)).first_ids(conn, limit)
        without = _narrowed(selection, ordered.is_(None))
    else:
        without = _narrowed(selection, ordered.is_(None), Article.id < cursor.last)
    if len(ids) < limit:
        ids += without.first_ids(conn, limit - len(ids))
    return ids


def _behind(ordered: Any, value: Any, last: int) -> tuple[ColumnElement[bool], ...]:
    """Those with a value that come later; the first condition is for the index."""
    return ordered <= value, or_(ordered < value, and_(ordered == value, Article.id < last))


def _narrowed(selection: Selection, *conditions: ColumnElement[bool]) -> Selection:
    return replace(selection, must=(*selection.must, *conditions))


def edits() -> Any:
    """The number of the latest revision of an article, as SQL; nothing where it has none."""
    latest = select(func.max(Revision.number)).where(Revision.article_id == Article.id)
    return latest.correlate(Article).scalar_subquery()


def _value(conn: Connection, sort: Sort, article: int) -> int | None:
    """What an article is ordered by, as a whole number."""
    column: Any = {Sort.VIEWS: Article.view_count, Sort.EDITS: edits()}.get(sort, Article.published_at)
    found = conn.scalar(select(column).select_from(Article).where(Article.id == article))
    if isinstance(found, datetime):
        return (found - _EPOCH) // _MICROSECOND
    return None if found is None else int(found)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = datetime.resolution


def _moment(microseconds: int) -> datetime:
    try:
        return _EPOCH + microseconds * _MICROSECOND
    except OverflowError as problem:
        raise UsageError(Note("no_moment")) from problem


def _fields(text: str) -> tuple[str, int, int, int | None]:
    try:
        if len(text) > LONGEST:
            raise ValueError("too long")
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        of, newest, last, value = found
    except (binascii.Error, ValueError, TypeError, RecursionError) as problem:
        raise UsageError(Note("no_cursor")) from problem
    numbers: Sequence[Any] = (newest, last, *(() if value is None else (value,)))
    if not isinstance(of, str) or not all(type(one) is int and -_MOST < one < _MOST for one in numbers) or last < 0:
        raise UsageError(Note("no_cursor"))
    return of, newest, last, value
