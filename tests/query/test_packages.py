"""Packages of evidence hold the archive's bytes: read back by warcio, by their own index, and by our own import."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from warcio.archiveiterator import ArchiveIterator

from archiver.config import Config
from archiver.core.errors import CorruptionError, UsageError
from archiver.crawl.imports import import_paths
from archiver.crawl.registry import load
from archiver.query import cdx
from archiver.query.exports import export
from archiver.storage.database import open_engine
from tests.crawl.saved import Foreign, a_config, address, page

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"), ("X-Served-By", "Server 1"))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """An archive of three articles, one of them fetched twice."""
    folder = tmp_path_factory.mktemp("packed")
    foreign = Foreign(packed=True)
    foreign.info()
    for number, at, views in (
        (1, "2019-03-29", 10),
        (2, "2019-03-30", 20),
        (1, "2019-04-02", 35),
        (3, "2019-04-03", 5),
    ):
        foreign.response(address(number), page(number, views=views), f"{at}T03:00:00Z", headers=HTML, request=True)
    config = a_config(folder)
    done = import_paths(config, [foreign.save(folder / "others.warc.gz")], load(config))
    assert (done.stored, done.articles) == (4, 3)
    return config


@pytest.fixture(scope="module")
def kept(config: Config) -> Iterator[Engine]:
    engine = open_engine(config.database_url, read_only=True)
    yield engine
    engine.dispose()


def records(data: bytes) -> list[tuple[str, str, bytes]]:
    """Type, address and body of every record, as warcio reads them; it checks the digests too."""
    iterator = ArchiveIterator(io.BytesIO(data), check_digests="raise")
    return [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read())
        for record in iterator
    ]


def bodies(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as conn:
        rows = conn.execute(text("SELECT url, payload_sha256 FROM capture ORDER BY url, payload_sha256"))
        return [(row.url, row.payload_sha256) for row in rows]


def test_a_warc_file_of_a_selection_is_the_evidence_byte_for_byte(config: Config, kept: Engine, tmp_path: Path) -> None:
    file = tmp_path / "bridge.warc.gz"
    done = export(kept, file, text="số 1", now=NOW, evidence=config.warc)
    assert done.statement == "1 of 1 matching articles"
    read = records(file.read_bytes())
    assert [kind for kind, _, _ in read] == ["warcinfo", *["response", "request", "metadata"] * 2]
    assert [body for kind, _, body in read if kind == "response"] == [page(1, views=10), page(1, views=35)]
    original = b"".join((config.warc / name).read_bytes() for name in sorted(p.name for p in config.warc.glob("*.gz")))
    members = gzip.decompress(file.read_bytes()).split(b"WARC/1.1\r\n")[2:]
    assert all(member in gzip.decompress(original) for member in members)
    about = json.loads((tmp_path / "bridge.warc.gz.about.json").read_text("utf-8"))
    assert (about["rows"], about["captures"]) == (1, 2)
    assert "OUR OWN FETCHES" in (tmp_path / "bridge.warc.gz.codebook.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["all.warc.gz", "all.wacz"])
def test_our_own_import_reads_it_back(config: Config, kept: Engine, tmp_path: Path, name: str) -> None:
    export(kept, tmp_path / name, now=NOW, evidence=config.warc)
    other = a_config(tmp_path)
    done = import_paths(other, [tmp_path / name], load(other))
    assert (done.stored, done.articles, done.revisions) == (4, 3, 0)
    again = open_engine(other.database_url, read_only=True)
    assert bodies(again) == bodies(kept)
    again.dispose()
    assert import_paths(config, [tmp_path / name], load(config)).known == 4


def test_the_same_selection_at_the_same_moment_is_the_same_bytes(config: Config, kept: Engine, tmp_path: Path) -> None:
    for name in ("all.warc.gz", "all.wacz"):
        sums = {export(kept, tmp_path / f"{n}-{name}", now=NOW, evidence=config.warc).sha256 for n in (1, 2)}
        assert len(sums) == 1


def test_a_wacz_package_has_an_index_that_leads_to_its_records(
    config: Config, kept: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cdx, "MOST", 2)
    export(kept, tmp_path / "all.wacz", now=NOW, evidence=config.warc)
    with zipfile.ZipFile(tmp_path / "all.wacz") as package:
        assert package.testzip() is None
        inner = {name: package.read(name) for name in package.namelist()}
    described = json.loads(inner["datapackage.json"])
    assert described["wacz_version"] == "1.1.1"
    for one in described["resources"]:
        assert one["hash"] == f"sha256:{hashlib.sha256(inner[one['path']]).hexdigest()}"
        assert one["bytes"] == len(inner[one["path"]])
    whole = json.loads(inner["datapackage-digest.json"])
    assert whole["hash"] == f"sha256:{hashlib.sha256(inner['datapackage.json']).hexdigest()}"
    lines = inner["indexes/index.cdxj"].decode().splitlines()
    assert lines == sorted(lines)
    assert [line.split(" ", 2)[:2] for line in lines] == [
        ["example,baomau)/cau-moi-a1.html", "20190329030000"],
        ["example,baomau)/cau-moi-a1.html", "20190402030000"],
        ["example,baomau)/cau-moi-a2.html", "20190330030000"],
        ["example,baomau)/cau-moi-a3.html", "20190403030000"],
    ]
    warc = inner["archive/data.warc.gz"]
    for line in lines:
        said: dict[str, Any] = json.loads(line.split(" ", 2)[2])
        start = int(said["offset"])
        ((kind, url, body),) = records(warc[start : start + int(said["length"])])
        assert (kind, url, said["status"], said["mime"]) == ("response", said["url"], "200", "text/html")
        assert said["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    pages = [json.loads(line) for line in inner["pages/pages.jsonl"].decode().splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert [(one["url"], one["ts"][:10]) for one in pages[1:]] == [
        (address(1), "2019-03-29"),
        (address(2), "2019-03-30"),
        (address(1), "2019-04-02"),
        (address(3), "2019-04-03"),
    ]
    assert pages[1]["title"] == "Cầu mới thông xe số 1"


@pytest.mark.parametrize("name", ["all.warc.gz", "all.wacz"])
def test_damaged_evidence_is_never_passed_on(config: Config, kept: Engine, tmp_path: Path, name: str) -> None:
    damaged = tmp_path / "warc"
    damaged.mkdir()
    for path in config.warc.glob("*.warc.gz*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        (damaged / path.name).write_bytes(data)
    with pytest.raises(CorruptionError):
        export(kept, tmp_path / name, now=NOW, evidence=damaged)
    assert [path.name for path in tmp_path.iterdir()] == ["warc"]


def test_a_package_needs_the_evidence(kept: Engine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder of the archive's WARC files"):
        export(kept, tmp_path / "all.wacz", now=NOW)
    assert list(tmp_path.iterdir()) == []
