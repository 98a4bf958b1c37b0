"""What is done with the files of evidence that a killed run left open: torn tails cut off and kept, files closed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from archiver.core.errors import CorruptionError
from archiver.storage import faults, manifest
from archiver.storage.files import cut_tail, disk_error, open_read, sync_folder
from archiver.storage.kept import exchanges, next_response
from archiver.storage.warc import BrokenRecord, walk


@dataclass(frozen=True, slots=True)
class Torn:
    """A tail that was cut off."""

    file: str  # without .open
    offset: int
    length: int
    side: str  # name of the file that holds the bytes now; "" where there were none


@dataclass(frozen=True, slots=True)
class Recovery:
    """What `recover` found and did."""

    files: tuple[str, ...] = ()  # that were open, without .open, in written order: their captures may lack rows
    torn: tuple[Torn, ...] = ()
    damaged: tuple[str, ...] = ()  # of `files`: broken in front of bytes that rows point to; left as they are
    removed: tuple[str, ...] = ()  # open files that held no exchange at all


def recover(folder: Path, *, close: bool = True, acknowledged: Callable[[str], int] = lambda _: 0) -> Recovery:
    """Put the files in order that a killed run left `.open`. Done twice, it does nothing the second time.

    The caller holds the archive's lock. To lose nothing even when killed again in between: `recover(close=False)`, then
    give rows to what lacks them (`captures(folder, files=recovery.files)`), then `recover(folder)`.

    Args:
        folder: of the evidence; may be missing.
        close: False cuts tails only; the files stay `.open`.
        acknowledged: file name → the end, in bytes, of the last record that a row points to (0: none). Nothing in
            front of it is ever cut: what is broken there is damage for `archiver verify` to report, not a torn tail.

    Raises:
        DiskError: the disk refuses.
    """
    names = [name for name in manifest.files(folder) if name.endswith(manifest.OPEN)]
    if not names:
        return Recovery()
    known = manifest.entries(folder)
    done: list[str] = []
    torn: list[Torn] = []
    damaged: list[str] = []
    removed: list[str] = []
    for name in names:
        path, final = folder / name, name.removesuffix(manifest.OPEN)
        if final not in known:
            state = _inspect(path, acknowledged(final), tail=not close)
            if state.end < path.stat().st_size:
                torn.append(_cut(path, final, state.end))
            if state.damaged:
                damaged.append(final)
            elif not state.exchanges:
                _remove(path)
                removed.append(final)
                continue
            if close:
                _register(path, final, state.records)
        done.append(final)
        if close:
            _rename(path, folder / final)
    return Recovery(tuple(done), tuple(torn), tuple(damaged), tuple(removed))


@dataclass(slots=True)
class _State:
    """How far a file is whole."""

    end: int = 0  # bytes that stay
    records: int = 1  # the warcinfo record
    exchanges: int = 0
    damaged: bool = False


def _inspect(path: Path, acknowledged: int, *, tail: bool) -> _State:
    """Walk an open file, or what lies behind the last acknowledged record, to the end of its last whole exchange."""
    state = _State()
    size = path.stat().st_size
    start: int | None = 0
    with open_read(path) as stream:
        if tail and acknowledged:
            with suppress(BrokenRecord):  # then the whole file is walked, and tells
                start = state.end = _end_of_exchange(stream, acknowledged)
                state.exchanges = 1
        while start is not None:
            try:
                for group in exchanges(walk(stream, start)):
                    state.exchanges += 1
                    state.records += len(group)
                    state.end = group[-1].offset + group[-1].length
            except BrokenRecord as problem:
                if state.end >= acknowledged:
                    return state
                state.damaged = True
                start = next_response(stream, problem.offset)
            else:
                break
    state.end = size
    return state


def _end_of_exchange(stream: BinaryIO, inside: int) -> int:
    """The end of the exchange whose response ends at `inside`.

    Raises:
        BrokenRecord: it is not whole.
    """
    for member in walk(stream, inside):
        if member.kind == "metadata":
            return member.offset + member.length
    raise BrokenRecord(inside, "an exchange without its metadata record", torn=True)


def _cut(path: Path, final: str, end: int) -> Torn:
    length = path.stat().st_size - end
    return Torn(final, end, length, cut_tail(path, end, final).name)


def _remove(path: Path) -> None:
    """Remove an open file without any exchange; what it held beside warcinfo lies in the side file."""
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError as problem:
        raise disk_error(path, problem) from problem


def _register(path: Path, final: str, records: int) -> None:
    """Make the file durable and write its line in the manifest."""
    digest = sha256()
    try:
        with open_read(path) as stream:
            os.fsync(stream.fileno())
            while piece := stream.read(2**20):
                digest.update(piece)
            size = stream.tell()
    except OSError as problem:
        raise disk_error(path, problem) from problem
    faults.point("before_rename")
    manifest.add(path.parent, manifest.Entry(final, size, records, digest.hexdigest()))


def _rename(path: Path, final: Path) -> None:
    if final.exists():
        raise CorruptionError(f"{path} and {final} both exist; nothing was changed: keep both, move one elsewhere")
    try:
        path.rename(final)
        sync_folder(final.parent)
    except OSError as problem:
        raise disk_error(path, problem) from problem
    faults.point("after_rename")
