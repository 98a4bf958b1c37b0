"""What stands after the last sentence of an article: bylines, counters, furniture."""

from __future__ import annotations

import re

from archiver.core.authorship import CREDIT_LABEL, MAX_BYLINE, reads_as_names
from archiver.core.body import Body
from archiver.core.byline_words import NOBODY
from archiver.core.labels import TAGS_LABEL, is_furniture
from archiver.core.likeness import ENDS, NUMBER
from archiver.core.not_authors import claims_next, is_credit, is_office_line
from archiver.core.notices import is_notice
from archiver.core.pieces import Item, Media, Piece
from archiver.core.signs import Sign
from archiver.core.values import BlockKind

_FROM_ADDRESS = re.compile(r"^\W*(?:url|link|nguồn|source)\s*:?\s*https?://", re.IGNORECASE)


# --- the end
def without_tail(items: list[Item], body: Body) -> list[Item]:
    """The stream up to the last sentence: bylines, counters and furniture after it are taken off."""
    end = len(items)
    seen = 0
    bylines: list[str] = []
    signed: list[int] = []  # where each of them stands
    while end and seen < 14:
        item = items[end - 1]
        if isinstance(item, Media) or item.kind is BlockKind.CAPTION:
            if bylines or seen >= 10:
                break
            # A picture may stand after the byline: look behind it, but keep it.
            ahead = end - 1
            while ahead and not (
                isinstance(items[ahead - 1], Piece) and items[ahead - 1].kind is not BlockKind.CAPTION
            ):
                ahead -= 1
            if ahead and isinstance(last := items[ahead - 1], Piece) and end - ahead <= 12 and _byline(last):
                bylines.insert(0, last.text)
                items = items[: ahead - 1] + items[ahead:]
                end = ahead - 1
            break
        before = item.text.rpartition("\n")[2]
        if bylines and claims_next(before):
            bylines.pop(0)
            at = signed.pop(0)
            if is_office_line(before):
                end = at + 1  # whoever signed the document that ends the text
                break
        verdict = _tail(item)
        if verdict == "keep":
            break
        if verdict == "byline":
            bylines.insert(0, item.text)
            signed.insert(0, end - 1)
        elif verdict == "drop" and item.kind is BlockKind.HEADING and not is_furniture(item.text):
            body.hanging = item.text
        elif verdict == "number":
            body.numbers.append(item.text)
        elif verdict == "split":
            text, _, line = item.text.rpartition("\n")
            bylines.insert(0, line)
            item.text = text
            break
        end -= 1
        seen += 1
    body.bylines = bylines
    return items[:end]


def _tail(piece: Piece) -> str:
    """What a text at the end is: "keep", "byline", "number" or "drop"."""
    text = piece.text
    if NUMBER.match(text):
        return "number" if piece.kind is BlockKind.PARAGRAPH else "drop"
    if piece.kind in (BlockKind.TABLE, BlockKind.QUOTE):
        return "keep"
    if is_furniture(text):
        return "drop"
    if is_notice(text, link=piece.link):
        return "drop"
    if TAGS_LABEL.match(text) and (piece.link > 0.4 or len(text) < 14):
        return "drop"
    if len(text) < 250 and _FROM_ADDRESS.match(text):
        return "drop"
    if piece.kind is BlockKind.PARAGRAPH and (is_credit(text) or CREDIT_LABEL.fullmatch(text.rstrip(" :"))):
        return "drop"
    if not any(c.isalnum() for c in text):
        return "drop" if len(text) > 3 or text in ("*", "**", "***", "-", "--", "---", "_") else "keep"
    if _byline(piece):
        return "byline"
    if "\n" in text and piece.kind is BlockKind.PARAGRAPH:
        before, last = text.rsplit("\n", 2)[-2:]
        if len(last) < 80 and not claims_next(before) and not ENDS.search(last) and reads_as_names(last):
            return "split"
    if piece.kind is BlockKind.HEADING and not ENDS.search(text):
        return "drop" if len(text) < 100 else "keep"  # a heading with nothing below it heads what was taken out
    return "keep"


def _byline(piece: Piece) -> bool:
    """True for a last line that names who wrote the text."""
    text = piece.text
    if len(text) > MAX_BYLINE or piece.kind in (BlockKind.TABLE, BlockKind.LIST, BlockKind.CAPTION):
        return False
    marked = (
        piece.align == "right"
        or piece.bold > 0.8
        or piece.italic > 0.8
        or bool(piece.signs & (Sign.AUTHOR | Sign.SOURCE))
    )
    if text.strip(" ()*-–.") in NOBODY:
        return True  # "P.V", "Nhóm PV": a byline that names nobody is none of the text either
    if not reads_as_names(text) or any(map(is_office_line, text.split("\n"))):
        return False
    if ENDS.search(text) and not marked and not text.startswith("(") and not text.endswith(")"):
        return False
    return marked or len(text) <= 90
