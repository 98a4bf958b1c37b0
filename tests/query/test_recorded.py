"""What the one door for rows wrote is what questions read: the same facts, and the bytes that prove them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archiver import Archive
from archiver.config import Clock, Config
from archiver.core.errors import ConfigurationError, SchemaError, UsageError
from archiver.core.record import RECORD_KEYS, record_of
from archiver.storage.archive import Recorder
from archiver.storage.database import create_or_open, open_engine
from archiver.storage.evidence import EvidenceWriter
from archiver.storage.journal import Journal
from tests.storage.making import NOW, PAPER, extraction, url_of, visit

FIRST: dict[str, Any] = {
    "title": "Hồ Đắk Mẫu đầy nước",
    "lead": "Nước đã về.",
    "authors": ["Nguyễn An", "Lê Chi"],
    "tags": ["hồ", "nước"],
    "views": 12,
}
SECOND = {**FIRST, "title": "Hồ Đắk Mẫu cạn nước", "views": 40, "comments": 2}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("recorded") / "archive"
    config = Config(home=home, database_url=f"sqlite:///{home / 'archive.db'}", clock=Clock.starting_at(NOW))
    engine = create_or_open(config)
    evidence = EvidenceWriter(config.warc, software="test", operator="", now=config.clock.now)
    recorder = Recorder(engine, evidence, Journal(config.warc), config.clock)
    recorder.register(PAPER)
    recorder.record([visit(url_of(1), FIRST), visit(url_of(2), {"title": "Đường mới", "published": None})])
    recorder.record([visit(url_of(1), SECOND, minutes=90)])
    recorder.close()
    engine.dispose()
    return home


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with Archive.open(home) as archive:
        yield archive


def test_the_record_says_what_the_page_said(archive: Archive, home: Path) -> None:
    found = archive.article("baomau/1")
    page = record_of(extraction(url_of(1), SECOND))
    assert tuple(found) == RECORD_KEYS
    kept_by_the_archive = {"id", "newspaper", "province", "canonical_url", "views", "revisions", "evidence"}
    kept_by_the_archive |= {"first_seen_at", "last_seen_at"}
    assert {key for key in RECORD_KEYS if found[key] != page[key]} == kept_by_the_archive
    assert [one["count"] for one in found["views"]] == [12, 40]  # type: ignore[attr-defined]
    assert [one["title"] for one in found["revisions"]] == [FIRST["title"], SECOND["title"]]  # type: ignore[attr-defined]
    evidence = found["evidence"]
    assert isinstance(evidence, dict)
    (file,) = (home / "warc").glob(f"{evidence['warc']}*")
    start = evidence["offset"]
    said = file.read_bytes()[start : start + evidence["length"]]
    assert hashlib.sha256(said).hexdigest() == evidence["sha256"]


def test_search_follows_the_latest_revision(archive: Archive) -> None:
    assert [record["id"] for record in archive.search("cạn nước").records] == ["baomau/1"]
    assert archive.search("đầy").total == 0
    assert archive.search("ho dak mau", author="le chi", facets=True).total == 1
    assert [record["id"] for record in archive.search().records] == ["baomau/1", "baomau/2"]


def test_history_and_difference(archive: Archive) -> None:
    found = archive.history(url_of(1))
    assert [capture["revision"] for capture in found["captures"]] == [1, 2]
    assert [count["comment_count"] for count in found["counts"]] == [None, 2]
    assert [change.field for change in archive.diff("baomau/1", 1, 2)] == ["title"]
    with pytest.raises(UsageError):
        archive.article("baomau/404")


def test_it_opens_by_folder_file_and_address_and_cannot_write(home: Path) -> None:
    database = home / "archive.db"
    for place in (home, str(home), database, f"sqlite:///{database}"):
        with Archive.open(place) as archive:
            assert archive.search("nước").total == 1
    before = database.read_bytes()
    engine = open_engine(f"sqlite:///{database}", read_only=True)
    with engine.connect() as conn, pytest.raises(Exception, match="readonly"):
        conn.exec_driver_sql("DELETE FROM article")
    engine.dispose()
    assert database.read_bytes() == before


def test_what_is_no_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such folder"):
        Archive.open(tmp_path / "none")
    with pytest.raises(ConfigurationError, match="no archive at"):
        Archive.open(tmp_path)
    (tmp_path / "archive.db").write_bytes(b"")
    with pytest.raises(ConfigurationError):
        Archive.open(tmp_path)
    (tmp_path / "archive.db").write_bytes(b"something else " * 999)
    with pytest.raises(SchemaError):
        Archive.open(tmp_path)
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz").write_bytes(b"")
    (tmp_path / "archive.db").unlink()
    with pytest.raises(ConfigurationError, match="run `archiver rebuild`"):
        Archive.open(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["warc"]
