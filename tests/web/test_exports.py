"""An export over the web has the bytes of the command's; formulas are safe by every way (T20)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import anyio
import pyarrow.parquet
import pytest
from sqlalchemy import Engine
from starlette.requests import ClientDisconnect
from starlette.testclient import TestClient
from starlette.types import Message

from archiver.config import Clock
from archiver.core.errors import TooSlow, UsageError
from archiver.query.exports import export
from archiver.query.streams import Stream
from archiver.query.tables import COLUMNS
from archiver.storage.database import open_engine
from archiver.web import api_exports
from archiver.web.app import create_app
from tests.query.made import Made
from tests.query.test_exports import FORMULAS
from tests.query.test_patience import SLOW
from tests.web.asking import ask
from tests.web.conftest import opening_of, settings

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("raw", [False, True])
def test_the_bytes_are_those_of_the_command(
    client: TestClient, engine: Engine, tmp_path: Path, ending: str, raw: bool
) -> None:
    file = tmp_path / f"articles.{ending}"
    done = export(engine, file, text="an", raw=raw, now=NOW)
    params = {"q": "an", "format": ending, "raw": "yes" if raw else "no"}
    found = client.get("/api/v1/export", params=params)
    assert found.content == file.read_bytes()
    assert found.headers["x-archiver-rows"] == str(done.rows) == "3"
    assert unquote(found.headers["x-archiver-question"]) == "articles that hold “an” with any marks"
    assert unquote(found.headers["x-archiver-covers"]) == done.covers["asked"]["in_words"]
    assert found.headers["content-disposition"] == f'attachment; filename="articles.{ending}"'
    book = client.get("/api/v1/codebook", params={"format": ending, "raw": params["raw"]})
    assert all(line in file.with_name(f"{file.name}.codebook.md").read_text("utf-8") for line in book.text.splitlines())


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_bundle_holds_what_the_command_writes(engine: Engine, tmp_path: Path, ending: str) -> None:
    export(engine, tmp_path / f"articles.{ending}", now=NOW, command="here")
    stream = Stream(engine, f"articles.{ending}", now=NOW, command="here")
    package = zipfile.ZipFile(io.BytesIO(b"".join(stream.bundle())))
    stream.close()
    assert package.testzip() is None
    assert {name: package.read(name) for name in package.namelist()} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }


def test_a_bundle_says_what_it_is(client: TestClient) -> None:
    found = client.get("/api/v1/export?q=an&format=csv&bundle=yes&newspaper=baomau")
    assert found.headers["content-type"] == "application/zip"
    package = zipfile.ZipFile(io.BytesIO(found.content))
    about = json.loads(package.read("articles.csv.about.json"))
    content = package.read("articles.csv")
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert about["bytes"] == len(content)
    assert about["statement"] == "1 of 1 matching articles"
    assert about["query"]["command"] == "/api/v1/export?q=an&format=csv&bundle=yes&newspaper=baomau"
    assert about["archive_covers"]["asked"]["newspapers"] == ["baomau"]
    assert "OUR OWN FETCHES" in package.read("articles.csv.codebook.md").decode()


def test_headers_have_an_end_and_the_bundle_says_all(client: TestClient) -> None:
    tags = [f"kỳ họp thứ {number} của hội đồng nhân dân tỉnh" for number in range(50)]
    found = client.get("/api/v1/export", params={"tag": tags, "bundle": "yes"})
    assert sum(len(name) + len(value) for name, value in found.headers.raw) < 4096  # what nginx takes from whom it asks
    for name in ("x-archiver-question", "x-archiver-covers"):
        said = unquote(found.headers[name], errors="strict")
        assert quote(said) == found.headers[name]
    assert unquote(found.headers["x-archiver-question"]).endswith("…")
    about = json.loads(zipfile.ZipFile(io.BytesIO(found.content)).read("articles.jsonl.about.json"))
    assert all(tag in about["query"]["in_words"] for tag in tags)


def test_no_more_exports_than_may_be_read_at_once(client: TestClient) -> None:
    taken = [api_exports._running.acquire(blocking=False) for _ in range(api_exports.AT_ONCE)]
    try:
        refused = client.get("/api/v1/export")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    finally:
        for _ in taken:
            api_exports._running.release()
    for _ in range(api_exports.AT_ONCE + 1):  # what fails gives its place back
        assert client.get("/api/v1/export?newspaper=nowhere").status_code == 400
    assert client.get("/api/v1/export").status_code == 200


@pytest.mark.parametrize("at", ["http.response.start", "http.response.body"])
def test_a_client_that_goes_away_at_once_takes_no_place(client: TestClient, at: str) -> None:
    async def send(message: Message) -> None:
        if message["type"] == at:
            raise OSError("gone")

    for _ in range(api_exports.AT_ONCE + 1):
        with pytest.raises(ClientDisconnect):
            anyio.run(ask, client.app, b"/api/v1/export", b"", "127.0.0.1", send)
    assert client.get("/api/v1/export").status_code == 200


def test_a_client_that_stops_reading_loses_its_place(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await anyio.sleep_forever()

    async def read() -> None:
        with anyio.fail_after(60):
            await ask(client.app, b"/api/v1/export", b"", "127.0.0.1", send)

    monkeypatch.setattr(api_exports, "LONGEST", 0.2)
    for _ in range(api_exports.AT_ONCE + 1):
        with pytest.raises(RuntimeError, match="response already started"):
            anyio.run(read)
    monkeypatch.undo()
    assert client.get("/api/v1/export").status_code == 200


def test_other_formats_and_slow_questions_are_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"a stream ends in one of \.csv, \.jsonl"):
        Stream(engine, "a.parquet", now=NOW)

    def slow(conn: Any, *_: object) -> Any:
        return conn.exec_driver_sql(SLOW[engine.dialect.name])

    monkeypatch.setattr("archiver.query.taken._ordered", slow)
    with pytest.raises(TooSlow, match="finding the articles took longer"):
        Stream(engine, "a.csv", now=NOW, seconds=0.2)
    monkeypatch.undo()
    stream = Stream(engine, "a.csv", now=NOW)  # the connection came back
    assert stream.total == 5
    stream.close()


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An archive whose every text may be a formula: titles, bodies, authors, sections, tags, bylines, agencies."""
    made = Made(tmp_path_factory.mktemp("formulas"))
    made.paper("baomau", "Báo Mẫu", "Mẫu")
    for number, formula in enumerate(FORMULAS):
        made.article(
            "baomau",
            f"{number:03}",
            title=formula,
            lead=f"{formula}2",
            body=f"{formula}\n\n\t{formula}\ufeff{formula}",
            authors=((f"{formula}{number}", "photo"),),
            agencies=(f"{formula}a{number}",),
            tags=(f"{formula}t{number}", "cà phê"),
            section=formula,
            published_at=None,
        )
    made.writer.dispose()
    with TestClient(create_app(settings(made))) as client:
        yield client


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_formula_leaves_in_a_table(formulas: TestClient) -> None:
    content = formulas.get("/api/v1/export?format=csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = cells(content)
    assert len(rows) == len(FORMULAS) == 60
    starts = tuple("=+-@＝＋－＠﹢﹣﹦﹫−\t\r\n")
    for row in rows:
        assert tuple(row) == COLUMNS
        for name, cell in row.items():
            for piece in (cell, *cell.split("; ")):
                bare = piece.lstrip(" \ufeff\u200b\u00a0\"'")
                assert not bare.startswith(starts) or piece.lstrip(" \ufeff\u200b\u00a0").startswith("'"), (name, cell)


def test_raw_and_lines_and_parquet_keep_every_byte(formulas: TestClient, tmp_path: Path) -> None:
    raw = cells(formulas.get("/api/v1/export?format=csv&raw=yes").content)
    lines = [json.loads(line) for line in formulas.get("/api/v1/export").content.splitlines()]
    keys = ("id", "title", "lead", "body_text", "section")
    wanted = [
        (f"baomau/{number:03}", formula, f"{formula}2", f"{formula}\n\n\t{formula}\ufeff{formula}", formula)
        for number, formula in enumerate(FORMULAS)
    ]
    assert [tuple(row[key] for key in keys) for row in raw] == wanted
    assert [tuple(line[key] for key in keys) for line in lines] == [tuple(one or None for one in row) for row in wanted]
    opening = opening_of(formulas)
    engine = open_engine(opening.config.database_url, read_only=True)
    export(engine, tmp_path / "all.parquet", now=Clock().now())
    engine.dispose()
    table = pyarrow.parquet.read_table(tmp_path / "all.parquet", columns=[*keys, "authors", "tags"]).to_pylist()
    assert [tuple(row[key] for key in keys) for row in table] == [tuple(line[key] for key in keys) for line in lines]
    for row, line, flat in zip(table, lines, raw, strict=True):
        assert (row["authors"], row["tags"]) == (line["authors"], line["tags"])
        assert (flat["authors"], flat["tags"]) == ("; ".join(line["authors"]), "; ".join(line["tags"]))
