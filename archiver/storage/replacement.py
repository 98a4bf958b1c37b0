"""A second database beside the archive's own, filled by a rebuild and then put in its place in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from archiver.config import Config
from archiver.core.errors import ArchiverError
from archiver.storage import schema, views
from archiver.storage.database import errors_told, open_engine, table
from archiver.storage.files import sync_folder

BESIDE = "archiver_rebuild"  # PostgreSQL: the schema that is filled
SUFFIX = ".rebuild"  # SQLite: the file that is filled
_BESIDES = ("", "-wal", "-shm")


class Replacement:
    """An empty archive that nobody reads yet. A kill at any moment leaves the old database, or the new one, whole."""

    def __init__(self, config: Config) -> None:
        """Make it; what an earlier rebuild left unfinished is removed.

        Raises:
            SchemaError: on PostgreSQL, an operator's own view would go with the old tables; nothing was touched.
        """
        self._config = config
        self._path = config.sqlite_path
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _unlink(self._beside)
            self.engine = open_engine(f"sqlite:///{self._beside}")
        else:
            with self._home() as conn:
                conn.execute(text(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE"))
                conn.execute(text(f"CREATE SCHEMA {BESIDE}"))
            self.engine = open_engine(config.database_url, schema_name=BESIDE)
        try:
            with errors_told(self.engine):
                schema.migrate(self.engine, now=config.clock.now())
            if self._path is None:
                with self._home() as conn:
                    _replaced(conn)
        except BaseException:
            self.drop()
            raise

    @property
    def _beside(self) -> Path:
        path = self._path or Path()
        return path.with_name(path.name + SUFFIX)

    def put_in_place(self) -> str:
        """Let it be the archive's database from now on; where the old one is kept, "" where it is not."""
        with errors_told(self.engine):
            if self._path is None:
                self._swap_schema()
                return ""
            return self._swap_file(self._path)

    def drop(self) -> None:
        """Give it up: the archive stays as it was."""
        self.engine.dispose()
        if self._path is not None:
            _unlink(self._beside)
            return
        with suppress(ArchiverError), self._home() as conn:  # a server that is gone: the next rebuild drops it
            conn.execute(text(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE"))

    def _swap_file(self, path: Path) -> str:
        raw = self.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
        self.engine.dispose()
        with self._beside.open("rb+") as written:
            os.fsync(written.fileno())
        kept = ""
        if path.exists():
            keep = schema.free_name(path.with_name(path.name + ".before-rebuild"))
            for end in reversed(_BESIDES):  # the file itself last: until then it is found with what belongs to it
                with suppress(FileNotFoundError):
                    Path(f"{path}{end}").rename(f"{keep}{end}")
            kept = str(keep)
        else:
            _unlink(path)
        self._beside.rename(path)
        sync_folder(path.parent)
        return kept

    def _swap_schema(self) -> None:
        self.engine.dispose()
        with self._home() as conn:
            home = conn.execute(text("SELECT current_schema()")).scalar_one()
            names = _replaced(conn)
            there = set(inspect(conn).get_table_names())
            for name in names:
                if name in there:
                    conn.execute(text(f'DROP TABLE "{home}"."{name}" CASCADE'))
            for name in names:
                conn.execute(text(f'ALTER TABLE {BESIDE}."{name}" SET SCHEMA "{home}"'))
            conn.execute(text(f"DROP SCHEMA {BESIDE} CASCADE"))
            views.make(conn)  # those of the old tables went with them, those of the new ones with their schema

    @contextmanager
    def _home(self) -> Iterator[Connection]:
        """PostgreSQL: a transaction in the schema of the archive itself."""
        own = open_engine(self._config.database_url)
        try:
            with errors_told(own), own.begin() as conn:
                yield conn
        finally:
            own.dispose()


def _replaced(conn: Connection) -> list[str]:
    """PostgreSQL: the tables that take the place of those of their names, which no operator's own view rests on."""
    names = inspect(conn).get_table_names(schema=BESIDE)
    views.refuse_others(conn, names)
    return names


def hurry(engine: Engine) -> None:
    """Let SQLite not wait for the disk while a database is filled that nobody relies on yet."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA synchronous = OFF")
        finally:
            raw.close()


def advance_numbers(conn: Connection) -> None:
    """Let PostgreSQL give numbers behind those that were written by hand."""
    if conn.dialect.name == "postgresql":
        for name in ("newspaper", "crawl"):
            conn.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {table(name).name}")  # noqa: S608 - names of our own
            )


def _unlink(path: Path) -> None:
    for end in _BESIDES:
        Path(f"{path}{end}").unlink(missing_ok=True)
