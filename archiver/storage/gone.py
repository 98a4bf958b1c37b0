"""Disappearance and return: believed at the second look, kept with its reason, undone when the page answers again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, update

from archiver.core.addresses import address_key
from archiver.storage import identity
from archiver.storage.database import table
from archiver.storage.frontier import LAST
from archiver.storage.values import State, Visit

ARTICLE = table("article")
REASONS = frozenset(("404", "410", "soft404", "home"))
RECHECK = "recheck:"  # before the reason of an address that is asked for once more


@dataclass(frozen=True, slots=True)
class Absence:
    """What follows from a page that is not there."""

    article_id: int | None
    state: State
    reason: str
    due_at: datetime | None
    priority: int
    gone: bool = False  # newly and finally
    recheck: bool = False


def absent(conn: Connection, paper_id: int, visit: Visit, address: Row[Any] | None, reason: str) -> Absence:
    """Judge a page that is not there; an article that is gone for good is marked as gone.

    First sight: the address is queued again at the end of the run, its reason "recheck:404". Second sight: the article
    is gone since the first one. An address that never was an article's is gone at once; so is a former address of an
    article that lives on at another. A capture older than what is known changes nothing.
    """
    at = visit.fetch.fetched_at
    article = identity.by_id(conn, address.article_id) if address is not None and address.article_id else None
    if article is None:
        article = identity.at(conn, paper_id, (visit.fetch.url,))
    priority = address.priority % LAST if address is not None else 0
    plain = Absence(article.id if article is not None else None, State.GONE, reason, visit.next_due, priority)
    if article is None or article.gone_at is not None or at < article.last_seen_at or not _is_home(article, visit):
        return plain
    if address is None:
        return plain
    before = address.reason or ""
    if not (before.startswith(RECHECK) and before.removeprefix(RECHECK) in REASONS):
        due = visit.retry_at or at
        return Absence(article.id, State.QUEUED, RECHECK + reason, due, priority + LAST, recheck=True)
    since = address.last_fetched_at or at
    conn.execute(update(ARTICLE).where(ARTICLE.c.id == article.id).values(gone_at=since, gone_reason=reason))
    return Absence(article.id, State.GONE, reason, visit.next_due, priority, gone=True)


def returned(conn: Connection, article: Row[Any], at: datetime) -> None:
    """An article answered: if it was gone before that, it is no longer. That it was stays in its captures."""
    if article.gone_at is not None and at > article.gone_at:
        conn.execute(update(ARTICLE).where(ARTICLE.c.id == article.id).values(gone_at=None, gone_reason=None))


def _is_home(article: Row[Any], visit: Visit) -> bool:
    """True where the article itself was asked for, not one of its further addresses."""
    return address_key(visit.fetch.url) in (address_key(article.url), address_key(article.canonical_url))
