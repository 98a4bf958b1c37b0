"""A judge that knows none of the archiver's code: bytes, gzip, WARC, manifest and rows against each other."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

OPEN = ".open"
CHUNK = 200  # files on one command line


@dataclass(frozen=True)
class Record:
    """One member of a file, unpacked."""

    offset: int
    length: int
    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.headers["warc-type"]


def members(raw: bytes) -> Iterator[Record]:
    """Every member of a file, each complete and each exactly one well-formed record; else an AssertionError."""
    offset = 0
    while offset < len(raw):
        text, length = inflated(raw, offset)
        head, _, rest = text.partition(b"\r\n\r\n")
        first, *lines = head.decode("utf-8").split("\r\n")
        assert first == "WARC/1.1", f"no record at {offset}: {first[:40]!r}"
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        size = int(headers["content-length"])
        assert rest[size:] == b"\r\n\r\n", f"the record at {offset} does not end where it says"
        record = Record(offset, length, headers, rest[:size])
        for name, content in (("warc-block-digest", record.block), ("warc-payload-digest", payload(record))):
            assert name not in headers or digest_is(headers[name], content), f"{name} at {offset}"
        yield record
        offset += length


def inflated(raw: bytes, offset: int) -> tuple[bytes, int]:
    """The text of the gzip member at `offset`, and its length as it lies there."""
    inflate = zlib.decompressobj(wbits=31)
    pieces, at = [], offset
    while not inflate.eof:
        assert at < len(raw), f"a torn member at {offset}"
        piece = raw[at : at + 65536]
        pieces.append(inflate.decompress(piece))
        at += len(piece)
    return b"".join(pieces), at - len(inflate.unused_data) - offset


def payload(record: Record) -> bytes:
    """What a digest of the payload is of: the body where the block is an HTTP message."""
    http = record.headers.get("content-type", "").startswith("application/http")
    return record.block.partition(b"\r\n\r\n")[2] if http else record.block


def digest_is(said: str, content: bytes) -> bool:
    """True where a WARC digest is that of the content; hex or base32."""
    algorithm, _, value = said.partition(":")
    made = {"sha256": sha256, "sha1": sha1}[algorithm](content)
    return value.lower() in (made.hexdigest(), base64.b32encode(made.digest()).decode().lower())


def copied(home: Path, into: Path) -> Path:
    """The database as it lies there now, log included, copied: to look at it must not be what recovers it."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    for path in home.glob("archive.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, into)
    return into


def query(folder: Path, statement: str, *values: Any) -> list[Any]:
    """Rows of the database in a folder."""
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        return database.execute(statement, values).fetchall()


def rows_have_bytes(folder: Path, warc: Path, after: int = 0) -> int:
    """Every capture's row (of those numbered above `after`) has its bytes on the disk now; the highest number.

    Args:
        folder: that holds archive.db.
        warc: the evidence; files may still be open.
    """
    rows = query(folder, "SELECT id, warc, offset, length, sha256 FROM capture WHERE id > ? ORDER BY id", after)
    for number, name, offset, length, digest in rows:
        path = warc / name if (warc / name).exists() else warc / (name + OPEN)
        with path.open("rb") as file:
            file.seek(offset)
            assert sha256(file.read(length)).hexdigest() == digest, f"capture {number} has no bytes: {name} {offset}"
        after = number
    return after


def judge(home: Path, *, tools: bool = True) -> dict[str, int]:
    """All that is kept, against itself; an AssertionError says what is wrong.

    Args:
        tools: also have gzip and warcio look at every file.

    Returns:
        How much there is: files, records, captures, torn (side files).
    """
    warc = home / "warc"
    left = [path.name for path in warc.glob("*" + OPEN)]
    assert not left, f"left open: {left}"
    files = sorted(warc.glob("*.warc.gz"))
    lines = [json.loads(line) for line in (warc / "manifest.jsonl").read_text("utf-8").splitlines()] if files else []
    manifest = {line["file"]: line for line in lines}
    assert len(manifest) == len(lines), "a file stands in the manifest twice"
    assert set(manifest) == {path.name for path in files}
    rows = {
        (name, offset): rest
        for name, offset, *rest in query(
            home, "SELECT warc, offset, length, sha256, url, status, payload_sha256 FROM capture"
        )
    }
    records = responses = 0
    for path in files:
        raw = path.read_bytes()
        entry = manifest[path.name]
        assert (entry["size"], entry["sha256"]) == (len(raw), sha256(raw).hexdigest()), path.name
        kinds = []
        for record in members(raw):
            kinds.append(record.kind)
            if record.kind != "response":
                continue
            row = rows.pop((path.name, record.offset), None)
            assert row is not None, f"{path.name} at {record.offset}: bytes without a row"
            length, digest, url, status, body = row
            assert length == record.length
            assert digest == sha256(raw[record.offset : record.offset + length]).hexdigest()
            assert url == record.headers["warc-target-uri"]
            assert int(record.block.split(b" ", 2)[1]) == status
            assert body == sha256(payload(record)).hexdigest()
        responses += kinds.count("response")
        assert kinds[0] == "warcinfo"
        assert kinds.count("response") == kinds.count("request") == kinds.count("metadata") == (len(kinds) - 1) / 3
        assert entry["records"] == len(kinds), path.name
        records += len(kinds)
    assert not rows, f"rows without bytes: {list(rows)[:5]}"
    assert query(home, "PRAGMA integrity_check") == [("ok",)]
    assert query(home, "PRAGMA foreign_key_check") == []
    if tools:
        for at in range(0, len(files), CHUNK):
            for tool in (["gzip", "-t"], [sys.executable, "-m", "warcio.cli", "check"]):
                done = subprocess.run([*tool, *files[at : at + CHUNK]], capture_output=True, text=True)
                assert done.returncode == 0, f"{tool}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return {"files": len(files), "records": records, "captures": responses, "torn": len(list(warc.glob("*.torn*")))}
