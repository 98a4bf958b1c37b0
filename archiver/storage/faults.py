"""Named points in the order of a write at which a test may kill this process, as a power cut would.

Nothing is armed unless the environment variable ARCHIVER_FAULT says so (read by `archiver.config`). Points, in the
order in which one capture passes them:

before_write → mid_record → after_write → after_fsync → after_begin → after_insert → after_commit
and, where a file of evidence is closed: before_rename → after_rename
"""

from __future__ import annotations

import os
import signal

from archiver.core.errors import ConfigurationError

POINTS = (
    "before_write",
    "mid_record",
    "after_write",
    "after_fsync",
    "after_begin",
    "after_insert",
    "after_commit",
    "before_rename",
    "after_rename",
)


class _Armed:
    """What is armed in this process."""

    name = ""  # the point that kills; "" where none does
    left = 0  # passings until it does


def arm(spec: str) -> None:
    """Let this process die by SIGKILL at one passing of one point; "" disarms.

    Args:
        spec: name and number of the passing, from 1: `"after_write:17"`; without a number the first.

    Raises:
        ConfigurationError: there is no such point, or the number is none.
    """
    name, _, count = spec.partition(":")
    if not spec:
        _Armed.name, _Armed.left = "", 0
        return
    if name not in POINTS or not (count or "1").isdecimal() or int(count or "1") < 1:
        raise ConfigurationError(
            f"ARCHIVER_FAULT is {spec!r}; a point and a number such as after_write:17. Points: {', '.join(POINTS)}"
        )
    _Armed.name, _Armed.left = name, int(count or "1")


def armed(name: str) -> bool:
    """True where `name` is the point that will kill: only then is a record written in two halves."""
    return _Armed.name == name


def point(name: str) -> None:
    """Pass a named point; the process ends here when its number is up. Costs one comparison where nothing is armed."""
    if _Armed.name != name:
        return
    _Armed.left -= 1
    if _Armed.left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
