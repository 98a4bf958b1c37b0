"""The one tree of errors. Each says what is wrong and what to do; the command line turns each into its exit code.

ArchiverError
├── UsageError            2   the command or its arguments make no sense
│   ├── UnknownNewspaper      no definition has that name
│   ├── QueryError            a search that cannot be read, and where
│   └── TooSlow               a question that took longer than it may
├── DiskError             3   no room, or the disk refuses
├── ConfigurationError    4   settings that contradict, a folder that is no archive
│   ├── SchemaError           an archive from a newer version, or a database that is not ours
│   └── DefinitionError       a newspaper's file is broken, or missing where its evidence is there
├── CorruptionError       5   bytes that are not what was written
├── UnhealthyError        6   a newspaper failed or was refused
│   └── NetworkError          nothing could be reached
└── LockedError          75   another run holds the lock
"""

from __future__ import annotations

import unicodedata


class ArchiverError(Exception):
    """What the archiver itself can say is wrong; `str()` is one line for the person who ran the command."""


class UsageError(ArchiverError):
    """The command or its arguments make no sense: the person should write it differently."""


class UnknownNewspaper(UsageError):  # noqa: N818 - reads as a sentence in the tree above
    """No definition has that name: the person should look at `archiver newspaper list`."""


class QueryError(UsageError):
    """A search that cannot be read: the person should mend it at the place that is named."""

    def __init__(self, said: str, query: str, start: int, end: int | None = None) -> None:
        super().__init__(f"the query cannot be read at character {start + 1}: {said}")
        self.said = said  # without the place
        self.query = query  # NFC, as it was read
        self.start = start  # of what is wrong, in characters of `query`
        self.end = max(start + 1, start + 1 if end is None else end)

    def pointed(self) -> str:
        """Two lines: the query, and below it marks under what is wrong; text that no terminal obeys.

        >>> print(QueryError("a ( is not closed", "bão (lũ", 4).pointed())
        bão (lũ
            ^
        """
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in self.query)
        from_here = max(0, self.start - 60)
        before = ("…" if from_here else "") + shown[from_here : self.start]
        wrong, after = shown[self.start : self.end], shown[self.end : self.end + 40]
        more = "…" if self.end + 40 < len(shown) else ""
        return f"{before}{wrong}{after}{more}\n{' ' * _width(before)}{'^' * max(1, _width(wrong))}"


class TooSlow(UsageError):  # noqa: N818 - reads as a sentence in the tree above
    """A question that took longer than it may: the person should narrow it, or allow it more time."""

    def __init__(self, said: str) -> None:
        super().__init__(f"{said}, or give it more time with --patience")
        self.said = said  # without what only the command line can do


class DiskError(ArchiverError):
    """No room, or the disk refuses to write: the operator should make room; nothing acknowledged is lost."""


class ConfigurationError(ArchiverError):
    """Settings that contradict each other, or a folder that is no archive: the operator should mend them."""


class SchemaError(ConfigurationError):
    """An archive from a newer version, or a database that is not ours: nothing was touched."""


class DefinitionError(ConfigurationError):
    """A newspaper's file is broken or missing: its author should mend it or put it back; the others go on."""


class CorruptionError(ArchiverError):
    """Bytes that are not what was written: the operator should run `archiver verify`, then `archiver rebuild`."""


class UnhealthyError(ArchiverError):
    """A newspaper failed or was refused as a whole: the operator should look at `archiver health`."""


class NetworkError(UnhealthyError):
    """Nothing could be reached: the operator should look at the network, then run the same command again."""


class LockedError(ArchiverError):
    """Another run holds the lock: nothing to do but wait for it."""


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
