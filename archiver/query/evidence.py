"""The bytes that prove a record: those of one capture, checked against the digest under which they were written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from archiver.core.errors import UsageError
from archiver.query.history import find
from archiver.query.reading import snapshot
from archiver.storage.kept import members
from archiver.storage.models import Article, Capture, Revision
from archiver.storage.values import Evidence


@dataclass(frozen=True, slots=True)
class Proof:
    """One capture: where its record lies, and the record itself."""

    place: Evidence
    bytes: bytes  # the gzip member of the WARC record that holds the response; `place.sha256` is its digest


def capture(engine: Engine, folder: Path, which: str, digest: str = "", *, seconds: float | None = None) -> Proof:
    """The record of a capture of an article: what the server sent.

    Args:
        folder: of the evidence; nothing but names of files that the archive itself wrote is read below it.
        which: the article, by id or address.
        digest: SHA-256 of the capture, as its history lists it; "" for that of the latest revision.
        seconds: that finding the article may take; None for as long as it takes.

    Raises:
        UsageError: there is no such article, or it has no such capture.
        TooSlow: finding the article took longer than it may.
        CorruptionError: the bytes are not those that were written.
    """
    place = (Capture.warc, Capture.offset, Capture.length, Capture.sha256, Capture.payload_sha256)
    with snapshot(engine) as conn:
        article = find(conn, which, seconds=seconds)
        asked = select(*place).where(Capture.article_id == article)
        if digest:
            asked = asked.where(Capture.sha256 == digest)
        else:
            latest = select(Revision.capture_id).join(Article, Article.revision_id == Revision.id)
            asked = asked.where(Capture.id.in_(latest.where(Article.id == article)))
        row = conn.execute(asked.order_by(Capture.id).limit(1)).one_or_none()
    if row is None:
        raise UsageError(f"{which[:200]} has no such capture; its history lists them")
    found = Evidence(*row)
    return Proof(found, members(folder, found)[0].raw)
