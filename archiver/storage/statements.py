"""Rows of any table written and read by their number: the statements that every visit makes, each prepared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from archiver.storage.database import table
from archiver.storage.prepared import Prepared

_WANTED = "wanted"  # the number of the row that is meant
_NEW = "new_"


def put(conn: Connection, name: str, values: Mapping[str, Any]) -> int:
    """Write one row of a table that numbers its rows; its number."""
    if conn.dialect.name == "sqlite":
        return int(_insert(name, tuple(values)).run(conn, **values).lastrowid)
    return int(_insert_returning(name, tuple(values)).value(conn, **values))


def put_all(conn: Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all have the same columns; none for none."""
    if rows:
        _insert(name, tuple(rows[0])).run_all(conn, rows)


def change(conn: Connection, name: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of the row of that number."""
    if values:
        _update(name, tuple(values)).run(conn, **{**values, _WANTED: row_id})


def row(conn: Connection, name: str, row_id: int) -> Row[Any] | None:
    """The row of that number."""
    return _select(name).first(conn, wanted=row_id)


@cache
def _insert(name: str, columns: tuple[str, ...]) -> Prepared:
    return Prepared(insert(table(name)), columns=columns)


@cache
def _insert_returning(name: str, columns: tuple[str, ...]) -> Prepared:
    one = table(name)
    return Prepared(insert(one).returning(one.c.id), columns=columns)


@cache
def _update(name: str, columns: tuple[str, ...]) -> Prepared:
    one = table(name)
    changed = {column: bindparam(f"{_NEW}{column}", type_=one.c[column].type) for column in columns}
    return Prepared(update(one).where(one.c.id == bindparam(_WANTED)).values(changed), prefix=_NEW)


@cache
def _select(name: str) -> Prepared:
    one = table(name)
    return Prepared(select(one).where(one.c.id == bindparam(_WANTED)))
