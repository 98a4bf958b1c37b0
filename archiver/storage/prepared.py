"""Statements compiled once and told straight to the driver: SQLAlchemy takes longer over most than the database does.

SQLAlchemy writes each statement for the engine at hand. What it made of it (text, order of values, how each is told to
the driver and how what comes back is read) is remembered; an error of the driver's becomes SQLAlchemy's, as ever
(docs/decisions/0008-one-writer.md). The caller is in a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Delete, Dialect, Insert, Row, TextClause, Update
from sqlalchemy.engine import result_tuple
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import ReturnsRows

_Way = Callable[[Any], Any] | None  # how a value is told to the driver, or read from it; None: as it is
Statement = ReturnsRows | Insert | Update | Delete | TextClause


@dataclass(slots=True)
class _Compiled:
    """A statement as the driver of one engine takes it."""

    text: str
    values: tuple[tuple[str, str, _Way], ...]  # parameter, the name that its value is given by
    fixed: Mapping[str, Any]  # what stands in the statement itself, and defaults of columns that are left out
    by_place: bool  # the driver takes values in their order, not by name
    reading: tuple[tuple[int, Callable[[Any], Any]], ...] | None = None  # place in a row; known after the first one
    row: Callable[[Sequence[Any]], Row[Any]] | None = None

    def told(self, given: Mapping[str, Any]) -> Any:
        """Values, for the driver."""
        if self.fixed:
            given = {**self.fixed, **given}
        if self.by_place:
            return tuple([given[key] if tell is None else tell(given[key]) for _, key, tell in self.values])
        return {name: given[key] if tell is None else tell(given[key]) for name, key, tell in self.values}


class Prepared:
    """A statement whose values are given by name; lists of values (`IN`) it cannot take."""

    def __init__(self, statement: Statement, *, columns: Sequence[str] = (), prefix: str = "") -> None:
        """Take a statement; nothing is compiled yet.

        Args:
            columns: of an insert, those that the caller gives.
            prefix: which the names of values begin with, where they may not be those of columns (in an update).
        """
        self._statement = statement
        self._columns = columns
        self._prefix = prefix
        self._compiled: dict[str, _Compiled] = {}  # by dialect

    def run(self, conn: Connection, **values: Any) -> DBAPICursor:
        """Execute it; the driver's cursor, which knows how many rows it changed, and SQLite's the row it added."""
        return self._tell(conn, values)[0]

    def run_all(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it once a row of values, in one call of the driver."""
        if rows:
            one = self._for(conn.dialect)
            _execute(conn, one, [one.told(row) for row in rows], many=True)

    def all(self, conn: Connection, **values: Any) -> list[Row[Any]]:
        """All rows that it finds."""
        cursor, one = self._tell(conn, values)
        found = cursor.fetchall()
        if not found:
            return []
        if one.row is None or one.reading is None:
            self._learn(one, conn.dialect, cursor)
        return [_read(one, line) for line in found]

    def first(self, conn: Connection, **values: Any) -> Row[Any] | None:
        """The first row that it finds; None where there is none."""
        found = self.all(conn, **values)
        return found[0] if found else None

    def one(self, conn: Connection, **values: Any) -> Row[Any]:
        """The row that it finds.

        Raises:
            LookupError: there is none.
        """
        return self.all(conn, **values)[0]

    def value(self, conn: Connection, **values: Any) -> Any:
        """The first column of the first row; None where there is no row."""
        found = self.all(conn, **values)
        return found[0][0] if found else None

    def _tell(self, conn: Connection, values: Mapping[str, Any]) -> tuple[DBAPICursor, _Compiled]:
        one = self._for(conn.dialect)
        return _execute(conn, one, one.told(values)), one

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = self._compile(dialect)
        return found

    def _compile(self, dialect: Dialect) -> _Compiled:
        made = cast(Any, self._statement.compile(dialect=dialect, column_keys=list(self._columns) or None))
        assert not made.post_compile_params, "a list of values is written anew for each length"
        values = []
        fixed = {column.key: column.default.arg for column in made.insert_prefetch}
        for parameter in made.positiontup or list(made.binds):
            bind = made.binds[parameter]
            key = parameter.removeprefix(self._prefix)
            values.append((parameter, key, bind.type.dialect_impl(dialect).bind_processor(dialect)))
            if not bind.required and key not in fixed:
                fixed[key] = bind.effective_value
        return _Compiled(made.string, tuple(values), fixed, bool(made.positional))

    def _learn(self, one: _Compiled, dialect: Dialect, cursor: DBAPICursor) -> None:
        """Learn from the first row how rows are read."""
        columns = cast(ReturnsRows, self._statement).exported_columns
        ways = [
            column.type.dialect_impl(dialect).result_processor(dialect, told[1])
            for column, told in zip(columns, cursor.description, strict=True)
        ]
        one.reading = tuple((place, way) for place, way in enumerate(ways) if way is not None)
        one.row = result_tuple(list(columns.keys()))


def _execute(conn: Connection, one: _Compiled, values: Any, *, many: bool = False) -> DBAPICursor:
    """Tell the driver a statement, once or once a row of values; its cursor."""
    cursor = conn.connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(one.text, values)
    except conn.dialect.loaded_dbapi.Error as problem:
        raise _as_sqlalchemys(conn, one.text, problem, cursor) from problem
    return cursor


def _read(one: _Compiled, line: Sequence[Any]) -> Row[Any]:
    values = list(line)
    for place, way in one.reading or ():
        values[place] = way(values[place])
    assert one.row is not None
    return one.row(values)


def _as_sqlalchemys(conn: Connection, text: str, problem: Exception, cursor: DBAPICursor) -> BaseException:
    """An error of the driver's in SQLAlchemy's terms; a connection that is lost is given up, as SQLAlchemy does."""
    dialect = conn.dialect
    lost = dialect.is_disconnect(cast(Any, problem), conn.connection, cursor)
    if lost:
        conn.invalidate(problem)
    return DBAPIError.instance(
        text, None, problem, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )
