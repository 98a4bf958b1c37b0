"""How often each field of a newspaper's articles was found, as the ledger of its crawls says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, select

from archiver.storage.models import Crawl, Newspaper

CRAWLS = 20  # the latest that read anything
FEWEST = 5  # articles without which a share says nothing


def recorded_shares(conn: Connection, newspaper: str) -> Mapping[str, float]:
    """The share of the articles of the latest crawls on which each field was found; empty where too few were read.

    Args:
        newspaper: its name.

    Returns:
        Key of the record -> share from 0 to 1. What was left out as unreadable counts as not found.
    """
    found: Counter[str] = Counter()
    read: Counter[str] = Counter()
    latest = (
        select(Crawl.fields)
        .join(Newspaper, Newspaper.id == Crawl.newspaper_id)
        .where(Newspaper.name == newspaper, Crawl.articles_read > 0)
        .order_by(Crawl.started_at.desc(), Crawl.id.desc())
        .limit(CRAWLS)
    )
    for fields in conn.scalars(latest):
        for name, counts in (fields or {}).items():
            found[name] += counts.get("found", 0)
            read[name] += sum(counts.values())
    return {name: found[name] / read[name] for name in sorted(read) if read[name] >= FEWEST}
