"""From the stream of an article's element to its blocks: what is body, what is caption, what only stands beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from archiver.core.bylines import parse_byline
from archiver.core.pieces import Box, Item, Media, Piece
from archiver.core.signs import (
    CHROME_LINE,
    FOLLOW_US,
    LEADING_ARROW,
    LEGAL_LINE,
    PLACEHOLDER,
    RELATED_LABEL,
    TAGS_LABEL,
    Sign,
)
from archiver.core.text import clean, fold
from archiver.core.timestamps import parse_timestamp
from archiver.core.values import Block, BlockKind, Byline, Image

_PHOTO_CREDIT = re.compile(
    r"(?:\b(?:ảnh|nguồn ảnh|hình|ảnh minh họa|ảnh tư liệu|đồ họa|clip|video|photo|photos|foto|fotos|bild|image|picture|credit|illustration)\s*[:©/]"
    r"|\((?:ảnh|photo|foto|bild|nguồn|source)\b[^)]{0,80}\)|©|\bảnh minh họa\b|ảnh tư liệu|\bgetty images\b|\bap photo\b|/\s?(?:afp|reuters|epa|dpa|ap|ttxvn)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;”\"’»)]\s*(?:/\.)?\s*$|\./\.?\s*$")
_NUMBER = re.compile(r"^\(?\s*\d{1,3}(?:[.,  ]?\d{3})*\s*\)?$")
_WORD = re.compile(r"\w+")
MAX_BYLINE = 160


@dataclass(slots=True)
class Body:
    """What was read from the article's own element."""

    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    bylines: list[str] = field(
        default_factory=list
    )  # lines at the end (or the head) that name who wrote it, as printed
    lead: str | None = None  # the first paragraph, where it stands out as one
    numbers: list[str] = field(default_factory=list)  # bare numbers after the end of the text
    videos: int = 0
    dropped: int = 0  # characters that were beside the text
    first_is_lead: bool = False

    @property
    def chars(self) -> int:
        """How long the body is."""
        return sum(len(block.text) for block in self.blocks if block.kind is not BlockKind.CAPTION)


def same(first: str | None, second: str | None) -> bool:
    """True where two texts have the same letters and digits in the same order.

    >>> same("“Cầu mới”  thông xe", "Cầu mới thông xe.")
    True
    """
    return bool(first) and bool(second) and _key(first or "") == _key(second or "")


def _key(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def arrange(items: list[Item], *, title: str | None = None, lead: str | None = None, find_lead: bool = True) -> Body:
    """The blocks, pictures and trailing lines of a stream of pieces.

    Args:
        items: as `pieces` gives them.
        title: dropped where it is repeated, with all that stands before it.
        lead: dropped where the body repeats it.
        find_lead: take a first paragraph that is bold throughout as the lead, where none is given.
    """
    body = Body()
    stream = _without_template_text(items)
    stream = _after_title(stream, title)
    _find_captions(stream)
    stream = _without_boxes(stream, body)
    stream = _without_tail(stream, body)
    stream = _without_head(stream, body, title, lead)
    stream = _lead(stream, body, lead, find_lead)
    stream = _without_repeats(stream)
    _fill(stream, body)
    return body


def _without_template_text(items: list[Item]) -> list[Item]:
    """The stream without text that a template left unfilled."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Piece) and "{" in item.text:
            item.text = PLACEHOLDER.sub("", item.text).strip()
            if not item.text:
                continue
        out.append(item)
    return out


def _after_title(items: list[Item], title: str | None) -> list[Item]:
    """What follows the title, where the element holds it."""
    if not title:
        return items
    wanted = _key(title)
    for at, item in enumerate(items[:60]):
        if isinstance(item, Piece) and abs(len(item.text) - len(title)) < 60 and _key(item.text) == wanted:
            return items[at + 1 :]
    return items


# --- captions
def _find_captions(items: list[Item]) -> None:
    """Mark the texts that belong to a picture or a player before them."""
    media: Media | None = None
    since = 0  # texts since the last medium
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
        if _is_caption(item, media):
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


def _is_caption(piece: Piece, media: Media) -> bool:
    """Whether the text right after a medium belongs to it."""
    text = piece.text
    if piece.kind in (BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE) or len(text) > 450 or piece.link > 0.8:
        return False
    if media.alt and len(media.alt) > 15 and same(media.alt, text):
        return True
    if _together(piece.box, media.box):
        return len(text) <= 350
    if piece.align == "right" and piece.bold > 0.8:
        return False
    if piece.align == "center" or piece.italic > 0.8:
        return not (piece.bold > 0.9 and len(text) > 200)
    if len(text) > 250:
        return False
    if _PHOTO_CREDIT.search(text[-90:]) or _PHOTO_CREDIT.match(text):
        return True
    return not _ENDS.search(text) and piece.bold < 0.5 and len(text) > 8


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


# --- boxes
def _without_boxes(items: list[Item], body: Body) -> list[Item]:
    """The stream without lists of other articles, invitations and lines that are furniture."""
    out: list[Item] = []
    after_label = False
    texts = [item for item in items if isinstance(item, Piece)]
    follows = {id(a): b for a, b in zip(texts, texts[1:], strict=False)}
    linked = {id(p) for p in texts if _is_link_line(p)}
    dropped: set[int] = set()
    for previous, piece in zip([None, *texts[:-1]], texts, strict=False):
        drop = False
        label = RELATED_LABEL.match(piece.text)
        following = follows.get(id(piece))
        if after_label and (
            id(piece) in linked or piece.link > 0.5 or (piece.kind is BlockKind.LIST and piece.link > 0.4)
        ):
            drop = True
        elif label and piece.kind is not BlockKind.TABLE:
            rest = piece.text[label.end() :].strip()
            if not rest:
                drop = (
                    following is None
                    or id(following) in linked
                    or following.link > 0.4
                    or label.group().rstrip().endswith(":")
                )
            else:
                drop = piece.link > 0.4 and (piece.link > 0.75 or ":" in label.group() or "\n" in piece.text)
            after_label = drop
        elif (LEADING_ARROW.match(piece.text) and (
            piece.link > 0.4 or piece.text.lstrip().startswith((">>", "»", "☛", "👉"))
        )) or (len(piece.text) < 300 and FOLLOW_US.search(piece.text) and (piece.link > 0.2 or len(piece.text) < 160)) or (len(piece.text) < 60 and CHROME_LINE.match(piece.text)):
            drop = True
        elif id(piece) in linked:
            beside = (previous is not None and id(previous) in linked) or (
                following is not None and id(following) in linked
            )
            drop = beside or len(_WORD.findall(piece.text)) >= 6
        elif piece.kind is BlockKind.LIST and piece.link > 0.75 and len(piece.text) < 250:
            drop = True
        else:
            after_label = False
        if piece.kind is BlockKind.CAPTION and drop and not label:
            drop = piece.link > 0.9 and not piece.box.media
        if drop:
            dropped.add(id(piece))
            body.dropped += len(piece.text)
    for item in items:
        if isinstance(item, Piece) and id(item) in dropped:
            continue
        if isinstance(item, Media) and item.kind == "image" and _in_dropped(item, texts, dropped):
            continue
        out.append(item)
    return out


def _in_dropped(media: Media, texts: list[Piece], dropped: set[int]) -> bool:
    """True for the picture of another article's card: the texts of its box were dropped."""
    box = media.box
    if box.parent is None or not box.pieces or box.pieces > 6:
        return False
    inside = [p for p in texts if _within(p.box, box)]
    return bool(inside) and all(id(p) in dropped for p in inside)


def _within(box: Box | None, outer: Box) -> bool:
    while box is not None:
        if box is outer:
            return True
        box = box.parent
    return False


def _is_link_line(piece: Piece) -> bool:
    """True for a line that is one link and reads as a title, not as a sentence of the text."""
    return (
        piece.link > 0.9
        and piece.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE)
        and len(piece.text) < 300
        and not (_ENDS.search(piece.text) and piece.text.count(" ") > 25)
    )


# --- the end
def _without_tail(items: list[Item], body: Body) -> list[Item]:
    """The stream up to the last sentence: bylines, counters and furniture after it are taken off."""
    end = len(items)
    seen = 0
    bylines: list[str] = []
    while end and seen < 14:
        item = items[end - 1]
        if isinstance(item, Media) or item.kind is BlockKind.CAPTION:
            if bylines or seen >= 10:
                break
            # A picture may stand after the byline: look behind it, but keep it.
            ahead = end - 1
            while ahead and not (
                isinstance(items[ahead - 1], Piece) and items[ahead - 1].kind is not BlockKind.CAPTION
            ):  # type: ignore[union-attr]
                ahead -= 1
            if ahead and isinstance(last := items[ahead - 1], Piece) and end - ahead <= 12 and _byline(last):
                bylines.insert(0, last.text)
                items = items[: ahead - 1] + items[ahead:]
                end = ahead - 1
            break
        verdict = _tail(item)
        if verdict == "keep":
            break
        if verdict == "byline":
            bylines.insert(0, item.text)
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
    if _NUMBER.match(text):
        return "number" if piece.kind is BlockKind.PARAGRAPH else "drop"
    if piece.kind in (BlockKind.TABLE, BlockKind.QUOTE):
        return "keep"
    if len(text) < 60 and CHROME_LINE.match(text):
        return "drop"
    if len(text) < 300 and LEGAL_LINE.search(text) and not _is_story(piece):
        return "drop"
    if TAGS_LABEL.match(text) and (piece.link > 0.4 or len(text) < 14):
        return "drop"
    if (
        len(text) < 250
        and re.match(r"^\W*(?:url|link|nguồn|source)\s*:?\s*https?://", text, re.IGNORECASE)
        and piece.link >= 0
    ):
        return "drop"
    if len(text) < 300 and FOLLOW_US.search(text):
        return "drop"
    if not any(c.isalnum() for c in text):
        return "drop" if len(text) > 3 or text in ("*", "**", "***", "-", "--", "---", "_") else "keep"
    if _byline(piece):
        return "byline"
    if "\n" in text and piece.kind is BlockKind.PARAGRAPH:
        last = text.rsplit("\n", 1)[1]
        if len(last) < 80 and not _ENDS.search(last) and reads_as_names(last):
            return "split"
    if piece.kind is BlockKind.HEADING and not _ENDS.search(text):
        return "drop" if len(text) < 100 else "keep"  # a heading with nothing below it heads what was taken out
    return "keep"


def _is_story(piece: Piece) -> bool:
    """True for a long sentence: it may speak of a licence."""
    return len(piece.text) > 200


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
    if not reads_as_names(text):
        return False
    if _ENDS.search(text) and not marked and not text.startswith("(") and not text.endswith(")"):
        return False
    return marked or len(text) <= 90


CREDIT_LABEL = re.compile(
    r"^\W*(?:theo|nguồn|tác giả|bài|tin|ảnh|bài, ảnh|tin, ảnh|thực hiện|t/h|pv|phóng viên|ctv|tổng hợp|biên dịch|lược dịch|nhóm phóng viên|bút danh|by|bởi|von|par)\b",
    re.IGNORECASE,
)


def reads_as_names(text: str) -> bool:
    """True where a short text is read as a byline and looks like one: words that name begin with capitals.

    >>> reads_as_names("Tin, ảnh: NGUYỄN AN – Trần Bình"), reads_as_names("Theo kế hoạch, cầu sẽ thông xe.")
    (True, False)
    """
    if len(text) > MAX_BYLINE:
        return False
    label = CREDIT_LABEL.match(text)
    rest = text[label.end() :] if label else text
    words = [w for w in _NAME_WORD.findall(rest) if len(w) > 1 and fold(w) not in _SMALL_WORDS]
    capitals = sum(1 for word in words if word[0].isupper())
    if words and capitals < 0.4 * len(words):
        return False
    byline = _parsed(text)
    if byline is None or not (byline.authors or byline.agencies):
        return False
    if not words:
        return bool(byline.authors)
    if label and rest.lstrip().startswith(":") and len(text) < 120:
        return True
    if label and byline.agencies and len(words) <= 8 and words[0][0].isupper():
        return capitals >= 0.5 * len(words)
    return capitals >= 0.75 * len(words) and len(words) <= 24 and not _TWO_DIGITS.search(rest)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Byline | None:
    return parse_byline(text)


_NAME_WORD = re.compile(r"[^\W\d_][\w.]*")
_TWO_DIGITS = re.compile(r"\d{2}")
_SMALL_WORDS = frozenset(
    ["va", "theo", "tong", "hop", "thuc", "hien", "bai", "anh", "tin", "the", "and", "von", "und", "et", "y", "de", "van", "dem", "bien", "dich", "luoc", "ghi", "nguon"]
)


# --- the beginning
def _without_head(items: list[Item], body: Body, title: str | None, lead: str | None) -> list[Item]:
    """The stream without dates, bylines and furniture before the first sentence."""
    out = list(items)
    looked = 0
    at = 0
    while at < len(out) and looked < 8:
        item = out[at]
        if isinstance(item, Media) or item.kind is BlockKind.CAPTION:
            at += 1
            continue
        looked += 1
        text = item.text
        if len(text) > 160 or item.kind in (BlockKind.TABLE, BlockKind.LIST):
            break
        if same(text, title) or _is_stamp(text) or CHROME_LINE.match(text) or _NUMBER.match(text):
            del out[at]
            continue
        if lead and same(text, lead):
            del out[at]
            continue
        marked = item.signs & (Sign.AUTHOR | Sign.DATE | Sign.SECTION)
        if (
            len(text) < 90
            and not _ENDS.search(text)
            and (marked or item.link > 0.9 or CREDIT_LABEL.match(text))
            and reads_as_names(text)
        ):
            body.bylines.append(text)
            del out[at]
            continue
        if marked and len(text) < 60 and not _ENDS.search(text):
            del out[at]
            continue
        break
    return out


def _is_stamp(text: str) -> bool:
    """True for a line that only says when."""
    return len(text) <= 80 and bool(re.search(r"\d{1,2}[./:h-]\d{1,2}", text)) and parse_timestamp(text) is not None


def _lead(items: list[Item], body: Body, lead: str | None, find: bool) -> list[Item]:
    """The stream without the lead that it repeats; or its first paragraph taken as the lead."""
    texts = [item for item in items[:12] if isinstance(item, Piece) and item.kind is not BlockKind.CAPTION]
    if lead:
        key = _key(lead)
        for piece in texts[:3]:
            if _key(piece.text) == key:
                return [item for item in items if item is not piece]
        return items
    paragraphs = [item for item in items if isinstance(item, Piece) and item.kind is BlockKind.PARAGRAPH]
    if not find or len(paragraphs) < 2 or not texts:
        return items
    first = texts[0]
    marked = (
        first.bold > 0.9
        or bool(first.signs & Sign.LEAD)
        or (first.kind is BlockKind.HEADING and bool(_ENDS.search(first.text)))
    )
    rest_bold = sum(1 for p in paragraphs[1:] if p.bold > 0.9) > 0.6 * max(1, len(paragraphs) - 1)
    if (
        marked
        and not rest_bold
        and 40 <= len(first.text) <= 1200
        and (len(first.text) > 120 or _ENDS.search(first.text))
    ):
        body.lead = first.text.replace("\n", " ")
        return [item for item in items if item is not first]
    return items


def _without_repeats(items: list[Item]) -> list[Item]:
    """The stream without a long text that stood in it before: pages for narrow screens hold some twice."""
    seen: set[str] = set()
    out: list[Item] = []
    texts = [p.text for p in items if isinstance(p, Piece) and p.kind is BlockKind.PARAGRAPH]
    whole = "\n".join(texts)
    for item in items:
        if isinstance(item, Piece) and len(item.text) > 60:
            key = _key(item.text)
            if key in seen:
                continue
            seen.add(key)
            if item.kind is BlockKind.QUOTE and item.text.strip("“”\"'«» ") in whole:
                continue  # a pull quote repeats a sentence of the text
        out.append(item)
    return out


def _fill(items: list[Item], body: Body) -> None:
    """Blocks and pictures from the stream that is left."""
    group = -1
    last: Media | None = None
    pictures: list[tuple[str, list[str]]] = []
    waiting = False
    for item in items:
        if isinstance(item, Media):
            if item.kind == "video":
                body.videos += 1
                waiting = False
            elif item.url and all(item.url != url for url, _ in pictures):
                pictures.append((item.url, []))
                waiting = True
            else:
                waiting = False
            last, group = item, -1
            continue
        if item.kind is BlockKind.CAPTION:
            if waiting and pictures and last is not None:
                pictures[-1][1].append(item.text)
            body.blocks.append(Block(BlockKind.CAPTION, item.text))
            group = -1
            continue
        waiting = False
        kind = item.kind
        if kind is BlockKind.PARAGRAPH and item.bold > 0.95 and len(item.text) <= 120 and not _ENDS.search(item.text):
            kind = BlockKind.HEADING
        if kind is BlockKind.LIST and item.group == group and body.blocks:
            body.blocks[-1] = Block(BlockKind.LIST, body.blocks[-1].text + "\n" + item.text)
        else:
            body.blocks.append(Block(kind, item.text))
        group = item.group if kind is BlockKind.LIST else -1
    body.images = [Image(url, " ".join(captions).replace("\n", " ") or None) for url, captions in pictures]
