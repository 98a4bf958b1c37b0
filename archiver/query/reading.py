"""How questions reach the database: an archive that exists, one state of it, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from archiver.config import Config
from archiver.core.errors import ConfigurationError
from archiver.storage.database import check_schema, errors_told, open_engine


def open_for_reading(config: Config) -> Engine:
    """The archive's engine, for questions only: it can neither write nor make an archive.

    Raises:
        ConfigurationError: there is no archive, or its database cannot be reached.
        SchemaError: it is from another version, or the database is not ours.
        CorruptionError: it is damaged.
    """
    path = config.sqlite_path
    if path is not None and not path.is_file():
        if any(config.warc.glob("*.warc.gz*")):
            raise ConfigurationError(
                f"{config.warc} holds evidence, but the database {path} is gone: run `archiver rebuild`"
            )
        raise ConfigurationError(
            f"no archive at {config.home}; run `archiver crawl NAME` to begin one, or set ARCHIVER_HOME to where it is"
        )
    engine = open_engine(config.database_url, read_only=True)
    try:
        check_schema(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection on which every query sees the same state, though a crawl is writing meanwhile.

    So "N of N" is true of an export that takes minutes.

    Args:
        engine: made by `open_for_reading`, or by `storage.database.open_engine(url, read_only=True)`.

    Raises:
        ConfigurationError, CorruptionError, DiskError, LockedError: what the database says of itself.
    """
    if engine.dialect.name == "postgresql":  # SQLite gives one state to a transaction by itself
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with errors_told(engine), engine.connect() as conn, conn.begin():
        yield conn
