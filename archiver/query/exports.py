"""Exports: all that matches, streamed into a file, with its codebook and a statement of what it covers beside it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine

from archiver.core.errors import DiskError, UsageError
from archiver.core.page import READER_VERSION
from archiver.core.record import iso
from archiver.query.codebook import codebook, columns
from archiver.query.coverage import Coverage, coverage
from archiver.query.filters import Filters
from archiver.query.matching import Selection, select_articles
from archiver.query.reading import snapshot
from archiver.query.records import Record, records
from archiver.query.tables import BOM, csv_header, csv_line, json_line

FORMATS = (".csv", ".jsonl")
BATCH = 100  # articles in memory at a time


@dataclass(frozen=True, slots=True)
class Export:
    """What was written."""

    file: Path
    rows: int  # lines with an article; the CSV header is none
    sha256: str  # of the file's bytes
    coverage: Coverage  # of the whole archive at that moment
    notes: tuple[str, ...]  # what the asker should know of the filters

    @property
    def beside(self) -> tuple[Path, Path]:
        """The codebook and the statement of what the file is."""
        return _codebook_of(self.file), _about_of(self.file)

    @property
    def statement(self) -> str:
        """How much of what matches is in the file: always all of it.

        >>> Export(Path("a.csv"), 1234, "", Coverage(0, 0, 0, None, None, ()), ()).statement
        '1,234 of 1,234 matching articles'
        """
        return f"{self.rows:,} of {self.rows:,} matching articles"


def export(
    engine: Engine,
    file: Path,
    *,
    text: str = "",
    filters: Filters | None = None,
    raw: bool = False,
    now: datetime,
    command: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Export:
    """Write every article that matches into `file`: never cut short, and the whole file or none.

    One state of the archive is written, though a crawl goes on meanwhile; some hundred records are in memory at a
    time. Articles stand in the order in which the archive took them up. Beside it stand `FILE.codebook.md` and
    `FILE.about.json`; an older export of the same name is replaced when the new one is complete.

    Args:
        file: ends in .csv or .jsonl.
        text: words as in a search; "" takes everything that the filters leave.
        raw: a CSV file for programs: no byte order mark, and text that looks like a formula is left as it is.
        now: the moment of the export, for the statement.
        command: how it was asked for, for the statement.
        progress: told the number of lines written and of all lines.

    Raises:
        UsageError: another ending, a folder that does not exist, or a filter that makes no sense.
        DiskError: no room, or the file cannot be written; nothing is left behind.
    """
    filters = filters or Filters()
    if file.suffix.lower() not in FORMATS:
        raise UsageError(f"{file.name}: an export ends in {' or '.join(FORMATS)}")
    if not file.parent.is_dir():
        raise UsageError(f"{file.parent} is no folder; make it first")
    if file.is_dir():
        raise UsageError(f"{file} is a folder")
    flat = file.suffix.lower() == ".csv"
    with snapshot(engine) as conn:
        selection = select_articles(conn, text, filters)
        ids = selection.all_ids(conn)
        covered = coverage(conn)
        lines = _lines(conn, ids, flat=flat, raw=raw, progress=progress)
        parts = [_part(path) for path in (file, _codebook_of(file), _about_of(file))]
        try:
            size, sha256 = _write(parts[0], lines)
            done = Export(file, len(ids), sha256, covered, selection.notes)
            about = _about(done, text, filters, selection, size=size, raw=raw, now=now, command=command)
            _write(parts[1], [codebook(file.name, flat=flat, raw=raw)])
            _write(parts[2], [json.dumps(about, ensure_ascii=False, indent=2) + "\n"])
            for part, path in zip(parts[::-1], (_about_of(file), _codebook_of(file), file), strict=True):
                part.replace(path)
        except OSError as problem:
            raise DiskError(_disk(file, problem)) from problem
        finally:
            for part in parts:
                with suppress(OSError):  # a name that is too long can be neither made nor taken away
                    part.unlink(missing_ok=True)
    return done


def _lines(
    conn: Connection,
    ids: Any,
    *,
    flat: bool,
    raw: bool,
    progress: Callable[[int, int], None] | None,
) -> Iterator[str]:
    if flat:
        yield csv_header() if raw else BOM + csv_header()
    for start in range(0, len(ids), BATCH):
        batch: list[Record] = records(conn, ids[start : start + BATCH])
        for record in batch:
            yield csv_line(record, raw=raw) if flat else json_line(record)
        if progress is not None:
            progress(min(start + BATCH, len(ids)), len(ids))


def _write(part: Path, lines: Iterable[str]) -> tuple[int, str]:
    """Write and sync; the number of bytes and their digest."""
    digest, size = hashlib.sha256(), 0
    out: BinaryIO
    with part.open("wb") as out:
        for line in lines:
            data = line.encode("utf-8", "replace")  # a lone surrogate cannot be written; the store holds none
            digest.update(data)
            size += out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return size, digest.hexdigest()


def _about(
    done: Export,
    text: str,
    filters: Filters,
    selection: Selection,
    *,
    size: int,
    raw: bool,
    now: datetime,
    command: str,
) -> dict[str, Any]:
    flat = done.file.suffix.lower() == ".csv"
    return {
        "file": done.file.name,
        "sha256": done.sha256,
        "bytes": size,
        "rows": done.rows,
        "rows_matching": done.rows,
        "statement": done.statement,
        "query": {
            "text": text,
            "in_words": selection.in_words,
            "filters": filters.as_json(),
            "command": command,
        },
        "notes": list(selection.notes),
        "made_at": iso(now),
        "archiver_version": version("archiver"),
        "reader_version": READER_VERSION,
        "archive_covers": {"in_words": done.coverage.in_words(), **done.coverage.as_json()},
        "columns": [column.name for column in columns(flat=flat)],
        "formula_safe": flat and not raw,
        "views": "Our own fetches are part of every view count: see own_fetches_before in the codebook.",
    }


def _codebook_of(file: Path) -> Path:
    return file.with_name(file.name + ".codebook.md")


def _about_of(file: Path) -> Path:
    return file.with_name(file.name + ".about.json")


def _part(path: Path) -> Path:
    """Where it is written until it is whole: of this process alone, as another may export to the same name."""
    return path.with_name(f"{path.name}.{os.getpid()}.part")


def _disk(file: Path, problem: OSError) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"no room for {file}: make room and export again; nothing was left behind"
    return f"{file} cannot be written: {problem.strerror or problem}"
