"""The bytes that prove a record are given out as they were written, as a download, and no other file is."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from warcio.archiveiterator import ArchiveIterator

from archiver.config import Config
from archiver.storage.database import open_engine
from archiver.web.app import create_app
from tests.web.conftest import imported


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return imported(tmp_path)


@pytest.fixture
def asking(config: Config) -> Iterator[TestClient]:
    with TestClient(create_app(config)) as client:
        yield client


def test_every_capture_is_given_out_as_it_was_written(asking: TestClient, config: Config) -> None:
    found = asking.get("/api/v1/search?full=yes").json()["records"]
    assert len(found) == 2
    captures = 0
    for record in found:
        for one in asking.get("/api/v1/history", params={"id": record["id"]}).json()["captures"]:
            captures += 1
            answer = asking.get("/api/v1/evidence", params={"id": record["id"], "sha256": one["sha256"]})
            assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]
            assert answer.headers["content-disposition"].startswith("attachment; filename=")
            assert answer.headers["content-type"] == "application/warc"
            assert answer.headers["x-content-type-options"] == "nosniff"
            (read,) = ArchiveIterator(io.BytesIO(answer.content), check_digests="raise")
            assert read.rec_headers.get_header("WARC-Target-URI") == one["url"]
            assert b"<html" in gzip.decompress(answer.content)
        usual = asking.get("/api/v1/evidence", params={"id": record["id"]})
        assert hashlib.sha256(usual.content).hexdigest() == record["evidence"]["sha256"]
        again = asking.get(
            "/api/v1/evidence", params={"id": record["id"]}, headers={"if-none-match": usual.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
    assert captures == 3


def test_a_capture_of_another_article_is_not_given_out_under_this_one(asking: TestClient) -> None:
    one, other = asking.get("/api/v1/search?full=yes").json()["records"]
    asked = {"id": one["id"], "sha256": other["evidence"]["sha256"]}
    assert asking.get("/api/v1/evidence", params=asked).status_code == 404


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "/etc/passwd", "../archive.db", "no-such-00001.warc.gz"])
def test_no_row_leads_to_another_file(asking: TestClient, config: Config, name: str) -> None:
    """Also where somebody wrote into the database: a name that is not one of ours is not opened."""
    found = asking.get("/api/v1/search?full=yes").json()["records"][0]
    writer = open_engine(config.database_url)
    with writer.begin() as conn:
        conn.execute(text("UPDATE capture SET warc = :name"), {"name": name})
    writer.dispose()
    answer = asking.get("/api/v1/evidence", params={"id": found["id"]})
    assert answer.status_code == 503
    assert b"root:" not in answer.content
    assert name not in answer.text


def test_bytes_that_are_not_those_written_are_not_given_out(asking: TestClient, config: Config) -> None:
    found = asking.get("/api/v1/search?full=yes").json()["records"][0]
    place = found["evidence"]
    (file,) = config.warc.glob("*.warc.gz")
    data = bytearray(file.read_bytes())
    data[place["offset"] + 20] ^= 1
    file.write_bytes(data)
    assert asking.get("/api/v1/evidence", params={"id": found["id"]}).status_code == 503
