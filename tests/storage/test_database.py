"""Opening, checking and migrating: whose a database is, and what is done to it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from archiver.config import Config
from archiver.core.errors import ConfigurationError, CorruptionError, DiskError, LockedError, SchemaError
from archiver.storage import database, schema
from archiver.storage.models import Base


def test_the_migrated_schema_is_that_of_the_models(engine: Engine) -> None:
    _is_that_of_the_models(engine)


def _is_that_of_the_models(engine: Engine) -> None:
    with engine.connect() as conn:
        context = MigrationContext.configure(
            conn,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: not (kind == "table" and name.startswith("article_search")),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_new_archive_is_ours_and_of_this_version(engine: Engine) -> None:
    database.check_schema(engine)
    assert schema.version(engine) == schema.head()
    assert database.migrate(engine) == []
    with engine.begin() as conn:
        info = {row.key: row.value for row in conn.execute(text("SELECT key, value FROM archive_info"))}
    assert info["made_by"] == "archiver"
    assert info["created_at"].startswith("2026-11-23T01:00")


def test_the_files_of_the_migrations_are_named_by_their_versions() -> None:
    scripts = list(ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions())
    assert schema.head() == scripts[0].revision
    assert all(Path(script.path).name.startswith(f"{script.revision}_") for script in scripts)


def test_an_archive_of_this_version_is_opened_without_alembic(lite: Config) -> None:
    database.create_or_open(lite).dispose()
    code = (
        "import sys; from archiver.storage import database; engine = database.open_engine(sys.argv[1]);"
        "database.check_schema(engine); database.migrate(engine); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, lite.database_url]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_newer_archive_is_refused_untouched(config: Config, engine: Engine) -> None:
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="newer version"):
        database.check_schema(engine)
    with pytest.raises(SchemaError, match="newer version"):
        database.create_or_open(config)


def test_a_foreign_database_is_refused_untouched(config: Config) -> None:
    if config.sqlite_path is not None:
        config.home.mkdir()
    theirs = database.open_engine(config.database_url)
    with theirs.begin() as conn:
        conn.execute(text("CREATE TABLE theirs (id integer)"))
    theirs.dispose()
    before = config.sqlite_path and hashlib.sha256(config.sqlite_path.read_bytes()).digest()
    with pytest.raises(SchemaError, match="not an archive"):
        database.create_or_open(config)
    assert before == (config.sqlite_path and hashlib.sha256(config.sqlite_path.read_bytes()).digest())


@pytest.fixture
def lite(tmp_path: Path) -> Config:
    home = tmp_path / "home"
    return Config(home=home, database_url=f"sqlite:///{home / 'archive.db'}")


def test_what_is_no_database_is_said_to_be_none(lite: Config) -> None:
    lite.home.mkdir()
    (lite.home / "archive.db").write_bytes(b"not a database, but long enough to look like one" * 100)
    with pytest.raises(SchemaError, match=r"not an archive.*if it was one.*archiver rebuild"):
        database.create_or_open(lite)


def test_a_damaged_database_is_said_to_be_damaged(lite: Config) -> None:
    database.create_or_open(lite).dispose()
    path = lite.home / "archive.db"
    whole = bytearray(path.read_bytes())
    whole[100:4096] = os.urandom(3996)
    path.write_bytes(whole)
    with pytest.raises(CorruptionError, match="rebuild"):
        database.create_or_open(lite)


def test_evidence_without_its_database_is_not_covered_by_a_new_one(lite: Config) -> None:
    lite.warc.mkdir(parents=True)
    (lite.warc / "x.warc.gz").touch()
    with pytest.raises(ConfigurationError, match="archiver rebuild"):
        database.create_or_open(lite)
    assert not (lite.home / "archive.db").exists()


def test_no_archive_is_made_where_none_shall_be(lite: Config) -> None:
    with pytest.raises(ConfigurationError, match="no archive"):
        database.create_or_open(lite, create=False)
    assert not lite.home.exists()
    with pytest.raises(ConfigurationError, match="no archive"):
        database.check_schema(database.open_engine(lite.database_url, read_only=True))


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://x/y", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="ARCHIVER_DATABASE_URL"):
        database.open_engine(url)


def test_a_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    config = Config(home=tmp_path, database_url="postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(ConfigurationError, match="database server") as told:
        database.create_or_open(config)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_reader_cannot_write(config: Config, engine: Engine) -> None:
    reader = database.open_engine(config.database_url, read_only=True)
    with pytest.raises(DBAPIError), reader.begin() as conn:
        conn.execute(text("DELETE FROM archive_info"))
    with reader.begin() as conn:
        assert conn.execute(text("SELECT count(*) FROM archive_info")).scalar_one() >= 2
    reader.dispose()


def test_sqlite_is_opened_durable(lite: Config) -> None:
    engine = database.create_or_open(lite)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
        "application_id": schema.APPLICATION_ID,
    }
    with engine.begin() as conn:
        assert {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted} == wanted
    engine.dispose()


def _steps(folder: Path, *bodies: str) -> Path:
    """Further migrations behind the released ones, in a folder of their own."""
    versions = folder / "versions"
    versions.mkdir(parents=True)
    for path in (schema.MIGRATIONS / "versions").glob("0*.py"):
        (versions / path.name).write_text(path.read_text())
    before = schema.head()
    for number, body in enumerate(bodies, 9001):
        (versions / f"{number}_test.py").write_text(
            f"from alembic import op\nrevision, down_revision = '{number}', '{before}'\n\ndef upgrade():\n{body}"
        )
        before = str(number)
    return folder


ONE = "    op.execute('CREATE TABLE one (id integer)')\n    op.execute('INSERT INTO one VALUES (1)')\n"
TORN = "    op.execute('CREATE TABLE two (id integer)')\n    op.execute('DROP TABLE nowhere')\n"


def test_an_archive_is_copied_before_it_is_migrated(
    lite: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.create_or_open(lite).dispose()
    old = schema.head()
    monkeypatch.setattr(schema, "MIGRATIONS", _steps(tmp_path / "steps", ONE))
    engine = database.open_engine(lite.database_url)
    with pytest.raises(SchemaError, match="archiver migrate"):
        database.check_schema(engine)
    assert database.migrate(engine) == ["9001"]
    database.check_schema(engine)
    copy = lite.home / f"archive.db.before-{old}"
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [(old,)]
    kept.close()
    engine.dispose()


def test_an_operators_own_view_is_named_before_a_migration(
    config: Config, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no copy is made, which each run of a crontab would make again."""
    with engine.begin() as conn:
        conn.execute(text("CREATE VIEW mine AS SELECT id FROM articles"))
    monkeypatch.setattr(schema, "MIGRATIONS", _steps(tmp_path / "steps", ONE))
    with pytest.raises(SchemaError, match="DROP VIEW mine"):
        database.migrate(engine)
    assert not list(config.home.glob("*.before-*"))
    with engine.begin() as conn:
        assert conn.execute(text("SELECT id FROM mine")).all() == []
        conn.execute(text("DROP VIEW mine"))
    assert database.migrate(engine) == ["9001"]


def test_a_migration_that_fails_leaves_the_version_before_it(
    config: Config, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", _steps(tmp_path / "steps", ONE, TORN))
    with pytest.raises(DBAPIError):
        database.migrate(engine)
    assert schema.version(engine) == "9001"
    with engine.begin() as conn:
        assert conn.execute(text("SELECT id FROM one")).scalar_one() == 1
        with pytest.raises(DBAPIError):
            conn.execute(text("SELECT * FROM two"))


def test_a_migration_that_leaves_rows_pointing_nowhere_is_undone(
    lite: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.create_or_open(lite).dispose()
    dangling = '    op.execute("INSERT INTO byline (revision_id, position, author_id) VALUES (1, 1, 1)")\n'
    monkeypatch.setattr(schema, "MIGRATIONS", _steps(tmp_path / "steps", dangling))
    engine = database.open_engine(lite.database_url)
    with pytest.raises(CorruptionError, match="point nowhere"):
        database.migrate(engine)
    with engine.begin() as conn:
        assert conn.execute(text("SELECT count(*) FROM byline")).scalar_one() == 0
    engine.dispose()


@pytest.fixture(params=["0007", "0008"])
def older(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """An archive at version 0007, or 0008."""
    folder = _steps(tmp_path / "older")
    for path in (folder / "versions").glob("*.py"):
        if path.name[:4] > request.param:
            path.unlink()
    with monkeypatch.context() as then:
        then.setattr(schema, "MIGRATIONS", folder)
        database.create_or_open(config).dispose()
    engine = database.open_engine(config.database_url)
    with engine.begin() as conn:
        conn.execute(text("INSERT INTO newspaper (id, name, title, province, domains) VALUES (1, 'a', 'a', 'a', '[]')"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("older", ["0007"], indirect=True)
def test_an_archive_of_before_gets_its_indexes_and_forgets_what_was_rounded(older: Engine) -> None:
    lite = older.dialect.name == "sqlite"
    with older.begin() as conn:
        for key, fraction in ((1, ".999600"), (9000, ".999400")) if lite else ():
            seen = f"'2026-01-31 16:59:59{fraction}'"
            conn.exec_driver_sql(
                "INSERT INTO article (id, public_id, newspaper_id, url, canonical_url, kind, first_seen_at, "
                f"last_seen_at, published_at) VALUES ({key}, '{key}', 1, 'u', 'u', 'article', {seen}, {seen}, {seen})"
            )
            conn.exec_driver_sql(f"INSERT INTO article_search_run VALUES ({key // 4096}, '', '', '', '', '')")
    assert database.migrate(older) == ["0008", "0009"]
    assert "ix_address_lists" in {one["name"] for one in inspect(older).get_indexes("address")}
    with older.begin() as conn:
        if lite:
            assert [tuple(row) for row in conn.exec_driver_sql("SELECT run FROM article_search_run")] == [(2,)]
            plan = str(conn.exec_driver_sql("EXPLAIN QUERY PLAN DELETE FROM article_search_word WHERE run = 7").all())
            assert "ix_article_search_word_run (run=?)" in plan


def test_an_archive_of_before_keeps_what_its_feeds_named_and_missed(older: Engine) -> None:
    """Both are of a feed's address now, no longer of its row among the addresses."""
    moment = "2026-01-31 16:59:59.000000"
    with older.begin() as conn:
        for number in (7, 5):
            conn.execute(
                text(
                    "INSERT INTO address (id, newspaper_id, url, url_key, purpose, state, priority, attempts, fetches, "
                    "found_by, found_at) VALUES (:id, 1, :url, :key, 'feed', 'stored', 1, 0, 1, 'definition', :at)"
                ),
                {"id": number, "url": f"https://a.vn/{number}.rss", "key": f"a.vn/{number}.rss", "at": moment},
            )
            conn.execute(
                text("INSERT INTO feed_window (address_id, seen_at, newest, keys) VALUES (:id, :at, NULL, :keys)"),
                {"id": number, "at": moment, "keys": '["a.vn/1"]'},
            )
            conn.execute(
                text(
                    "INSERT INTO missed_window (newspaper_id, address_id, since, until, noticed_at) "
                    "VALUES (1, :id, :at, :at, :at)"
                ),
                {"id": number, "at": moment},
            )
    database.migrate(older)
    _is_that_of_the_models(older)
    at = datetime.fromisoformat(f"{moment}+00:00")
    feed, missed = database.table("feed_window"), database.table("missed_window")
    with older.begin() as conn:
        assert sorted(tuple(row) for row in conn.execute(select(feed))) == [
            (1, "a.vn/5.rss", at, None, ["a.vn/1"]),
            (1, "a.vn/7.rss", at, None, ["a.vn/1"]),
        ]
        conn.execute(insert(missed).values(newspaper_id=1, source="new", since=at, until=at, noticed_at=at))
        assert [tuple(row) for row in conn.execute(select(missed).order_by(missed.c.id))] == [
            (1, 1, "https://a.vn/7.rss", at, at, at),
            (2, 1, "https://a.vn/5.rss", at, at, at),
            (3, 1, "new", at, at, at),
        ]


def test_an_archive_whose_feeds_are_told_by_their_address_already_is_left_so(older: Engine) -> None:
    """For a day, step 0007 made the tables as they are now."""
    names = ("feed_window", "missed_window")
    with older.begin() as conn:
        for name in names:
            conn.execute(text(f"DROP TABLE {name}"))
        Base.metadata.create_all(conn, [Base.metadata.tables[name] for name in names])
        at = datetime.fromisoformat("2026-01-31T16:59:59+00:00")
        values = {"newspaper_id": 1, "source_key": "a.vn/rss", "seen_at": at, "keys": ["a.vn/1"]}
        conn.execute(insert(database.table("feed_window")).values(values))
    database.migrate(older)
    _is_that_of_the_models(older)
    with older.begin() as conn:
        assert conn.execute(select(database.table("feed_window").c.source_key)).scalar_one() == "a.vn/rss"


class _SaidError(Exception):
    def __init__(self, said: str, code: int = 0, state: str = "") -> None:
        super().__init__(said)
        self.sqlite_errorcode = code
        self.sqlstate = state


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (_SaidError("database or disk is full", sqlite3.SQLITE_FULL), DiskError),
        (_SaidError("disk I/O error", sqlite3.SQLITE_IOERR | 10 << 8), DiskError),
        (_SaidError("could not extend file", state="53100"), DiskError),
        (_SaidError("database is locked", sqlite3.SQLITE_BUSY), LockedError),
        (_SaidError("malformed", sqlite3.SQLITE_CORRUPT), CorruptionError),
        (_SaidError("invalid page in block", state="XX001"), CorruptionError),
        (_SaidError("password authentication failed", state="28P01"), ConfigurationError),
    ],
)
def test_what_a_database_says_of_itself_is_told_in_our_words(said: _SaidError, kind: type[Exception]) -> None:
    assert isinstance(database.told_as(OperationalError("", {}, said)), kind)


def test_a_reader_who_may_not_write_in_the_folder_is_told_why() -> None:
    said = database.told_as(OperationalError("", {}, _SaidError("unable to open", sqlite3.SQLITE_CANTOPEN)))
    assert isinstance(said, DiskError)
    assert "even to read: let this user write in its folder, or read a copy" in str(said)


def test_a_bug_in_a_statement_stays_a_bug() -> None:
    assert database.told_as(OperationalError("", {}, _SaidError("no such column: x", sqlite3.SQLITE_ERROR))) is None
    assert database.told_as(OperationalError("", {}, _SaidError("syntax error", state="42601"))) is None
