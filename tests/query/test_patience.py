"""A question that takes too long is stopped, and said; the next one is answered."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from archiver.core.errors import TooSlow
from archiver.query.facets import NAMES, facets
from archiver.query.filters import Filters
from archiver.query.matching import Selection, select_articles
from archiver.query.patience import in_time, patience
from archiver.query.reading import snapshot
from archiver.query.search import search
from archiver.query.trends import trends
from archiver.query.typical import typical
from archiver.storage.search_index import forms_of
from tests.query.conftest import Clock

SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


def work(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


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


def test_a_limit_within_another_takes_nothing_of_it(engine: Engine) -> None:
    def nested() -> None:
        with snapshot(engine) as conn, patience(conn, 0.3, "the search"):
            with patience(conn, 60, "a part of it"):
                assert conn.scalar(text("SELECT 1")) == 1
            conn.execute(text(SLOW[engine.dialect.name]))

    with pytest.raises(TooSlow):
        nested()


def test_a_question_to_the_driver_itself_is_stopped_and_said(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL is asked through SQLAlchemy alone
    with snapshot(engine) as conn:
        raw: Any = conn.connection.driver_connection
        with pytest.raises(TooSlow), patience(conn, 0.2, "the search"):
            raw.execute(SLOW["sqlite"]).fetchall()
        with pytest.raises(sqlite3.OperationalError, match="no such table"), patience(conn, 0.2, "the search"):
            raw.execute("SELECT 1 FROM no_such_table")


@pytest.mark.parametrize("quick", [lambda conn: conn.execute(text("SELECT 1")), lambda _: in_time()])
def test_time_between_statements_counts_too(engine: Engine, quick: Callable[[Connection], object]) -> None:
    """Many quick statements, or a loop that asks nothing of the database, end as one slow statement does."""

    def loop(conn: Connection, end: float) -> None:
        with patience(conn, 0.1, "the search"):
            while time.monotonic() < end:
                quick(conn)

    with snapshot(engine) as conn:
        end = time.monotonic() + 20
        with pytest.raises(TooSlow, match="the search took longer"):
            loop(conn, end)
        assert time.monotonic() < end
        in_time()  # nobody is waiting any more
        assert conn.scalar(text("SELECT count(*) FROM article")) == 5


def test_articles_are_shown_without_the_places_of_their_words_rather_than_late(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    def slow(*_: object) -> None:
        clock.ahead += 40

    monkeypatch.setattr("archiver.query.search.snippet", slow)
    found = search(engine, "an", seconds=60)
    assert len(found.records) == len(found.snippets) == 3
    assert any("Showing where the words stand took longer than 60 s" in note for note in found.notes)


@pytest.mark.parametrize("names", ["newspaper, province, month", "section", "author"])
def test_a_search_says_that_its_facets_were_stopped(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, names: str, clock: Clock
) -> None:
    def slow(conn: Connection, _: object) -> None:
        clock.ahead += 100
        conn.execute(text("SELECT 1"))

    function = {"section": "_sections", "author": "_authors"}.get(names, "_papers")
    for of in ("", "_of"):  # of rows, of columns
        monkeypatch.setattr(f"archiver.query.facets.{function}{of}", slow)
    found = search(engine, "an", facets=True, seconds=60)
    assert found.total == 3
    assert set(found.facets or {}) == set(NAMES) - set(names.split(", "))
    assert any(f"Counting by {names} took longer than 60 s" in note for note in found.notes)


def test_facets_that_the_database_stopped_are_left_out(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(conn: Connection, _: object) -> None:
        conn.execute(text(SLOW[engine.dialect.name]))

    for function in ("_papers", "_sections", "_authors"):
        for of in ("", "_of"):  # of rows, of columns
            monkeypatch.setattr(f"archiver.query.facets.{function}{of}", slow)
    with snapshot(engine) as conn:
        found, notes = facets(conn, select_articles(conn, "an", Filters()), seconds=0.2)
        assert conn.scalar(text("SELECT count(*) FROM article")) == 5
    assert found == {}
    assert [note.kind for note in notes] == ["late_papers", "late_sections", "late_authors"]


def test_a_search_that_finds_nothing_in_time_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(conn: Connection, *_: object) -> None:
        conn.execute(text(SLOW[engine.dialect.name]))

    monkeypatch.setattr("archiver.query.search.by_relevance", slow)
    with pytest.raises(TooSlow, match="with --patience"):
        search(engine, "an", Filters.of(sort="relevance"), seconds=0.3)


def test_several_series_have_the_time_of_one(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def slow(conn: Connection, query: str, filters: Filters) -> Selection:
        asked.append(query)
        time.sleep(0.1)  # as where the database is on another machine
        return select_articles(conn, query, filters)

    monkeypatch.setattr("archiver.query.trends.select_articles", slow)
    with pytest.raises(TooSlow, match="the trends of 20 queries took longer than"):
        trends(engine, ["an"] * 20, seconds=0.1)
    assert len(asked) < 10


def test_texts_are_not_read_for_long(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def slow(text: str) -> tuple[list[str], list[str]]:
        read.append(text)
        work(0.1)
        return forms_of(text)

    monkeypatch.setattr("archiver.query.typical.forms_of", slow)
    with pytest.raises(TooSlow, match="the comparison took longer than"):
        typical(engine, "newspaper:baomau", seconds=0.1)
    assert len(read) <= 3  # the parts of one article


def test_what_could_not_be_counted_is_not_invented(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: object, conn: object, most: int | None = None) -> int:
        conn.execute(text(SLOW[engine.dialect.name]))  # type: ignore[attr-defined]
        return 1

    monkeypatch.setattr("archiver.query.matching.Selection.count", slow)
    found = search(engine, "an", Filters.of(limit=2))
    assert len(found.records) == 2
    assert found.total is None
    assert found.statement == "2 matching articles are shown; how many match was not counted."
    assert any("Counting how many match took longer than 1 s" in note for note in found.notes)
