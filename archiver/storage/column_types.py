"""The types of columns: what a value is in the program, and what either engine keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

_Json = JSON().with_variant(JSONB(), "postgresql")
_Key = BigInteger().with_variant(Integer(), "sqlite")  # the only one that SQLite numbers by itself


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in and coming out, UTC in the store."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102 - SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without an offset cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """As SQLAlchemy's, which takes three steps to it on SQLite."""
        return _as_sqlite_keeps_it if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As SQLAlchemy's, which takes three steps to it on SQLite."""
        return _from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102 - SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_sqlite_keeps_it(value: datetime | None) -> str | None:
    """A moment in the form in which SQLAlchemy's own type keeps it, so that moments sort as texts."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise TypeError("a moment without an offset cannot be stored")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=4096)
def _from_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


TYPES = {
    datetime: UtcDateTime,
    str: Text,
    int: _Key,
    dict[str, Any]: _Json,
    list[Any]: _Json,
}  # what a column of `storage.models` is annotated as -> its type
