"""The row of a capture, and what a visit made of it and of the address that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from archiver.storage import statements
from archiver.storage.identity import Paper
from archiver.storage.names import storable
from archiver.storage.values import Evidence, State, Visit

IMPORT = "import"  # found_by of what we did not fetch ourselves


@dataclass(slots=True)
class Settled:
    """What becomes of the address that was asked for."""

    state: State = State.STORED
    reason: str | None = None
    due_at: datetime | None = None
    attempts: int = 0
    priority: int | None = None  # None: as it is, without what a recheck added
    article_id: int | None = None
    redirects_to_id: int | None = None
    url: str | None = None
    validators: bool = False  # keep what the answer said for the next conditional request


@dataclass(slots=True)
class Made:
    """What the branch of a visit did."""

    capture_id: int
    settled: Settled
    public_id: str | None = None
    new_article: bool = False
    new_revision: bool = False
    gone: bool = False
    recheck: bool = False
    problems: dict[str, str] = field(default_factory=dict)


def add(
    conn: Connection,
    paper: Paper,
    visit: Visit,
    evidence: Evidence,
    address: Row[Any] | None,
    *,
    article_id: int | None = None,
    revision_id: int | None = None,
    facts_sha256: str | None = None,
) -> int:
    """Write the row of a capture; its number."""
    fetch = visit.fetch
    return statements.put(
        conn,
        "capture",
        {
            "newspaper_id": paper.id,
            "address_id": address.id if address is not None else None,
            "crawl_id": visit.crawl_id if visit.found_by != IMPORT else None,
            "article_id": article_id,
            "revision_id": revision_id,
            "url": storable(fetch.url),
            "purpose": visit.purpose.value,
            "kind": visit.extraction.kind.value if visit.extraction is not None else None,
            "fetched_at": fetch.fetched_at,
            "status": fetch.status,
            "content_type": storable(fetch.header("Content-Type")),
            "location": storable(fetch.header("Location")) or None,
            "tls_verified": fetch.tls_verified,
            "truncated": fetch.truncated,
            "warc": evidence.warc,
            "offset": evidence.offset,
            "length": evidence.length,
            "sha256": evidence.sha256,
            "payload_sha256": evidence.payload_sha256,
            "facts_sha256": facts_sha256,
        },
    )


def add_problems(conn: Connection, capture_id: int, problems: list[tuple[str, str]]) -> None:
    """Write which fields a capture does not show, and why."""
    rows = [{"capture_id": capture_id, "field": name, "reason": reason} for name, reason in dict.fromkeys(problems)]
    statements.put_all(conn, "problem", rows)
