"""What the demonstration has to tell: read from the archive, and held against what the newspaper really printed."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from archiver.config import Config
from archiver.core.errors import UnhealthyError
from archiver.demo.content import DELETED, EDITED, MOVED, articles
from archiver.demo.spider import NAME
from archiver.query.reading import open_for_reading, snapshot
from archiver.storage.models import Article, Capture, Crawl, Observation, Revision

EDITED_ID, DELETED_ID, MOVED_ID = (f"{NAME}/{key}" for key in (EDITED, DELETED, MOVED))


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the archive holds."""

    articles: int
    revisions: int
    observations: int
    captures: int
    gone: int


def counts(config: Config) -> Counts:
    """How much the archive holds."""
    engine = open_for_reading(config)
    try:
        with snapshot(engine) as conn:
            held = [
                conn.scalar(select(func.count()).select_from(t)) or 0 for t in (Article, Revision, Observation, Capture)
            ]
            gone = conn.scalar(select(func.count()).select_from(Article).where(Article.gone_at.is_not(None))) or 0
        return Counts(held[0], held[1], held[2], held[3], gone)
    finally:
        engine.dispose()


def last_crawl(config: Config) -> dict[str, Any]:
    """The ledger's row of the latest crawl: column -> value."""
    engine = open_for_reading(config)
    try:
        with snapshot(engine) as conn:
            return dict(conn.execute(select(Crawl.__table__).order_by(Crawl.id.desc()).limit(1)).mappings().one())
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Proof:
    """The bytes that one fact was read from, looked at without the archiver's own reader."""

    path: Path
    offset: int  # bytes
    length: int  # bytes
    promised: str  # sha256 in the archive
    found: str  # sha256 of the bytes in the file
    opening: tuple[str, ...]  # first lines of the record


def proof(warc: Path, evidence: Mapping[str, Any]) -> Proof:
    """Read the bytes that a record's `evidence` names, and hash them."""
    path = warc / str(evidence["warc"])
    with path.open("rb") as file:
        file.seek(int(evidence["offset"]))
        data = file.read(int(evidence["length"]))
    try:
        text = gzip.decompress(data).decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error):
        text = ""  # damaged: the digest tells
    opening = tuple(
        line for line in text.splitlines()[:40] if line.startswith(("WARC/", "WARC-Ty", "WARC-Ta", "WARC-Da"))
    )
    found = hashlib.sha256(data).hexdigest()
    return Proof(path, int(evidence["offset"]), len(data), str(evidence["sha256"]), found, opening)


def differences(
    config: Config, edited: Mapping[str, Any], moved: Mapping[str, Any], seen: Proof, day: int
) -> list[str]:
    """What the archive says otherwise than the newspaper did, in words; empty where all is right.

    Args:
        config: the demonstration's archive.
        edited: the record of the article that was edited.
        moved: the record of the article that moved.
        seen: the proof of the edited article's evidence.
        day: the last day on which the newspaper was crawled.
    """
    held = counts(config)
    published = {a.key for d in range(day + 1) for a in articles(d)}
    known = {
        "articles": (held.articles, len(published)),
        "revisions": (held.revisions, len(published) + 1),
        "articles gone": (held.gone, 1),
        "revisions of the edited article": (len(edited["revisions"]), 2),
        "former addresses of the moved article": (len(moved["aliases"]), 1),
        "digest of the evidence": (seen.found, seen.promised),
    }
    return [f"{what}: {found} in place of {expected}" for what, (found, expected) in known.items() if found != expected]


def insist(problems: list[str]) -> None:
    """Nothing, where there are no problems.

    Raises:
        UnhealthyError: the archive differs from the newspaper; the message says where.
    """
    if problems:
        raise UnhealthyError(f"the demo's archive is not what the sample newspaper printed: {'; '.join(problems)}")
