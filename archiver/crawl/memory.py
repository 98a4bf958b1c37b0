"""Ends a run that keeps too much memory, not one that needed much for a moment."""

from __future__ import annotations

import ctypes
import gc
import resource
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.extensions.memusage import MemoryUsage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

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


def give_back() -> None:
    """Return to the system what this process holds and does not need: garbage, and the allocator's free pages."""
    gc.collect()
    with suppress(OSError, AttributeError):  # no glibc
        ctypes.CDLL(None).malloc_trim(0)


class PresentMemory(MemoryUsage):
    """Scrapy's extension with the present size for its largest one; the limit is for what the run adds.

    A notebook or a test that crawls may hold much before: that is no reason to end the run.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if self.limit:
            self.limit += resident() or 0

    def get_virtual_size(self) -> int:
        """Bytes held now; what is free but not given back yet is given back before it counts."""
        held = resident()
        if held is None:
            return super().get_virtual_size()
        if 0 < self.limit < held:
            give_back()
            held = resident() or held
        return held
