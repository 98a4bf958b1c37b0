"""Ends a run that keeps too much memory, not one that needed much for a moment."""

from __future__ import annotations

import resource
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

STATM = Path("/proc/self/statm")


def resident() -> int | None:
    """The memory that this process holds now, bytes; None where the system does not tell.

    Scrapy looks at the most it ever held (`ru_maxrss`): one hostile page, long forgotten, would end a run of many
    newspapers.
    """
    try:
        return int(STATM.read_text("ascii").split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):  # no Linux
        return None


class PresentMemory(MemoryUsage):
    """Scrapy's extension with the present size for its largest one."""

    def get_virtual_size(self) -> int:
        """Bytes held now."""
        held = resident()
        return held if held is not None else super().get_virtual_size()
