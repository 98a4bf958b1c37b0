"""What a page states as its whole text takes out of the body what is not in it."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.core.body import Body
from archiver.core.likeness import letters
from archiver.core.stated import Stated
from archiver.core.text import clean
from archiver.core.titles import words
from archiver.core.values import Block, BlockKind

_MIN_STATED = 400  # characters: less is a teaser
_AGREED = 0.75  # of the body must stand in the statement, else the statement is cut or about something else
_LEFT_OUT = frozenset((BlockKind.CAPTION, BlockKind.HEADING, BlockKind.QUOTE))
_RUN = 4  # words in a row that two texts share


def confirm(body: Body, stated: Sequence[Stated]) -> None:
    """Take out of the body the blocks that the stated text does not have; nothing where the two do not agree.

    A statement (JSON-LD's `articleBody`) is often cut at the paywall, so it adds nothing and is believed only where
    most of the body stands in it. Headings, captions and quotes (posts shown within) stay: statements leave them out.
    """
    whole = max((value for value, _ in stated), key=len, default="")
    if len(whole) < _MIN_STATED:
        return
    text = clean(whole)
    key = ""
    runs: frozenset[tuple[str, ...]] = frozenset()
    judged: list[tuple[Block, bool]] = []
    agreed = total = 0
    for block in body.blocks:
        known = block.kind in _LEFT_OUT or block.text in text
        if not known:
            key = key or letters(text)
            known = letters(block.text) in key
        if not known:
            runs = runs or frozenset(_runs(words(text)))
            mine = _runs(words(block.text))
            known = not mine or sum(run in runs for run in mine) >= 0.4 * len(mine)
        if block.kind not in _LEFT_OUT:
            total += len(block.text)
            agreed += len(block.text) * known
        judged.append((block, known))
    if agreed < _AGREED * total or agreed == total:
        return
    body.blocks = _with_heads(judged)


def _runs(said: list[str]) -> list[tuple[str, ...]]:
    return [tuple(said[at : at + _RUN]) for at in range(len(said) - _RUN + 1)]


def _with_heads(judged: list[tuple[Block, bool]]) -> list[Block]:
    """The confirmed blocks; a heading goes with what stood below it."""
    kept: list[Block] = []
    for at, (block, known) in enumerate(judged):
        below = next(((b, k) for b, k in judged[at + 1 :] if b.kind is not BlockKind.CAPTION), None)
        if block.kind is BlockKind.HEADING and below is not None and not below[1]:
            continue
        if known:
            kept.append(block)
    return kept
