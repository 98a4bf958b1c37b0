"""The one tree of errors. Each says what is wrong and what to do; the command line turns each into its exit code.

ArchiverError
├── UsageError            2   the command or its arguments make no sense
│   └── UnknownNewspaper      no definition has that name
├── DiskError             3   no room, or the disk refuses
├── ConfigurationError    4   settings that contradict, a folder that is no archive
│   ├── SchemaError           an archive from a newer version, or a database that is not ours
│   └── DefinitionError       a newspaper's file is broken
├── CorruptionError       5   bytes that are not what was written
├── UnhealthyError        6   a newspaper failed or was refused
│   └── NetworkError          nothing could be reached
└── LockedError          75   another run holds the lock
"""

from __future__ import annotations


class ArchiverError(Exception):
    """What the archiver itself can say is wrong; `str()` is one line for the person who ran the command."""


class UsageError(ArchiverError):
    """The command or its arguments make no sense: the person should write it differently."""


class UnknownNewspaper(UsageError):  # noqa: N818 - reads as a sentence in the tree above
    """No definition has that name: the person should look at `archiver newspaper list`."""


class DiskError(ArchiverError):
    """No room, or the disk refuses to write: the operator should make room; nothing acknowledged is lost."""


class ConfigurationError(ArchiverError):
    """Settings that contradict each other, or a folder that is no archive: the operator should mend them."""


class SchemaError(ConfigurationError):
    """An archive from a newer version, or a database that is not ours: nothing was touched."""


class DefinitionError(ConfigurationError):
    """A newspaper's file is broken: its author should mend it; the other newspapers go on."""


class CorruptionError(ArchiverError):
    """Bytes that are not what was written: the operator should run `archiver verify`, then `archiver rebuild`."""


class UnhealthyError(ArchiverError):
    """A newspaper failed or was refused as a whole: the operator should look at `archiver health`."""


class NetworkError(UnhealthyError):
    """Nothing could be reached: the operator should look at the network, then run the same command again."""


class LockedError(ArchiverError):
    """Another run holds the lock: nothing to do but wait for it."""
