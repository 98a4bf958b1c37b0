"""From the stream of an article's element to its blocks: what is body, what is caption, what only stands beside it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from archiver.core.authorship import CREDIT_LABEL, reads_as_names
from archiver.core.body import Body
from archiver.core.captions import mark_captions
from archiver.core.date_patterns import CLOCK_IN_LINE
from archiver.core.endings import without_tail
from archiver.core.labels import CONSENT, FOLLOW_US, LEADING_ARROW, META_LINE, PLACEHOLDER, is_furniture, related_label
from archiver.core.likeness import ENDS, NUMBER, WORD, beginning, letters, same
from archiver.core.notices import is_notice
from archiver.core.pieces import Box, Item, Media, Piece
from archiver.core.signs import Sign
from archiver.core.timestamps import parse_timestamp
from archiver.core.values import Block, BlockKind, Image, Precision


def arrange(items: list[Item], *, title: str | None = None, lead: str | None = None) -> Body:
    """The blocks, pictures and trailing lines of a stream of pieces.

    Args:
        items: as `pieces` gives them.
        title: dropped where it is repeated, with all that stands before it.
        lead: dropped where the body repeats it; where none is given, a first paragraph that stands out is the lead.
    """
    body = Body()
    stream = _without_template_text(items)
    stream = _after_title(stream, title)
    mark_captions(stream)
    stream = _without_boxes(stream, body)
    stream = without_tail(stream, body)
    stream = _without_head(stream, body, title, lead)
    stream = _lead(stream, body, lead)
    stream = _without_repeats(stream)
    _fill(stream, body)
    return body


def _without_template_text(items: list[Item]) -> list[Item]:
    """The stream without text that a template left unfilled."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Piece) and ("{" in item.text or "<%" in item.text):
            item.text = PLACEHOLDER.sub("", item.text).strip()
            if not item.text:
                continue
        out.append(item)
    return out


def _after_title(items: list[Item], title: str | None) -> list[Item]:
    """What follows the title, where the element holds it."""
    if not title:
        return items
    wanted = letters(title)
    for at, item in enumerate(items[:60]):
        if isinstance(item, Piece) and abs(len(item.text) - len(title)) < 60 and letters(item.text) == wanted:
            return items[at + 1 :]
    return items


# --- boxes
def _without_boxes(items: list[Item], body: Body) -> list[Item]:
    """The stream without lists of other articles, invitations and lines that are furniture."""
    out: list[Item] = []
    after_label = False
    texts = [item for item in items if isinstance(item, Piece)]
    follows = {id(a): b for a, b in pairwise(texts)}
    linked = {id(p) for p in texts if _is_link_line(p)}
    dropped: set[int] = set()
    repeated = _repeated_labels(texts)
    card: Box | None = None
    for at, (previous, piece) in enumerate(zip([None, *texts[:-1]], texts, strict=False)):
        drop = False
        label = related_label(piece.text)
        following = follows.get(id(piece))
        if (card is not None and _within(piece.box, card)) or (
            after_label
            and (id(piece) in linked or piece.link > 0.5 or (piece.kind is BlockKind.LIST and piece.link > 0.4))
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
            if drop and not rest:
                card = _card(piece, texts[max(0, at - 6) : at + 7], linked)
        elif (piece.link > 0.4 and _label_of(piece) in repeated) or (
            (LEADING_ARROW.match(piece.text) and (piece.link > 0.4 or _is_pointer(piece.text)))
            or (FOLLOW_US.search(piece.text) and is_notice(piece.text, link=piece.link))
            or (len(piece.text) < 450 and CONSENT.search(piece.text))
            or is_furniture(piece.text)
        ):
            drop = True
        elif id(piece) in linked:
            beside = (previous is not None and id(previous) in linked) or (
                following is not None and id(following) in linked
            )
            drop = beside or len(WORD.findall(piece.text)) >= 6
        elif (piece.kind is BlockKind.LIST and piece.link > 0.75 and len(piece.text) < 250) or (
            previous is not None
            and id(previous) in linked
            and id(previous) in dropped
            and _in_one_card(previous, piece)
        ):
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


def _label_of(piece: Piece) -> str:
    """What stands before the colon of a text; empty where there is none soon."""
    label, colon, _ = piece.text[:60].partition(":")
    return label.casefold() if colon else ""


def _repeated_labels(texts: list[Piece]) -> set[str]:
    """Labels that stand before a link more than once: in any language they lead to other articles."""
    seen = Counter(label for piece in texts if piece.link > 0.4 and (label := _label_of(piece)))
    return {label for label, times in seen.items() if times > 1}


def _card(label: Piece, near: list[Piece], linked: set[int]) -> Box | None:
    """The element that begins with a label and holds a link and little more; None where there is none."""
    best: Box | None = None
    inside: list[Piece] = []
    above: Box | None = label.box
    while above is not None and above.parent is not None and above.pieces <= 6:
        within = [piece for piece in near if _within(piece.box, above)]
        if within[0] is not label:
            break
        best, inside, above = above, within, above.parent
    if len(inside) < 2 or not any(id(piece) in linked for piece in inside):
        return None
    return best if sum(len(piece.text) for piece in inside) < 700 else None


def _in_one_card(title: Piece, text: Piece) -> bool:
    """True where a linked title and the text below it share a small element with a picture: another article's card."""
    above: Box | None = text.box
    while above is not None and above.parent is not None and above.pieces <= 4:
        if above.media and _within(title.box, above):
            return True
        above = above.parent
    return False


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


def _is_pointer(text: str) -> bool:
    """True where the signs before a line point at another article; "»So ist es«, sagte er" only quotes somebody."""
    start = text.lstrip()
    return start.startswith((">>", "☛", "👉")) or (start.startswith("»") and not re.search("[«»]", start.lstrip("» ")))


def _is_link_line(piece: Piece) -> bool:
    """True for a line that is one link and reads as a title, not as a sentence of the text."""
    return (
        piece.link > 0.9
        and piece.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE)
        and len(piece.text) < 300
        and not (ENDS.search(piece.text) and piece.text.count(" ") > 25)
    )


# --- the beginning
def _without_head(items: list[Item], body: Body, title: str | None, lead: str | None) -> list[Item]:
    """The stream without dates, bylines and furniture before the first sentence."""
    out = _below_meta(items, body, lead)
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
        if same(text, title) or _is_stamp(text) or is_furniture(text) or NUMBER.match(text):
            del out[at]
            continue
        if lead and same(text, lead):
            del out[at]
            continue
        marked = item.signs & (Sign.AUTHOR | Sign.DATE | Sign.SECTION)
        if (
            len(text) < 90
            and not ENDS.search(text)
            and (marked or item.link > 0.9 or CREDIT_LABEL.match(text))
            and reads_as_names(text)
        ):
            body.bylines.append(text)
            del out[at]
            continue
        if marked and len(text) < 60 and not ENDS.search(text):
            del out[at]
            continue
        break
    return out


def _below_meta(items: list[Item], body: Body, lead: str | None) -> list[Item]:
    """The stream from below the line that says when and how long: a subtitle, a kicker and names stand above it."""
    texts = [item for item in items[:16] if isinstance(item, Piece) and item.kind is not BlockKind.CAPTION][:8]
    last = next((at for at in range(len(texts) - 1, -1, -1) if _is_meta(texts[at]) or _is_clock(texts[at], at)), -1)
    above = texts[: last + 1]
    if not above or any(len(one.text) > 250 or one.kind is BlockKind.LIST for one in above):
        return list(items)
    if sum(len(one.text) for one in above) > 600:
        return list(items)
    for one in above[:-1]:
        if reads_as_names(one.text):
            body.bylines.append(one.text)
        elif not lead and not body.lead and len(one.text) > 40 and one.link < 0.5:
            body.lead = one.text.replace("\n", " ")
    gone = {id(one) for one in above}
    return [item for item in items if id(item) not in gone]


def _is_meta(item: Piece) -> bool:
    """True for a line that says when the text was published or how long it is."""
    if len(item.text) > 120 or (len(item.text) > 70 and ENDS.search(item.text)):
        return False
    return META_LINE.search(item.text) is not None


def _is_clock(item: Piece, at: int) -> bool:
    """True for a line among the first three that only says when, to the minute: a lead may stand above it."""
    if at > 2 or len(item.text) > 80 or CLOCK_IN_LINE.search(item.text) is None:
        return False
    stamp = parse_timestamp(item.text)
    return stamp is not None and stamp.precision in (Precision.MINUTE, Precision.SECOND)


def _is_stamp(text: str) -> bool:
    """True for a line that only says when."""
    return len(text) <= 80 and bool(re.search(r"\d{1,2}[./:h-]\d{1,2}", text)) and parse_timestamp(text) is not None


def _lead(items: list[Item], body: Body, lead: str | None) -> list[Item]:
    """The stream without the lead that it repeats; or its first paragraph taken as the lead."""
    texts = [item for item in items[:12] if isinstance(item, Piece) and item.kind is not BlockKind.CAPTION]
    if lead:
        for piece in texts[:3]:
            if same(piece.text, lead):
                return [item for item in items if item is not piece]
        return items
    paragraphs = [item for item in items if isinstance(item, Piece) and item.kind is BlockKind.PARAGRAPH]
    if len(paragraphs) < 2 or not texts:
        return items
    first = texts[0]
    marked = (
        first.bold > 0.9
        or bool(first.signs & Sign.LEAD)
        or (first.kind is BlockKind.HEADING and bool(ENDS.search(first.text)))
    )
    rest_bold = sum(1 for p in paragraphs[1:] if p.bold > 0.9) > 0.6 * max(1, len(paragraphs) - 1)
    if (
        marked
        and not rest_bold
        and 40 <= len(first.text) <= 1200
        and (len(first.text) > 120 or ENDS.search(first.text))
    ):
        body.lead = first.text.replace("\n", " ")
        return [item for item in items if item is not first]
    return items


def _without_repeats(items: list[Item]) -> list[Item]:
    """The stream without a long text that stood in it before: pages for narrow screens hold some twice."""
    seen: set[str] = set()
    long = [item for item in items if isinstance(item, Piece) and len(item.text) > 60]
    begins = {id(piece): beginning(piece.text) for piece in long}
    begun = Counter(begins.values())
    out: list[Item] = []
    texts = [p.text for p in items if isinstance(p, Piece) and p.kind is BlockKind.PARAGRAPH]
    whole = "\n".join(texts)
    for item in items:
        if isinstance(item, Piece) and len(item.text) > 60 and item.kind is not BlockKind.LIST:
            if begun[begins[id(item)]] > 1:  # few are, and all their letters cost
                key = letters(item.text)
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
        if kind is BlockKind.PARAGRAPH and item.bold > 0.95 and len(item.text) <= 120 and not ENDS.search(item.text):
            kind = BlockKind.HEADING
        if kind is BlockKind.LIST and item.group == group and body.blocks:
            body.blocks[-1] = Block(BlockKind.LIST, body.blocks[-1].text + "\n" + item.text)
        else:
            body.blocks.append(Block(kind, item.text))
        group = item.group if kind is BlockKind.LIST else -1
    body.images = [Image(url, " ".join(captions).replace("\n", " ") or None) for url, captions in pictures]
