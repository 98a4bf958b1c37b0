"""The version of the schema: told, checked, and raised by Alembic's migrations, one transaction each."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from archiver.core.errors import ConfigurationError, CorruptionError, SchemaError
from archiver.storage import views

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext

APPLICATION_ID = 0x41524356  # "ARCV" in the header of an SQLite file: `file archive.db` shows it
MADE_BY = "archiver"
MIGRATIONS = Path(__file__).parent / "migrations"

NEW, OURS, FOREIGN = "new", "ours", "foreign"


def head() -> str:
    """The version that this code reads and writes."""
    return _versions()[-1]


def version(engine: Engine) -> str | None:
    """The version of the archive, None where the database is empty.

    Raises:
        SchemaError: the database is not ours.
    """
    with engine.connect() as conn:
        whose = _whose(conn)
        if whose == FOREIGN:
            raise SchemaError(
                f"{_name(engine)} is a database, but not an archive: nothing was touched; "
                "set ARCHIVER_HOME or ARCHIVER_DATABASE_URL to a place of its own"
            )
        return None if whose == NEW else conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def check(engine: Engine) -> None:
    """Return quietly where the database is an archive of exactly this version.

    Raises:
        ConfigurationError: there is no archive.
        SchemaError: it is from a newer or older version, or not ours.
    """
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if path is not None and not Path(path).exists():
        raise ConfigurationError(f"there is no archive at {path}; set ARCHIVER_HOME, or crawl or import first")
    found = version(engine)
    if found is None:
        raise ConfigurationError(f"{_name(engine)} is empty: there is no archive yet; crawl or import first")
    if found != head():
        _refuse_newer(engine, found)
        raise SchemaError(f"{_name(engine)} is from an older version ({found}): run `archiver migrate`")


def migrate(engine: Engine, *, now: datetime | None = None, create: bool = True) -> list[str]:
    """Bring the schema to this version; the versions passed, oldest first.

    An archive that exists is first copied (`VACUUM INTO archive.db.before-<version>`) on SQLite; on PostgreSQL the
    operator's own dump is the copy. A migration that fails or is killed leaves exactly the version before it.

    Args:
        now: the moment an archive is said to be made at; default the present.
        create: False: an empty database is refused, not filled.

    Raises:
        SchemaError: the archive is from a newer version, or the database is not ours; nothing was touched.
    """
    found = version(engine)
    if found == head():
        _refresh_views(engine)
        return []
    if found is None and not create:
        raise ConfigurationError(f"{_name(engine)} is empty: there is no archive yet")
    if found is not None:
        _refuse_newer(engine, found)
        with engine.begin() as conn:
            views.refuse_others(conn)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, found)
    if found is not None:
        with engine.begin() as conn:
            views.drop(conn)
    passed = _upgrade(engine)
    _refresh_views(engine)
    if found is None:
        _sign(engine, now or datetime.now(UTC))
    return passed


def _refresh_views(engine: Engine) -> None:
    with engine.begin() as conn:
        views.refresh(conn)


def _versions() -> list[str]:
    """The versions that this code knows, oldest first: each migration's file begins with its own."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _refuse_newer(engine: Engine, found: str) -> None:
    if found not in _versions():
        raise SchemaError(
            f"{_name(engine)} is from a newer version of the archiver ({found}; this one knows {head()}): "
            "nothing was touched; install that version or a later one"
        )


def _whose(conn: Connection) -> str:
    """NEW, OURS or FOREIGN; reads only."""
    tables = set(inspect(conn).get_table_names())
    signed = True
    if conn.dialect.name == "sqlite":
        number = conn.exec_driver_sql("PRAGMA application_id").scalar_one()
        if number not in (0, APPLICATION_ID):
            return FOREIGN
        signed = number == APPLICATION_ID
    if not tables or tables == {"alembic_version"}:
        return NEW
    return OURS if signed and {"archive_info", "alembic_version"} <= tables else FOREIGN


def _name(engine: Engine) -> str:
    return str(engine.url.database) if engine.dialect.name == "sqlite" else f"the database {engine.url.database}"


def _prepare_sqlite(engine: Engine, found: str | None) -> None:
    """WAL for a new file; a copy of an old one. Both cannot be done inside a transaction."""
    raw = engine.raw_connection()
    try:
        if found is None:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
            return
        copy = free_name(Path(f"{engine.url.database}.before-{found}"))
        raw.cursor().execute("VACUUM INTO ?", (str(copy),))
        with copy.open("rb") as written:
            os.fsync(written.fileno())
    finally:
        raw.close()


def free_name(path: Path) -> Path:
    """`path`, or the first of path-2, path-3, ... that does not exist: an older copy is never written over."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _upgrade(engine: Engine) -> list[str]:
    """Run what is missing, one transaction a migration."""
    # late: to load Alembic takes longer than all that is asked of an archive that is up to date
    from alembic.config import Config as AlembicConfig
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    passed: list[str] = []
    sqlite = engine.dialect.name == "sqlite"

    def after_each(ctx: MigrationContext, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001 - named by Alembic
        if sqlite:
            if ctx.connection is None:  # pragma: no cover - only in Alembic's offline mode
                raise SchemaError("a migration needs a connection")
            torn = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if torn:
                raise CorruptionError(f"the migration would leave {len(torn)} rows that point nowhere: undone")
        passed.append(str(step.up_revision_id))

    scripts = ScriptDirectory(str(MIGRATIONS))
    environment = EnvironmentContext(AlembicConfig(), scripts, fn=lambda found, _: scripts._upgrade_revs("head", found))
    with engine.connect() as conn:
        raw = conn.connection.driver_connection
        if sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys = OFF")  # a table is rebuilt by copy, drop and rename
        try:
            with environment:
                environment.configure(
                    connection=conn,
                    transactional_ddl=True,
                    transaction_per_migration=True,
                    on_version_apply=after_each,
                )
                with environment.begin_transaction():
                    environment.run_migrations()
        finally:
            conn.rollback()
            if sqlite and raw is not None:
                raw.execute("PRAGMA foreign_keys = ON")
    return passed


def _sign(engine: Engine, now: datetime) -> None:
    """Say whose the new archive is and since when."""
    with engine.begin() as conn:
        conn.execute(
            text("INSERT INTO archive_info (key, value) VALUES (:key, :value) ON CONFLICT (key) DO NOTHING"),
            [{"key": "made_by", "value": MADE_BY}, {"key": "created_at", "value": now.astimezone(UTC).isoformat()}],
        )
