"""The sample archive on each engine: SQLite always, PostgreSQL where a server is named, and a clock to turn."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from archiver.storage.database import open_engine
from tests.query.made import Made, fill

SERVER = "ARCHIVER_TEST_POSTGRESQL"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """An archive of neither newspaper nor article."""
    home = tmp_path_factory.mktemp("archive")
    if request.param == "sqlite":
        made = Made(home)
        yield made
        made.writer.dispose()
        return
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"needs PostgreSQL: {SERVER}=postgresql+psycopg://user@host/database make test")
    name = f"archiver_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name}"))
    try:
        made = Made(home, make_url(server).set(database=name).render_as_string(hide_password=False))
        yield made
        made.writer.dispose()
    finally:
        with admin.connect() as conn:
            conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="module")
def made(empty: Made) -> Made:
    """The sample archive."""
    return fill(empty)


@pytest.fixture(scope="module")
def engine(made: Made) -> Iterator[Engine]:
    engine = open_engine(made.url, read_only=True)
    yield engine
    engine.dispose()


class Clock:
    """The clocks as `patience` reads them: what a test says takes long takes it at once, and nothing else does."""

    ahead = 0.0  # seconds

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def thread_time(self) -> float:
        return time.thread_time() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("archiver.query.patience.time", made)
    return made
