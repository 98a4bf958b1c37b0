"""Exports that are read while they are made: the same bytes as `exports` writes, without a file in between."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.core.values import VIETNAM
from archiver.query.codebook import codebook
from archiver.query.exports import FORMATS, Counted, Export, Format, Options, about_export
from archiver.query.filters import Filters
from archiver.query.lines import head, line
from archiver.query.patience import patience
from archiver.query.publishing import Written, about_of, codebook_of
from archiver.query.reading import snapshot
from archiver.query.taken import Living

ENDINGS = (".csv", ".jsonl")  # formats that are lines


class Stream:
    """An export of one state of the archive; holds a connection until it is closed."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        *,
        text: str = "",
        filters: Filters | None = None,
        raw: bool = False,
        now: datetime,
        command: str = "",
        seconds: float | None = None,
    ) -> None:
        """Find the articles.

        Args:
            name: of the file; its ending chooses the format, one of `ENDINGS`.
            text, filters, raw, now, command: as in `exports.export`.
            seconds: that finding the articles may take; None for as long as it takes.

        Raises:
            UsageError, QueryError: as of a search; another ending.
            TooSlow: finding the articles took longer than it may.
        """
        self._kind = _format_of(name)
        self._name, self._command = Path(name), command
        self._options = Options(raw, now, now, None)
        self._last = ExitStack()
        try:
            conn = self._last.enter_context(snapshot(engine))
            with patience(conn, seconds, "finding the articles"):
                self.source = Living(conn, text, filters or Filters())
        except BaseException:
            self._last.close()
            raise

    @property
    def total(self) -> int:
        """Articles in it."""
        return self.source.total

    def close(self) -> None:
        """Give the connection back."""
        self._last.close()

    def content(self) -> Iterator[bytes]:
        """The file, some hundred articles at a time."""
        yield from self._content(Counted())

    def bundle(self) -> Iterator[bytes]:
        """A ZIP of the file, its codebook and the statement of what it is, as a command writes them."""
        sink, counted = _Sink(), Counted()
        stamp = self._options.now.astimezone(VIETNAM).timetuple()[:6]
        files: list[Written] = []
        with zipfile.ZipFile(sink, "w") as package:
            for name, pieces in self._parts(files, counted):
                info = zipfile.ZipInfo(name, stamp)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                digest, size = sha256(), 0
                with package.open(info, "w", force_zip64=True) as out:
                    for piece in pieces:
                        digest.update(piece)
                        size += out.write(piece)
                        yield sink.taken()
                files.append(Written(name, size, digest.hexdigest()))
        yield sink.taken()

    def _parts(self, files: list[Written], counted: Counted) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The files of the bundle; each is asked for when the one before is written, for it tells of that."""
        yield self._name.name, self._content(counted)
        yield codebook_of(self._name).name, iter([self._codebook(counted)])
        said = json.dumps(self._about(files, counted), ensure_ascii=False, indent=2) + "\n"
        yield about_of(self._name).name, iter([said.encode("utf-8", "replace")])

    def _content(self, counted: Counted) -> Iterator[bytes]:
        flat, raw = self._kind.ending == ".csv", self._options.raw
        yield head(flat=flat, raw=raw)
        for articles in self.source.batches(captures=False):
            yield b"".join(line(one, flat=flat, raw=raw) for one in articles)
            counted.add(articles)

    def _codebook(self, counted: Counted) -> bytes:
        return codebook(
            self._name.name, self._kind.shape, raw=self._options.raw, own_fetches=counted.own_fetches
        ).encode()

    def _about(self, files: list[Written], counted: Counted) -> dict[str, object]:
        done = Export(self._name, counted.rows, files[0].sha256, self.source.covers, tuple(self.source.notes))
        return about_export(done, self.source, self._kind, self._options, files, counted, self._command)


class _Sink:
    """Where a ZIP is written to, and taken from as it grows; it cannot be gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """What was not taken yet stays."""

    def taken(self) -> bytes:
        """What came since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _format_of(name: str) -> Format:
    for one in FORMATS:
        if one.ending in ENDINGS and name.endswith(one.ending):
            return one
    raise UsageError(f"{name[:100]}: a stream ends in one of {', '.join(ENDINGS)}")
