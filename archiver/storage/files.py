"""Files that must survive a power cut: opened without following links, synced with their folder, cut with care."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from archiver.core.errors import CorruptionError, DiskError

MODE = 0o640  # and less where the umask says so


def room_at(path: Path) -> str:
    """How much room there is for a file, in words: "4096 bytes free there"."""
    try:
        return f"{shutil.disk_usage(path.parent).free} bytes free there"
    except OSError:
        return "free space unknown"


def disk_error(path: Path, problem: OSError) -> DiskError:
    """What to raise where the disk refuses: names the path and how many bytes are free there."""
    free = room_at(path)
    advice = "make room" if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "look at the disk"
    return DiskError(f"cannot write {path}: {problem.strerror or problem} ({free}); {advice}, then run it again")


def make_folder(folder: Path) -> None:
    """Make the folder of the evidence where it is missing, readable by owner and group alone.

    Raises:
        DiskError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as problem:
        raise disk_error(folder, problem) from problem


def open_new(path: Path) -> int:
    """A descriptor for a file that must not exist yet.

    Raises:
        DiskError: it exists, or the disk refuses.
    """
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
    except OSError as problem:
        raise disk_error(path, problem) from problem


def open_read(path: Path) -> BinaryIO:
    """The file for reading; a symbolic link is refused with OSError."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`: one write() where the disk takes it whole. Raises OSError."""
    done = os.write(descriptor, data)
    while done < len(data):  # a disk that is nearly full takes a part, and then says why
        done += os.write(descriptor, data[done:])


def sync_folder(folder: Path) -> None:
    """Make names in the folder durable. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def cut_tail(path: Path, offset: int, name: str) -> Path:
    """Cut the file at `offset`, after what lies behind it was copied into a side file: `<name>.torn-<offset>`.

    Safe to be killed in: the side file is complete and durable before the cut, and made again otherwise.

    Raises:
        DiskError: the disk refuses; the file is as it was.
    """
    side = path.with_name(f"{name}.torn-{offset}")
    half = side.with_name(side.name + ".tmp")
    try:
        half.unlink(missing_ok=True)
        target = open_new(half)
        try:
            with open_read(path) as source:
                source.seek(offset)
                while piece := source.read(2**20):
                    write_all(target, piece)
            os.fsync(target)
        finally:
            os.close(target)
        half.replace(side)
        sync_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.ftruncate(descriptor, offset)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as problem:
        raise disk_error(path, problem) from problem
    return side


def append_line(path: Path, value: Mapping[str, Any]) -> None:
    """Append one JSON object as a line, durably; a torn last line is cut into a side file first.

    Raises:
        DiskError: the disk refuses; the file is as it was.
    """
    line = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
        try:
            size = os.fstat(descriptor).st_size
            end = _end_of_lines(descriptor, size)
            if end < size:
                cut_tail(path, end, path.name)
            os.lseek(descriptor, end, os.SEEK_SET)
            try:
                write_all(descriptor, line)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
        finally:
            os.close(descriptor)
        if size == 0:
            sync_folder(path.parent)
    except OSError as problem:
        raise disk_error(path, problem) from problem


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; a torn last line is no line yet. Nothing where there is no file.

    Raises:
        CorruptionError: a whole line is no JSON object.
    """
    try:
        with open_read(path) as stream:
            for number, line in enumerate(stream, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    value = json.loads(line)
                except ValueError as problem:
                    raise CorruptionError(f"{path}, line {number}: not what was written") from problem
                if not isinstance(value, dict):
                    raise CorruptionError(f"{path}, line {number}: not what was written")
                yield value
    except FileNotFoundError:
        return


def _end_of_lines(descriptor: int, size: int) -> int:
    """The offset behind the last line end."""
    at = size
    while at > 0:
        start = max(at - 65536, 0)
        found = os.pread(descriptor, at - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0
