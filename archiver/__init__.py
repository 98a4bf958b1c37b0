"""An archive of Vietnam's provincial newspapers: what was published, when, by whom, how it changed, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.archive import Archive

__all__ = ["Archive"]


def __getattr__(name: str) -> object:
    """`from archiver import Archive`, found when it is asked for: reading a page must not load a database library."""
    if name == "Archive":
        from archiver.archive import Archive

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
