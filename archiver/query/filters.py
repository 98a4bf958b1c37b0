"""What a question asks for beside its words: newspapers, provinces, authors, sections, days, order, how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from archiver.core.errors import UsageError
from archiver.core.text import clean
from archiver.core.values import VIETNAM
from archiver.query.criteria import (
    Criterion,
    Dated,
    Dating,
    Named,
    Naming,
    State,
    Stated,
    When,
    in_words,
    span_between,
    span_of,
)
from archiver.query.provinces import USUAL, Which

MOST = 200  # rows one search may show; an export has no such limit

Several = str | Iterable[str] | None


class Sort(StrEnum):
    """The order of what is found."""

    NEWEST = "newest"
    RELEVANCE = "relevance"
    VIEWS = "views"
    EDITS = "edits"  # most revisions first


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of search and export; several values of one filter mean any of them. Made by `Filters.of`."""

    newspapers: tuple[str, ...] = ()  # names or titles
    provinces: tuple[str, ...] = ()
    which_province: Which = USUAL  # where a name has named several
    platforms: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    reprints_of: tuple[str, ...] = ()  # ids or addresses of articles
    since: datetime | None = None  # published at this moment or later
    until: datetime | None = None  # published before this moment
    seen_since: datetime | None = None  # first seen by us at this moment or later
    seen_until: datetime | None = None
    views: bool | None = None  # with a view count, or without one; None: either
    edited: bool | None = None
    gone: bool | None = None
    reprint: bool | None = None
    reprinted: bool | None = None
    sort: Sort = Sort.NEWEST
    limit: int = 20  # rows shown by a search, 1 to MOST; counts are never limited

    @classmethod
    def of(
        cls,
        *,
        newspaper: Several = None,
        province: Several = None,
        province_of: str | None = None,
        platform: Several = None,
        author: Several = None,
        agency: Several = None,
        section: Several = None,
        tag: Several = None,
        reprint_of: Several = None,
        since: When | None = None,
        until: When | None = None,
        seen_since: When | None = None,
        seen_until: When | None = None,
        views: bool | None = None,
        edited: bool | None = None,
        gone: bool | None = None,
        reprint: bool | None = None,
        reprinted: bool | None = None,
        sort: str = "newest",
        limit: int = 20,
    ) -> Filters:
        """The filters that a person wrote.

        Args:
            newspaper: name ("baolamdong") or title ("Báo Lâm Đồng"); with marks exactly, without marks any.
            province: a name in any spelling, or a code ("27"): what was called so on the day of publication.
            province_of: "2024" or "2024-12-31": what was called so then, whenever it published; or a code that it had.
            platform: the system that the newspaper's site runs on ("onecms"); the same rule.
            author, agency, section, tag: a whole name; the same rule.
            reprint_of: an article, by its id or any address of it: other newspapers' copies of its text.
            since: "2022", "2022-03", "2022-03-29", "29/03/2022" or an ISO moment; a day is a day in Vietnam.
            until: the same; the year, month or day named is included.
            seen_since, seen_until: when we first saw it, in place of when it was published.
            views: True: only with a view count; False: only without. edited, gone: likewise.
            reprint: True: only what another newspaper had first. reprinted: True: only what others had later.
            sort: "newest", "relevance", "views" or "edits" (most revisions).
            limit: articles shown, 1 to 200.

        Raises:
            UsageError: a date, an order or a limit that makes no sense.

        >>> Filters.of(since="2022-03", until="2022-03").until.isoformat()
        '2022-04-01T00:00:00+07:00'
        """
        start, end = span_between(since, until)
        first_seen, last_seen = span_between(seen_since, seen_until)
        return cls(
            newspapers=_several(newspaper),
            provinces=_several(province),
            which_province=Which.of(province_of, span_of),
            platforms=_several(platform),
            authors=_several(author),
            agencies=_several(agency),
            sections=_several(section),
            tags=_several(tag),
            reprints_of=_several(reprint_of),
            since=start,
            until=end,
            seen_since=first_seen,
            seen_until=last_seen,
            views=views,
            edited=edited,
            gone=gone,
            reprint=reprint,
            reprinted=reprinted,
        ).shown(sort, limit)

    def shown(self, sort: str, limit: int) -> Filters:
        """The same filters, in another order and with another number of articles shown.

        Raises:
            UsageError: the order or the number makes no sense.
        """
        if sort not in list(Sort):
            raise UsageError(f"sort {sort!r} is none of {', '.join(Sort)}")
        if not 1 <= limit <= MOST:
            raise UsageError(f"limit {limit} is not between 1 and {MOST}; `archiver export` takes everything")
        return replace(self, sort=Sort(sort), limit=limit)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What an article must fulfil, one thing at a time."""
        named = (
            (Naming.NEWSPAPER, self.newspapers),
            (Naming.PLATFORM, self.platforms),
            (Naming.AUTHOR, self.authors),
            (Naming.AGENCY, self.agencies),
            (Naming.SECTION, self.sections),
            (Naming.TAG, self.tags),
            (Naming.REPRINT_OF, self.reprints_of),
        )
        dated = ((Dating.PUBLISHED, self.since, self.until), (Dating.SEEN, self.seen_since, self.seen_until))
        code = self.which_province.code
        stated = (
            (State.VIEWS, self.views),
            (State.EDITED, self.edited),
            (State.GONE, self.gone),
            (State.REPRINT, self.reprint),
            (State.REPRINTED, self.reprinted),
        )
        return (
            *(Named(what, names) for what, names in named[:1] if names),
            *((Named(Naming.PROVINCE, self.provinces, self.which_province),) if self.provinces or code else ()),
            *(Named(what, names) for what, names in named[1:] if names),
            *(Dated(what, since, until) for what, since, until in dated if since is not None or until is not None),
            *(Stated(what, so) for what, so in stated if so is not None),
        )

    @property
    def narrow(self) -> bool:
        """True where any filter leaves something out."""
        return bool(self.criteria)

    def in_words(self) -> str:
        """The filters as an English phrase, "" where there is none.

        >>> Filters.of(province="Lâm Đồng", until="2022").in_words()
        'of the province Lâm Đồng, as it was on the day of publication, published before 2023-01-01 00:00 +07:00'
        """
        return ", ".join(map(in_words, self.criteria))

    def as_json(self) -> dict[str, object]:
        """The filters as JSON types, for the file beside an export."""
        return {
            "newspaper": list(self.newspapers),
            "province": list(self.provinces),
            "province_of": self.which_province.said or None,
            "platform": list(self.platforms),
            "author": list(self.authors),
            "agency": list(self.agencies),
            "section": list(self.sections),
            "tag": list(self.tags),
            "reprint_of": list(self.reprints_of),
            "published_from": _moment(self.since),
            "published_before": _moment(self.until),
            "seen_from": _moment(self.seen_since),
            "seen_before": _moment(self.seen_until),
            "views": self.views,
            "edited": self.edited,
            "gone": self.gone,
            "reprint": self.reprint,
            "reprinted": self.reprinted,
        }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat() if moment is not None else None


def _several(values: Several) -> tuple[str, ...]:
    if values is None:
        return ()
    if isinstance(values, str):
        values = (values,)
    return tuple(dict.fromkeys(name for name in map(clean, values) if name))
