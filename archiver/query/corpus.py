"""A corpus: one plain text file for each article, and a table of what is known of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from archiver.query.codebook import Shape, columns
from archiver.query.parquet import place_of
from archiver.query.records import Record
from archiver.query.tables import BOM, csv_header, csv_line
from archiver.query.taken import Taken

COLUMNS = tuple(column.name for column in columns(Shape.CORPUS))
METADATA = "metadata.csv"
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # names that are no files on Windows


class Corpus:
    """Writes articles into a folder of texts."""

    def __init__(self, folder: Path, *, raw: bool) -> None:
        """Begin the folder.

        Args:
            raw: the table is for programs: no byte order mark, and text that looks like a formula is left as it is.
        """
        folder.mkdir()
        self._folder = folder
        self._raw = raw
        self._table = (folder / METADATA).open("wb")
        self._table.write(("" if raw else BOM).encode() + csv_header(COLUMNS).encode())

    def write(self, articles: Sequence[Taken]) -> None:
        """Add articles."""
        for one in articles:
            name, data = file_of(one.record), text_of(one.record).encode("utf-8", "replace")
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            beside = {**one.beside, "file": name, "sha256": sha256(data).hexdigest()}
            line = csv_line(one.record, raw=self._raw, columns=COLUMNS, beside=beside)
            self._table.write(line.encode("utf-8", "replace"))

    def close(self) -> None:
        """Make all of it durable."""
        self._table.close()
        os.sync()  # one for all: to wait for each of 100,000 files takes an hour on a disk that turns

    def files(self) -> Iterator[Path]:
        """The table, which has the digest of every text."""
        return iter([self._folder / METADATA])


def text_of(record: Record) -> str:
    """Title, lead and body of an article, parted by blank lines.

    >>> text_of({"title": "Cầu mới", "lead": None, "body_text": "Nhiều người đến xem."})
    'Cầu mới\\n\\nNhiều người đến xem.\\n'
    """
    return "\n\n".join(str(record[key]) for key in ("title", "lead", "body_text") if record[key]) + "\n"


def file_of(record: Record) -> str:
    """The name of an article's text: newspaper, month and key, never what a site could make of it.

    >>> file_of({"id": "baomau/92175", "newspaper": "baomau", "published_at": "2022-03-29T09:04:00+07:00"})
    'texts/baomau/2022-03/92175.txt'
    >>> file_of({"id": "baomau/../../A", "newspaper": "baomau", "published_at": None})
    'texts/baomau/undated/a-c79d3b33.txt'
    """
    public_id = str(record["id"])
    newspaper, _, key = public_id.partition("/")
    name = key.lstrip("~")
    if not _PLAIN.fullmatch(name) or _DEVICES.fullmatch(name):
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
        name = f"{plain}-{sha256(public_id.encode('utf-8', 'replace')).hexdigest()[:8]}".lstrip("-")
    return f"texts/{newspaper}/{place_of(record)[1]}/{name}.txt"
