"""How an export comes under its name: written beside it as a part, synced, and moved there when it is whole."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from archiver.core.errors import DiskError, UsageError


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export."""

    name: str  # below the folder of the export's file, with slashes
    bytes: int
    sha256: str


def part_of(path: Path) -> Path:
    """Where it is written until it is whole: of this process alone, as another may export to the same name."""
    return path.with_name(f"{path.name}.{os.getpid()}.part")


def codebook_of(file: Path) -> Path:
    """Where the meaning of the columns stands."""
    return file.with_name(file.name + ".codebook.md")


def about_of(file: Path) -> Path:
    """Where it is said what the export is."""
    return file.with_name(file.name + ".about.json")


def check_place(file: Path, *, folder: bool) -> None:
    """Return quietly where an export may be written to `file`.

    Args:
        folder: the export is a folder. One that stands there is replaced only if an export made it, for everything
            in it is deleted then.

    Raises:
        UsageError: it may not.
    """
    if not file.parent.is_dir():
        raise UsageError(f"{file.parent} is no folder; make it first")
    if folder and file.exists() and not (file.is_dir() and about_of(file).is_file()):
        raise UsageError(f"{file} exists and no export made it; give another name")
    if not folder and file.is_dir():
        raise UsageError(f"{file} is a folder")


@contextmanager
def parts(*paths: Path) -> Iterator[list[Path]]:
    """The parts of an export; in the end, whatever happened, none of them is left.

    Raises:
        DiskError: no room, or the first of the files cannot be written.
    """
    made = [part_of(path) for path in paths]
    try:
        yield made
    except OSError as problem:
        raise _told(paths[0], problem) from problem
    finally:
        for part in made:
            with suppress(OSError):  # a name that is too long can be neither made nor taken away
                shutil.rmtree(part) if part.is_dir() and not part.is_symlink() else part.unlink(missing_ok=True)


def publish(part: Path, file: Path) -> None:
    """Let a part that is whole take the place of `file`.

    A file is replaced in one step. A folder cannot be: the old one is first moved aside, so a kill between leaves the
    old one under `.old` and nothing under the name; never half of one.
    """
    if not part.is_dir():
        part.replace(file)
        return
    old = file.with_name(f"{file.name}.{os.getpid()}.old")
    if file.exists():
        file.rename(old)
    part.rename(file)
    if old.exists():
        shutil.rmtree(old)


def save(part: Path, text: str) -> None:
    """Write a small text, durably. Raises OSError."""
    with part.open("wb") as out:
        out.write(text.encode("utf-8", "replace"))  # a lone surrogate cannot be written; the store holds none
        out.flush()
        os.fsync(out.fileno())


def written(path: Path, name: str) -> Written:
    """What a file is now, read back from the disk. Raises OSError."""
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return Written(name, path.stat().st_size, digest)


def digest_of(files: list[Written]) -> str:
    """One digest for an export: its file's own, or that of the list `sha256sum` prints of its files inside the folder.

    So an export has the same digest under another name.

    >>> digest_of([Written("a", 1, "f" * 64)]) == "f" * 64
    True
    """
    if len(files) == 1:
        return files[0].sha256
    lines = (f"{one.sha256}  {one.name.partition('/')[2]}\n" for one in sorted(files, key=lambda one: one.name))
    return sha256("".join(lines).encode()).hexdigest()


def _told(file: Path, problem: OSError) -> DiskError:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskError(f"no room for {file}: make room and export again; nothing was left behind")
    return DiskError(f"{file} cannot be written: {problem.strerror or problem}")
