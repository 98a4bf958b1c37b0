"""A page as its lines: the text that stands in one block, with the regions around it. The general rules read this."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from archiver.core.signs import ASIDE, Sign, signs
from archiver.core.text import clean
from archiver.core.tree import INLINE, Element, Tree

MAX_LINES = 20_000  # a page with more is no article; what is beyond is not looked at
_TEXTS = etree.XPath(
    "descendant-or-self::*[not(self::script or self::style or self::noscript or self::template or self::select"
    " or self::textarea or self::svg or self::title or self::option or self::iframe)]/text()[normalize-space()]"
)
_SENTENCE = re.compile(r"[.!?…:;”\"’)]\s*$")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Region:
    """An element that has text somewhere below it."""

    __slots__ = ("chars", "element", "first", "last", "links", "parent", "score", "signs", "tag")

    def __init__(self, element: Element, parent: Region | None, first: int) -> None:
        self.element = element
        self.parent = parent
        self.tag = str(element.tag)
        self.signs = signs_of(element)
        self.first = first  # index of the first line within
        self.last = first  # index of the last line within
        self.chars = 0  # of all lines within
        self.links = 0  # of them, characters in links
        self.score = 0.0  # how much running text stands within

    @property
    def lines(self) -> int:
        """How many lines stand within, those of the regions between included."""
        return self.last - self.first + 1

    def holds(self, index: int) -> bool:
        """True where the line with that index is within."""
        return self.first <= index <= self.last


class Line:
    """The text between two edges of blocks or line breaks."""

    __slots__ = (
        "bold",
        "chars",
        "element",
        "href",
        "index",
        "inline",
        "italic",
        "links",
        "parts",
        "raw",
        "region",
        "text",
    )

    def __init__(self, index: int, region: Region, element: Element) -> None:
        self.index = index
        self.region = region
        self.element = element  # where it begins: the innermost element
        self.raw: list[str] = []
        self.parts: list[tuple[str, Sign]] = []  # the text nodes, with what their inline elements say
        self.links = 0
        self.bold = 0
        self.italic = 0
        self.chars = 0
        self.inline = Sign.NONE
        self.href: str | None = None
        self.text = ""

    @property
    def signs(self) -> Sign:
        """What the elements close around it say: inline ones, its block and two above."""
        found = self.inline | self.region.signs
        above = self.region.parent
        for _ in range(2):
            if above is None or above.lines > 12:
                break
            found |= above.signs
            above = above.parent
        return found

    @property
    def link_share(self) -> float:
        """The share of its characters that stand in links."""
        return self.links / self.chars if self.chars else 0.0

    @property
    def heading(self) -> int:
        """1 to 6 in a heading, else 0."""
        region: Region | None = self.region
        for _ in range(3):
            if region is None:
                return 0
            if region.tag in _HEADINGS:
                return _HEADINGS[region.tag]
            if region.lines > 3:
                return 0
            region = region.parent
        return 0

    @property
    def is_sentence(self) -> bool:
        """True where it ends as a sentence does."""
        return bool(_SENTENCE.search(self.text))


@dataclass(slots=True)
class Outline:
    """The lines and regions of a page."""

    lines: list[Line]
    regions: dict[Element, Region]
    root: Region

    def aside(self, line: Line, index: int | None = None) -> Sign:
        """What says that a line stands beside the article, as far as the regions around it do not hold line `index`."""
        found = line.inline & ASIDE
        region: Region | None = line.region
        while region is not None and (index is None or not region.holds(index)):
            found |= region.signs & ASIDE
            region = region.parent
        return found

    def common(self, first: int, second: int) -> Region:
        """The smallest region that holds both lines."""
        region: Region | None = self.lines[first].region
        while region is not None and not region.holds(second):
            region = region.parent
        return region or self.root


def signs_of(element: Element) -> Sign:
    """What an element's markup says that it is."""
    get = element.get
    style = get("style")
    found = signs(
        str(element.tag),
        get("class") or "",
        get("id") or "",
        get("role") or "",
        get("itemprop") or get("data-role") or "",
    )
    if get("hidden") is not None or get("aria-hidden") == "true" or (style and _hidden(style)):
        found |= Sign.HIDDEN
    return found


def _hidden(style: str) -> bool:
    flat = style.replace(" ", "").lower()
    return "display:none" in flat or "visibility:hidden" in flat


def outline(tree: Tree) -> Outline:
    """The page's lines in order, in one pass.

    >>> from archiver.core.page import Page
    >>> from archiver.core.tree import parse
    >>> page = Page("https://baomau.example/", b"<div><p>One <b>two</b></p>three<br>four</div>")
    >>> [line.text for line in outline(parse(page)).lines]
    ['One two', 'three', 'four']
    """
    body = tree.body
    root = Region(body, None, 0)
    path = [root]
    place: dict[Element, int] = {body: 0}
    regions: dict[Element, Region] = {body: root}
    lines: list[Line] = []
    line: Line | None = None
    inline_signs: dict[Element, Sign] = {}
    for text in _TEXTS(body):
        node = text.getparent()
        if text.is_tail:
            fresh = node.tag not in INLINE
            node = node.getparent()
        else:
            fresh = node.tag not in INLINE
        if node is None:
            continue
        inner = node
        link = bold = italic = False
        href = None
        said = Sign.NONE
        while node.tag in INLINE and node is not body:
            tag = node.tag
            if tag == "a":
                link, href = True, node.get("href")
            elif tag in ("b", "strong"):
                bold = True
            elif tag in ("i", "em"):
                italic = True
            own = inline_signs.get(node)
            if own is None:
                own = inline_signs[node] = signs_of(node)
            said |= own
            parent = node.getparent()
            if parent is None:
                break
            node = parent
        if node not in place:
            up = []
            above = node
            while above is not None and above not in place:
                up.append(above)
                above = above.getparent()
            if above is None:
                continue  # not below the body: a stray head element
            _leave(path, place, place[above], len(lines) - 1)
            for element in reversed(up):
                region = Region(element, path[-1], len(lines))
                place[element] = len(path)
                path.append(region)
                regions[element] = region
            fresh = True
        elif path[-1].element is not node:
            _leave(path, place, place[node], len(lines) - 1)
            fresh = True
        if fresh or line is None:
            if len(lines) >= MAX_LINES:
                break
            if line is not None:
                _finish(line)
            line = Line(len(lines), path[-1], inner)
            lines.append(line)
        size = len(text.strip())
        line.raw.append(text)
        line.parts.append((str(text), said))
        line.chars += size
        line.inline |= said
        if link:
            line.links += size
            line.href = line.href or href
        if bold:
            line.bold += size
        if italic:
            line.italic += size
    if line is not None:
        _finish(line)
    _leave(path, place, -1, len(lines) - 1)
    for one in lines:
        one.region.chars += one.chars
        one.region.links += one.links
    for region in reversed(regions.values()):  # children were made after their parents
        if region.parent is not None:
            region.parent.chars += region.chars
            region.parent.links += region.links
    return Outline(lines, regions, root)


def _leave(path: list[Region], place: dict[Element, int], keep: int, last: int) -> None:
    """Close the regions below the one at `keep`."""
    while len(path) - 1 > keep:
        region = path.pop()
        region.last = max(last, region.first)
        del place[region.element]


def _finish(line: Line) -> None:
    line.text = clean("".join(line.raw))
