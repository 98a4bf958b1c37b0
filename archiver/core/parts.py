"""An article that its site cuts into pages is one article. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archiver.core.values import Block, Extraction, Problem, Reason

MOST_PARTS = 30  # pages of one article; more is a trap
_REPEATED = 40  # letters from which a block that stood on an earlier part is taken for a repetition, not for text


def join_parts(first: Extraction, parts: Sequence[Extraction], *, missing: bool = False) -> Extraction:
    """The first part with the body, pictures and byline of the further ones.

    Title, dates and counts are the first part's. What every part repeats (the summary, a first picture) is taken once.
    A byline at the end of the last part is the article's, where the first one has none.

    Args:
        parts: the others, in order.
        missing: a part could not be had: a problem, `part_missing`, which the archive does not take for an edit.
    """
    blocks, images = list(first.blocks), list(first.images)
    standing = {block.text for block in blocks if len(block.text) >= _REPEATED} | {first.lead, first.title}
    pictures = {image.url for image in images}
    for part in parts:
        blocks += _new(part.blocks, standing)
        standing |= {block.text for block in part.blocks if len(block.text) >= _REPEATED}
        images += [image for image in part.images if image.url not in pictures]
        pictures |= {image.url for image in part.images}
    problems = list(first.problems)
    sources = dict(first.sources)
    byline = first.byline
    if byline is None:
        byline = next((part.byline for part in reversed(parts) if part.byline is not None), None)
        if byline is not None:
            sources["authors"] = "a further part"
            problems = [problem for problem in problems if problem.field != "authors"]
    if missing:
        problems.append(Problem("body_text", Reason.PART_MISSING))
    return replace(
        first,
        blocks=tuple(blocks),
        images=tuple(images),
        byline=byline,
        tags=first.tags or next((part.tags for part in parts if part.tags), ()),
        sources=sources,
        problems=tuple(problems),
        next_part=None,
    )


def lacks_part(extraction: Extraction | None) -> bool:
    """True where a part of a paged article could not be had."""
    return extraction is not None and any(one.reason is Reason.PART_MISSING for one in extraction.problems)


def _new(blocks: Sequence[Block], standing: set[str | None]) -> list[Block]:
    return [block for block in blocks if block.text not in standing]
