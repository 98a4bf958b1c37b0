"""Lists of a day within a backfill: which of them are read, and where those that are quiet end a paper's past."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from archiver.core.addresses import address_key
from archiver.core.day_lists import day_listed
from archiver.core.newspaper import Newspaper
from archiver.storage import frontier
from archiver.storage.database import table
from archiver.storage.identity import Paper
from archiver.storage.values import Purpose

ADDRESS, ALIAS, ARTICLE, WALK = table("address"), table("alias"), table("article"), table("walk")
MOST_QUIET = 400  # days in a row that list no article of their own: there are no older ones; a year of silence is less
QUIET = "quiet"  # reason of the walk of a day at which the archive ended so
_OWN = 2  # days between an article and the list that it is of: a list is not sorted to the day
_MEMORY = "archiver.days"


# --- as a day is read
def quiet_before(conn: Connection, paper: Paper, url: str) -> int:
    """How many days in a row that were read before a day's list list no article of their own; 0 where it is no day's.

    A day is judged when the one before it is read: what its list named is archived by then, and dated.
    """
    found = _day_of(paper.definition, url)
    if found is None:
        return 0
    template, day = found
    for quiet in range(MOST_QUIET):  # no further: stale is 0 also of a day that was a probe, and there may be many
        later, still_later = (_walk_of(conn, paper.id, template, day + timedelta(days=number)) for number in (1, 2))
        if later is None:
            return quiet
        day += timedelta(days=1)
        if names_its_own(conn, paper, later.shown, day, still_later.shown if still_later is not None else ()):
            return quiet
        if later.stale:
            return quiet + 1 + int(later.stale)
    return MOST_QUIET


def is_one(paper: Paper, url: str) -> bool:
    """True where an address is the list of a day in the paper's own archive."""
    return _day_of(paper.definition, url) is not None


def leads_away(conn: Connection, paper: Paper, url: str, to: str) -> bool:
    """True where the list of a day redirects to what was known before: the front page, where another day led too."""
    here, target = (frontier.find(conn, paper.id, one) for one in (url, to))
    if target is None or (here is not None and here.id == target.id):  # another spelling of itself
        return False
    return here is None or target.found_on_id != here.id


def ends(conn: Connection, paper: Paper, url: str, stale: int, keys: Collection[str]) -> bool:
    """True where the archive of days ends at a day's list: so many were quiet, and this one is."""
    if stale < MOST_QUIET:
        return False
    found = _day_of(paper.definition, url)
    if found is None:
        return False
    template, day = found
    later = _walk_of(conn, paper.id, template, day + timedelta(days=1))
    return not names_its_own(conn, paper, keys, day, later.shown if later is not None else ())


def names_its_own(conn: Connection, paper: Paper, keys: Collection[str], day: date, before: Collection[str]) -> bool:
    """True where a list names an article of about its day, or one without a date that the list `before` does not name.

    A site may answer for any day with its newest articles; the dates of those tell that they are not of that day.
    """
    moments = published(conn, paper.id, keys)
    if any(_about(moment, day, paper.definition.zone) for moment in moments.values()):
        return True
    return bool(set(keys) - set(moments) - set(before))


def published(conn: Connection, newspaper_id: int, keys: Collection[str]) -> dict[str, datetime]:
    """When the articles at some addresses were published, as far as they are archived and dated."""
    found: dict[str, datetime] = {}
    for query in _PUBLISHED:
        found.update(row[:] for row in conn.execute(query, {"paper": newspaper_id, "keys": list(keys)}))
    return found


def _about(moment: datetime, day: date, zone: tzinfo) -> bool:
    return abs((moment.astimezone(zone).date() - day).days) <= _OWN


def _day_of(newspaper: Newspaper, url: str) -> tuple[str, date] | None:
    for template in newspaper.archives:
        day = day_listed(template, url)
        if day is not None:
            return template, day
    return None


def _walk_of(conn: Connection, newspaper_id: int, template: str, day: date) -> Row[Any] | None:
    key = address_key(template.format(day=day))
    return conn.execute(_WALK_OF, {"paper": newspaper_id, "key": key}).one_or_none()


# --- which are read
@dataclass(frozen=True, slots=True)
class Walked:
    """How far the list of a day was walked."""

    following: str | None  # the page to ask for next; None: it ended
    brought: bool  # articles that nobody knew
    quiet: bool  # no day before it lists articles any more


@dataclass(slots=True)
class Walks:
    """The walks of lists of one paper. Those that ended are remembered: a step costs the same after a thousand days."""

    newspaper_id: int
    _ended: dict[str, Walked] = field(default_factory=dict)  # source -> what became of it

    def at(self, conn: Connection, url: str) -> Walked | None:
        """The walk that began at an address; None where there is none."""
        known = self._ended.get(url)
        if known is not None:
            return known
        row = conn.execute(_WALK_OF, {"paper": self.newspaper_id, "key": address_key(url)}).one_or_none()
        if row is None:
            return None
        walked = Walked(row.next_url, row.discovered > 0, row.reason == QUIET)
        if walked.following is None:
            self._ended[url] = walked
        return walked

    def brought(self, urls: Collection[str]) -> bool:
        """True where one of those that ended brought articles that nobody knew."""
        return any(walked.brought for url in urls if (walked := self._ended.get(url)) is not None)


def walks_of(conn: Connection, newspaper_id: int) -> Walks:
    """The walks of lists of a paper, remembered as long as the connection to the database lives: none is undone."""
    memory: dict[int, Walks] = conn.info.setdefault(_MEMORY, {})
    if newspaper_id not in memory:
        rows = conn.execute(
            select(WALK.c.source, WALK.c.discovered, WALK.c.reason).where(
                WALK.c.newspaper_id == newspaper_id,
                WALK.c.purpose == Purpose.LISTING.value,
                WALK.c.next_url.is_(None),
            )
        )
        ended = {row.source: Walked(None, row.discovered > 0, row.reason == QUIET) for row in rows}
        memory[newspaper_id] = Walks(newspaper_id, ended)
    return memory[newspaper_id]


_PAPER: BindParameter[int] = bindparam("paper")
_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
_WALK_OF = select(WALK).where(WALK.c.newspaper_id == _PAPER, WALK.c.source_key == bindparam("key"))
_PUBLISHED = tuple(
    select(name.c.url_key, ARTICLE.c.published_at)
    .join(ARTICLE, ARTICLE.c.id == name.c.article_id)
    .where(name.c.newspaper_id == _PAPER, name.c.url_key.in_(_KEYS), ARTICLE.c.published_at.is_not(None))
    for name in (ALIAS, ADDRESS)
)
