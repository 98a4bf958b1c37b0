"""The rows of a revision: its text, and in printed order its authors, agencies, tags and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from archiver.core.page import READER_VERSION
from archiver.core.revisions import better_date, facts_hash
from archiver.core.values import Extraction, Precision, Timestamp
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.names import LONGEST, Names, storable
from archiver.storage.prepared import Prepared
from archiver.storage.search_index import Indexed

REVISION = table("revision")
_KNOWN = Prepared(
    select(REVISION.c.id).where(
        REVISION.c.article_id == bindparam("article"), REVISION.c.facts_sha256 == bindparam("digest")
    )
)
_LAST = Prepared(select(func.max(REVISION.c.number)).where(REVISION.c.article_id == bindparam("article")))
PARTS = ("byline", "credit", "revision_tag", "image")  # tables whose rows belong to a revision


def known(conn: Connection, article_id: int, digest: str) -> int | None:
    """The revision of an article that has these facts, None where none ever had."""
    found: int | None = _KNOWN.value(conn, article=article_id, digest=digest)
    return found


def add(
    conn: Connection,
    names: Names,
    article_id: int,
    capture_id: int,
    extraction: Extraction,
    digest: str,
    at: datetime,
    *,
    first: bool = False,
) -> tuple[int, int]:
    """Write a new revision.

    Args:
        capture_id: the capture that showed it first.
        digest: `core.revisions.facts_hash` of `extraction`.
        at: when that capture was fetched.
        first: the article is new: it has no other.

    Returns:
        The row number of the revision and its number within the article, from 1.
    """
    last = None if first else _LAST.value(conn, article=article_id)
    number = (last or 0) + 1
    updated = extraction.updated
    revision_id = statements.put(
        conn,
        "revision",
        {
            "article_id": article_id,
            "number": number,
            "capture_id": capture_id,
            "seen_at": at,
            "facts_sha256": digest,
            "title": storable(extraction.title or ""),
            "lead": _text(extraction.lead),
            "body_text": storable(extraction.body_text),
            "blocks": [[block.kind.value, storable(block.text)] for block in extraction.blocks],
            "byline_raw": _text(extraction.byline.raw) if extraction.byline else None,
            **_dated(extraction.published),
            "updated_at": updated.moment if updated else None,
            "updated_raw": _text(updated.raw) if updated else None,
            "section": _text(extraction.section),
            "language": _text(extraction.language),
            "layout": extraction.layout,
            "reader": READER_VERSION,
            "sources": {storable(field): storable(rule) for field, rule in extraction.sources.items()},
        },
    )
    _parts(conn, names, revision_id, extraction)
    return revision_id, number


def dated_otherwise(conn: Connection, revision_id: int, extraction: Extraction) -> Timestamp | None:
    """The better date of a revision and an extraction that differ in nothing else, and in that only by counting.

    None where they differ otherwise: `core.revisions.better_date` says what counting is.
    """
    said = extraction.published
    columns = (
        REVISION.c.facts_sha256,
        REVISION.c.published_at,
        REVISION.c.published_precision,
        REVISION.c.published_raw,
    )
    row = conn.execute(select(*columns).where(REVISION.c.id == revision_id)).one()
    if said is None or row.published_at is None:
        return None
    moment = row.published_at.astimezone(said.moment.tzinfo)
    known = Timestamp(moment, Precision(row.published_precision), row.published_raw or "", "as kept")
    better = better_date(known, said)
    return better if better and facts_hash(replace(extraction, published=known)) == row.facts_sha256 else None


def date(conn: Connection, revision_id: int, capture_id: int, extraction: Extraction, digest: str) -> None:
    """Give a revision the date that a later capture says better, and that capture as its evidence."""
    published = extraction.published
    assert published is not None
    sources = conn.execute(select(REVISION.c.sources).where(REVISION.c.id == revision_id)).scalar_one()
    rule = {field: storable(said) for field, said in extraction.sources.items() if field == "published_at"}
    values = {"capture_id": capture_id, "facts_sha256": digest, "sources": sources | rule, **_dated(published)}
    statements.change(conn, "revision", revision_id, values)


def _dated(published: Timestamp | None) -> dict[str, Any]:
    return {
        "published_at": published.moment if published else None,
        "published_precision": published.precision.value if published else None,
        "published_raw": _text(published.raw) if published else None,
    }


def seen_earlier(conn: Connection, revision_id: int, capture_id: int, at: datetime) -> None:
    """A capture that came late shows a revision before the one that we believed to be its first."""
    conn.execute(
        update(REVISION)
        .where(REVISION.c.id == revision_id, REVISION.c.seen_at > at)
        .values(seen_at=at, capture_id=capture_id)
    )


def texts(extraction: Extraction) -> Indexed:
    """What of an extraction can be found: exactly what `search_index.indexed` reads back from its revision."""
    authors = extraction.byline.authors if extraction.byline else ()
    return Indexed(
        storable(extraction.title or ""),
        _text(extraction.lead),
        storable(extraction.body_text),
        tuple(dict.fromkeys(name[:LONGEST] for name in map(storable, authors) if name.strip())),
    )


def _parts(conn: Connection, names: Names, revision_id: int, extraction: Extraction) -> None:
    byline = extraction.byline
    if byline and byline.authors:
        roles = {name[:LONGEST]: role for name, role in byline.roles.items()}
        authors = list(dict.fromkeys(name[:LONGEST] for name in map(storable, byline.authors) if name.strip()))
        statements.put_all(
            conn,
            "byline",
            [
                {"revision_id": revision_id, "position": place, "author_id": author, "role": roles.get(name)}
                for place, (author, name) in enumerate(zip(names.ids(conn, "author", authors), authors, strict=True), 1)
            ],
        )
    if byline and byline.agencies:
        statements.put_all(
            conn,
            "credit",
            [
                {"revision_id": revision_id, "position": place, "agency_id": agency}
                for place, agency in enumerate(names.ids(conn, "agency", byline.agencies), 1)
            ],
        )
    if extraction.tags:
        statements.put_all(
            conn,
            "revision_tag",
            [
                {"revision_id": revision_id, "position": place, "tag_id": tag}
                for place, tag in enumerate(names.ids(conn, "tag", extraction.tags), 1)
            ],
        )
    statements.put_all(
        conn,
        "image",
        [
            {"revision_id": revision_id, "position": place, "url": storable(image.url), "caption": _text(image.caption)}
            for place, image in enumerate(extraction.images, 1)
        ],
    )


def _text(text: str | None) -> str | None:
    return None if text is None else storable(text)
