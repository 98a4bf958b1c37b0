"""A generated archive copied from SQLite to an empty PostgreSQL database: python bench/search/load.py HOME DATABASE_URL

The rows that `generate.py HOME NUMBER DATABASE_URL` makes, sooner: tables by COPY, texts by several processes in the
words and places of `storage.search_index`, and all indexes but the keys made at the end.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text

from archiver.storage import search_index
from archiver.storage.database import check_schema, migrate, open_engine
from archiver.storage.models import ArchiveInfo, Article, Base

INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname
"""
BATCH = 5_000  # articles whose texts are indexed by one statement


def main(home: Path, url: str) -> None:
    began = time.monotonic()
    source, target = open_engine(_sqlite(home), read_only=True), open_engine(url)
    check_schema(source)
    migrate(target)
    with source.connect() as archive, target.begin() as conn:
        search_index.refresh(conn)  # writes down how words are parted; there is none yet
        indexes = conn.execute(text(INDEXES)).all()
        for name, _ in indexes:
            conn.execute(text(f"DROP INDEX {name}"))
        conn.execute(text("SET LOCAL session_replication_role = replica"))  # article and revision name one another
        conn.execute(text("SET LOCAL TimeZone = 'UTC'"))  # of moments in SQLite, which does not say it
        for table in Base.metadata.tables.values():
            if table.name != ArchiveInfo.__tablename__:  # `migrate` has written it
                _copy(archive.connection.driver_connection, conn, table.name, [one.name for one in table.columns])
        last = archive.scalar(select(func.max(Article.id))) or 0
    _said("rows", began)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_index, repeat(home), repeat(url), range(0, last + 1, BATCH)))
    _said("texts", began)
    with target.begin() as conn:
        conn.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        for _, definition in indexes:
            conn.execute(text(definition))
    _said("indexes", began)
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))
    source.dispose()
    target.dispose()
    _said("loaded", began)


def _sqlite(home: Path) -> str:
    return f"sqlite:///{home / 'archive.db'}"


def _copy(archive: Any, conn: Connection, table: str, columns: list[str]) -> None:
    """All rows of a table as SQLite has them: PostgreSQL reads its moments and JSON, which are texts, and 0 and 1."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = conn.connection.cursor()
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in archive.execute(f"SELECT {names} FROM {table}"):
            copy.write_row(row)
    if "id" in columns:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _index(home: Path, url: str, first: int) -> None:
    """Index the texts of `BATCH` articles."""
    source, target = open_engine(_sqlite(home), read_only=True), open_engine(url)
    with source.connect() as archive, target.begin() as conn:
        conn.execute(text("SET LOCAL session_replication_role = replica"))  # the article is there
        with conn.connection.cursor().copy("COPY article_search (article_id, exact, folded) FROM STDIN") as copy:
            for key, texts in search_index._texts(archive, first, first + BATCH):
                copy.write_row((key, *map(search_index._tsvector, search_index._forms(texts))))
    source.dispose()
    target.dispose()


def _said(step: str, began: float) -> None:
    print(f"{step}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
