"""Which texts of an article belong to a picture or a player."""

from __future__ import annotations

import re

from archiver.core.likeness import ENDS, same
from archiver.core.pieces import Box, Item, Media, Piece
from archiver.core.values import BlockKind

_PHOTO_CREDIT = re.compile(
    r"(?:\b(?:ảnh|nguồn ảnh|hình|ảnh minh họa|ảnh tư liệu|đồ họa|clip|video|photo|photos|foto|fotos|bild|image|"
    r"picture|credit|illustration)\s*[:©/]"
    r"|\((?:ảnh|photo|foto|bild|nguồn|source)\b[^)]{0,80}\)|(?<![^\W\d_])©(?!(?-i:[a-z]))"
    r"|\bảnh minh họa\b|ảnh tư liệu|\bgetty images\b|"
    r"\bap photo\b|/\s?(?:afp|reuters|epa|dpa|ap|ttxvn)\b)",
    re.IGNORECASE,
)


# --- captions
def mark_captions(items: list[Item]) -> None:
    """Mark the texts that belong to a picture or a player before them."""
    media: Media | None = None
    since = 0  # texts since the last medium
    texts = [item for item in items if isinstance(item, Piece)]
    plain = 2 * sum(map(_is_set_apart, texts)) > len(texts)  # where all is centred, centring says nothing
    for item in items:
        if isinstance(item, Media):
            media, since = item, 0
            continue
        if item.caption and (item.box.media or _near_media(item.box) or media is not None) and len(item.text) < 1500:
            item.kind = BlockKind.CAPTION
            media, since = None, 1
            continue
        if item.kind is BlockKind.CAPTION and not item.caption:
            item.kind = BlockKind.PARAGRAPH
        if media is None or since:
            since += 1
            continue
        since += 1
        if _is_caption(item, media, plain=plain):
            item.kind = BlockKind.CAPTION
            since = 0  # a credit may follow on a line of its own
            media = None if _PHOTO_CREDIT.search(item.text) else media
        elif item.kind is BlockKind.CAPTION:
            item.kind = BlockKind.PARAGRAPH


def _near_media(box: Box) -> bool:
    """True where a picture stands in the box or close around it."""
    above: Box | None = box
    for _ in range(4):
        if above is None or above.parent is None:
            return False
        if above.media:
            return above.pieces <= 4 * above.media + 2
        above = above.parent
    return False


def _is_set_apart(piece: Piece) -> bool:
    """True for a text that is set as captions are."""
    return piece.align == "center" or piece.italic > 0.8


def _is_caption(piece: Piece, media: Media, *, plain: bool) -> bool:
    """Whether the text right after a medium belongs to it; `plain`: the whole text is set as captions are."""
    text = piece.text
    if piece.kind in (BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE) or len(text) > 450 or piece.link > 0.8:
        return False
    if media.alt and len(media.alt) > 15 and same(media.alt, text):
        return True
    if _together(piece.box, media.box):
        return len(text) <= 350
    if piece.align == "right" and piece.bold > 0.8:
        return False
    if piece.kind is BlockKind.QUOTE and len(text) > 40 and ENDS.search(text):
        return False  # somebody is quoted
    if _is_set_apart(piece) and not plain:
        return not (piece.bold > 0.9 and len(text) > 200)
    if len(text) > 250:
        return False
    if _PHOTO_CREDIT.search(text[-90:]) or _PHOTO_CREDIT.match(text):
        return True
    return not ENDS.search(text) and piece.bold < 0.5 and len(text) > 8


def _together(piece: Box, media: Box) -> bool:
    """True where a text and a medium share an element of their own."""
    around = []
    above: Box | None = media
    for _ in range(4):
        if above is None or above.parent is None:
            break
        around.append(above)
        above = above.parent
    own: Box | None = piece
    for _ in range(4):
        if own is None or own.parent is None:
            return False
        if own in around:
            return own.pieces <= max(2, own.media) and own.pieces < _root(own).pieces
        own = own.parent
    return False


def _root(box: Box) -> Box:
    while box.parent is not None:
        box = box.parent
    return box
