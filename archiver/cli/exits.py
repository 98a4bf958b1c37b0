"""The exit codes: a promise to scripts."""

from __future__ import annotations

from enum import IntEnum

from archiver.core import errors


class Exit(IntEnum):
    """What the shell is told."""

    OK = 0
    BUG = 1
    USAGE = 2
    DISK = 3
    CONFIGURATION = 4
    CORRUPTION = 5
    UNHEALTHY = 6
    LOCKED = 75


BY_ERROR: tuple[tuple[type[errors.ArchiverError], Exit], ...] = (
    (errors.UsageError, Exit.USAGE),
    (errors.DiskError, Exit.DISK),
    (errors.ConfigurationError, Exit.CONFIGURATION),
    (errors.CorruptionError, Exit.CORRUPTION),
    (errors.UnhealthyError, Exit.UNHEALTHY),
    (errors.LockedError, Exit.LOCKED),
)


def exit_of(problem: errors.ArchiverError) -> Exit:
    """The exit code that an error of the tree stands for.

    >>> exit_of(errors.SchemaError("from a newer version"))
    <Exit.CONFIGURATION: 4>
    """
    return next((code for kind, code in BY_ERROR if isinstance(problem, kind)), Exit.BUG)
