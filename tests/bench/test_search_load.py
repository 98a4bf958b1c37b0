"""PostgreSQL is measured on the same articles, whether they were generated in it or copied from a generated archive."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from archiver.storage.models import Base

SEARCH = Path(__file__).parents[2] / "bench" / "search"
SERVER = "ARCHIVER_TEST_POSTGRESQL"
pytestmark = pytest.mark.postgresql


@pytest.fixture
def databases() -> Iterator[list[str]]:
    """The addresses of two empty databases."""
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"needs PostgreSQL: {SERVER}=postgresql+psycopg://user@host/database make test")
    names = [f"archiver_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        for name in names:
            conn.execute(text(f"CREATE DATABASE {name}"))
    yield [make_url(server).set(database=name).render_as_string(hide_password=False) for name in names]
    with admin.connect() as conn:
        for name in names:
            conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_a_generated_archive_is_loaded_as_it_would_have_been_generated(databases: list[str], tmp_path: Path) -> None:
    """The same rows in every table, the search index among them, and the same indexes; new rows get new numbers."""
    generated, loaded = databases
    _run("generate.py", tmp_path, "300")
    _run("load.py", tmp_path, loaded)
    _run("generate.py", tmp_path, "300", generated)
    same, other = _held(loaded), _held(generated)
    assert same.keys() == other.keys()
    for name, rows in same.items():
        assert rows == other[name], name
    assert len(same["article_search"]) == len(same["revision"]) == 300
    engine = create_engine(loaded)
    with engine.connect() as conn:
        assert conn.scalar(text("SELECT nextval(pg_get_serial_sequence('article', 'id'))")) == 301
        assert conn.scalar(text("SELECT nextval(pg_get_serial_sequence('tag', 'id'))")) == 1
    engine.dispose()


def _run(script: str, *arguments: object) -> None:
    command = [sys.executable, str(SEARCH / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _held(url: str) -> dict[str, Any]:
    """The rows of every table and the indexes, without the moment at which the archive was made."""
    engine = create_engine(url)
    with engine.connect() as conn:
        found: dict[str, Any] = {
            name: sorted(map(str, conn.execute(text(f"SELECT * FROM {name}"))))
            for name in (*Base.metadata.tables, "article_search")
        }
        found["archive_info"] = [row for row in found["archive_info"] if "created_at" not in row]
        found["indexes"] = {
            name: sorted(str(index["name"]) for index in inspect(conn).get_indexes(name)) for name in found
        }
    engine.dispose()
    return found
