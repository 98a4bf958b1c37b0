"""Packages of evidence: the captures of some articles as one WARC file, byte for byte as the archive keeps them, and
the same as WACZ: with an index and a list of pages, for programs that replay it.
"""

from __future__ import annotations

import json
import os
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import IO, Any

from archiver.query.cdx import Index, line_of
from archiver.query.taken import Taken
from archiver.storage.exchange import moment
from archiver.storage.kept import members
from archiver.storage.warc import pack

WARC_NAME = "data.warc.gz"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the time of every member of a package: the same bytes for the same captures


class Warc:
    """Writes the captures of articles into one WARC file."""

    def __init__(self, file: Path, evidence: Path, now: datetime) -> None:
        """Begin the file.

        Args:
            evidence: the folder of the archive's WARC files.
            now: the moment that the file says it was made at.
        """
        self._file = file
        self._out = file.open("wb")
        self._records = _Records(self._out, evidence, now)

    def write(self, articles: Sequence[Taken]) -> None:
        """Add the captures of articles.

        Raises:
            CorruptionError: the bytes of a capture are not those that were written.
        """
        for one in articles:
            for _ in self._records.add(one):
                pass

    def close(self) -> None:
        """Make it durable."""
        with self._out:
            self._out.flush()
            os.fsync(self._out.fileno())

    def files(self) -> Iterator[Path]:
        """The file."""
        return iter([self._file])


class Wacz:
    """Writes the captures of articles into a WACZ package.

    Source:
        WACZ 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/.
    """

    def __init__(self, file: Path, evidence: Path, now: datetime) -> None:
        """Begin the package; see `Warc`."""
        self._file, self._now = file, now
        self._out = file.open("wb")
        self._zip = zipfile.ZipFile(self._out, "w")
        self._resources: list[dict[str, Any]] = []
        self._index = Index()
        self._pages = Index()
        self._member = _Member(self._zip, f"archive/{WARC_NAME}")
        self._records = _Records(self._member, evidence, now)

    def write(self, articles: Sequence[Taken]) -> None:
        """Add the captures of articles; see `Warc.write`."""
        for one in articles:
            title = one.record["title"]
            for line, response_at in self._records.add(one):
                self._index.add(line)
                self._pages.add(_page(response_at, title))

    def close(self) -> None:
        """Add the index, the list of pages and the description, and make it durable."""
        with ExitStack() as last:
            for one in (self._pages, self._index, self._out):
                last.callback(one.close)
            with self._zip:
                self._member.close()
                self._resources.append(self._member.described())
                self._add("indexes/index.cdxj", self._index)
                header = '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n'
                self._add("pages/pages.jsonl", chain((header,), self._pages))
                self._add("datapackage.json", (json.dumps(self._described(), indent=2),))
                whole = {"path": "datapackage.json", "hash": self._resources[-1]["hash"]}
                self._add("datapackage-digest.json", (json.dumps(whole),))
            self._out.flush()
            os.fsync(self._out.fileno())

    def files(self) -> Iterator[Path]:
        """The package."""
        return iter([self._file])

    def _add(self, name: str, lines: Iterable[str]) -> None:
        member = _Member(self._zip, name)
        try:
            for line in lines:
                member.write(line.encode("utf-8", "replace"))
        finally:
            member.close()  # a package with an open member cannot be closed
        self._resources.append(member.described())

    def _described(self) -> dict[str, Any]:
        return {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "software": _software(),
            "created": _second(self._now),
            "resources": list(self._resources),
        }


class _Member:
    """A file of a package while it is written: stored as it is, counted and digested."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._name, self._size, self._digest = name, 0, sha256()
        info = zipfile.ZipInfo(name, _EPOCH)
        info.external_attr = 0o644 << 16
        self._out = package.open(info, "w", force_zip64=True)

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self._size += len(data)
        return self._out.write(data)

    def close(self) -> None:
        self._out.close()

    def described(self) -> dict[str, Any]:
        name = self._name.rpartition("/")[2]
        return {"name": name, "path": self._name, "hash": f"sha256:{self._digest.hexdigest()}", "bytes": self._size}


class _Records:
    """Appends records to a WARC file: first what the file is, then the records of captures as they are."""

    def __init__(self, out: IO[bytes] | _Member, evidence: Path, now: datetime) -> None:
        self._out, self._evidence = out, evidence
        self._offset = out.write(_info(now))

    def add(self, article: Taken) -> Iterator[tuple[str, dict[str, Any]]]:
        """Write the captures of an article; yields the line of the index and the page of each."""
        for place in article.captures:
            group = members(self._evidence, place)
            response = group[0]
            line = line_of(response, filename=WARC_NAME, offset=self._offset)
            for member in group:
                self._offset += self._out.write(member.raw)
            known = response.headers
            yield line, {"id": known["warc-record-id"], "url": known["warc-target-uri"], "ts": known["warc-date"]}


def _page(known: dict[str, Any], title: object) -> str:
    """A line of the list of pages; its beginning sorts by time."""
    page = {"ts": known["ts"], "id": known["id"].strip("<>"), "url": known["url"]}
    return json.dumps({**page, "title": title} if title else page, ensure_ascii=False) + "\n"


def _info(now: datetime) -> bytes:
    """The first record; made from the moment alone, so that the same captures give the same file."""
    fields = {
        "software": _software(),
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": "a selection of an archive; every record but this one is byte for byte as the archive keeps it",
    }
    block = "".join(f"{key}: {value}\r\n" for key, value in fields.items()).encode()
    at = moment(now)
    return pack(
        [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'archiver:selection:{at}')}>"),
            ("WARC-Date", at),
            ("Content-Type", "application/warc-fields"),
            ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
        ],
        [block],
    )


def _software() -> str:
    return f"archiver/{version('archiver')}"


def _second(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
