"""The journal: what evidence cannot give back (the ledger of crawls, aliases set by hand, takedowns), beside the WARC.

JSON lines `{"at": moment, "event": name, "data": {...}}`, each synced before the call returns; `rebuild` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archiver.core.errors import CorruptionError
from archiver.storage.files import append_line, make_folder, read_lines

NAME = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One thing that happened."""

    at: datetime  # aware, UTC
    event: str
    data: Mapping[str, Any]


class Journal:
    """The journal of one archive, in the folder of its evidence."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def append(self, event: str, data: Mapping[str, Any], now: datetime) -> None:
        """Write down an event, durably.

        Args:
            event: its name, such as `"crawl_opened"`.
            data: JSON types only.
            now: the archive's clock, aware.

        Raises:
            DiskError: the disk refuses; the journal is as it was.
            TypeError: the data hold what JSON cannot.
        """
        make_folder(self.path.parent)
        append_line(self.path, {"at": now.astimezone(UTC).isoformat(), "event": event, "data": dict(data)})

    def entries(self) -> Iterator[JournalEntry]:
        """Everything that was written down, in order; a torn last line was never acknowledged and is left out.

        Raises:
            CorruptionError: a line is not what was written.
        """
        for line in read_lines(self.path):
            try:
                yield JournalEntry(datetime.fromisoformat(line["at"]), str(line["event"]), dict(line["data"]))
            except (KeyError, TypeError, ValueError) as problem:
                raise CorruptionError(f"{self.path}: a line is not what was written: {problem}") from problem
