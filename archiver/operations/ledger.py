"""The ledger as the rules of health read it: newspapers and their runs, from the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from archiver.core.newspaper import Newspaper as Definition
from archiver.operations.health import HISTORY, Paper, Run
from archiver.storage.models import Address, Crawl, Newspaper
from archiver.storage.values import CrawlState, Purpose, State


def papers(
    conn: Connection, definitions: Iterable[Definition], now: datetime, *, only: str | None = None
) -> list[Paper]:
    """Every newspaper that is defined or archived, with its runs of the last weeks, by name.

    Args:
        only: the name of the one that is asked for; None for all.
    """
    defined = {definition.name: definition for definition in definitions}
    listed = select(Newspaper.id, Newspaper.name, Newspaper.title, Newspaper.valid_to)
    if only is not None:
        listed = listed.where(Newspaper.name == only)
    archived = {row.name: row for row in conn.execute(listed)}
    of = [Crawl.newspaper_id.in_([row.id for row in archived.values()])] if only is not None else []
    runs = _runs(conn, now, *of)
    success = _starts(conn, func.max(Crawl.started_at), Crawl.state == CrawlState.FINISHED.value, *of)
    first = _starts(conn, func.min(Crawl.started_at), *of)
    last = _starts(conn, func.max(Crawl.started_at), *of)
    news = _starts(conn, func.max(Crawl.started_at), Crawl.articles_new > 0, *of)
    found = []
    for name in sorted(defined.keys() | archived.keys()):
        definition, row = defined.get(name), archived.get(name)
        key = row.id if row is not None else -1
        found.append(
            Paper(
                name=name,
                title=definition.title if definition else row.title if row else name,
                runs=tuple(runs.get(key, ())),
                last_success=success.get(key),
                first_run=first.get(key),
                last_run=last.get(key),
                last_new=news.get(key),
                until=definition.until if definition else row.valid_to if row else None,
                defined=definition is not None,
            )
        )
    return found


def waiting(conn: Connection) -> dict[str, dict[str, int]]:
    """How many addresses of articles wait and how many were given up, by newspaper."""
    counts: dict[str, dict[str, int]] = {}
    for name, state, count in conn.execute(
        select(Newspaper.name, Address.state, func.count())
        .join(Address, Address.newspaper_id == Newspaper.id)
        .where(
            Address.state.in_([State.QUEUED.value, State.LEASED.value, State.FAILED.value]),
            Address.purpose == Purpose.ARTICLE.value,
        )
        .group_by(Newspaper.name, Address.state)
    ):
        counts.setdefault(name, {})[state] = count
    return counts


def _runs(conn: Connection, now: datetime, *where: Any) -> dict[int, list[Run]]:
    found: dict[int, list[Run]] = {}
    for row in conn.execute(
        select(Crawl).where(Crawl.started_at >= now - HISTORY, *where).order_by(Crawl.started_at, Crawl.id)
    ):
        found.setdefault(row.newspaper_id, []).append(
            Run(
                run=row.run,
                command=row.command,
                started_at=row.started_at,
                ended_at=row.ended_at,
                state=row.state,
                reason=row.reason,
                requests=row.requests,
                failures=row.failures,
                discovered=row.discovered,
                articles_new=row.articles_new,
                articles_read=row.articles_read,
                blocked=row.blocked,
                refused=row.refused,
                fields=row.fields or {},
            )
        )
    return found


def _starts(conn: Connection, which: Any, *where: Any) -> dict[int, datetime]:
    rows = conn.execute(select(Crawl.newspaper_id, which).where(*where).group_by(Crawl.newspaper_id))
    return {row[0]: row[1] for row in rows}
