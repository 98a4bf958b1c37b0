"""What each capture says of an article's counters, and how often we ourselves had asked for the page before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, update

from archiver.core.values import Extraction, Kind
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.names import storable
from archiver.storage.prepared import Prepared
from archiver.storage.values import Purpose

ARTICLE = table("article")
CAPTURE = table("capture")
OBSERVATION = table("observation")
_READ = tuple(kind.value for kind in Kind if kind.is_article)
_LARGEST = 2**62  # beyond any counter; what is larger is no count


def ours() -> ColumnElement[bool]:
    """True for captures with which we ourselves asked for an article's page: imports and redirects are none."""
    page = CAPTURE.c.purpose != Purpose.VIEWS.value  # a count that is asked for apart is no visit of the page
    answered = or_(*(CAPTURE.c.kind == kind for kind in _READ), CAPTURE.c.status == 304)
    return and_(CAPTURE.c.crawl_id.is_not(None), page, answered)


_BEFORE = Prepared(
    select(func.count())
    .select_from(CAPTURE)
    .where(
        CAPTURE.c.article_id == bindparam("article"),
        CAPTURE.c.fetched_at < bindparam("at"),
        CAPTURE.c.id != bindparam("own"),
        ours(),
    )
)


def add(
    conn: Connection,
    article_id: int,
    capture_id: int,
    extraction: Extraction,
    at: datetime,
    *,
    latest: bool,
    own: bool,
    first: bool,
) -> dict[str, int]:
    """Write what a capture shows of the counters. A count that it does not show is NULL, never 0.

    Args:
        at: when it was fetched.
        latest: no capture of this article is younger.
        own: fetched by us, not imported.
        first: the article is new: it has no other capture.

    Returns:
        Columns of the article that its row should show now.
    """
    before = 0 if first else _BEFORE.value(conn, article=article_id, at=at, own=capture_id)
    views, comments = extraction.views, extraction.comment_count
    count = views.count if views is not None and views.count <= _LARGEST else None
    statements.put_all(
        conn,
        "observation",
        [
            {
                "capture_id": capture_id,
                "article_id": article_id,
                "observed_at": at,
                "view_count": count,
                "view_count_exact": views.exact if views is not None else None,
                "view_count_raw": storable(views.raw) if views is not None else None,
                "comment_count": comments,
                "own_fetches_before": before,
            }
        ],
    )
    if not latest:
        if own:
            count_later(conn, article_id, at)
        recount(conn, article_id)
        return {}
    return {name: value for name, value in (("view_count", count), ("comment_count", comments)) if value is not None}


def count_later(conn: Connection, article_id: int, at: datetime) -> None:
    """A fetch of ours became known late: the observations after it had one more before them."""
    conn.execute(
        update(OBSERVATION)
        .where(OBSERVATION.c.article_id == article_id, OBSERVATION.c.observed_at > at)
        .values(own_fetches_before=OBSERVATION.c.own_fetches_before + 1)
    )


def recount(conn: Connection, article_id: int) -> None:
    """Let the article's counters be the latest observed, by the time of the fetch and not of the import."""
    newest = {
        name: conn.execute(
            select(OBSERVATION.c[name])
            .where(OBSERVATION.c.article_id == article_id, OBSERVATION.c[name].is_not(None))
            .order_by(OBSERVATION.c.observed_at.desc(), OBSERVATION.c.capture_id.desc())
            .limit(1)
        ).scalar_one_or_none()
        for name in ("view_count", "comment_count")
    }
    conn.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(**newest))
