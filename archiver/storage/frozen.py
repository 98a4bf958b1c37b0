"""Frozen sets: articles as they were at one moment, kept in files of the archive's home that nothing else touches.

`frozen/NAME.json` says what the set is and carries the digest of `frozen/NAME.jsonl.gz`, which holds its articles. They
are no rows, so no crawl, rebuild or later reader changes them; they are written once and never replaced.
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import Any

from archiver.core.errors import CorruptionError, LockedError, UsageError
from archiver.storage.files import disk_error, make_folder, open_new, open_read, sync_folder, write_all

FOLDER = "frozen"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class FrozenSets:
    """The frozen sets of one archive."""

    def __init__(self, home: Path) -> None:
        """Take the archive's home; nothing is made yet."""
        self._folder = home / FOLDER

    def names(self) -> list[str]:
        """The names of all sets, sorted."""
        found = (path.stem for path in self._folder.glob("*.json"))
        return sorted(name for name in found if _NAME.fullmatch(name))

    def about(self, name: str) -> dict[str, Any]:
        """What a set is: as it was given to `write`, with `records` (file, bytes, sha256).

        Raises:
            UsageError: there is none of that name.
            CorruptionError: it is not what was written.
        """
        path = self._path(name, ".json")
        try:
            with open_read(path) as stream:
                said = json.loads(stream.read())
            if said["name"] != name or not isinstance(said["records"]["sha256"], str):
                raise ValueError("another set's")
        except FileNotFoundError as problem:
            known = ", ".join(self.names()) or "none yet"
            raise UsageError(f"there is no frozen set {name!r}; there is {known}") from problem
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise CorruptionError(f"{path}: not what was written: {problem}") from problem
        return dict(said)

    def articles(self, name: str) -> Iterator[dict[str, Any]]:
        """The articles of a set, in the order in which they were given to `write`.

        Raises:
            UsageError: there is no set of that name.
            CorruptionError: a byte of it is not what was written; nothing is given then.
        """
        wanted = self.about(name)["records"]["sha256"]
        path = self._path(name, ".jsonl.gz")
        try:
            with path.open("rb") as stream:
                if file_digest(stream, "sha256").hexdigest() != wanted:
                    raise CorruptionError(f"{path}: not the bytes that were frozen; put it back from a backup")
                stream.seek(0)
                with gzip.GzipFile(fileobj=stream) as lines:
                    for line in lines:
                        yield json.loads(line)
        except OSError as problem:
            raise CorruptionError(f"{path}: {problem.strerror or problem}; it holds a frozen set") from problem

    def check_new(self, name: str) -> None:
        """Return quietly where a set of that name may be written.

        Raises:
            UsageError: the name is none, or it is taken: what was frozen stays.
        """
        if self._path(name, ".json").exists():
            raise UsageError(f"the frozen set {name!r} exists already and stays as it is; give another name")

    def write(self, name: str, articles: Iterable[Mapping[str, Any]], about: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a set: all of it or nothing.

        Args:
            articles: JSON types only; asked for one by one.
            about: what the set is; it is read after the last article, so it may be filled on the way.

        Returns:
            What `about` will say of it.

        Raises:
            UsageError: the name is none, or it is taken.
            LockedError: another set is being written.
            DiskError: no room; nothing is left behind.
        """
        make_folder(self._folder)
        with self._alone():
            self.check_new(name)
            data, said = self._path(name, ".jsonl.gz"), self._path(name, ".json")
            parts = [path.with_name(path.name + ".part") for path in (data, said)]
            try:
                for left in parts:  # of a freeze that was killed: whoever writes is alone
                    left.unlink(missing_ok=True)
                records = {"file": data.name, **_write_lines(parts[0], articles)}
                whole = {**about, "name": name, "records": records}
                _write(parts[1], json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "replace"))
                parts[0].replace(data)
                sync_folder(self._folder)
                parts[1].replace(said)  # from here on there is such a set
                sync_folder(self._folder)
            except OSError as problem:
                raise disk_error(data, problem) from problem
            finally:
                for left in parts:
                    with suppress(OSError):
                        left.unlink(missing_ok=True)
        return whole

    def _path(self, name: str, ending: str) -> Path:
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name[:80]!r} is no name of a frozen set: small letters, digits and hyphens, at most 64")
        return self._folder / f"{name}{ending}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as problem:
            raise LockedError(f"another set is being frozen in {self._folder}: wait for it to end") from problem
        finally:
            os.close(folder)


def _write_lines(path: Path, articles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Write and sync the articles; the size and digest of the file."""
    with os.fdopen(open_new(path), "wb") as out:
        with gzip.GzipFile("", "wb", compresslevel=4, fileobj=out, mtime=0) as lines:
            for article in articles:
                line = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
                lines.write(line.encode("utf-8", "replace") + b"\n")
        out.flush()
        os.fsync(out.fileno())
    with path.open("rb") as stream:
        return {"bytes": path.stat().st_size, "sha256": file_digest(stream, "sha256").hexdigest()}


def _write(path: Path, data: bytes) -> None:
    descriptor = open_new(path)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
