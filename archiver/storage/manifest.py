"""The manifest: a line for each closed file of evidence. A file cut at a record's edge, or gone, shows nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from archiver.core.errors import CorruptionError
from archiver.storage.files import append_line, read_lines

NAME = "manifest.jsonl"
OPEN = ".open"  # ends the name of a file that is still written
_FILE = re.compile(r"archive-\d{8}T\d{6}Z-(?P<serial>\d{5,9})\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file of evidence was when it was closed."""

    file: str
    size: int  # bytes
    records: int  # of every kind, the warcinfo record too
    sha256: str  # of the whole file


def file_name(now: datetime, serial: int) -> str:
    """The name of a file of evidence: from the archive's clock and a serial number, never from what a site says.

    >>> file_name(datetime(2026, 4, 1, 1, 2, 3, tzinfo=UTC), 1)
    'archive-20260401T010203Z-00001.warc.gz'
    """
    return f"archive-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{serial:05d}.warc.gz"


def serial_of(name: str) -> int | None:
    """The serial number in a file's name, `.open` or not; None where it is no file of ours.

    >>> serial_of("archive-20260401T010203Z-00017.warc.gz.open"), serial_of("other.warc.gz")
    (17, None)
    """
    found = _FILE.fullmatch(name.removesuffix(OPEN))
    return int(found["serial"]) if found else None


def files(folder: Path) -> list[str]:
    """The names of the evidence's files as they lie in the folder, in written order: by serial, never by time."""
    if not folder.is_dir():
        return []
    names = [(serial_of(path.name), path.name) for path in folder.iterdir()]
    return [name for _, name in sorted((serial, name) for serial, name in names if serial is not None)]


def entries(folder: Path) -> dict[str, Entry]:
    """The manifest: name of a closed file → what it was.

    Raises:
        CorruptionError: a line is not what was written.
    """
    return {entry.file: entry for entry in (_entry(folder, line) for line in read_lines(folder / NAME))}


def add(folder: Path, entry: Entry) -> None:
    """Write down, durably, what a file is at the moment when it is closed.

    Raises:
        DiskError: the disk refuses.
    """
    append_line(folder / NAME, asdict(entry))


def next_serial(folder: Path) -> int:
    """A serial number above every one that was ever given in this folder, files that are gone included."""
    names = [*files(folder), *entries(folder)]
    return 1 + max((serial_of(name) or 0 for name in names), default=0)


def _entry(folder: Path, line: Mapping[str, object]) -> Entry:
    try:
        entry = Entry(str(line["file"]), int(str(line["size"])), int(str(line["records"])), str(line["sha256"]))
    except (KeyError, ValueError) as problem:
        raise CorruptionError(f"{folder / NAME}: a line is not what was written: {problem}") from problem
    if serial_of(entry.file) is None:
        raise CorruptionError(f"{folder / NAME}: {entry.file!r} is no name of a file of evidence")
    return entry
