"""What a question asks for beside its words: newspapers, provinces, authors, sections, days, order, how many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, select

from archiver.core.errors import UnknownNewspaper, UsageError
from archiver.core.text import clean, fold, has_marks, search_form
from archiver.core.values import VIETNAM
from archiver.storage.models import Article, Author, Byline, Newspaper, Revision

MOST = 200  # rows one search may show; an export has no such limit

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})")
_YEAR = re.compile(r"\d{4}")


class Sort(StrEnum):
    """The order of what is found."""

    NEWEST = "newest"
    RELEVANCE = "relevance"
    VIEWS = "views"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of search and export; several values of one filter mean any of them. Made by `Filters.of`."""

    newspapers: tuple[str, ...] = ()  # names or titles
    provinces: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    since: datetime | None = None  # published at this moment or later
    until: datetime | None = None  # published before this moment
    sort: Sort = Sort.NEWEST
    limit: int = 20  # rows shown by a search, 1 to MOST; counts are never limited

    @classmethod
    def of(
        cls,
        *,
        newspaper: str | Iterable[str] | None = None,
        province: str | Iterable[str] | None = None,
        author: str | Iterable[str] | None = None,
        section: str | Iterable[str] | None = None,
        since: str | datetime | None = None,
        until: str | datetime | None = None,
        sort: str = "newest",
        limit: int = 20,
    ) -> Filters:
        """The filters that a person wrote.

        Args:
            newspaper: name ("baolamdong") or title ("Báo Lâm Đồng"); with marks exactly, without marks any.
            province: as the newspaper's definition names it; the same rule.
            author: a whole name; the same rule.
            section: a whole section name; the same rule.
            since: "2022", "2022-03", "2022-03-29", "29/03/2022" or an ISO moment; a day is a day in Vietnam.
            until: the same; the year, month or day named is included.
            sort: "newest", "relevance" or "views".
            limit: articles shown, 1 to 200.

        Raises:
            UsageError: a date, an order or a limit that makes no sense.

        >>> Filters.of(since="2022-03", until="2022-03").until.isoformat()
        '2022-04-01T00:00:00+07:00'
        """
        start, end = published_in(since, until)
        if sort not in list(Sort):
            raise UsageError(f"sort {sort!r} is none of {', '.join(Sort)}")
        if not 1 <= limit <= MOST:
            raise UsageError(f"limit {limit} is not between 1 and {MOST}; `archiver export` takes everything")
        return cls(
            newspapers=_several(newspaper),
            provinces=_several(province),
            authors=_several(author),
            sections=_several(section),
            since=start,
            until=end,
            sort=Sort(sort),
            limit=limit,
        )

    @property
    def narrow(self) -> bool:
        """True where any filter leaves something out."""
        return bool(self.newspapers or self.provinces or self.authors or self.sections or self.since or self.until)

    def in_words(self) -> str:
        """The filters as an English phrase, "" where there is none.

        >>> Filters.of(province="Lâm Đồng", until="2022").in_words()
        'of the province Lâm Đồng, published before 2023-01-01 00:00 +07:00'
        """
        said = []
        for what, values in (
            ("in the newspaper", self.newspapers),
            ("of the province", self.provinces),
            ("by", self.authors),
            ("in the section", self.sections),
        ):
            if values:
                said.append(f"{what} {' or '.join(values)}")
        days = [
            f"{word} {moment.astimezone(VIETNAM):%Y-%m-%d %H:%M} +07:00"
            for word, moment in (("from", self.since), ("before", self.until))
            if moment is not None
        ]
        if days:
            said.append("published " + " and ".join(days))
        return ", ".join(said)

    def as_json(self) -> dict[str, object]:
        """The filters as JSON types, for the file beside an export."""
        return {
            "newspaper": list(self.newspapers),
            "province": list(self.provinces),
            "author": list(self.authors),
            "section": list(self.sections),
            "published_from": self.since.astimezone(VIETNAM).isoformat() if self.since else None,
            "published_before": self.until.astimezone(VIETNAM).isoformat() if self.until else None,
        }


def published_in(since: str | datetime | None, until: str | datetime | None) -> tuple[datetime | None, datetime | None]:
    """The first moment of a span of publication and the first moment after it, None where it is open.

    Raises:
        UsageError: one of them is no date, or the span ends before it begins.
    """
    first = _aware(since) if isinstance(since, datetime) else span_of(since)[0] if since else None
    end = _aware(until) if isinstance(until, datetime) else span_of(until)[1] if until else None
    if first is not None and end is not None and first >= end:
        raise UsageError(f"--since {since} lies after --until {until}")
    return first, end


def span_of(text: str) -> tuple[datetime, datetime]:
    """The first moment of the year, month, day or moment that `text` names, and the first moment after it.

    Days are days in Vietnam (+07:00); day first where slashes part them.

    Raises:
        UsageError: `text` names none.

    >>> [moment.isoformat() for moment in span_of("29/03/2022")]
    ['2022-03-29T00:00:00+07:00', '2022-03-30T00:00:00+07:00']
    """
    text = clean(text)
    try:
        start, end = _span(text)
        if not 1000 <= start.year < 9000:  # some days more or less, and it is still a moment in UTC
            raise ValueError(text)
        return start, end
    except (ValueError, OverflowError) as problem:
        raise UsageError(f"{text[:40]!r} is no date; write 2022, 2022-03, 2022-03-29 or 29/03/2022") from problem


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
    moment = _aware(datetime.fromisoformat(text))
    return moment, moment + timedelta(seconds=1)


def conditions(conn: Connection, filters: Filters) -> tuple[list[ColumnElement[bool]], list[str]]:
    """What an article has to fulfil beside its newspaper, and what the asker should know of it.

    Authors and sections are those of an article's latest revision.

    Returns:
        SQL conditions on `article`; sentences, one for each author or section that nobody and nothing is called.
    """
    must: list[ColumnElement[bool]] = []
    notes: list[str] = []
    if filters.authors:
        ids = _authors(conn, filters.authors, notes)
        must.append(Article.revision_id.in_(select(Byline.revision_id).where(Byline.author_id.in_(ids))))
    if filters.sections:
        names = _sections(conn, filters.sections, notes)
        must.append(Article.revision_id.in_(select(Revision.id).where(Revision.section.in_(names))))
    if filters.since is not None:
        must.append(Article.published_at >= filters.since.astimezone(UTC))
    if filters.until is not None:
        must.append(Article.published_at < filters.until.astimezone(UTC))
    return must, notes


def same_name(asked: str, stored: str) -> bool:
    """True where a name typed by a person means a stored one: with marks exactly, without marks any; case is open.

    >>> same_name("lam dong", "Lâm Đồng"), same_name("Lâm Đông", "Lâm Đồng")
    (True, False)
    """
    if has_marks(asked):
        return search_form(clean(asked)) == search_form(clean(stored))
    return fold(clean(asked)) == fold(clean(stored))


def newspapers(conn: Connection, filters: Filters) -> tuple[int, ...] | None:
    """The row numbers of the newspapers that the filters leave, None where they leave all.

    Raises:
        UsageError: the archive has no such newspaper or province. An empty answer would be read as "nothing was
            published", so it is not given.
    """
    if not (filters.newspapers or filters.provinces):
        return None
    known = conn.execute(select(Newspaper.id, Newspaper.name, Newspaper.title, Newspaper.province)).all()
    for asked in filters.newspapers:
        if not any(same_name(asked, row.name) or same_name(asked, row.title) for row in known):
            raise UnknownNewspaper(
                f"this archive has no newspaper {asked!r}; it has {_list(sorted(row.name for row in known))}"
            )
    for asked in filters.provinces:
        if not any(same_name(asked, row.province) for row in known):
            raise UsageError(
                f"this archive has no newspaper of the province {asked!r}; "
                f"it has {_list(sorted({row.province for row in known}, key=fold))}"
            )
    return tuple(
        row.id
        for row in known
        if (
            not filters.newspapers or any(same_name(n, row.name) or same_name(n, row.title) for n in filters.newspapers)
        )
        and (not filters.provinces or any(same_name(p, row.province) for p in filters.provinces))
    )


def _authors(conn: Connection, names: Sequence[str], notes: list[str]) -> list[int]:
    ids: list[int] = []
    for asked in names:
        rows = conn.execute(select(Author.id, Author.name).where(Author.folded == fold(clean(asked)))).all()
        found = [row.id for row in rows if same_name(asked, row.name)]
        if not found:
            near = f"; there is {_list(sorted(row.name for row in rows))}" if rows else ""
            notes.append(f"No author is called {asked!r} (whole names are compared){near}.")
        ids += found
    return ids


def _sections(conn: Connection, names: Sequence[str], notes: list[str]) -> list[str]:
    known = list(sections(conn))
    found: list[str] = []
    for asked in names:
        same = [section for section in known if same_name(asked, section)]
        if not same:
            near = [section for section in known if fold(clean(asked)) in fold(section)]
            notes.append(f"No section is called {asked!r}; {_list(near[:20] or known[:20], 'there is')}.")
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


def _list(names: Sequence[str], before: str = "") -> str:
    return f"{before} {', '.join(names)}".strip() if names else f"{before} none".strip()


def _several(values: str | Iterable[str] | None) -> tuple[str, ...]:
    if values is None:
        return ()
    if isinstance(values, str):
        values = (values,)
    return tuple(dict.fromkeys(name for name in map(clean, values) if name))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
