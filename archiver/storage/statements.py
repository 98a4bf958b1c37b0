"""Statements that every visit needs, built and compiled once: SQLAlchemy takes longer over one than the database does.

What SQLAlchemy made of a statement (its text, the order of its values, how each is told to the driver) is remembered,
and handed to the driver with the next row's values (docs/decisions/0008-one-writer.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Insert, Row, Update, bindparam, insert, select, update
from sqlalchemy.sql.selectable import TypedReturnsRows

from archiver.storage.database import table

_Told = Callable[[Any], Any] | None  # how a value is told to the driver; None: as it is


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as the driver takes it."""

    text: str
    values: tuple[tuple[str, str, _Told], ...]  # parameter, the column that it is for
    defaults: Mapping[str, Any]  # of the columns that the caller leaves out
    by_place: bool  # the driver takes values in their order, not by name

    def told(self, row: Mapping[str, Any]) -> Any:
        """The values of a row, for the driver."""
        given = {**self.defaults, **row} if self.defaults else row
        if self.by_place:
            return tuple([given[key] if tell is None else tell(given[key]) for _, key, tell in self.values])
        return {name: given[key] if tell is None else tell(given[key]) for name, key, tell in self.values}


_COMPILED: dict[tuple[str, str, str, tuple[str, ...]], _Compiled] = {}


def put(conn: Connection, name: str, values: Mapping[str, Any]) -> int:
    """Write one row of a table that numbers its rows; its number."""
    if conn.dialect.name == "sqlite":
        one = _compiled(conn, "insert", name, tuple(values))
        return int(conn.exec_driver_sql(one.text, one.told(values)).lastrowid)
    one = _compiled(conn, "insert returning", name, tuple(values))
    return int(conn.exec_driver_sql(one.text, one.told(values)).scalar_one())


def put_all(conn: Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all have the same columns; none for none."""
    if rows:
        one = _compiled(conn, "insert", name, tuple(rows[0]))
        conn.exec_driver_sql(one.text, [one.told(row) for row in rows])


def change(conn: Connection, name: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of the row of that number."""
    if values:
        one = _compiled(conn, "update", name, tuple(values))
        conn.exec_driver_sql(one.text, one.told({**values, _WANTED: row_id}))


def row(conn: Connection, name: str, row_id: int) -> Row[Any] | None:
    """The row of that number."""
    return conn.execute(_select(name), {_WANTED: row_id}).one_or_none()


_WANTED = "wanted"  # the number of the row that is meant
_NEW = "new_"


def _compiled(conn: Connection, kind: str, name: str, columns: tuple[str, ...]) -> _Compiled:
    """The statement of that kind for these columns, for the engine at hand."""
    key = (conn.dialect.name, kind, name, columns)
    found = _COMPILED.get(key)
    if found is None:
        found = _COMPILED[key] = _compile(conn.dialect, kind, name, columns)
    return found


def _compile(dialect: Dialect, kind: str, name: str, columns: tuple[str, ...]) -> _Compiled:
    statement: Insert | Update
    if kind == "update":
        statement, keys = _update(name, columns), None
    else:
        one = table(name)
        statement = insert(one).returning(one.c.id) if kind == "insert returning" else insert(one)
        keys = list(columns)
    made = statement.compile(dialect=dialect, column_keys=keys)
    values = []
    for parameter in made.positiontup or list(made.binds):
        bind = made.binds[parameter]
        tell = bind.type.dialect_impl(dialect).bind_processor(dialect)
        values.append((parameter, parameter.removeprefix(_NEW), tell))
    defaults = {column.key: cast(Any, column.default).arg for column in made.insert_prefetch}
    return _Compiled(made.string, tuple(values), defaults, bool(made.positional))


@cache
def _update(name: str, columns: tuple[str, ...]) -> Update:
    one = table(name)
    return (
        update(one)
        .where(one.c.id == bindparam(_WANTED))
        .values({column: bindparam(f"{_NEW}{column}", type_=one.c[column].type) for column in columns})
    )


@cache
def _select(name: str) -> TypedReturnsRows[Any]:
    one = table(name)
    return select(one).where(one.c.id == bindparam(_WANTED))
