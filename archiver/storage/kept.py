"""Reads the evidence back: every capture in written order, or one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import dropwhile
from pathlib import Path
from typing import BinaryIO

from archiver.core.errors import CorruptionError
from archiver.core.page import Fetch
from archiver.storage import manifest
from archiver.storage.exchange import Kept, unpack_exchange
from archiver.storage.files import open_read
from archiver.storage.values import Evidence
from archiver.storage.warc import BrokenRecord, Member, next_record, walk

FIRST = ("response", "resource")  # kinds of the record with which an exchange begins
OnDamage = Callable[[str, BrokenRecord], None]


def captures(
    folder: Path,
    *,
    files: Iterable[str] | None = None,
    on_damage: OnDamage | None = None,
    after: Callable[[str], int] = lambda _: 0,
) -> Iterator[Kept]:
    """Every capture, in the order in which it was written (which is not always the order of its time).

    Args:
        folder: of the evidence.
        files: names of the files to read, with or without `.open`; all by default. A name that is not there is skipped.
        on_damage: told (file, what) of each broken place, and reading goes on behind it; without it the first one
            raises. The torn tail of a file that is still `.open` is no damage.
        after: file name → the end, in bytes, of a record; captures that begin before it are left out.

    Raises:
        CorruptionError: a file is damaged, and `on_damage` is not given.
    """
    wanted = None if files is None else {name.removesuffix(manifest.OPEN) for name in files}
    for name in manifest.files(folder):
        final = name.removesuffix(manifest.OPEN)
        if wanted is None or final in wanted:
            with open_read(folder / name) as stream:
                yield from _captures(stream, final, name != final, on_damage, after(final))


def read(folder: Path, evidence: Evidence) -> Fetch:
    """The exchange that a capture's row points to.

    Raises:
        CorruptionError: the file is missing, or its bytes are not those that were written.
    """
    try:
        return unpack_exchange(evidence.warc, members(folder, evidence)).fetch
    except BrokenRecord as problem:
        raise CorruptionError(f"{folder / evidence.warc} {problem}") from problem


def members(folder: Path, evidence: Evidence) -> list[Member]:
    """The records of the exchange that a capture's row points to: the response first, the metadata last.

    Raises:
        CorruptionError: the file is missing, or its bytes are not those that were written.
    """
    path = folder / evidence.warc
    if manifest.serial_of(evidence.warc) is None:
        raise CorruptionError(f"{evidence.warc!r} is no name of a file of evidence")
    if not path.exists():
        path = path.with_name(path.name + manifest.OPEN)
    try:
        with open_read(path) as stream:
            stream.seek(evidence.offset)
            if sha256(stream.read(evidence.length)).hexdigest() != evidence.sha256:
                raise CorruptionError(f"{path} at byte {evidence.offset}: not the bytes that were written")
            for group in exchanges(walk(stream, evidence.offset)):
                return group
    except OSError as problem:
        raise CorruptionError(f"{path}: {problem.strerror}; it holds evidence of the archive") from problem
    except BrokenRecord as problem:
        raise CorruptionError(f"{path} {problem}") from problem
    raise CorruptionError(f"{path} at byte {evidence.offset}: no whole exchange")


def exchanges(members: Iterator[Member]) -> Iterator[list[Member]]:
    """Groups records to whole exchanges: from a response to the metadata record that names it.

    Raises:
        BrokenRecord: a record stands alone; `torn` where the last exchange lacks its metadata record.
    """
    group: list[Member] = []
    for member in members:
        if member.kind in FIRST:
            if group:
                raise BrokenRecord(group[0].offset, "an exchange without its metadata record")
            group = [member]
        elif member.kind == "warcinfo" and not group:
            continue
        elif group and member.headers.get("warc-concurrent-to") == group[0].id:
            group.append(member)
            if member.kind == "metadata":
                yield group
                group = []
        else:
            raise BrokenRecord(member.offset, f"a {member.kind or 'nameless'} record that belongs to no exchange")
    if group:
        raise BrokenRecord(group[0].offset, "an exchange without its metadata record", torn=True)


def _captures(stream: BinaryIO, file: str, is_open: bool, on_damage: OnDamage | None, after: int) -> Iterator[Kept]:
    start: int | None = after
    while start is not None:
        try:
            for group in exchanges(dropwhile(_is_inner, walk(stream, start))):
                yield unpack_exchange(file, group)
        except BrokenRecord as problem:
            start = next_response(stream, problem.offset)
            if start is None and is_open:
                return
            if on_damage is None:
                raise CorruptionError(f"{file} {problem}") from problem
            on_damage(file, problem)
        else:
            return


def _is_inner(member: Member) -> bool:
    """True where no exchange begins."""
    return member.kind not in FIRST


def next_response(stream: BinaryIO, after: int) -> int | None:
    """The offset of the next exchange that begins beyond `after`; None where there is none."""
    at: int | None = after
    while at is not None:
        at = next_record(stream, at)
        if at is not None and next(walk(stream, at)).kind in FIRST:
            return at
    return None
