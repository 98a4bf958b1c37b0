"""The views tell the same on both engines as the record does; Datasette opens the file, and leaves it as it is."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from archiver.core.errors import SchemaError
from archiver.query.history import history, record
from archiver.storage import views
from archiver.storage.database import migrate
from tests.query import conftest
from tests.query.made import Made, sample

empty, made, engine = conftest.empty, conftest.made, conftest.engine


def rows(engine: Engine, statement: str) -> list[dict[str, Any]]:
    with engine.connect() as conn:
        return [dict(row) for row in conn.execute(text(statement)).mappings()]


def test_the_views_have_the_columns_that_are_described(engine: Engine) -> None:
    found = inspect(engine)
    assert sorted(found.get_view_names()) == sorted(views.COLUMNS)
    for name, columns in views.COLUMNS.items():
        assert [column["name"] for column in found.get_columns(name)] == list(columns)


def test_the_views_say_what_the_record_says(engine: Engine) -> None:
    found = rows(engine, "SELECT * FROM articles ORDER BY id")
    assert len(found) == 5
    for row in found:
        known: dict[str, Any] = record(engine, row["id"])
        for column, key in (("published", "published_at"), ("first_seen", "first_seen_at"), ("gone", "gone_at")):
            assert row[column] == known[key]
        for same in ("newspaper", "province", "kind", "title", "lead", "body_text", "section", "view_count", "url"):
            assert row[same] == known[same]
        assert (row["authors"] or "") == "; ".join(known["authors"])
        assert row["revisions"] == len(known["revisions"])
        told = history(engine, row["id"])
        for view, key, moment, of in (
            ("versions", "revisions", "seen", "seen_at"),
            ("view_counts", "counts", "observed", "observed_at"),
            ("fetches", "captures", "fetched", "fetched_at"),
        ):
            there = rows(engine, f"SELECT * FROM {view} WHERE article = '{row['id']}' ORDER BY {moment}")
            assert [one[moment] for one in there] == [one[of] for one in told[key]]
            shared = set(there[0]) & set(told[key][0]) if there else set()
            assert [{key: one[key] for key in shared} for one in there] == [
                {key: one[key] for key in shared} for one in told[key]
            ]
    papers = {row["newspaper"]: row["articles"] for row in rows(engine, "SELECT * FROM newspapers")}
    assert papers == {"baomau": 3, "baothu": 2}


def test_other_views_take_the_place_of_old_ones(made: Made) -> None:
    with made.writer.begin() as conn:
        assert not views.refresh(conn)
        conn.exec_driver_sql("DROP VIEW articles")
        conn.exec_driver_sql("CREATE VIEW articles AS SELECT 1 AS x")
        conn.execute(text("UPDATE archive_info SET value = 'older' WHERE key = 'views'"))
    assert migrate(made.writer) == []
    assert [column["name"] for column in inspect(made.writer).get_columns("articles")] == list(
        views.COLUMNS["articles"]
    )


def set_back(conn: Connection) -> None:
    """The archive is as one whose views another version made."""
    conn.execute(text("UPDATE archive_info SET value = 'older' WHERE key = 'views'"))


def test_an_operators_own_view_is_named_where_it_is_in_the_way(made: Made) -> None:
    with made.writer.begin() as conn:
        conn.exec_driver_sql("CREATE VIEW my_articles AS SELECT id, title FROM articles")
        set_back(conn)
    if made.writer.dialect.name == "postgresql":  # SQLite lets ours go and come under it
        with pytest.raises(SchemaError, match=r"DROP VIEW my_articles.*nothing was touched"):
            migrate(made.writer)
        with made.writer.begin() as conn:
            assert conn.execute(text("SELECT count(*) FROM my_articles")).scalar_one() == 5
    else:
        assert migrate(made.writer) == []
    with made.writer.begin() as conn:
        conn.exec_driver_sql("DROP VIEW my_articles")
        set_back(conn)
    assert migrate(made.writer) == []


def test_a_materialised_view_is_taken_away_by_another_word(made: Made) -> None:
    if made.writer.dialect.name == "sqlite":
        pytest.skip("SQLite has no materialised views")
    with made.writer.begin() as conn:
        conn.exec_driver_sql("CREATE MATERIALIZED VIEW my_copy AS SELECT id FROM articles")
        conn.exec_driver_sql("CREATE VIEW my_titles AS SELECT title FROM articles")
        set_back(conn)
    with pytest.raises(SchemaError) as raised:
        migrate(made.writer)
    assert "(DROP MATERIALIZED VIEW my_copy; DROP VIEW my_titles)" in str(raised.value)
    with made.writer.begin() as conn:
        conn.exec_driver_sql("DROP MATERIALIZED VIEW my_copy; DROP VIEW my_titles")
    assert migrate(made.writer) == []


def test_a_table_with_the_name_of_a_view_is_named(made: Made) -> None:
    with made.writer.begin() as conn:
        conn.exec_driver_sql("DROP VIEW articles")
        conn.exec_driver_sql("CREATE TABLE articles (x INTEGER)")
        set_back(conn)
    with pytest.raises(SchemaError, match="the table articles"):
        migrate(made.writer)
    with made.writer.begin() as conn:
        conn.exec_driver_sql("DROP TABLE articles")
    assert migrate(made.writer) == []


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample(tmp_path_factory.mktemp("archive"))
    made.writer.dispose()
    return made.home / "archive.db"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/archive/articles.json?_shape=array&_sort_desc=published", ["baothu/7", "baomau/2", "baomau/1"]),
        ("/archive/article.json?_shape=array&_size=3", None),
        (f"/archive.json?_shape=array&sql={quote('select id from articles where title like :t')}&t=C%25", ["baomau/2"]),
    ],
)
def test_datasette_opens_the_file_and_leaves_it_as_it_is(database: Path, path: str, said: list[str] | None) -> None:
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    done = subprocess.run(
        [sys.executable, "-m", "datasette", str(database), "--get", path],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(database.parent)},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    found = json.loads(done.stdout)
    assert [row["id"] for row in found][:3] == said if said is not None else len(found) == 3
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
