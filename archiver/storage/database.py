"""The database: how it is opened on SQLite and PostgreSQL, whose it is, and which version it has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import URL, Engine, PoolProxiedConnection, Table, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from archiver.config import Config
from archiver.core.errors import (
    ArchiverError,
    ConfigurationError,
    CorruptionError,
    DiskError,
    LockedError,
    SchemaError,
)
from archiver.storage import schema, search_index
from archiver.storage.files import room_at
from archiver.storage.models import Base

BUSY_SECONDS = 30.0  # how long a write waits for another program that holds SQLite's write lock
_RUNS_SECONDS = 3.0  # that a writer may spend when it opens on what makes searches of large archives fast
_DISK_CODES = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


def table(name: str) -> Table:
    """The table of that name, for statements without the ORM: a row costs a third that way."""
    return Base.metadata.tables[name]


def open_engine(url: str, *, read_only: bool = False, schema_name: str = "") -> Engine:
    """An engine for the archive's database; nothing is created and nothing is checked yet.

    SQLite: WAL, synchronous FULL (a commit survives a power cut), foreign keys held, 30 s of patience, and every
    transaction of a writer is a `BEGIN IMMEDIATE`. Read only: the file is opened `mode=ro`, so that a reader can
    neither write nor checkpoint.

    Args:
        url: SQLAlchemy address; `sqlite:///path` or `postgresql+psycopg://...`.
        schema_name: of PostgreSQL, in place of the user's own; "" for that.

    Raises:
        ConfigurationError: the address is none, or names another kind of database.

    Source:
        measured: a deferred BEGIN loses half of all writes to "database is locked", BEGIN IMMEDIATE none.
    """
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
    except (ArgumentError, ValueError) as problem:  # ValueError: a port that is no number
        raise ConfigurationError(
            "ARCHIVER_DATABASE_URL is no database address such as sqlite:///archive.db"
        ) from problem
    if kind == "sqlite":
        return _sqlite(parsed, read_only=read_only)
    if kind == "postgresql":
        return _postgresql(url, read_only=read_only, schema_name=schema_name)
    raise ConfigurationError(f"ARCHIVER_DATABASE_URL names {kind}; the archive is kept in sqlite or postgresql")


def _sqlite(url: URL, *, read_only: bool) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError("ARCHIVER_DATABASE_URL names no file: the archive is never kept in memory")
    uri = f"file:{quote(str(Path(url.database).absolute()))}?mode={'ro' if read_only else 'rwc'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_size = -32768")  # 32 MiB: the index of a year of articles stays warm
        return connection

    engine = create_engine(url, creator=connect)
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    # In place of the dialect's own, which leaves it to the driver. Not an event: an engine with one asks for
    # listeners at every statement, which takes a tenth of its time.
    engine.dialect.do_begin = lambda dbapi_connection: _begin(dbapi_connection, begin)  # type: ignore[method-assign] # our own
    return engine


def _begin(connection: PoolProxiedConnection, statement: str) -> None:
    """Begin a transaction."""
    cursor = connection.cursor()
    try:
        cursor.execute(statement)
    finally:
        cursor.close()


# Who reads scans no whole table where an index will do: PostgreSQL thinks a scan cheap, as it does not count what rows
# keep beside their table, and there lie the words of the search index (of 10,000 articles: 200 ms in place of 7).
_READING: Final = " -c default_transaction_read_only=on -c enable_seqscan=off -c jit=off"


def _postgresql(url: str, *, read_only: bool, schema_name: str) -> Engine:
    options = "-c timezone=UTC" + (_READING if read_only else "")
    if schema_name:
        options += f" -c search_path={schema_name}"
    try:
        return create_engine(url, connect_args={"options": options}, pool_pre_ping=True)
    except ModuleNotFoundError as problem:
        raise ConfigurationError(
            f"PostgreSQL needs the package {problem.name}: pip install -r requirements-postgresql.txt"
        ) from problem


def exists(config: Config) -> bool:
    """True where an archive stands already, or evidence of one. Nothing is made.

    Raises:
        ConfigurationError, SchemaError: the database cannot be reached, or is not ours.
    """
    path = config.sqlite_path
    if path is not None:
        return path.exists() or any(config.warc.glob("*.warc.gz*"))
    engine = open_engine(config.database_url, read_only=True)
    try:
        with errors_told(engine):
            return schema.version(engine) is not None
    finally:
        engine.dispose()


def create_or_open(config: Config, *, create: bool = True) -> Engine:
    """The archive's engine for the one writer, with the schema of this version. The caller holds the run lock.

    A new archive is made where there is none; one of an older version is copied, then migrated.

    Args:
        create: False where a new archive would be a mistake (a cron job in the wrong folder).

    Raises:
        SchemaError: the archive is from a newer version, or the database is not ours; nothing was touched.
        ConfigurationError: there is no archive and none shall be made, or evidence lies there without its database.
        DiskError: no room.
    """
    path = config.sqlite_path
    if path is not None and not path.exists():
        if any(config.warc.glob("*.warc.gz*")):
            raise ConfigurationError(
                f"{config.warc} holds evidence, but the database {path} is gone: run `archiver rebuild`"
            )
        if not create:
            raise ConfigurationError(
                f"there is no archive at {config.home}; set ARCHIVER_HOME, or crawl one newspaper by name"
            )
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        config.warc.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DiskError(f"{config.home} cannot be written: {problem.strerror} ({room_at(config.home)})") from problem
    engine = open_engine(config.database_url)
    try:
        with errors_told(engine):
            passed = schema.migrate(engine, now=config.clock.now(), create=create)
            with engine.begin() as conn:
                search_index.refresh(conn)
            with engine.begin() as conn:
                search_index.write_runs(conn, seconds=None if passed else _RUNS_SECONDS)
    except BaseException:
        engine.dispose()
        raise
    return engine


def check_schema(engine: Engine) -> None:
    """Return quietly where the database is an archive of exactly this version.

    Raises:
        SchemaError: it is from a newer or older version, or not ours; the message says what to do.
        CorruptionError: it is damaged.
    """
    with errors_told(engine):
        schema.check(engine)


def migrate(engine: Engine) -> list[str]:
    """Bring the schema to this version; the versions passed, oldest first, [] where nothing was to do.

    Raises:
        SchemaError: the archive is from a newer version, or the database is not ours; nothing was touched.
    """
    with errors_told(engine):
        return schema.migrate(engine)


@contextmanager
def errors_told(engine: Engine | None = None) -> Iterator[None]:
    """Turn what the database says of itself into errors that say what to do; bugs in statements pass unchanged."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as problem:
        told = told_as(problem, engine)
        if told is None:
            raise
        raise told from problem


def driver_error(problem: DBAPIError | sqlite3.Error) -> BaseException | None:
    """What the driver said: SQLAlchemy wraps it, questions that are asked of the driver itself do not."""
    return problem.orig if isinstance(problem, DBAPIError) else problem


def told_as(problem: DBAPIError | sqlite3.Error, engine: Engine | None = None) -> ArchiverError | None:
    """The error of our own tree that a database's error stands for; None where it is a bug or a bad value."""
    orig = driver_error(problem)
    said = (str(orig).strip().splitlines() or [str(problem)])[0] if orig else str(problem)
    where = f" ({_where(engine)})" if engine is not None else ""
    code = int(getattr(orig, "sqlite_errorcode", 0)) & 0xFF  # the low byte is the kind, the rest the detail
    state = getattr(orig, "sqlstate", None) or ""
    if code == sqlite3.SQLITE_CANTOPEN:
        return DiskError(
            f"the database cannot be opened{where}: {said}; SQLite makes files beside it even to read: let this user "
            "write in its folder, or read a copy"
        )
    if code in _DISK_CODES or state in ("53100", "58030"):
        if engine is not None and engine.dialect.name == "sqlite" and engine.url.database:
            where = f" ({_where(engine)}; {room_at(Path(engine.url.database))})"
        return DiskError(f"the database cannot be written{where}: {said}; make room or mend the disk, then run again")
    if code == sqlite3.SQLITE_NOTADB:
        return SchemaError(
            f"the database is not an archive{where}: {said}; set ARCHIVER_HOME or ARCHIVER_DATABASE_URL; if it was "
            "one, its evidence makes it again: `archiver rebuild`"
        )
    if code == sqlite3.SQLITE_CORRUPT or state.startswith("XX"):
        return CorruptionError(f"the database is damaged{where}: {said}; the evidence is not: run `archiver rebuild`")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state == "55P03":
        return LockedError(f"another program holds the database{where}: {said}")
    if (
        state.startswith(("08", "28", "3D", "57"))
        or (isinstance(problem, DBAPIError) and problem.connection_invalidated and not code)
        or _unreachable(orig)
    ):
        return ConfigurationError(f"the database server cannot be used{where}: {said}; check ARCHIVER_DATABASE_URL")
    return None


def _unreachable(orig: BaseException | None) -> bool:
    """True where psycopg found no server: it names no state then."""
    return (
        type(orig).__module__.startswith("psycopg")
        and not getattr(orig, "sqlstate", None)
        and (type(orig).__name__ == "OperationalError")
    )


def _where(engine: Engine) -> str:
    """The database as an operator knows it, without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)
