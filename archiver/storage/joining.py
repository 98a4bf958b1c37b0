"""Joins two articles that turn out to be one: the site itself redirects the one's address to the other's."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from archiver.core.addresses import address_key
from archiver.storage import identity, observations, reprints, revisions, search_index
from archiver.storage.database import table
from archiver.storage.identity import Paper

ARTICLE = table("article")
CAPTURE = table("capture")
OBSERVATION = table("observation")
REVISION = table("revision")


def join(conn: Connection, paper: Paper, one: int, other: int) -> int:
    """Make one article of two; the row number of the one that stays: the one that was first known.

    Everything moves with it: captures, revisions (equal facts become one), observations, aliases, addresses. The
    article that goes leaves its main address as an alias, its key with it. Its public id is not used again: a record
    of its address finds the article that stayed.
    """
    keep, gone = sorted((identity.by_id(conn, one), identity.by_id(conn, other)), key=lambda row: row.id)
    latest = max((keep, gone), key=lambda row: (row.last_seen_at, row.id))
    for row in (keep, gone):
        if row.revision_id is not None:
            search_index.remove(conn, row.id, search_index.indexed(conn, row.revision_id))
    conn.execute(update(ARTICLE).where(ARTICLE.c.id.in_((keep.id, gone.id))).values(revision_id=None))
    for name in ("capture", "observation", "alias", "address"):
        rows = table(name)
        conn.execute(update(rows).where(rows.c.article_id == gone.id).values(article_id=keep.id))
    _move_revisions(conn, keep.id, gone.id)
    reprints.forget(conn, gone.id)
    conn.execute(delete(ARTICLE).where(ARTICLE.c.id == gone.id))
    conn.execute(
        update(ARTICLE)
        .where(ARTICLE.c.id == keep.id)
        .values(
            article_key=latest.article_key or keep.article_key,
            url=latest.url,
            canonical_url=latest.canonical_url,
            kind=latest.kind,
            first_seen_at=min(keep.first_seen_at, gone.first_seen_at),
            last_seen_at=latest.last_seen_at,
            gone_at=latest.gone_at,
            gone_reason=latest.gone_reason,
        )
    )
    former = gone if latest is keep else keep
    if address_key(former.canonical_url) != address_key(latest.canonical_url):
        identity.remember(conn, paper, keep.id, former.canonical_url, "redirect", latest.last_seen_at)
    show_latest(conn, keep.id)
    _recount(conn, keep.id)
    return int(keep.id)


def show_latest(conn: Connection, article_id: int) -> None:
    """Let an article that is not in the search index show the revision last seen, and be found by it."""
    last = conn.execute(
        select(CAPTURE.c.revision_id)
        .where(CAPTURE.c.article_id == article_id, CAPTURE.c.revision_id.is_not(None))
        .order_by(CAPTURE.c.fetched_at.desc(), CAPTURE.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if last is None:
        return
    published = conn.execute(select(REVISION.c.published_at).where(REVISION.c.id == last)).scalar_one()
    conn.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(revision_id=last, published_at=published))
    text = search_index.indexed(conn, last)
    search_index.index(conn, article_id, text.title, text.lead, text.body, text.authors)
    reprints.due(conn, article_id)


def _move_revisions(conn: Connection, keep: int, gone: int) -> None:
    number = conn.execute(select(func.max(REVISION.c.number)).where(REVISION.c.article_id == keep)).scalar_one() or 0
    moving = conn.execute(select(REVISION).where(REVISION.c.article_id == gone).order_by(REVISION.c.number)).all()
    for row in moving:
        same = revisions.known(conn, keep, row.facts_sha256)
        if same is None:
            number += 1
            conn.execute(update(REVISION).where(REVISION.c.id == row.id).values(article_id=keep, number=number))
            continue
        revisions.seen_earlier(conn, same, row.capture_id, row.seen_at)
        conn.execute(update(CAPTURE).where(CAPTURE.c.revision_id == row.id).values(revision_id=same))
        for part in revisions.PARTS:
            rows = table(part)
            conn.execute(delete(rows).where(rows.c.revision_id == row.id))
        conn.execute(delete(REVISION).where(REVISION.c.id == row.id))


def _recount(conn: Connection, article_id: int) -> None:
    """Our own fetches of both addresses are fetches of the one article."""
    for row in conn.execute(select(OBSERVATION).where(OBSERVATION.c.article_id == article_id)).all():
        before = conn.execute(
            select(func.count())
            .select_from(CAPTURE)
            .where(CAPTURE.c.article_id == article_id, CAPTURE.c.fetched_at < row.observed_at, observations.ours())
        ).scalar_one()
        conn.execute(
            update(OBSERVATION).where(OBSERVATION.c.capture_id == row.capture_id).values(own_fetches_before=before)
        )
    observations.recount(conn, article_id)
