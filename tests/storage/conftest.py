"""An empty archive on each engine: SQLite always, PostgreSQL where a server is named."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from archiver.config import Clock, Config
from archiver.storage.archive import Recorder
from archiver.storage.database import create_or_open
from archiver.storage.evidence import EvidenceWriter
from archiver.storage.journal import Journal
from tests.storage.making import NOW, PAPER

SERVER = "ARCHIVER_TEST_POSTGRESQL"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    """The configuration of an archive that does not exist yet."""
    home = tmp_path / "archive"
    clock = Clock.starting_at(NOW)
    if request.param == "sqlite":
        yield Config(home=home, database_url=f"sqlite:///{home / 'archive.db'}", clock=clock)
        return
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"needs PostgreSQL: {SERVER}=postgresql+psycopg://user@host/database make test")
    name = f"archiver_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    try:
        yield Config(home=home, database_url=url, clock=clock)
    finally:
        with admin.connect() as conn:
            conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def engine(config: Config) -> Iterator[Engine]:
    """The engine of a new archive."""
    engine = create_or_open(config)
    yield engine
    engine.dispose()


@dataclass
class Archive:
    """A new archive with one newspaper, whose crawl is open."""

    config: Config
    engine: Engine
    recorder: Recorder
    paper_id: int
    crawl_id: int


@pytest.fixture
def archive(config: Config, engine: Engine) -> Iterator[Archive]:
    """A new archive, ready to record visits of `making.PAPER`."""
    evidence = EvidenceWriter(config.warc, software="test", operator="", now=config.clock.now)
    recorder = Recorder(engine, evidence, Journal(config.warc), config.clock)
    paper_id = recorder.register(PAPER)
    crawl_id = recorder.open_crawl(paper_id, "run-1", "crawl baomau")
    yield Archive(config, engine, recorder, paper_id, crawl_id)
    recorder.close()
