"""What was read from an article's own element."""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.core.values import Block, BlockKind, Image


@dataclass(slots=True)
class Body:
    """What was read from the article's own element."""

    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)  # lines at its end or head that name who wrote it, as printed
    lead: str | None = None  # the first paragraph, where it stands out as one
    hanging: str = ""  # a heading at the end, left out: what it heads may stand on the article's next page
    numbers: list[str] = field(default_factory=list)  # bare numbers after the end of the text
    videos: int = 0
    dropped: int = 0  # characters that were beside the text

    @property
    def chars(self) -> int:
        """How long the body is."""
        return sum(len(block.text) for block in self.blocks if block.kind is not BlockKind.CAPTION)
