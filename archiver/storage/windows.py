"""What feeds missed: they show their latest articles only, and may have moved on beyond what the last look saw.

A window that was missed is kept, and the paper's lists are asked for at once, beyond what was found since: each page of
them once, as a list that cannot be read must not have the others read through for ever. The window is closed when every
list that was known then was read after it was noticed, and a crawl came to its end: nothing is written for that, so a
rebuilt archive says the same. That a list fails today opens nothing again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, insert, or_, select, update

from archiver.core.addresses import address_key
from archiver.core.checks import REDIRECTS
from archiver.core.values import Kind
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.lists import IS_LIST
from archiver.storage.values import LED_TO, CrawlState, Found, Purpose, State, Visit

ADDRESS, CRAWL, CAPTURE = table("address"), table("crawl"), table("capture")
WINDOW, MISSED = table("feed_window"), table("missed_window")
_MOST_KEYS = 200
_LISTS = and_(
    IS_LIST,
    ADDRESS.c.found_by.not_in(LED_TO),
    ADDRESS.c.state.not_in((State.GONE.value, State.REFUSED.value)),
)

_WAS_READ = or_(
    CAPTURE.c.status.in_((304, *REDIRECTS)),
    and_(
        CAPTURE.c.status == 200,
        CAPTURE.c.truncated.is_(False),
        CAPTURE.c.payload_sha256 != sha256().hexdigest(),  # of nothing
        or_(CAPTURE.c.kind.is_(None), CAPTURE.c.kind.not_in((Kind.BLOCK.value, Kind.ERROR.value))),
    ),
)  # as core.checks.judge has it


def look(conn: Connection, newspaper_id: int, visit: Visit, found: Sequence[Found]) -> bool:
    """Compare what a feed names with what it named at the last look; True where a window was missed.

    A feed that leads on to what it named before has missed nothing: an article of then stands where it must by now, or
    at least half of what it names is older than the newest of then. One that is pinned to it, or is of long ago, proves
    nothing. A feed of which a part was left out (`--since`) tells nothing.

    Args:
        found: what the feed names.
    """
    if visit.cut is not None and (visit.cut.since is not None or visit.cut.until is not None):
        return False
    articles = [one for one in found if one.purpose is Purpose.ARTICLE]
    at = visit.fetch.fetched_at
    own = {"newspaper_id": newspaper_id, "source_key": address_key(visit.fetch.url)}
    mine = and_(*(WINDOW.c[name] == value for name, value in own.items()))
    last = conn.execute(select(WINDOW).where(mine)).one_or_none()
    if not articles or (last is not None and at <= last.seen_at):
        return False
    articles.sort(key=lambda one: min(one.modified_hint or at, at), reverse=True)
    keys = [address_key(one.url) for one in articles]
    moments = [one.modified_hint for one in articles if one.modified_hint is not None and one.modified_hint <= at]
    values = {"seen_at": at, "newest": max(moments, default=None), "keys": keys[:_MOST_KEYS]}
    if last is None:
        conn.execute(insert(WINDOW).values(**own, **values))
        return False
    conn.execute(update(WINDOW).where(mine).values(**values))
    since = last.newest or last.seen_at
    later = [moment for moment in moments if moment > since]
    if _leads_on_to(keys, last.keys) or (last.newest is not None and moments and 2 * len(later) <= len(moments)):
        return False
    missed = {"since": since, "until": min(later, default=at), "noticed_at": at}
    statements.put(conn, "missed_window", {"newspaper_id": newspaper_id, "source": visit.fetch.url, **missed})
    conn.execute(
        update(ADDRESS)
        .where(
            ADDRESS.c.newspaper_id == newspaper_id,
            _LISTS,
            ADDRESS.c.state != State.LEASED.value,
            or_(ADDRESS.c.due_at.is_(None), ADDRESS.c.due_at > at),
        )
        .values(due_at=at)
    )
    return True


def _leads_on_to(keys: Sequence[str], before: Sequence[str]) -> bool:
    """True where what a feed names goes on from what it named before; both from the newest to the oldest, or both back.

    Of an article that both name, what was newer then is named still, and what is older now was named then. One that is
    pinned stays while the rest passes by.
    """
    common = set(keys) & set(before)
    if 2 * len(common) > min(len(keys), len(before)):
        return True
    place = {key: number for number, key in enumerate(before)}
    for number, key in enumerate(keys):
        if key in common:
            above, below = before[: place[key]], keys[number + 1 :]
            back, on = before[place[key] + 1 :], keys[:number]
            if (_most(above, common) and _most(below, common)) or (_most(back, common) and _most(on, common)):
                return True
    return False


def _most(keys: Sequence[str], common: Collection[str]) -> bool:
    return 2 * sum(key in common for key in keys) >= len(keys)


def open_windows(conn: Connection, newspapers: Collection[int]) -> list[Row[Any]]:
    """The missed windows of some newspapers that no reading of their lists has closed yet, oldest first."""
    missed = conn.execute(
        select(MISSED).where(MISSED.c.newspaper_id.in_(newspapers)).order_by(MISSED.c.noticed_at, MISSED.c.id)
    ).all()
    papers = {row.newspaper_id for row in missed}
    if not papers:
        return []
    lists: dict[int, list[Any]] = {paper: [] for paper in papers}
    for row in conn.execute(
        select(ADDRESS.c.newspaper_id, ADDRESS.c.found_at, _LAST_READ).where(ADDRESS.c.newspaper_id.in_(papers), _LISTS)
    ):
        lists[row.newspaper_id].append(row)
    ended = dict(
        conn.execute(
            select(CRAWL.c.newspaper_id, func.max(CRAWL.c.ended_at, type_=CRAWL.c.ended_at.type))
            .where(
                CRAWL.c.newspaper_id.in_(papers), CRAWL.c.state == CrawlState.FINISHED.value, CRAWL.c.reason.is_(None)
            )
            .group_by(CRAWL.c.newspaper_id)
        ).all()
    )
    return [row for row in missed if not _closed(row, lists[row.newspaper_id], ended.get(row.newspaper_id))]


def _closed(window: Row[Any], lists: Sequence[Any], ended: datetime | None) -> bool:
    known = [row for row in lists if row.found_at <= window.noticed_at]
    read = all(row.last_read is not None and row.last_read >= window.noticed_at for row in known)
    return bool(known) and read and ended is not None and bool(ended >= window.noticed_at)


def unread_since(conn: Connection, newspaper_id: int, url: str) -> datetime | None:
    """When the oldest open window was noticed for which a page of a list was not read yet; None where there is none."""
    windows = open_windows(conn, [newspaper_id])
    if not windows:
        return None
    page = and_(ADDRESS.c.newspaper_id == newspaper_id, ADDRESS.c.url_key == address_key(url))
    read = conn.execute(select(_LAST_READ).where(page)).scalar_one_or_none()
    return next((row.noticed_at for row in windows if read is None or read < row.noticed_at), None)


_LAST_READ = case(
    (
        or_(ADDRESS.c.state == State.STORED.value, ADDRESS.c.before_lease == State.STORED.value),
        ADDRESS.c.last_fetched_at,
    ),
    else_=select(func.max(CAPTURE.c.fetched_at, type_=CAPTURE.c.fetched_at.type))
    .where(CAPTURE.c.address_id == ADDRESS.c.id, _WAS_READ)
    .scalar_subquery(),
).label("last_read")  # the last time that it did not fail
