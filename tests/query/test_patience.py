"""A question that takes too long is stopped, and said; the next one is answered."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy import Engine, text

from archiver.core.errors import TooSlow
from archiver.query.filters import Filters
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.query.search import search

SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


def test_what_takes_too_long_is_stopped_and_said(engine: Engine) -> None:
    with snapshot(engine) as conn:
        with (
            pytest.raises(TooSlow, match=r"the search took longer than .* and was stopped"),
            patience(conn, 0.2, "the search"),
        ):
            conn.execute(text(SLOW[engine.dialect.name]))
        assert conn.scalar(text("SELECT count(*) FROM article")) == 5
        with patience(conn, None, "the search"):
            assert conn.scalar(text("SELECT 1")) == 1


def test_a_question_to_the_driver_itself_is_stopped_and_said(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL is asked through SQLAlchemy alone
    with snapshot(engine) as conn:
        raw: Any = conn.connection.driver_connection
        with pytest.raises(TooSlow), patience(conn, 0.2, "the search"):
            raw.execute(SLOW["sqlite"]).fetchall()
        with pytest.raises(sqlite3.OperationalError, match="no such table"), patience(conn, 0.2, "the search"):
            raw.execute("SELECT 1 FROM no_such_table")


def test_a_search_says_that_it_was_stopped(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(conn: object, *_: object, **__: object) -> None:
        conn.execute(text(SLOW[engine.dialect.name]))  # type: ignore[attr-defined]

    monkeypatch.setattr("archiver.query.matching.Selection.meant", None)  # columns are counted without the database
    monkeypatch.setattr("archiver.query.facets._sections", slow)
    found = search(engine, "an", facets=True, seconds=0.3)
    assert found.total == 3
    assert "section" not in (found.facets or {})
    assert {"newspaper", "author", "month"} <= set(found.facets or {})
    assert any("Counting by section took longer than 0.3 s" in note for note in found.notes)
    monkeypatch.setattr("archiver.query.search.by_relevance", slow)
    with pytest.raises(TooSlow, match="with --patience"):
        search(engine, "an", Filters.of(sort="relevance"), seconds=0.3)


def test_what_could_not_be_counted_is_not_invented(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: object, conn: object, most: int | None = None) -> int:
        conn.execute(text(SLOW[engine.dialect.name]))  # type: ignore[attr-defined]
        return 1

    monkeypatch.setattr("archiver.query.matching.Selection.count", slow)
    found = search(engine, "an", Filters.of(limit=2), seconds=0.3)
    assert len(found.records) == 2
    assert found.total is None
    assert found.statement == "2 matching articles are shown; how many match was not counted."
    assert any("Counting how many match took longer than 0.3 s" in note for note in found.notes)
