"""Rows that are written without SQLAlchemy's help are the rows that it would have written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import DateTime, Engine, insert, select
from sqlalchemy.dialects import sqlite

from archiver.storage import statements
from archiver.storage.column_types import UtcDateTime
from archiver.storage.database import table

NEWSPAPER, ADDRESS, TAG = table("newspaper"), table("address"), table("tag")
NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 - that it has no zone is the point
HANOI = timezone(timedelta(hours=7))
PAPER = {"name": "baomau", "title": "Báo Mẫu", "province": "Mẫu", "domains": ["baomau.example", "báo.example"]}


def address(paper: int, number: int) -> dict[str, Any]:
    return {
        "newspaper_id": paper,
        "url": f"https://baomau.example/a{number}.html",
        "url_key": f"baomau.example/a{number}.html",
        "purpose": "article",
        "state": "queued",
        "priority": 1,
        "due_at": datetime(2026, 11, 23, 9, 4, 5, 6, tzinfo=HANOI),
        "found_by": "feed",
        "found_at": datetime(2026, 11, 23, tzinfo=UTC),
    }


def test_a_row_is_that_of_sqlalchemy(engine: Engine) -> None:
    with engine.begin() as conn:
        paper = statements.put(conn, "newspaper", PAPER)
        mine = statements.put(conn, "address", address(paper, 1))
        statements.put_all(conn, "address", [address(paper, 2), address(paper, 3)])
        conn.execute(insert(ADDRESS).values(**address(paper, 4)))
        rows = [row._asdict() for row in conn.execute(select(ADDRESS).order_by(ADDRESS.c.id))]
        assert conn.execute(select(NEWSPAPER.c.domains)).scalar_one() == PAPER["domains"]
    assert rows[0]["id"] == mine
    differing = {"id", "url", "url_key"}
    assert [{k: v for k, v in row.items() if k not in differing} for row in rows[:3]] == [
        {k: v for k, v in rows[3].items() if k not in differing}
    ] * 3
    assert rows[0]["attempts"] == 0  # the table's own, where nothing is said
    assert rows[0]["due_at"] == datetime(2026, 11, 23, 2, 4, 5, 6, tzinfo=UTC)


def test_only_what_is_named_changes(engine: Engine) -> None:
    with engine.begin() as conn:
        paper = statements.put(conn, "newspaper", PAPER)
        first, second = (statements.put(conn, "address", address(paper, number)) for number in (1, 2))
        before = statements.row(conn, "address", first)
        statements.change(conn, "address", first, {"state": "gone", "reason": "http 410", "due_at": None})
        statements.change(conn, "address", first, {})
        after, other = statements.row(conn, "address", first), statements.row(conn, "address", second)
    assert before is not None
    assert after is not None
    assert other is not None
    changed = {name for name, value in after._asdict().items() if value != before._asdict()[name]}
    assert changed == {"state", "reason", "due_at"}
    assert (after.state, after.reason, after.due_at) == ("gone", "http 410", None)
    assert other.state == "queued"


def test_nothing_is_written_for_no_rows(engine: Engine) -> None:
    with engine.begin() as conn:
        statements.put_all(conn, "tag", [])
        assert conn.execute(select(TAG)).all() == []


def test_a_moment_without_an_offset_is_refused(engine: Engine) -> None:
    with engine.begin() as conn:
        paper = statements.put(conn, "newspaper", PAPER)
        with pytest.raises(TypeError, match="without an offset"):
            statements.put(conn, "address", {**address(paper, 1), "due_at": NAIVE})


ZONES = st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(NAIVE.replace(year=1, day=3), NAIVE.replace(year=9999), timezones=ZONES)


@settings(max_examples=100, deadline=None)
@given(MOMENTS)
def test_sqlite_keeps_a_moment_as_sqlalchemy_would(moment: datetime) -> None:
    dialect = sqlite.dialect()
    mine, theirs = UtcDateTime(), DateTime().dialect_impl(dialect).bind_processor(dialect)
    keep, read = mine.bind_processor(dialect), mine.result_processor(dialect, None)
    assert keep is not None
    assert read is not None
    assert theirs is not None
    assert keep(moment) == theirs(moment.astimezone(UTC).replace(tzinfo=None))
    assert read(keep(moment)) == moment
