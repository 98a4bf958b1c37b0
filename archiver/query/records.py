"""The full record of an article, put together from its rows: the same object for show, search, export and Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from archiver.core.record import complete, iso
from archiver.core.values import Kind
from archiver.storage.models import (
    Agency,
    Alias,
    Article,
    Author,
    Byline,
    Capture,
    Credit,
    Image,
    Newspaper,
    Observation,
    Problem,
    Revision,
    RevisionTag,
    Tag,
)

Record = dict[str, object]  # every key of core.record.RECORD_KEYS, JSON types only

READ_KINDS = tuple(kind.value for kind in Kind if kind.is_article)


def records(conn: Connection, ids: Sequence[int]) -> list[Record]:
    """The full records of some articles, in the order of `ids`; an id that is no article is left out.

    Ten queries whatever the number of articles: a caller with many asks in batches (some hundreds).
    Facts are those of the latest revision; `evidence` is the capture that this revision was read from, and `problems`
    are those of that capture and of the latest one that was read.

    Args:
        ids: row numbers of articles, not public ids.
    """
    rows = {row.id: row for row in conn.execute(_HEADS.where(Article.id.in_(ids))).all()}
    revision_ids = [row.revision_id for row in rows.values() if row.revision_id is not None]
    aliases = _grouped(conn, select(Alias.article_id, Alias.url).order_by(Alias.since, Alias.id), Alias.article_id, ids)
    authors = _grouped(
        conn,
        select(Byline.revision_id, Author.name, Byline.role)
        .join(Author, Author.id == Byline.author_id)
        .order_by(Byline.position),
        Byline.revision_id,
        revision_ids,
    )
    agencies = _grouped(
        conn,
        select(Credit.revision_id, Agency.name).join(Agency, Agency.id == Credit.agency_id).order_by(Credit.position),
        Credit.revision_id,
        revision_ids,
    )
    tags = _grouped(
        conn,
        select(RevisionTag.revision_id, Tag.name)
        .join(Tag, Tag.id == RevisionTag.tag_id)
        .order_by(RevisionTag.position),
        RevisionTag.revision_id,
        revision_ids,
    )
    images = _grouped(
        conn,
        select(Image.revision_id, Image.url, Image.caption).order_by(Image.position),
        Image.revision_id,
        revision_ids,
    )
    versions = _grouped(
        conn,
        select(
            Revision.id,
            Revision.article_id,
            Revision.number,
            Revision.seen_at,
            Revision.title,
            Revision.lead,
            Revision.body_text,
        ).order_by(Revision.number),
        Revision.article_id,
        ids,
    )
    counts = _grouped(
        conn,
        select(
            Observation.article_id,
            Observation.observed_at,
            Observation.view_count,
            Observation.view_count_raw,
            Observation.own_fetches_before,
        ).order_by(Observation.observed_at, Observation.capture_id),
        Observation.article_id,
        ids,
    )
    problems = _problems(conn, ids, {row.id: row.capture_id for row in rows.values()})
    return [
        _record(
            rows[key],
            aliases=[alias.url for alias in aliases[key]],
            authors=authors[rows[key].revision_id],
            agencies=[agency.name for agency in agencies[rows[key].revision_id]],
            tags=[tag.name for tag in tags[rows[key].revision_id]],
            images=[{"url": image.url, "caption": image.caption} for image in images[rows[key].revision_id]],
            versions=versions[key],
            counts=[row for row in counts[key] if row.view_count is not None],
            problems=problems[key],
        )
        for key in ids
        if key in rows
    ]


_HEADS = (
    select(
        Article.id,
        Article.public_id,
        Article.kind,
        Article.url,
        Article.canonical_url,
        Article.first_seen_at,
        Article.last_seen_at,
        Article.gone_at,
        Article.gone_reason,
        Article.revision_id,
        Article.view_count,
        Article.comment_count,
        Newspaper.name.label("newspaper"),
        Newspaper.province,
        Revision.byline_raw,
        Revision.published_at,
        Revision.published_precision,
        Revision.published_raw,
        Revision.updated_at,
        Revision.updated_raw,
        Revision.section,
        Revision.language,
        Revision.sources,
        Revision.capture_id,
        Capture.warc,
        Capture.offset,
        Capture.length,
        Capture.sha256,
        Capture.fetched_at,
    )
    .join(Newspaper, Newspaper.id == Article.newspaper_id)
    .outerjoin(Revision, Revision.id == Article.revision_id)
    .outerjoin(Capture, Capture.id == Revision.capture_id)
)


BEHIND_REQUEST = {"field": "view_count", "reason": "behind_request"}


def _record(
    row: Any,
    *,
    aliases: list[str],
    authors: Sequence[Any],
    agencies: list[str],
    tags: list[str],
    images: list[dict[str, Any]],
    versions: Sequence[Any],
    counts: Sequence[Any],
    problems: list[dict[str, str]],
) -> Record:
    if row.view_count is not None:  # what the page did not print, a second request told
        problems = [one for one in problems if one != BEHIND_REQUEST]
    shown = next((version for version in versions if version.id == row.revision_id), None)
    return complete(
        {
            "id": row.public_id,
            "kind": row.kind,
            "newspaper": row.newspaper,
            "province": row.province,
            "url": row.url,
            "canonical_url": row.canonical_url,
            "aliases": aliases,
            "title": shown.title if shown else None,
            "lead": shown.lead if shown else None,
            "body_text": shown.body_text if shown else None,
            "authors": [author.name for author in authors],
            "byline_raw": row.byline_raw,
            "roles": {author.name: author.role for author in authors if author.role},
            "agencies": agencies,
            "published_at": iso(row.published_at),
            "updated_at": iso(row.updated_at),
            "published_precision": row.published_precision,
            "published_raw": row.published_raw,
            "updated_raw": row.updated_raw,
            "section": row.section,
            "tags": tags,
            "images": images,
            "language": row.language,
            "view_count": row.view_count,
            "view_count_raw": counts[-1].view_count_raw if counts else None,
            "comment_count": row.comment_count,
            "views": [
                {
                    "observed_at": iso(count.observed_at),
                    "count": count.view_count,
                    "own_fetches_before": count.own_fetches_before,
                }
                for count in counts
            ],
            "revisions": [
                {
                    "number": version.number,
                    "seen_at": iso(version.seen_at),
                    "title": version.title,
                    "lead": version.lead,
                    "body_text": version.body_text,
                }
                for version in versions
            ],
            "first_seen_at": iso(row.first_seen_at),
            "last_seen_at": iso(row.last_seen_at),
            "gone_at": iso(row.gone_at),
            "gone_reason": row.gone_reason,
            "sources": dict(row.sources or {}),
            "problems": problems,
            "evidence": {
                "warc": row.warc,
                "offset": row.offset,
                "length": row.length,
                "sha256": row.sha256,
                "fetched_at": iso(row.fetched_at),
            }
            if row.warc is not None
            else None,
        }
    )


def _grouped(conn: Connection, statement: Any, by: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The rows of a statement by a column of theirs, where it is one of these ids."""
    key, grouped = str(by.key), defaultdict[int, list[Any]](list)
    for row in conn.execute(statement.where(by.in_(ids))).all():
        grouped[getattr(row, key)].append(row)
    return grouped


def _problems(
    conn: Connection, ids: Sequence[int], read_from: dict[int, int | None]
) -> dict[int, list[dict[str, str]]]:
    """What could not be read, of the capture behind the latest revision and of the latest capture that was read."""
    asked: dict[int, int] = {capture: article for article, capture in read_from.items() if capture is not None}
    latest: dict[int, int] = {}
    for row in conn.execute(
        select(Capture.id, Capture.article_id)
        .where(Capture.article_id.in_(ids), Capture.kind.in_(READ_KINDS))
        .order_by(Capture.article_id, Capture.fetched_at, Capture.id)
    ):
        latest[row.article_id] = row.id
    asked |= {capture: article for article, capture in latest.items()}
    found: dict[int, dict[tuple[str, str], None]] = defaultdict(dict)
    for problem in conn.execute(
        select(Problem.capture_id, Problem.field, Problem.reason)
        .where(Problem.capture_id.in_(asked))
        .order_by(Problem.capture_id, Problem.field, Problem.reason)
    ):
        found[asked[problem.capture_id]][problem.field, problem.reason] = None
    return defaultdict(
        list,
        {article: [{"field": field, "reason": reason} for field, reason in pairs] for article, pairs in found.items()},
    )
