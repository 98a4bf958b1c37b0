"""The evidence: every exchange as WARC records, durable before any row points to it.

The order of writes, and what a kill or a power cut between two of them leaves behind:

1. `append`: response, request and metadata of one exchange, one write() to `<name>.open`. Killed inside: a torn tail;
   `recover` copies it into a side file and cuts it off. An exchange without its metadata record counts as torn.
2. `sync`: one fsync for the whole group. Killed before it: whole records that no row knows; they are adopted.
3. The caller's transaction: rows that name file, offset, length and digest. Killed before its commit: adopted as well.
4. Only then is anything acknowledged, or the next exchange appended.
5. `close` (or a file that is full, at the next `append`): fsync → a line in the manifest → rename without `.open` →
   fsync of the folder. Killed before the rename: the line stands already, `recover` only renames.

So a file changes its name only when every record in it has its row: what may lack rows always ends in `.open`.
A run that could not commit calls `abandon` instead of `close`, and the next start adopts what it left.

One process writes at a time (the caller holds the lock), and one thread. Reading back: `captures` and `read`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from archiver.core.errors import DiskError
from archiver.core.page import Fetch
from archiver.storage import faults, manifest
from archiver.storage.exchange import Kept, moment, pack_exchange
from archiver.storage.files import disk_error, make_folder, open_new, sync_folder, write_all
from archiver.storage.kept import captures, read
from archiver.storage.recovery import Recovery, Torn, recover
from archiver.storage.values import Evidence
from archiver.storage.warc import new_id, pack

__all__ = ["EvidenceWriter", "Kept", "Mark", "Recovery", "Torn", "captures", "read", "recover"]

MAX_BYTES = 2**30  # a file that has grown to this is closed


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to which the writer can go back as long as nothing was synced beyond it."""

    name: str  # of the file; "" where none was begun
    offset: int
    records: int
    unsynced: int
    digest: Any  # of the bytes before the offset


class EvidenceWriter:
    """Appends exchanges to the archive's WARC files. A file begins with the first exchange, not with the writer."""

    def __init__(
        self,
        folder: Path,
        *,
        software: str,
        operator: str,
        max_bytes: int = MAX_BYTES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Take the folder of the evidence.

        Args:
            folder: made where it is missing.
            software: name and version, for the warcinfo record.
            operator: the contact of who crawls, for the warcinfo record; may be "".
            max_bytes: a file that has reached this size is closed before the next group begins.
            now: the archive's clock; names the files.
        """
        self.folder = folder
        self._about = (software, operator)
        self._max_bytes = max_bytes
        self._now = now
        self._descriptor = -1
        self._name = ""
        self._offset = 0
        self._records = 0
        self._digest = sha256()
        self._unsynced = 0  # exchanges since the last sync
        self._broken = ""  # why nothing may be written any more
        self._begun = self.mark()  # behind the warcinfo record of the present file

    @property
    def path(self) -> Path:
        """The file that is being written; the folder itself where none is."""
        return self.folder / (self._name + manifest.OPEN) if self._name else self.folder

    def append(self, fetch: Fetch, context: Mapping[str, Any]) -> Evidence:
        """Write one exchange; it is durable after the next `sync`.

        Args:
            fetch: the exchange.
            context: all that a replay needs, JSON types only; it comes back from `captures` as it is.

        Returns:
            Where the response lies.

        Raises:
            DiskError: no room, or the disk refuses; the file ends where it ended before.
            TypeError: the context holds what JSON cannot; nothing was written.
        """
        packed = pack_exchange(fetch, context)
        if self._offset >= self._max_bytes and self._records > 1 and not self._unsynced:
            self.close()
        if not self._name:
            self._begin()
        evidence = Evidence(
            self._name, self._offset, len(packed.response), sha256(packed.response).hexdigest(), packed.payload_sha256
        )
        faults.point("before_write")
        self._unsynced += 1  # before it is: Ctrl-C may come between, and what is not counted is not taken back
        self._write(packed.response + packed.others, packed.records)
        faults.point("after_write")
        return evidence

    def sync(self) -> None:
        """Make everything that was appended durable.

        Raises:
            DiskError: the disk refuses. What it kept is unknown then, so this writer writes nothing more.
        """
        if self._unsynced:
            try:
                os.fsync(self._descriptor)
            except OSError as problem:
                self._broken = str(problem)
                raise disk_error(self.path, problem) from problem
            self._unsynced = 0
        faults.point("after_fsync")

    def mark(self) -> Mark:
        """Where the file ends now."""
        return Mark(self._name, self._offset, self._records, self._unsynced, self._digest.copy())

    def rollback(self, mark: Mark) -> None:
        """Take back what was appended since `mark` and is not synced: a group that could not be written whole.

        A file that the group began stays, with nothing but its warcinfo record.

        Raises:
            DiskError: the disk refuses; nothing more is written then, and the next start cuts the file.
        """
        back = mark if mark.name == self._name else self._begun
        if self._descriptor < 0 or (not self._unsynced and self._offset > back.offset):
            return
        self._truncate(back.offset)
        self._offset, self._records, self._unsynced = back.offset, back.records, back.unsynced
        self._digest = back.digest.copy()

    def close(self) -> None:
        """Close the file: everything in it has its row. The writer can go on; it begins a new file then.

        Raises:
            DiskError: the disk refuses; the file stays `.open`, and the next start takes care of it.
        """
        if not self._name:
            return
        if self._broken:
            self.abandon()
            return
        path, final = self.path, self.folder / self._name
        try:
            if self._records == 1:  # a file whose only group was taken back
                path.unlink()
                return
            os.fsync(self._descriptor)
            faults.point("before_rename")
            manifest.add(self.folder, manifest.Entry(self._name, self._offset, self._records, self._digest.hexdigest()))
            path.rename(final)
            sync_folder(self.folder)
        except OSError as problem:
            raise disk_error(path, problem) from problem
        finally:
            self.abandon()
        faults.point("after_rename")

    def abandon(self) -> None:
        """Let go of the file without closing it: it stays `.open`, and the next start adopts what has no row."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._name = -1, ""
        self._offset = self._records = self._unsynced = 0
        self._digest = sha256()

    def _begin(self) -> None:
        """Begin a file with its warcinfo record."""
        make_folder(self.folder)
        name = manifest.file_name(self._now(), manifest.next_serial(self.folder))
        path = self.folder / (name + manifest.OPEN)
        self._descriptor = open_new(path)
        self._name = name
        try:
            self._write(self._info(name), 1)
            sync_folder(self.folder)
            self._begun = self.mark()
        except OSError as problem:
            self.abandon()
            raise disk_error(path, problem) from problem
        except DiskError:
            self.abandon()
            raise

    def _info(self, name: str) -> bytes:
        software, operator = self._about
        fields = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "operator": operator,
        }
        block = "".join(f"{key}: {' '.join(value.split())}\r\n" for key, value in fields.items() if value).encode()
        return pack(
            [
                ("WARC-Type", "warcinfo"),
                ("WARC-Record-ID", new_id()),
                ("WARC-Date", moment(self._now())),
                ("WARC-Filename", name),
                ("Content-Type", "application/warc-fields"),
                ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
            ],
            [block],
        )

    def _write(self, data: bytes, records: int) -> None:
        """Append `data` whole or not at all."""
        if self._broken:
            raise DiskError(f"{self.path}: nothing more is written after the disk failed: {self._broken}")
        try:
            if faults.armed("mid_record"):
                write_all(self._descriptor, data[: len(data) // 2])
                faults.point("mid_record")
                write_all(self._descriptor, data[len(data) // 2 :])
            else:
                write_all(self._descriptor, data)
        except OSError as problem:
            refusal = disk_error(self.path, problem)
            self._truncate(self._offset)
            raise refusal from problem
        self._digest.update(data)
        self._offset += len(data)
        self._records += records

    def _truncate(self, offset: int) -> None:
        """Cut the file at `offset`; where even that fails, nothing more is written and the next start cuts it."""
        try:
            os.ftruncate(self._descriptor, offset)
            os.lseek(self._descriptor, offset, os.SEEK_SET)
        except OSError as problem:
            self._broken = str(problem)
            raise disk_error(self.path, problem) from problem
