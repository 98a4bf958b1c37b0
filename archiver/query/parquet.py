"""Parquet: one file for each newspaper and month of publication, in folders that readers take for columns.

Rows come in that order, so one file is open at a time and a group of rows is all that memory holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.core.errors import ConfigurationError
from archiver.query.codebook import BESIDE, FOLDERS
from archiver.query.records import Record
from archiver.query.taken import Taken

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

UNDATED = "undated"  # the month of what has no date that could be read
GROUP = 2_000  # rows in one row group at the most
FOLDER_NAMES = tuple(column.name for column in FOLDERS)
ZONE = "Asia/Ho_Chi_Minh"  # not "+07:00", which some readers refuse


class Parquet:
    """Writes articles into a folder of Parquet files."""

    def __init__(self, folder: Path) -> None:
        """Begin the folder.

        Raises:
            ConfigurationError: the library is not installed.
        """
        try:
            import pyarrow
            import pyarrow.parquet
        except ModuleNotFoundError as problem:
            raise ConfigurationError(
                f"Parquet needs the package {problem.name}: pip install -r requirements-parquet.txt"
            ) from problem
        self._arrow = pyarrow
        self._read, self._kept = schemas(pyarrow)
        self._folder = folder
        self._place: tuple[str, str] | None = None
        self._writer: ParquetWriter | None = None
        self._path = folder
        self._rows: list[dict[str, Any]] = []
        folder.mkdir()

    def write(self, articles: Sequence[Taken]) -> None:
        """Add articles; they come in the order of newspaper and month."""
        for place, group in groupby(articles, lambda one: place_of(one.record)):
            if place != self._place:
                self._end()
                self._begin(place)
            for one in group:
                self._rows.append(row_of(one.record, one.beside))
                if len(self._rows) >= GROUP:
                    self._flush()

    def close(self) -> None:
        """End the last file; an export of nothing is one file without rows, so that its columns can be read."""
        if self._place is None:
            self._begin(None)
        self._end()
        os.sync()  # one for all: there may be thousands of files

    def files(self) -> Iterator[Path]:
        """All files, by name."""
        return iter(sorted(self._folder.rglob("*.parquet")))

    def _begin(self, place: tuple[str, str] | None) -> None:
        folder = self._folder
        if place is not None:
            folder = folder.joinpath(*(f"{name}={value}" for name, value in zip(FOLDER_NAMES, place, strict=True)))
        folder.mkdir(parents=True, exist_ok=True)
        self._place, self._path = place, folder / "part-0.parquet"
        self._writer = self._arrow.parquet.ParquetWriter(self._path, self._kept, compression="zstd")

    def _flush(self) -> None:
        if self._writer is not None and self._rows:
            read = self._arrow.Table.from_pylist(self._rows, schema=self._read)
            self._writer.write_table(read.cast(self._kept))
        self._rows = []

    def _end(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()
        self._writer = None


def row_of(record: Record, beside: Mapping[str, str]) -> dict[str, Any]:
    """A record as a row: its keys without the newspaper, what is a mapping as a list of pairs.

    Moments stay texts; Arrow reads them faster than Python.
    """
    known: dict[str, Any] = record
    views = known["views"]
    published = known["published_at"]
    return {
        **known,
        **beside,
        "published_day": published[:10] if published else None,
        "roles": [{"name": name, "role": role} for name, role in known["roles"].items()],
        "sources": [{"field": field, "rule": rule} for field, rule in known["sources"].items()],
        "own_fetches_before": views[-1]["own_fetches_before"] if views else None,
        "revision_count": len(known["revisions"]),
    }


def place_of(record: Record) -> tuple[str, str]:
    """Newspaper and month of publication, "2022-03" or `UNDATED`: the values of `FOLDER_NAMES`."""
    published = record["published_at"]
    return str(record["newspaper"]), published[:7] if isinstance(published, str) else UNDATED


def schemas(arrow: Any) -> tuple[pyarrow.Schema, pyarrow.Schema]:
    """The columns as `row_of` gives them (moments as texts), and as they are kept."""
    text, number = arrow.string(), arrow.int64()
    made: list[pyarrow.Schema] = []
    for moment, day in ((text, text), (arrow.timestamp("us", tz=ZONE), arrow.date32())):
        made.append(arrow.schema(list(_fields(arrow, text, number, moment, day).items())))
    return made[0], made[1]


def _fields(arrow: Any, text: Any, number: Any, moment: Any, day: Any) -> Mapping[str, Any]:
    def several(**fields: Any) -> Any:
        return arrow.list_(arrow.struct(list(fields.items())))

    texts = arrow.list_(text)
    return {
        **dict.fromkeys(("id", "kind", "province", "url", "canonical_url"), text),
        "aliases": texts,
        **dict.fromkeys(("title", "lead", "body_text"), text),
        "authors": texts,
        "byline_raw": text,
        "roles": several(name=text, role=text),
        "agencies": texts,
        "published_at": moment,
        "published_day": day,
        "updated_at": moment,
        **dict.fromkeys(("published_precision", "published_raw", "updated_raw", "section"), text),
        "tags": texts,
        "images": several(url=text, caption=text),
        "language": text,
        "view_count": number,
        "view_count_raw": text,
        "comment_count": number,
        "own_fetches_before": number,
        "views": several(observed_at=moment, count=number, own_fetches_before=number),
        "revisions": several(number=number, seen_at=moment, title=text, lead=text, body_text=text),
        "revision_count": number,
        **dict.fromkeys(("first_seen_at", "last_seen_at", "gone_at"), moment),
        "gone_reason": text,
        "sources": several(field=text, rule=text),
        "problems": several(field=text, reason=text),
        **{column.name: text for column in BESIDE},
        "evidence": arrow.struct(
            [("warc", text), ("offset", number), ("length", number), ("sha256", text), ("fetched_at", moment)]
        ),
    }
