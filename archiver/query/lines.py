"""Exports of one line an article: CSV for spreadsheets, JSON Lines for programs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from archiver.query.tables import BOM, csv_header, csv_line, json_line
from archiver.query.taken import Taken


def head(*, flat: bool, raw: bool) -> bytes:
    """What stands before the first article."""
    return (("" if raw else BOM) + csv_header()).encode() if flat else b""


def line(article: Taken, *, flat: bool, raw: bool) -> bytes:
    """One article."""
    said = csv_line(article.record, raw=raw, beside=article.beside) if flat else json_line(article.record)
    return said.encode("utf-8", "replace")  # the store holds no lone surrogate


class Lines:
    """Writes articles into one text file."""

    def __init__(self, file: Path, *, flat: bool, raw: bool) -> None:
        """Begin the file.

        Args:
            flat: CSV, else JSON Lines.
            raw: a CSV file for programs: no byte order mark, and text that looks like a formula is left as it is.
        """
        self._flat, self._raw = flat, raw
        self._file = file
        self._out = file.open("wb")
        self._out.write(head(flat=flat, raw=raw))

    def write(self, articles: Sequence[Taken]) -> None:
        """Add articles."""
        for one in articles:
            self._out.write(line(one, flat=self._flat, raw=self._raw))

    def close(self) -> None:
        """Make it durable."""
        with self._out:
            self._out.flush()
            os.fsync(self._out.fileno())

    def files(self) -> Iterator[Path]:
        """The file."""
        return iter([self._file])
