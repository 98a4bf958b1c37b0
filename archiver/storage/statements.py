"""Statements that every visit needs, built once: building one costs more than running it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Row, Update, bindparam, insert, select, update
from sqlalchemy.sql.selectable import TypedReturnsRows

from archiver.storage.database import table


def put(conn: Connection, name: str, values: Mapping[str, Any]) -> int:
    """Write one row of a table that numbers its rows; its number."""
    made = conn.execute(_insert(name), dict(values)).inserted_primary_key
    return int(made[0]) if made else 0


def put_all(conn: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    """Write rows; none for none."""
    if rows:
        conn.execute(_insert(name), rows)


def change(conn: Connection, name: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of the row of that number."""
    if values:
        conn.execute(_update(name, tuple(values)), {"wanted": row_id, **{f"new_{key}": v for key, v in values.items()}})


def row(conn: Connection, name: str, row_id: int) -> Row[Any] | None:
    """The row of that number."""
    return conn.execute(_select(name), {"wanted": row_id}).one_or_none()


@cache
def _insert(name: str) -> Insert:
    return insert(table(name))


@cache
def _update(name: str, columns: tuple[str, ...]) -> Update:
    one = table(name)
    return (
        update(one)
        .where(one.c.id == bindparam("wanted"))
        .values({column: bindparam(f"new_{column}", type_=one.c[column].type) for column in columns})
    )


@cache
def _select(name: str) -> TypedReturnsRows[Any]:
    one = table(name)
    return select(one).where(one.c.id == bindparam("wanted"))
