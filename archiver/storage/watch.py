"""What a crawl asks of the frontier beside leases: to wake sources, and what is unknown or was read through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select, update

from archiver.core.addresses import address_key
from archiver.core.polling import MOST
from archiver.storage import frontier, windows
from archiver.storage.database import table
from archiver.storage.prepared import Prepared
from archiver.storage.values import LED_TO, CrawlState, Found, Leased, Purpose, State

ADDRESS, ALIAS, CRAWL = table("address"), table("alias"), table("crawl")
NOT_A_LIST = "not a list"  # a section that the front page's menu seemed to name: given up
REFUSED = timedelta(days=30)  # after which an article's address that may not be asked for is judged again
_CHUNK = 500


def wake(conn: Connection, newspaper_id: int, now: datetime, *, articles: bool = False, by_rhythm: bool = False) -> int:
    """Make the sources that are watched due now: front page, feeds, sitemaps, first pages of sections; how many.

    A source that is gone is asked again only where the definition names it. No refusal is for ever: a robots.txt and
    a redirect may be another tomorrow. A refused source is judged again now, an article's address after `REFUSED`.

    Args:
        articles: every article that stands is due too.
        by_rhythm: leave a source that has a moment of its own to that, and ask one that has none once a day.
    """
    watched = and_(
        ADDRESS.c.purpose.not_in((Purpose.ARTICLE.value, Purpose.VIEWS.value)),
        ADDRESS.c.found_by.not_in(LED_TO),
        or_(ADDRESS.c.state != State.GONE.value, ADDRESS.c.found_by == "definition"),
        or_(ADDRESS.c.state != State.REFUSED.value, ADDRESS.c.reason.is_distinct_from(NOT_A_LIST)),
    )
    if by_rhythm:
        last = ADDRESS.c.last_fetched_at
        watched = and_(watched, ADDRESS.c.due_at.is_(None), or_(last.is_(None), last <= now - MOST))
    wanted = or_(watched, and_(_ARTICLE, ADDRESS.c.state == State.STORED.value, _HAS_ARTICLE)) if articles else watched
    mine = ADDRESS.c.newspaper_id == newspaper_id
    refused = and_(_ARTICLE, ADDRESS.c.state == State.REFUSED.value, ADDRESS.c.due_at.is_(None))
    conn.execute(update(ADDRESS).where(mine, refused).values(due_at=now + REFUSED))
    return conn.execute(
        update(ADDRESS).where(mine, ADDRESS.c.state != State.LEASED.value, wanted).values(due_at=now, attempts=0)
    ).rowcount


_ARTICLE = ADDRESS.c.purpose == Purpose.ARTICLE.value
_HAS_ARTICLE = and_(ADDRESS.c.article_id.is_not(None), ADDRESS.c.redirects_to_id.is_(None))


def unknown(conn: Connection, newspaper_id: int, urls: Sequence[str], page: str) -> int:
    """How many of some addresses the archive has never heard of, as an address or as an alias.

    Where a feed has missed a window, what was found since then counts too: the lists are to be read to what was known
    before it. For one page once: read again, it is read as ever.

    Args:
        page: that names them.
    """
    since = windows.unread_since(conn, newspaper_id, page)
    keys = list(dict.fromkeys(address_key(url) for url in urls))
    known: set[str] = set()
    for one in (ADDRESS, ALIAS):
        query = select(one.c.url_key).where(
            one.c.newspaper_id == newspaper_id, one.c.url_key.in_(bindparam("keys", expanding=True))
        )
        if since is not None and one is ADDRESS:
            query = query.where(ADDRESS.c.found_at < since)
        for start in range(0, len(keys), _CHUNK):
            known.update(conn.execute(query, {"keys": keys[start : start + _CHUNK]}).scalars())
    return len(keys) - len(known)


def read_to_the_end(conn: Connection, newspaper_id: int) -> bool:
    """True where some crawl of a newspaper ended by itself: its lists were read to the end once."""
    query = select(CRAWL.c.id).where(
        CRAWL.c.newspaper_id == newspaper_id, CRAWL.c.state == CrawlState.FINISHED.value, CRAWL.c.reason.is_(None)
    )
    return conn.execute(query.limit(1)).first() is not None


def count_due(conn: Connection, newspaper_id: int, article_address_id: int, now: datetime) -> Leased | None:
    """The address of the view count of the article at an address; None where it is not due, or there is none."""
    row = _COUNT_DUE.first(conn, paper=newspaper_id, address=article_address_id, now=now)
    return None if row is None else frontier.leased_of(row)


def last_start(conn: Connection, newspaper_id: int) -> datetime | None:
    """When the latest crawl of a newspaper that was not cut off began; None where there never was one."""
    return conn.execute(
        select(CRAWL.c.started_at)
        .where(CRAWL.c.newspaper_id == newspaper_id, CRAWL.c.state == CrawlState.FINISHED.value)
        .order_by(CRAWL.c.started_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def belongs(conn: Connection, newspaper_id: int, found: Iterable[Found], article_id: int) -> None:
    """Note whose view counts some addresses give; one that gives another article's already stays that one's."""
    keys = [address_key(one.url) for one in found if one.purpose is Purpose.VIEWS]
    conn.execute(_BELONG, {"paper": newspaper_id, "keys": keys, "article": article_id})


def count_again(conn: Connection, article_id: int, now: datetime) -> None:
    """An article's page was asked for: so is its view count, where it comes by a second request."""
    conn.execute(
        update(ADDRESS)
        .where(
            ADDRESS.c.article_id == article_id, ADDRESS.c.purpose == Purpose.VIEWS.value, ADDRESS.c.state != "leased"
        )
        .values(due_at=now)
    )


def news_of(conn: Connection, source_id: int) -> Sequence[datetime]:
    """When the latest articles were published, as it says, or found, that a source was the first to name."""
    return [row[0] for row in _NEWS.all(conn, source=source_id)]


_PAPER: BindParameter[int] = bindparam("paper")
_ARTICLE_AT = select(ADDRESS.c.article_id).where(ADDRESS.c.id == bindparam("address")).scalar_subquery()
_COUNT_DUE = Prepared(
    frontier.LEASABLE.where(
        ADDRESS.c.newspaper_id == _PAPER,
        ADDRESS.c.article_id == _ARTICLE_AT,
        ADDRESS.c.purpose == Purpose.VIEWS.value,
        ADDRESS.c.due_at <= bindparam("now", type_=ADDRESS.c.due_at.type),
    )
    .order_by(ADDRESS.c.id.desc())
    .limit(1)
)
_NEWS = Prepared(
    select(func.coalesce(ADDRESS.c.modified_hint, ADDRESS.c.found_at, type_=ADDRESS.c.found_at.type))
    .where(ADDRESS.c.found_on_id == bindparam("source"), ADDRESS.c.purpose == Purpose.ARTICLE.value)
    .order_by(ADDRESS.c.found_at.desc())
    .limit(60)
)
_BELONG = (
    update(ADDRESS)
    .where(
        ADDRESS.c.newspaper_id == _PAPER,
        ADDRESS.c.url_key.in_(bindparam("keys", expanding=True)),
        ADDRESS.c.purpose == Purpose.VIEWS.value,
        ADDRESS.c.article_id.is_(None),
    )
    .values(article_id=bindparam("article"))
)
