"""What can be asked of an article beside its words, one thing at a time: how it is said, and how it is asked in SQL.

The options of the command line, the arguments of Python and the `field:` of a query all become these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, func, select

from archiver.core.errors import UnknownNewspaper, UsageError
from archiver.core.text import clean, fold, has_marks, search_form
from archiver.core.values import VIETNAM
from archiver.query import history, provinces
from archiver.query.notes import Note
from archiver.storage.models import (
    Agency,
    Article,
    Author,
    Byline,
    Credit,
    Newspaper,
    Reprint,
    Revision,
    RevisionTag,
    Tag,
)

When: TypeAlias = str | int | date | datetime  # "2022", 2022, a day or a moment

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})")
_YEAR = re.compile(r"\d{4}")


class Naming(StrEnum):
    """What has a name."""

    NEWSPAPER = "newspaper"
    PROVINCE = "province"
    PLATFORM = "platform"
    AUTHOR = "author"
    AGENCY = "agency"
    SECTION = "section"
    TAG = "tag"
    REPRINT_OF = "reprint-of"  # an article, by its id or an address


class Dating(StrEnum):
    """What has a moment."""

    PUBLISHED = "published"
    SEEN = "seen"  # first seen by us


class State(StrEnum):
    """What is so, or is not."""

    VIEWS = "views"  # a view count was read
    EDITED = "edited"  # we saw more than one revision
    GONE = "gone"
    REPRINT = "reprint"  # another newspaper had its text first
    REPRINTED = "reprinted"  # other newspapers had its text later


@dataclass(frozen=True, slots=True)
class Named:
    """It has one of these names, as `same_name` compares them."""

    what: Naming
    names: tuple[str, ...]
    which: provinces.Which = provinces.USUAL  # of provinces: where a name has named several


@dataclass(frozen=True, slots=True)
class Dated:
    """It happened in this span."""

    what: Dating
    since: datetime | None  # at this moment or later
    until: datetime | None  # before this moment


@dataclass(frozen=True, slots=True)
class Stated:
    """It is so (`so`), or it is not."""

    what: State
    so: bool


Criterion = Named | Dated | Stated

_SAID = {
    Naming.NEWSPAPER: "in the newspaper",
    Naming.PLATFORM: "on the platform",
    Naming.AUTHOR: "by",
    Naming.AGENCY: "from the agency",
    Naming.SECTION: "in the section",
    Naming.TAG: "with the tag",
    Naming.REPRINT_OF: "with the text of",
}
_STATES = {
    State.VIEWS: ("with a view count", "without a view count"),
    State.EDITED: ("edited since we first saw it", "never seen edited"),
    State.GONE: ("gone from its site", "not gone from its site"),
    State.REPRINT: ("reprinted from another newspaper", "not reprinted from another newspaper"),
    State.REPRINTED: ("reprinted by other newspapers", "not reprinted by other newspapers"),
}
_DATES = {Dating.PUBLISHED: "published", Dating.SEEN: "first seen"}


def in_words(criterion: Criterion) -> str:
    """A criterion as an English phrase.

    >>> in_words(Named(Naming.PROVINCE, ("Lâm Đồng", "Mẫu"))), in_words(Stated(State.GONE, True))
    ('of the province Lâm Đồng or Mẫu, as it was on the day of publication', 'gone from its site')
    """
    if isinstance(criterion, Named) and criterion.what is Naming.PROVINCE:
        return criterion.which.in_words(criterion.names)
    if isinstance(criterion, Named):
        return f"{_SAID[criterion.what]} {' or '.join(criterion.names)}"
    if isinstance(criterion, Stated):
        return _STATES[criterion.what][0 if criterion.so else 1]
    ends = [
        f"{word} {moment.astimezone(VIETNAM):%Y-%m-%d %H:%M} +07:00"
        for word, moment in (("from", criterion.since), ("before", criterion.until))
        if moment is not None
    ]
    return f"{_DATES[criterion.what]} {' and '.join(ends)}"


def condition(conn: Connection, criterion: Criterion, notes: list[Note] | None = None) -> ColumnElement[bool]:
    """The criterion as an SQL condition on `article`.

    Authors, agencies, sections and tags are those of an article's latest revision.

    Args:
        notes: is told of names that nobody and nothing has.

    Raises:
        UsageError: the archive has no such newspaper, province or platform. An empty answer would be read as "nothing
            was published", so it is not given.
    """
    notes = [] if notes is None else notes
    if isinstance(criterion, Dated):
        moment = Article.published_at if criterion.what is Dating.PUBLISHED else Article.first_seen_at
        ends = [moment >= criterion.since.astimezone(UTC)] if criterion.since is not None else []
        ends += [moment < criterion.until.astimezone(UTC)] if criterion.until is not None else []
        return ends[0] if len(ends) == 1 else ends[0] & ends[1]
    if isinstance(criterion, Stated):
        return _state(criterion)
    if criterion.what is Naming.PROVINCE:
        return provinces.condition(conn, criterion.names, criterion.which, notes, same=same_name)
    if criterion.what is Naming.REPRINT_OF:
        return _reprint_of(conn, criterion.names, notes)
    if criterion.what in (Naming.NEWSPAPER, Naming.PLATFORM):
        papers = newspaper_ids(conn, criterion)
        return Article.newspaper_id.in_(papers)
    if criterion.what is Naming.SECTION:
        names = _sections(conn, criterion.names, notes)
        return Article.revision_id.in_(select(Revision.id).where(Revision.section.in_(names)))
    if criterion.what is Naming.AUTHOR:
        ids = _authors(conn, criterion.names, notes)
        return Article.revision_id.in_(select(Byline.revision_id).where(Byline.author_id.in_(ids)))
    if criterion.what is Naming.AGENCY:
        ids = _ids(conn, Agency, "agency", criterion.names, notes)
        return Article.revision_id.in_(select(Credit.revision_id).where(Credit.agency_id.in_(ids)))
    ids = _ids(conn, Tag, "tag", criterion.names, notes)
    return Article.revision_id.in_(select(RevisionTag.revision_id).where(RevisionTag.tag_id.in_(ids)))


def _state(criterion: Stated) -> ColumnElement[bool]:
    if criterion.what is State.VIEWS:
        return Article.view_count.is_not(None) if criterion.so else Article.view_count.is_(None)
    if criterion.what is State.GONE:
        return Article.gone_at.is_not(None) if criterion.so else Article.gone_at.is_(None)
    if criterion.what in (State.REPRINT, State.REPRINTED):
        own = Reprint.article_id == Reprint.first_id
        rows = select(Reprint.article_id).where(own if criterion.what is State.REPRINTED else ~own)
        return Article.id.in_(rows) if criterion.so else Article.id.not_in(rows)
    second = (
        select(Revision.id).where(Revision.article_id == Article.id, Revision.number == 2).correlate(Article).exists()
    )
    return second if criterion.so else ~second


def _reprint_of(conn: Connection, names: Sequence[str], notes: list[Note]) -> ColumnElement[bool]:
    """Copies of the texts of some articles, without these articles."""
    ids = [history.find(conn, name) for name in names]
    firsts = dict.fromkeys(ids, 0) | {
        row.article_id: row.first_id
        for row in conn.execute(select(Reprint.article_id, Reprint.first_id).where(Reprint.article_id.in_(ids)))
    }
    alone = [name for name, one in zip(names, ids, strict=True) if not firsts[one]]
    notes.extend(Note("not_reprinted", asked=name) for name in alone)
    copies = select(Reprint.article_id).where(Reprint.first_id.in_(firsts.values()), Reprint.article_id.not_in(ids))
    return Article.id.in_(copies)


def newspaper_ids(conn: Connection, criterion: Named) -> tuple[int, ...]:
    """The row numbers of the newspapers that have one of these names or platforms.

    Raises:
        UsageError: the archive has none that is called so.
    """
    known = conn.execute(select(Newspaper.id, Newspaper.name, Newspaper.title, Newspaper.platform)).all()
    found: dict[int, None] = {}
    for asked in criterion.names:
        if criterion.what is Naming.NEWSPAPER:
            same = [row.id for row in known if same_name(asked, row.name) or same_name(asked, row.title)]
            there = sorted(row.name for row in known)
            unknown = "no_newspaper"
        else:
            values = {row.id: getattr(row, criterion.what) or "" for row in known}
            same = [key for key, value in values.items() if value and same_name(asked, value)]
            there = sorted(set(filter(None, values.values())), key=fold)
            unknown = "no_platform"
        if not same:
            error = UnknownNewspaper if criterion.what is Naming.NEWSPAPER else UsageError
            raise error(Note(unknown, asked=asked, there=", ".join(there) or "none"))
        found |= dict.fromkeys(same)
    return tuple(found)


def same_name(asked: str, stored: str) -> bool:
    """True where a name typed by a person means a stored one: with marks exactly, without marks any; case is open.

    >>> same_name("lam dong", "Lâm Đồng"), same_name("Lâm Đông", "Lâm Đồng")
    (True, False)
    """
    if has_marks(asked):
        return search_form(clean(asked)) == search_form(clean(stored))
    return fold(clean(asked)) == fold(clean(stored))


def _authors(conn: Connection, names: Sequence[str], notes: list[Note]) -> list[int]:
    ids: list[int] = []
    for asked in names:
        rows = conn.execute(select(Author.id, Author.name).where(Author.folded == fold(clean(asked)))).all()
        found = [row.id for row in rows if same_name(asked, row.name)]
        if not found:
            notes.append(_unknown("author", asked, sorted(row.name for row in rows)))
        ids += found
    return ids


def _ids(conn: Connection, table: Any, kind: str, names: Sequence[str], notes: list[Note]) -> list[int]:
    known = conn.execute(select(table.id, table.name)).all()
    ids: list[int] = []
    for asked in names:
        found = [row.id for row in known if same_name(asked, row.name)]
        if not found:
            near = sorted(row.name for row in known if fold(clean(asked)) in fold(row.name))
            notes.append(_unknown(kind, asked, near[:20]))
        ids += found
    return ids


def _unknown(kind: str, asked: str, near: Sequence[str]) -> Note:
    """Nothing of this kind is called so; `near` are names that might have been meant."""
    return Note(f"no_{kind}_but", asked=asked, near=", ".join(near)) if near else Note(f"no_{kind}", asked=asked)


def _sections(conn: Connection, names: Sequence[str], notes: list[Note]) -> list[str]:
    known = list(sections(conn))
    found: list[str] = []
    for asked in names:
        same = [section for section in known if same_name(asked, section)]
        if not same:
            near = [section for section in known if fold(clean(asked)) in fold(section)]
            notes.append(_unknown("section", asked, near[:20] or known[:20]))
        found += same
    return found


def sections(conn: Connection) -> Iterable[str]:
    """The names of all sections, each found by one step in the index: not by reading every text."""
    last = ""
    while True:
        following = conn.scalar(select(func.min(Revision.section)).where(Revision.section > last))
        if following is None:
            return
        yield following
        last = following


def span_between(since: When | None, until: When | None) -> tuple[datetime | None, datetime | None]:
    """The first moment of a span and the first moment after it, None where it is open.

    Raises:
        UsageError: one of them is no date, or the span ends before it begins.
    """
    first = aware(since) if isinstance(since, datetime) else span_of(since)[0] if since not in (None, "") else None
    end = aware(until) if isinstance(until, datetime) else span_of(until)[1] if until not in (None, "") else None
    if first is not None and end is not None and first >= end:
        raise UsageError(Note("span_reversed", since=str(since), until=str(until)))
    return first, end


def span_of(when: object) -> tuple[datetime, datetime]:
    """The first moment of the year, month, day or moment that somebody named, and the first moment after it.

    Days are days in Vietnam (+07:00); day first where slashes part them.

    Raises:
        UsageError: it names none.

    >>> [moment.isoformat() for moment in span_of("29/03/2022")]
    ['2022-03-29T00:00:00+07:00', '2022-03-30T00:00:00+07:00']
    """
    text = clean(str(when)) if isinstance(when, str | int | date) else f"{when!r}"
    try:
        start, end = _span(text)
        if not 1000 <= start.year < 9000:  # some days more or less, and it is still a moment in UTC
            raise ValueError(text)
        return start, end
    except (ValueError, OverflowError) as problem:
        raise UsageError(Note("no_date", asked=text[:40])) from problem


def _span(text: str) -> tuple[datetime, datetime]:
    if found := _DAY.fullmatch(text):
        parts = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
        day = datetime(int(parts[0]), int(parts[1]), int(parts[2]), tzinfo=VIETNAM)
        return day, day + timedelta(days=1)
    if found := _MONTH.fullmatch(text):
        year, month = (int(found[1]), int(found[2])) if found[1] else (int(found[4]), int(found[3]))
        following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=VIETNAM)
        return datetime(year, month, 1, tzinfo=VIETNAM), following
    if _YEAR.fullmatch(text):
        return datetime(int(text), 1, 1, tzinfo=VIETNAM), datetime(int(text) + 1, 1, 1, tzinfo=VIETNAM)
    moment = aware(datetime.fromisoformat(text))
    return moment, moment + timedelta(seconds=1)


def aware(moment: datetime) -> datetime:
    """The moment; one without an offset is meant in Vietnam."""
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
