"""Exports of one line an article: CSV for spreadsheets, JSON Lines for programs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from archiver.query.tables import BOM, csv_header, csv_line, json_line
from archiver.query.taken import Taken


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
        if flat:
            self._out.write(("" if raw else BOM).encode() + csv_header().encode())

    def write(self, articles: Sequence[Taken]) -> None:
        """Add articles."""
        for one in articles:
            line = csv_line(one.record, raw=self._raw) if self._flat else json_line(one.record)
            self._out.write(line.encode("utf-8", "replace"))  # the store holds no lone surrogate

    def close(self) -> None:
        """Make it durable."""
        with self._out:
            self._out.flush()
            os.fsync(self._out.fileno())

    def files(self) -> Iterator[Path]:
        """The file."""
        return iter([self._file])
