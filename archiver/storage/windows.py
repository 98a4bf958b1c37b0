"""What feeds missed: they show their latest articles only, and may have moved on beyond what the last look saw.

A window that was missed is kept, and the paper's lists are asked for at once, beyond what was found since. It is closed
when all of them were read after it was noticed, and a crawl came to its end: nothing is written for that, so a rebuilt
archive says the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, insert, or_, select, update

from archiver.core.addresses import address_key
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.values import LED_TO, CrawlState, Found, Purpose, State, Visit

ADDRESS, CRAWL, WINDOW, MISSED = (table(name) for name in ("address", "crawl", "feed_window", "missed_window"))
_MOST_KEYS = 200
_LISTS = and_(
    ADDRESS.c.purpose.in_((Purpose.LISTING.value, Purpose.SITEMAP.value)),
    ADDRESS.c.found_by.not_in(LED_TO),
    ADDRESS.c.state.not_in((State.GONE.value, State.REFUSED.value)),
)

_WAS_READ = or_(ADDRESS.c.state == State.STORED.value, ADDRESS.c.before_lease == State.STORED.value)  # at the last look


def look(conn: Connection, newspaper_id: int, visit: Visit, found: Sequence[Found]) -> bool:
    """Compare what a feed names with what it named at the last look; True where a window was missed.

    A feed that names one known article again, or one that is older than the newest it named before, has missed nothing.
    One of which a part was left out (`--since`) tells nothing.

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
    keys = [address_key(one.url) for one in articles]
    moments = [one.modified_hint for one in articles if one.modified_hint is not None and one.modified_hint <= at]
    values = {"seen_at": at, "newest": max(moments, default=None), "keys": keys[:_MOST_KEYS]}
    if last is None:
        conn.execute(insert(WINDOW).values(**own, **values))
        return False
    conn.execute(update(WINDOW).where(mine).values(**values))
    oldest = min(moments, default=None)
    if set(keys) & set(last.keys) or (last.newest is not None and oldest is not None and oldest <= last.newest):
        return False
    missed = {"since": last.newest or last.seen_at, "until": oldest or at, "noticed_at": at}
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


def open_windows(conn: Connection, newspapers: Collection[int]) -> list[Row[Any]]:
    """The missed windows of some newspapers that no reading of their lists has closed yet, oldest first."""
    missed = conn.execute(
        select(MISSED).where(MISSED.c.newspaper_id.in_(newspapers)).order_by(MISSED.c.noticed_at, MISSED.c.id)
    ).all()
    papers = {row.newspaper_id for row in missed}
    if not papers:
        return []
    read = {
        row.newspaper_id: row
        for row in conn.execute(
            select(
                ADDRESS.c.newspaper_id,
                func.min(ADDRESS.c.last_fetched_at, type_=ADDRESS.c.last_fetched_at.type).label("first"),
                func.count().label("lists"),
                func.count(case((_WAS_READ, ADDRESS.c.last_fetched_at))).label("read"),
            )
            .where(ADDRESS.c.newspaper_id.in_(papers), _LISTS)
            .group_by(ADDRESS.c.newspaper_id)
        )
    }
    ended = dict(
        conn.execute(
            select(CRAWL.c.newspaper_id, func.max(CRAWL.c.ended_at, type_=CRAWL.c.ended_at.type))
            .where(
                CRAWL.c.newspaper_id.in_(papers), CRAWL.c.state == CrawlState.FINISHED.value, CRAWL.c.reason.is_(None)
            )
            .group_by(CRAWL.c.newspaper_id)
        ).all()
    )
    return [row for row in missed if not _closed(row, read.get(row.newspaper_id), ended.get(row.newspaper_id))]


def _closed(row: Row[Any], read: Row[Any] | None, ended: datetime | None) -> bool:
    if read is None or read.read < read.lists or read.first is None or ended is None:
        return False
    return bool(read.first >= row.noticed_at and ended >= row.noticed_at)


def noticed_since(conn: Connection, newspaper_id: int) -> datetime | None:
    """Since when a newspaper has a window open; None where it has none."""
    windows = open_windows(conn, [newspaper_id])
    return windows[0].noticed_at if windows else None
