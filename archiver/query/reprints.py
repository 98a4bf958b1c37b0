"""Texts that several newspapers printed: who had them first, who took them over, how fast and how far they spread.

First means: first of the copies that this archive holds, by the dates that their pages print. An agency whose own page
is not archived may have been earlier; the agencies that the copies name stand beside them.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from archiver.core.record import iso
from archiver.core.reprints import Printed, certain
from archiver.query.filters import Filters
from archiver.query.history import find
from archiver.query.matching import narrowing, select_articles
from archiver.query.notes import Note
from archiver.query.patience import in_time, patience
from archiver.query.reading import snapshot
from archiver.query.scope import Scope, scope
from archiver.query.trends import PATIENCE
from archiver.storage.models import Agency, Article, Credit, Newspaper, Reprint, ReprintDue, Revision

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """One newspaper's print of a text."""

    id: str
    newspaper: str
    title: str
    url: str
    published_at: datetime | None
    precision: str | None
    first_seen_at: datetime
    agencies: tuple[str, ...]  # that it names
    share: float  # of the shorter of its text and the first one's that stands in the longer one
    after: timedelta | None  # the first one's publication; None where one of the two has no date

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "id": self.id,
            "newspaper": self.newspaper,
            "title": self.title,
            "url": self.url,
            "published_at": iso(self.published_at),
            "published_precision": self.precision,
            "agencies": list(self.agencies),
            "share": round(self.share, 4),
            "after_seconds": None if self.after is None else round(self.after.total_seconds()),
        }


@dataclass(frozen=True, slots=True)
class Story:
    """A text that several newspapers printed."""

    copies: tuple[Copy, ...]  # the first one first, then by publication
    certain: bool  # no reading of the printed dates lets another copy be the first

    @property
    def first(self) -> Copy:
        """The copy that was published first."""
        return self.copies[0]

    @property
    def newspapers(self) -> int:
        """How many newspapers printed it."""
        return len({copy.newspaper for copy in self.copies})

    @property
    def delay(self) -> timedelta | None:
        """From the first copy to the next one of another newspaper; None where no date tells."""
        return min((one.after for one in self._others if one.after is not None), default=None)

    @property
    def spread(self) -> timedelta | None:
        """From the first copy to the last; None where no date tells."""
        return max((one.after for one in self._others if one.after is not None), default=None)

    @property
    def _others(self) -> tuple[Copy, ...]:
        return tuple(copy for copy in self.copies if copy.newspaper != self.first.newspaper)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        delay, spread = self.delay, self.spread
        return {
            "first": self.first.id,
            "first_is_certain": self.certain,
            "newspapers": self.newspapers,
            "delay_seconds": None if delay is None else round(delay.total_seconds()),
            "spread_seconds": None if spread is None else round(spread.total_seconds()),
            "copies": [copy.as_json() for copy in self.copies],
        }


@dataclass(frozen=True, slots=True)
class Share:
    """One newspaper's part in the stories of a question."""

    newspaper: str
    first: int  # stories that it printed first
    later: int  # stories that it printed after another
    median: timedelta | None  # how long after the first; None where no date tells


@dataclass(frozen=True, slots=True)
class Reprints:
    """The stories of a question, and what the archive covers of it."""

    in_words: str
    articles: int  # that match
    copied: int  # of these: reprinted from another newspaper
    stories: int  # with a copy among the articles that match; all are counted
    listed: tuple[Story, ...]  # those of most newspapers first, then the latest
    shares: tuple[Share, ...]  # of all stories; who was first most often, first
    waiting: int  # articles that no run has compared yet, in the whole archive
    scope: Scope
    notes: tuple[Note, ...]

    def in_sentence(self) -> str:
        """What was found, in words."""
        said = f"{self.articles:,} articles: {self.in_words}; {self.copied:,} of them are reprinted from another"
        said += f" newspaper. {self.stories:,} texts were printed by several newspapers."
        return said + (f" {self.waiting:,} articles wait to be compared." if self.waiting else "")

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "in_words": self.in_words,
            "articles": self.articles,
            "reprints": self.copied,
            "stories": self.stories,
            "waiting": self.waiting,
            "covers": self.scope.as_json(),
            "notes": list(self.notes),
            "newspapers": [
                {"newspaper": one.newspaper, "first": one.first, "later": one.later}
                | {"median_delay_seconds": None if one.median is None else round(one.median.total_seconds())}
                for one in self.shares
            ],
            "listed": [story.as_json() for story in self.listed],
        }


def reprints(
    engine: Engine, text: str = "", filters: Filters | None = None, *, limit: int = 50, seconds: float | None = PATIENCE
) -> Reprints:
    """The texts that several newspapers printed, of which at least one copy matches.

    Args:
        limit: stories listed; all are counted.

    Raises:
        QueryError, UsageError: as of a search.
        TooSlow: it took longer than it may.
    """
    filters = filters or Filters()
    with snapshot(engine) as conn, patience(conn, seconds, "the list of reprints"):
        selection = select_articles(conn, text, filters)
        meant = select(Reprint.first_id).join(Article, Article.id == Reprint.article_id).where(*selection.conditions)
        firsts = list(conn.scalars(meant.distinct()))
        stories = _stories(conn, firsts)
        stories.sort(key=lambda story: story.first.id)
        stories.sort(key=lambda story: (story.newspapers, _moment(story.first)), reverse=True)
        return Reprints(
            selection.in_words,
            selection.count(conn),
            conn.scalar(
                select(func.count())
                .select_from(Reprint)
                .join(Article, Article.id == Reprint.article_id)
                .where(*selection.conditions, Reprint.article_id != Reprint.first_id)
            )
            or 0,
            len(stories),
            tuple(stories[:limit]),
            _shares(stories),
            conn.scalar(select(func.count()).select_from(ReprintDue)) or 0,
            scope(conn, narrowing(selection.question, filters), days=False),
            selection.notes,
        )


def story_of(engine: Engine, which: str) -> Story | None:
    """The copies of one article's text; None where no other newspaper printed it, as far as this archive knows.

    Args:
        which: its id or any address it was met under.

    Raises:
        UsageError: the archive has no such article.
    """
    with snapshot(engine) as conn:
        first = conn.scalar(select(Reprint.first_id).where(Reprint.article_id == find(conn, which)))
        return None if first is None else _stories(conn, [first])[0]


def firsts_of(conn: Connection, articles: Sequence[int]) -> Mapping[int, str]:
    """Of those of some articles that have copies elsewhere, by row number: the id of the first copy."""
    rows = conn.execute(
        select(Reprint.article_id, Article.public_id)
        .join(Article, Article.id == Reprint.first_id)
        .where(Reprint.article_id.in_(articles))
    )
    return {row.article_id: row.public_id for row in rows}


def _stories(conn: Connection, firsts: Sequence[int]) -> list[Story]:
    """The stories of some first copies."""
    found: dict[int, list[Any]] = defaultdict(list)
    agencies: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(firsts), _CHUNK):
        chunk = firsts[start : start + _CHUNK]
        for row in conn.execute(_COPIES.where(Reprint.first_id.in_(chunk))):
            found[row.first_id].append(row)
        for article, name in conn.execute(_AGENCIES.where(Reprint.first_id.in_(chunk))):
            agencies[article].append(name)
    stories = []
    for first, rows in found.items():
        in_time()
        stories.append(_story(first, rows, agencies))
    return stories


def _story(first_id: int, rows: Sequence[Any], agencies: Mapping[int, Sequence[str]]) -> Story:
    printed = {row.id: _printed(row) for row in rows}
    ordered = sorted(rows, key=lambda row: (row.id != first_id, printed[row.id].rank))
    begun = ordered[0].published_at
    copies = tuple(
        Copy(
            row.public_id,
            row.newspaper,
            row.title or "",
            row.url,
            row.published_at,
            row.published_precision,
            row.first_seen_at,
            tuple(agencies.get(row.id, ())),
            row.share,
            row.published_at - begun if row.published_at is not None and begun is not None else None,
        )
        for row in ordered
    )
    paper = ordered[0].newspaper
    return Story(copies, certain([printed[row.id] for row in ordered if row is ordered[0] or row.newspaper != paper]))


def _printed(row: Any) -> Printed:
    return Printed(row.public_id, row.published_at, row.published_precision, row.first_seen_at)


def _moment(copy: Copy) -> datetime:
    return copy.published_at or copy.first_seen_at


def _shares(stories: Sequence[Story]) -> tuple[Share, ...]:
    first: dict[str, int] = defaultdict(int)
    later: dict[str, dict[int, timedelta | None]] = defaultdict(dict)
    for number, story in enumerate(stories):
        first[story.first.newspaper] += 1
        for copy in story.copies:
            if copy.newspaper != story.first.newspaper:
                later[copy.newspaper].setdefault(number, copy.after)
    made = []
    for name in {*first, *later}:
        delays = [one.total_seconds() for one in later[name].values() if one is not None]
        median = timedelta(seconds=statistics.median(delays)) if delays else None
        made.append(Share(name, first[name], len(later[name]), median))
    return tuple(sorted(made, key=lambda one: (-one.first, -one.later, one.newspaper)))


_COPIES = (
    select(
        Reprint.first_id,
        Reprint.share,
        Article.id,
        Article.public_id,
        Article.url,
        Article.first_seen_at,
        Newspaper.name.label("newspaper"),
        Revision.title,
        Revision.published_at,
        Revision.published_precision,
    )
    .join(Article, Article.id == Reprint.article_id)
    .join(Newspaper, Newspaper.id == Article.newspaper_id)
    .outerjoin(Revision, Revision.id == Article.revision_id)
)
_AGENCIES = (
    select(Reprint.article_id, Agency.name)
    .join(Article, Article.id == Reprint.article_id)
    .join(Credit, Credit.revision_id == Article.revision_id)
    .join(Agency, Agency.id == Credit.agency_id)
    .order_by(Reprint.article_id, Credit.position)
)
