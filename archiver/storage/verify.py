"""Checks the evidence: every byte of every file, against the manifest, its own digests and the rows that point to it.

Nothing is changed, and no lock is needed: a file that a crawl is writing at the moment is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from sqlalchemy import Engine, select

from archiver.core.errors import CorruptionError
from archiver.storage import manifest
from archiver.storage.files import open_read
from archiver.storage.journal import NAME as JOURNAL
from archiver.storage.journal import Journal
from archiver.storage.kept import exchanges, next_response
from archiver.storage.models import Article, Capture
from archiver.storage.warc import GZIP_HEADER, BrokenRecord, Member, digest_problem, walk

ROWLESS = "a capture without a row"


@dataclass(frozen=True, slots=True)
class Damage:
    """One broken place."""

    file: str
    offset: int | None  # byte at which it begins; None: the file as a whole
    what: str
    articles: tuple[str, ...] = ()  # public ids of those whose captures are affected


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """What the database says of one capture's bytes."""

    offset: int
    length: int
    sha256: str
    article: str | None  # public id


class Rows(Protocol):
    """What the database says of the evidence."""

    def files(self) -> Iterable[str]:
        """The names of all files that rows point into."""

    def of(self, file: str) -> Sequence[CaptureRow]:
        """The rows that point into one file."""


class EngineRows:
    """The rows of an archive's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def files(self) -> list[str]:
        """The names of all files that rows point into."""
        with self._engine.connect() as conn:
            return list(conn.execute(select(Capture.warc).distinct().order_by(Capture.warc)).scalars())

    def of(self, file: str) -> list[CaptureRow]:
        """The rows that point into one file."""
        rows = (
            select(Capture.offset, Capture.length, Capture.sha256, Article.public_id)
            .outerjoin(Article, Article.id == Capture.article_id)
            .where(Capture.warc == file)
        )
        with self._engine.connect() as conn:
            return [CaptureRow(*row) for row in conn.execute(rows)]


@dataclass(slots=True)
class Checked:
    """How much was looked at."""

    files: int = 0
    bytes: int = 0
    captures: int = 0


def verify(folder: Path, rows: Rows | None = None, *, checked: Checked | None = None) -> Iterator[Damage]:
    """Every damage of the evidence in `folder`; nothing where all is as it was written.

    Args:
        folder: of the evidence.
        rows: what the database says; None checks the files alone.
        checked: counts what was looked at.
    """
    checked = checked or Checked()
    names = manifest.files(folder)  # before the manifest: a file is in there before it loses its .open
    entries: dict[str, manifest.Entry] | None = None
    try:
        entries = manifest.entries(folder)
    except CorruptionError as problem:
        yield Damage(manifest.NAME, None, str(problem))
    try:
        for _ in Journal(folder).entries():
            pass
    except CorruptionError as problem:
        yield Damage(JOURNAL, None, str(problem))
    seen = set()
    for name in names:
        final = name.removesuffix(manifest.OPEN)
        seen.add(final)
        yield from _file(folder, name, entries, rows, checked)
    for final in sorted({*(entries or ()), *(rows.files() if rows else ())} - seen):
        if not (folder / final).exists() and not (folder / (final + manifest.OPEN)).exists():
            yield Damage(final, None, "the file is gone", _articles(rows.of(final) if rows else ()))


def _file(
    folder: Path, name: str, entries: dict[str, manifest.Entry] | None, rows: Rows | None, checked: Checked
) -> Iterator[Damage]:
    """Every damage of one file."""
    final = name.removesuffix(manifest.OPEN)
    said = {row.offset: row for row in rows.of(final)} if rows else None  # before the bytes: they are older than it
    try:
        raw = open_read(folder / name if (folder / name).exists() else folder / final)
    except OSError as problem:
        yield Damage(final, None, f"the file cannot be read: {problem.strerror}", _articles((said or {}).values()))
        return
    with closing(raw):
        walked = _Walk(raw, final, said, is_open=name != final, checked=checked)
        found = False
        for damage in walked.damages():
            found = True
            yield damage
        checked.files += 1
        checked.bytes += raw.seek(0, 2)
        entry = (entries or {}).get(final)
        if entry is not None and name == final:
            yield from walked.against(entry, located=found)
        elif entries is not None and name == final:
            yield Damage(final, None, "the manifest does not know this file")


class _Walk:
    """One file, read from beginning to end once."""

    def __init__(
        self, raw: BinaryIO, file: str, said: dict[int, CaptureRow] | None, *, is_open: bool, checked: Checked
    ) -> None:
        self._stream = _Digesting(raw)
        self._file = file
        self._said = said
        self._rows = dict(said or {})  # those whose bytes were not met yet
        self._open = is_open
        self._checked = checked
        self._records = 0

    def damages(self) -> Iterator[Damage]:
        """What is wrong with the records, and with the rows that point to them."""
        start: int | None = 0
        while start is not None:
            stream = cast("BinaryIO", self._stream)
            try:
                for group in exchanges(self._counted(walk(stream, start))):
                    self._checked.captures += 1
                    yield from self._exchange(group)
                break
            except BrokenRecord as problem:
                start = next_response(stream, problem.offset)
                hit = self._hit(problem.offset, start)
                if not self._open or hit or start is not None:
                    yield Damage(self._file, problem.offset, problem.what, _articles(hit))
        if self._rows:
            rest = sorted(self._rows.values(), key=lambda row: row.offset)
            yield Damage(self._file, rest[0].offset, f"{len(rest)} rows point where no record lies", _articles(rest))

    def against(self, entry: manifest.Entry, *, located: bool) -> Iterator[Damage]:
        """What differs from the manifest; a difference whose place was found already is not told twice."""
        size = self._stream.raw.seek(0, 2)
        if size != entry.size:
            what = f"{size} bytes where {entry.size} were written"
            lost = [row for row in (self._said or {}).values() if row.offset + row.length > size]
            yield Damage(self._file, min(size, entry.size), what, _articles(lost))
        elif not located and self._stream.digest.hexdigest() != entry.sha256:
            yield Damage(self._file, None, "not the bytes that were written, though every record still reads right")
        elif not located and self._records != entry.records:
            yield Damage(self._file, None, f"{self._records} records where {entry.records} were written")

    def _exchange(self, group: list[Member]) -> Iterator[Damage]:
        first = group[0]
        row = self._rows.pop(first.offset, None)
        articles = _articles([row] if row else [])
        for member in group:
            problem = digest_problem(member)
            if problem is None and not member.raw.startswith(GZIP_HEADER):
                problem = "the gzip header is not what was written"
            if problem is not None:
                yield Damage(self._file, member.offset, problem, articles)
        if row is not None and (row.length, row.sha256) != (first.length, first.sha256):
            yield Damage(self._file, first.offset, "not the bytes that the row was made for", articles)
        if row is None and self._said is not None and not self._open:
            yield Damage(self._file, first.offset, ROWLESS)

    def _counted(self, members: Iterator[Member]) -> Iterator[Member]:
        for member in members:
            self._records += 1
            yield member

    def _hit(self, offset: int, resumed: int | None) -> list[CaptureRow]:
        """Takes out the rows whose exchange lies, wholly or in part, from `offset` to where reading goes on."""
        first = max((start for start in self._rows if start <= offset), default=offset)
        hit = sorted(start for start in self._rows if first <= start and (resumed is None or start < resumed))
        return [self._rows.pop(start) for start in hit]


class _Digesting:
    """A stream that digests what is read from it in order; going elsewhere leaves the digest without meaning."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        self.digest = sha256()

    def read(self, size: int) -> bytes:
        piece = self.raw.read(size)
        self.digest.update(piece)
        return piece

    def seek(self, offset: int) -> int:
        return self.raw.seek(offset)

    def tell(self) -> int:
        return self.raw.tell()


def _articles(rows: Iterable[CaptureRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.article for row in rows if row.article is not None))
