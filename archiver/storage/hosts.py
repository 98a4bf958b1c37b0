"""What is remembered of hosts across runs: politeness has a memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from archiver.storage.database import table
from archiver.storage.prepared import Prepared

HOST = table("host")


@dataclass(frozen=True, slots=True)
class HostMemory:
    """What one host told us, None where it never did."""

    name: str  # lower case, with the port where it is not the scheme's own
    not_before: datetime | None = None  # Retry-After
    crawl_delay: float | None = None  # seconds, from robots.txt
    robots_fetched_at: datetime | None = None
    robots_status: int | None = None  # 0: unreachable
    last_request_at: datetime | None = None


def recall(conn: Connection, name: str) -> HostMemory:
    """What is remembered of a host; all None where it is new."""
    row = conn.execute(select(HOST).where(HOST.c.name == name)).one_or_none()
    return HostMemory(name) if row is None else HostMemory(**row._mapping)


def remember(conn: Connection, name: str, **said: Any) -> None:
    """Keep what a host said; fields that are not given stay as they are.

    Args:
        said: fields of `HostMemory`; None forgets.
    """
    _remember(conn.dialect.name, tuple(said)).run(conn, name=name, **said)


@cache
def _remember(dialect: str, columns: tuple[str, ...]) -> Prepared:
    """The statement that keeps these columns of a host, known or new."""
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(HOST)
    if not columns:
        statement = statement.on_conflict_do_nothing()
    else:
        said = {column: statement.excluded[column] for column in columns}
        statement = statement.on_conflict_do_update(index_elements=["name"], set_=said)
    return Prepared(statement, columns=("name", *columns))
