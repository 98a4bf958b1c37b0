"""The article's own element as a flat stream: texts and media in reading order, with what the markup says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bs4.element import NavigableString, PageElement

from archiver.core.images import best_address
from archiver.core.signs import ASIDE, Sign, signs_of_attributes
from archiver.core.soup import EXCLUDED, Grown, fell, grow
from archiver.core.styles import HEADINGS, Style, block_style, inline_style, is_player
from archiver.core.text import clean
from archiver.core.tree import INLINE, Element
from archiver.core.values import BlockKind

_DROP = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "form",
        "input",
        "select",
        "textarea",
        "button",
        "nav",
        "link",
        "meta",
        "title",
        "head",
        "canvas",
        "map",
        "dialog",
        "ins",
        "audio",
        "param",
        "option",
        "label",
    ]
)
_MEDIA = frozenset(["iframe", "video", "object", "embed", "amp-video", "amp-youtube", "amp-iframe"])
_IMAGES = frozenset(("img", "amp-img"))
_OUT = ASIDE | Sign.BIO | Sign.TAGS | Sign.CRUMB
_MAX_PIECES = 8000
_MAX_SHARE = 0.35  # a box beside the text holds less of it: else its name misleads


class Box:
    """An element that pieces stand in."""

    __slots__ = ("media", "parent", "pieces", "signs", "tag")

    def __init__(self, parent: Box | None, tag: str, sign: int) -> None:
        self.parent = parent
        self.tag = tag
        self.signs = sign
        self.pieces = 0  # texts within
        self.media = 0  # pictures and videos within


@dataclass(slots=True)
class Piece:
    """One text between two edges of blocks."""

    kind: BlockKind
    text: str  # lines within parted by "\n"
    box: Box
    bold: float = 0.0  # share of its characters
    italic: float = 0.0
    link: float = 0.0
    align: str = ""  # "center", "right"
    signs: int = Sign.NONE
    group: int = 0  # items of one list share a number
    level: int = 0  # of a heading
    href: str = ""  # of its first link
    caption: bool = False  # the markup says that it is one


@dataclass(slots=True)
class Media:
    """A picture or a player."""

    kind: str  # "image", "video"
    url: str | None
    box: Box
    alt: str = ""


Item = Piece | Media


def pieces(elements: Sequence[Element], excluded: Sequence[Element] = (), *, base: str) -> list[Item]:
    """The stream of an article's element: BeautifulSoup gets this element only, cleans it and gives the pieces.

    Left out: scripts and forms, hidden elements, boxes whose names say that they are beside the text (related
    articles, sharing, advertising, comments, tags), and what `excluded` holds.

    Args:
        elements: the elements that hold the body, in order; none lies within another.
        excluded: elements below them that a layout takes out.
        base: what relative addresses of pictures start from.
    """
    tree = grow(elements, set(excluded))
    items = _Walker(base).walk(tree)
    fell(tree)
    return items


class _Walker:
    """One pass over the cleaned element, without recursion: hostile pages nest deep."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.total = 1  # characters of the element
        self.items: list[Item] = []
        self.parts: list[tuple[str, Style]] = []
        self.box = Box(None, "body", Sign.NONE)
        self.groups = 0

    def walk(self, top: Grown) -> list[Item]:
        self.total = max(top.size, 1)
        stack: list[tuple[Iterator[PageElement], Style, Box, bool]] = [(iter(top.contents), Style(), self.box, True)]
        while stack and len(self.items) < _MAX_PIECES:
            children, style, box, block = stack[-1]
            for node in children:
                if isinstance(node, NavigableString):
                    self.parts.append((str(node), style))
                    continue
                assert isinstance(node, Grown)
                entered = self.enter(node, style, box)
                if entered is not None:
                    stack.append((iter(node.contents), *entered))
                    break
            else:
                stack.pop()
                if block:
                    self.flush(box)
        self.flush(self.box)
        return self.items

    def enter(self, node: Grown, style: Style, box: Box) -> tuple[Style, Box, bool] | None:
        """How to go on within an element; None where there is nothing to go into."""
        name, attrs = node.name, node.attrs
        if name == "br":
            self.parts.append(("\n", style))
            return None
        if name in _IMAGES:
            self.image(node, box)
            return None
        if name in _MEDIA or (not node.contents and is_player(attrs)):
            self.flush(box)
            self.media("video", None, box)
            return None
        if name in _DROP or EXCLUDED in attrs:
            return None
        if name == "noscript":
            self.noscript(node)
            return None
        sign = signs_of_attributes(name, attrs.items())
        if sign & _OUT and self.beside(node, sign):
            if name not in INLINE:
                self.flush(box)
            return None
        if name == "article" and box.parent is not None and self.is_card(node):
            self.flush(box)
            return None
        if name == "table":
            return self.table(node, style, box, sign)
        if name in ("ul", "ol"):
            return self.listed(node, style, box, sign)
        if name in INLINE:
            return (inline_style(name, attrs, style, sign), box, False)
        self.flush(box)
        return (block_style(name, attrs, style, sign), Box(box, name, sign), True)

    # --- what stands beside
    def beside(self, node: Grown, sign: int) -> bool:
        """True where a box named so is really beside the text: it holds little of it, or mostly links."""
        if sign & Sign.HIDDEN:
            return True
        around = node.parent
        if isinstance(around, Grown) and around.name in HEADINGS and node.size * 2 > around.size:
            return False  # what a heading stands in is the heading: "toc-section" only marks where a list leads to
        if sign & Sign.RELATED and node.size < 0.85 * self.total and node.holds("h2", "h3", "h4", "h5"):
            return node.holds("a")
        if node.size < _MAX_SHARE * self.total:
            return not (sign & _OUT == Sign.SIDE and node.name == "aside" and node.holds("blockquote"))
        return node.linked > 0.6 * node.size

    def is_card(self, node: Grown) -> bool:
        """True for another article shown inside this one."""
        return node.size < _MAX_SHARE * self.total and node.holds("a") and node.holds("h2", "h3", "h4", "h5")

    def noscript(self, node: Grown) -> None:
        """The picture that a lazy one stands for, where the lazy one has no address."""
        last = self.items[-1] if self.items else None
        if isinstance(last, Media) and last.kind == "image" and last.url is None:
            for image in node.find_all(("img", "amp-img")):
                last.url = last.url or best_address(image.attrs, self.base)

    # --- media
    def image(self, node: Grown, box: Box) -> None:
        url = best_address(node.attrs, self.base)
        if url is None:
            parent = node.parent
            if parent is not None and parent.name == "picture":
                for source in parent.find_all("source"):
                    url = url or best_address(source.attrs, self.base)
        if url is None and not any(key.startswith("data-") for key in node.attrs):
            return
        self.flush(box)
        self.media("image", url, box, clean(node.attrs.get("alt", "")))

    def media(self, kind: str, url: str | None, box: Box, alt: str = "") -> None:
        self.items.append(Media(kind, url, box, alt))
        above: Box | None = box
        while above is not None:
            above.media += 1
            above = above.parent

    # --- tables and lists
    def table(self, node: Grown, style: Style, box: Box, sign: int) -> tuple[Style, Box, bool] | None:
        self.flush(box)
        inner = Box(box, "table", sign)
        if node.holds("img", "amp-img", "iframe", "video"):
            if node.size < 700:  # a picture with its caption in the row below
                return (Style(caption=True, align=style.align), inner, True)
            return (style, inner, True)
        rows = [row for row in node.find_all("tr") if row.find_parent("table") is node]
        cells = [[c for c in row.find_all(("td", "th")) if c.find_parent("tr") is row] for row in rows]
        wide = max((len(row) for row in cells), default=0)
        longest = max((cell.size for row in cells for cell in row if isinstance(cell, Grown)), default=0)
        if len(rows) < 2 or wide < 2 or longest > 600 or node.holds("table"):
            return (style, inner, True)
        lines = [" | ".join(clean(cell.get_text(" ")) for cell in row) for row in cells if row]
        lines = [line for line in lines if line.strip(" |")]
        if lines:
            self.add(Piece(BlockKind.TABLE, "\n".join(lines), inner))
        return None

    def listed(self, node: Grown, style: Style, box: Box, sign: int) -> tuple[Style, Box, bool] | None:
        self.flush(box)
        inner = Box(box, node.name, sign)
        items = list(node.find_all("li", limit=400))
        texts = [clean(item.get_text(" ")) for item in items]
        texts = [text for text in texts if text]
        if node.holds("img", "amp-img", "table", "h2", "h3", "iframe", "video") or any(len(x) > 1200 for x in texts):
            return (style, inner, True)
        if not texts:
            return (style, inner, True)
        size = sum(map(len, texts))
        self.groups += 1
        if node.holds("ul", "ol"):
            texts = [text for text in (_own_text(item) for item in items if isinstance(item, Grown)) if text]
        for text in texts:
            piece = Piece(
                BlockKind.LIST, text, inner, group=self.groups, link=node.linked / max(size, 1), align=style.align
            )
            piece.caption = style.caption
            self.add(piece)
        return None

    # --- text
    def flush(self, box: Box) -> None:
        """End the text that was being collected."""
        parts, self.parts = self.parts, []
        if not parts or all(text.isspace() for text, _ in parts):
            return
        for run in [parts] if len(parts) == 1 else _split(parts):
            self.emit(run, box)

    def emit(self, parts: list[tuple[str, Style]], box: Box) -> None:
        if len(parts) == 1:
            text = clean(parts[0][0].replace("\x1e", " "))
        else:
            lines = [clean(line) for line in "".join([_marked(text) for text, _ in parts]).split("\x1e")]
            text = "\n".join([line for line in lines if line])
        if not text:
            return
        sizes = [(len(t.strip()), s) for t, s in parts]
        total = max(sum([n for n, _ in sizes]), 1)
        style = max(sizes, key=_first)[1]
        kind = BlockKind.PARAGRAPH
        if style.level:
            kind = BlockKind.HEADING
        elif style.quote:
            kind = BlockKind.QUOTE
        elif style.caption:
            kind = BlockKind.CAPTION
        said = Sign.NONE
        for n, s in sizes:
            if n * 2 > total:
                said |= s.signs
        self.add(
            Piece(
                kind,
                text,
                box,
                bold=sum([n for n, s in sizes if s.bold]) / total,
                italic=sum([n for n, s in sizes if s.italic]) / total,
                link=sum([n for n, s in sizes if s.href is not None]) / total,
                align=style.align,
                signs=said | box.signs,
                level=style.level,
                href=next((s.href for _, s in parts if s.href), "") or "",
                caption=style.caption,
            )
        )

    def add(self, piece: Piece) -> None:
        self.items.append(piece)
        above: Box | None = piece.box
        while above is not None:
            above.pieces += 1
            above = above.parent


_first = itemgetter(0)


def _own_text(item: Grown) -> str:
    """The text of a list item without the lists inside it."""
    out = []
    for child in item.children:
        if isinstance(child, Grown):
            if child.name not in ("ul", "ol"):
                out.append(child.get_text(" "))
        elif isinstance(child, NavigableString):
            out.append(str(child))
    return clean(" ".join(out))


def _marked(text: str) -> str:
    """A line break as a sign that cleaning leaves alone; line breaks of the markup are white space."""
    return "\x1e" if text == "\n" else text.replace("\x1e", " ")


def _split(parts: list[tuple[str, Style]]) -> Iterator[list[tuple[str, Style]]]:
    """The texts between double line breaks; and between single ones where each side is a paragraph of its own."""
    runs: list[list[tuple[str, Style]]] = [[]]
    breaks = 0
    for text, style in parts:
        if text == "\n":
            breaks += 1
            continue
        if not text.strip():
            if runs[-1] and not breaks:
                runs[-1].append((" ", style))
            continue
        if breaks >= 2 and runs[-1]:
            runs.append([])
        elif breaks == 1 and runs[-1]:
            before = "".join(t for t, _ in runs[-1]).strip()
            before = before.rsplit("\n", 1)[-1]
            if (len(before) > 80 and before[-1] in '.!?…:;”"’)') or _changes(runs[-1][-1][1], style, before, text):
                runs.append([])
            else:
                runs[-1].append(("\n", style))
        breaks = 0
        runs[-1].append((text, style))
    yield from (run for run in runs if run)


def _changes(before: Style, after: Style, text: str, following: str) -> bool:
    """True where a short bold line stands above plain text: a heading or a byline in the same block."""
    return before.bold != after.bold and min(len(text), len(following.strip())) < 120
