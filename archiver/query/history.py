"""One article, found by id or address: its record, captures, revisions, counts, and how its text changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, select

from archiver.core.addresses import address_key, normalise_url, public_id, variant
from archiver.core.errors import UsageError
from archiver.core.record import iso
from archiver.core.text import clean
from archiver.query.diffs import Change, changes
from archiver.query.notes import Note
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.query.records import Record, records
from archiver.storage.models import (
    Address,
    Alias,
    Article,
    Author,
    Byline,
    Capture,
    Newspaper,
    Observation,
    Revision,
    RevisionTag,
    Tag,
)


def record(engine: Engine, which: str, *, seconds: float | None = None) -> Record:
    """The full record of one article.

    Args:
        which: its public id ("baodaknong/92175"), or any address it was met under.
        seconds: that finding it may take; None for as long as it takes.

    Raises:
        UsageError: the archive has no such article; the message says what it knows of it instead.
        TooSlow: finding it took longer than it may.
    """
    with snapshot(engine) as conn:
        return records(conn, [find(conn, which, seconds=seconds)])[0]


def history(engine: Engine, which: str, *, seconds: float | None = None) -> dict[str, Any]:
    """What happened to one article, oldest first: JSON types only.

    Args:
        which, seconds: as of `record`.

    Returns:
        As of `told`.

    Raises:
        UsageError: the archive has no such article.
        TooSlow: finding it took longer than it may.
    """
    with snapshot(engine) as conn:
        return told(conn, find(conn, which, seconds=seconds))


def told(conn: Connection, article_id: int) -> dict[str, Any]:
    """What happened to the article of this row number, oldest first: JSON types only.

    Returns:
        `id`, `url`, `title`, and three lists: `captures` (each fetch: when, status, which revision it showed, where
        its bytes lie), `revisions` (each with the facts and who read them) and `counts` (views and comments at a
        moment, with the number of times that we ourselves had fetched the page before: our visits are part of the
        newspaper's number).
    """
    head = conn.execute(
        select(Article.public_id, Article.url, Article.gone_at, Article.gone_reason, Revision.title)
        .outerjoin(Revision, Revision.id == Article.revision_id)
        .where(Article.id == article_id)
    ).one()
    return {
        "id": head.public_id,
        "url": head.url,
        "title": head.title,
        "gone_at": iso(head.gone_at),
        "gone_reason": head.gone_reason,
        "captures": _captures(conn, article_id),
        "revisions": _revisions(conn, article_id),
        "counts": _counts(conn, article_id),
    }


def diff(engine: Engine, which: str, older: int, newer: int, *, seconds: float | None = None) -> list[Change]:
    """How an article changed between two of its revisions, word by word; only fields that differ.

    Args:
        which, seconds: as of `record`.

    Raises:
        UsageError: there is no such article, or it has no revision of that number.
        TooSlow: finding it took longer than it may.
    """
    with snapshot(engine) as conn:
        article_id = find(conn, which, seconds=seconds)
        by_number = {revision["number"]: revision for revision in _revisions(conn, article_id)}
    for number in (older, newer):
        if number not in by_number:
            raise UsageError(f"{which} has no revision {number}; it has {', '.join(map(str, by_number)) or 'none'}")
    return changes(by_number[older], by_number[newer])


def find(conn: Connection, which: str, *, seconds: float | None = None) -> int:
    """The row number of the article with this public id, or at this address.

    Args:
        seconds: that it may take: for some of what it does not know it reads a whole newspaper. None for as long as
            it takes, and within `patience` of whoever asks.

    Raises:
        UsageError: there is none. Where the address is known but not archived, the message says how it stands.
        TooSlow: it took longer than it may.
    """
    with patience(conn, seconds, "finding the article"):
        return _found(conn, clean(which))


def _found(conn: Connection, which: str) -> int:
    found = conn.scalar(select(Article.id).where(Article.public_id == which)) or _joined(conn, which)
    if found is not None:
        return found
    if "/" not in which:
        return _by_key(conn, which)
    url = normalise_url(which if "://" in which else f"https://{which}")
    if url is None or "." not in which:
        raise UsageError(Note("no_article", asked=which))
    return _by_address(conn, which, url)


def _joined(conn: Connection, which: str) -> int | None:
    """The article to which the one of this id was joined: the key or the address that made the id leads to it now."""
    name, _, key = which.partition("/")
    paper = conn.scalar(select(Newspaper.id).where(Newspaper.name == name))
    if paper is None or not key:
        return None
    if not key.startswith("~"):
        return conn.scalar(
            select(Article.id).where(Article.newspaper_id == paper, Article.article_key == key).limit(1)
        ) or conn.scalar(select(Alias.article_id).where(Alias.newspaper_id == paper, Alias.article_key == key).limit(1))
    names = select(Alias.article_id, Alias.url, Article.canonical_url).join(Article, Article.id == Alias.article_id)
    for row in conn.execute(names.where(Alias.newspaper_id == paper)):
        if which in (public_id(name, None, row.url), public_id(name, None, row.canonical_url)):
            return int(row.article_id)
    return None


def _by_key(conn: Connection, key: str) -> int:
    """The article whose newspaper's own key this is, where only one newspaper has such an article."""
    names = conn.scalars(select(Newspaper.name)).all()
    rows = conn.execute(
        select(Article.id, Article.public_id).where(Article.public_id.in_([f"{name}/{key}" for name in names]))
    ).all()
    if len(rows) == 1:
        return int(rows[0].id)
    if rows:
        raise UsageError(f"{key!r} may be any of {', '.join(sorted(row.public_id for row in rows))}")
    raise UsageError(Note("no_article", asked=key))


def _by_address(conn: Connection, which: str, url: str) -> int:
    main_page = variant(url)
    keys = {address_key(url)} | ({address_key(main_page[1])} if main_page else set())
    newspapers = {row.id: row.name for row in conn.execute(select(Newspaper.id, Newspaper.name))}
    asked = (  # likeliest first; the last has no index: for what was only ever imported under that address
        select(Alias.article_id).where(Alias.newspaper_id.in_(newspapers), Alias.url_key.in_(keys)),
        select(Address.article_id).where(
            Address.newspaper_id.in_(newspapers), Address.url_key.in_(keys), Address.article_id.is_not(None)
        ),
        select(Article.id).where(Article.public_id.in_([public_id(name, None, url) for name in newspapers.values()])),
        select(Article.id).where((Article.canonical_url == url) | (Article.url == url)),
    )
    for statement in asked:
        found = conn.scalar(statement.limit(1))
        if found is not None:
            return int(found)
    known = conn.execute(
        select(Address.state, Address.reason, Address.found_at, Address.purpose)
        .where(Address.newspaper_id.in_(newspapers), Address.url_key.in_(keys))
        .limit(1)
    ).one_or_none()
    if known is None:
        raise UsageError(Note("never_met", asked=which))
    why = f" ({known.reason})" if known.reason else ""
    raise UsageError(
        f"{which[:200]} was met on {iso(known.found_at)} as {known.purpose} and is {known.state}{why}: "
        "no article was archived from it"
    )


def _captures(conn: Connection, article_id: int) -> list[dict[str, Any]]:
    return [
        {
            "fetched_at": iso(row.fetched_at),
            "url": row.url,
            "status": row.status,
            "kind": row.kind,
            "content_type": row.content_type,
            "location": row.location,
            "tls_verified": row.tls_verified,
            "truncated": row.truncated,
            "revision": row.number,
            "warc": row.warc,
            "offset": row.offset,
            "length": row.length,
            "sha256": row.sha256,
            "payload_sha256": row.payload_sha256,
        }
        for row in conn.execute(
            select(
                Capture.fetched_at,
                Capture.url,
                Capture.status,
                Capture.kind,
                Capture.content_type,
                Capture.location,
                Capture.tls_verified,
                Capture.truncated,
                Capture.warc,
                Capture.offset,
                Capture.length,
                Capture.sha256,
                Capture.payload_sha256,
                Revision.number,
            )
            .outerjoin(Revision, Revision.id == Capture.revision_id)
            .where(Capture.article_id == article_id)
            .order_by(Capture.fetched_at, Capture.id)
        )
    ]


def _revisions(conn: Connection, article_id: int) -> list[dict[str, Any]]:
    rows = conn.execute(
        select(Revision, Capture.warc, Capture.offset)
        .join(Capture, Capture.id == Revision.capture_id)
        .where(Revision.article_id == article_id)
        .order_by(Revision.number)
    ).all()
    authors = _names(
        conn.execute(
            select(Byline.revision_id, Author.name)
            .join(Author, Author.id == Byline.author_id)
            .where(Byline.revision_id.in_([row.id for row in rows]))
            .order_by(Byline.position)
        )
    )
    tags = _names(
        conn.execute(
            select(RevisionTag.revision_id, Tag.name)
            .join(Tag, Tag.id == RevisionTag.tag_id)
            .where(RevisionTag.revision_id.in_([row.id for row in rows]))
            .order_by(RevisionTag.position)
        )
    )
    return [
        {
            "number": row.number,
            "seen_at": iso(row.seen_at),
            "title": row.title,
            "lead": row.lead,
            "body_text": row.body_text,
            "authors": authors.get(row.id, []),
            "byline_raw": row.byline_raw,
            "published_at": iso(row.published_at),
            "published_precision": row.published_precision,
            "published_raw": row.published_raw,
            "updated_at": iso(row.updated_at),
            "updated_raw": row.updated_raw,
            "section": row.section,
            "tags": tags.get(row.id, []),
            "layout": row.layout,
            "reader": row.reader,
            "sources": dict(row.sources or {}),
            "warc": row.warc,
            "offset": row.offset,
        }
        for row in rows
    ]


def _counts(conn: Connection, article_id: int) -> list[dict[str, Any]]:
    return [
        {
            "observed_at": iso(row.observed_at),
            "view_count": row.view_count,
            "exact": row.view_count_exact,
            "raw": row.view_count_raw,
            "comment_count": row.comment_count,
            "own_fetches_before": row.own_fetches_before,
        }
        for row in conn.execute(
            select(Observation)
            .where(Observation.article_id == article_id)
            .order_by(Observation.observed_at, Observation.capture_id)
        )
    ]


def _names(rows: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.revision_id, []).append(row.name)
    return found
