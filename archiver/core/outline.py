"""A page as its lines: the text that stands in one block, with the regions around it. The general rules read this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archiver.core.signs import ASIDE, Sign, signs_of_attributes
from archiver.core.text import clean
from archiver.core.tree import Element, Tree

_SENTENCE = re.compile(r"[.!?…”\"’:。！？」』]\s*[)）]?\s*$")
_WORDS = re.compile(r"\w+")
_FIGURE = re.compile(r"[\d&]")  # or the sign of an entity, which may stand for one
_AROUND = ASIDE | Sign.BIO | Sign.CAPTION | Sign.BODY
_BOLD = frozenset(("b", "strong"))
_ITALIC = frozenset(("i", "em"))
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


class Region:
    """An element that has text somewhere below it."""

    __slots__ = (
        "_heading",
        "_near",
        "around",
        "chars",
        "element",
        "first",
        "last",
        "links",
        "noise",
        "parent",
        "score",
        "signs",
        "tag",
    )

    def __init__(self, element: Element, sign: int, parent: Region | None, first: int) -> None:
        self.element = element
        self.parent = parent
        self.tag = str(element.tag)
        self.signs = sign
        self.around: int = sign & _AROUND  # of all around it as well
        if parent is not None:
            self.around |= parent.around
        self._near: int | None = None
        self._heading: int | None = None
        self.first = first  # index of the first line within
        self.last = first  # index of the last line within
        self.chars = 0  # of all lines within
        self.links = 0  # of them, characters in links
        self.score = 0.0  # how much running text stands within
        self.noise = 0.0  # how much stands within that is none

    @property
    def lines(self) -> int:
        """How many lines stand within, those of the regions between included."""
        return self.last - self.first + 1

    @property
    def near(self) -> int:
        """What the region and two above it say, as far as they are small."""
        if self._near is None:
            found = self.signs
            above = self.parent
            for _ in range(2):
                if above is None or above.last - above.first > 11:
                    break
                found |= above.signs
                above = above.parent
            self._near = found
        return self._near

    @property
    def heading(self) -> int:
        """1 to 6 within a heading, else 0."""
        if self._heading is None:
            self._heading = 0
            region: Region | None = self
            for _ in range(3):
                if region is None:
                    break
                if region.tag in _HEADINGS:
                    self._heading = _HEADINGS[region.tag]
                    break
                if region.lines > 3:
                    break
                region = region.parent
        return self._heading

    def holds(self, index: int) -> bool:
        """True where the line with that index is within."""
        return self.first <= index <= self.last


class Line:
    """The text between two edges of blocks or line breaks."""

    __slots__ = (
        "_inline",
        "_text",
        "_words",
        "bold",
        "chars",
        "element",
        "href",
        "index",
        "italic",
        "links",
        "nodes",
        "region",
        "weight",
    )

    def __init__(self, index: int, region: Region, element: Element) -> None:
        self.index = index
        self.region = region
        self.element = element  # where it begins: the innermost element
        self.nodes: list[tuple[str, Inline | None]] = []  # its texts; None: white space between elements
        self.links = 0
        self.bold = 0
        self.italic = 0
        self.chars = 0
        self._inline: int | None = None
        self.href: str | None = None
        self._text: str | None = None
        self._words: list[str] | None = None
        self.weight: float | None = None  # how much running text it is; the general reader's

    @property
    def text(self) -> str:
        """Its text, cleaned: most lines of most pages are never looked at."""
        if self._text is None:
            self._text = clean("".join([text for text, _ in self.nodes]))
        return self._text

    @property
    def may_count(self) -> bool:
        """False where no digit stands in its text, by its raw texts: to clean them costs five times as much."""
        return _FIGURE.search("".join([text for text, _ in self.nodes])) is not None

    @property
    def inline(self) -> int:
        """What the inline elements around its texts say."""
        if self._inline is None:
            self._inline = Sign.NONE
            for _, style in self.nodes:
                if style is not None:
                    self._inline |= style.signs
        return self._inline

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The text nodes, with what their inline elements say."""
        return [(text, style.signs) for text, style in self.nodes if style is not None]

    @property
    def signs(self) -> int:
        """What the elements close around it say: inline ones, its block and two above."""
        return self.inline | self.region.near

    @property
    def words(self) -> list[str]:
        """Its words in lower case."""
        if self._words is None:
            self._words = _WORDS.findall(self.text.casefold())
        return self._words

    @property
    def link_share(self) -> float:
        """The share of its characters that stand in links."""
        return self.links / self.chars if self.chars else 0.0

    @property
    def heading(self) -> int:
        """1 to 6 in a heading, else 0."""
        return self.region.heading

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
    tree: Tree
    ends: dict[int, int | None] = field(default_factory=dict)  # title line -> where the story ends
    others: dict[int, list[Region]] = field(default_factory=dict)  # title line -> the articles that are not its own

    def aside(self, line: Line, index: int | None = None) -> int:
        """What says that a line stands beside the article, as far as the regions around it do not hold line `index`."""
        found = line.inline & ASIDE
        if index is None or not line.region.around & ASIDE:
            return found | (line.region.around & ASIDE)
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


def signs_of(element: Element) -> int:
    """What an element's markup says that it is."""
    return signs_of_attributes(str(element.tag), element.items())


class Inline:
    """What the inline elements around a text say of it."""

    __slots__ = ("_signs", "around", "bold", "element", "href", "italic", "link")

    def __init__(self, element: Element | None, around: Inline | None) -> None:
        self.element = element
        self.around = around
        self._signs: int | None = None  # worked out for the few that are asked
        if element is None or around is None:
            self._signs = Sign.NONE
            self.link = self.bold = self.italic = False
            self.href: str | None = None
            return
        tag = element.tag
        self.link, self.href, self.bold, self.italic = around.link, around.href, around.bold, around.italic
        if tag == "a":
            self.link, self.href = True, element.get("href") or around.href
        elif tag in _BOLD:
            self.bold = True
        elif tag in _ITALIC:
            self.italic = True

    @property
    def signs(self) -> int:
        """What their markup says, of all of them together."""
        unknown = []
        style: Inline = self
        while style._signs is None and style.around is not None:
            unknown.append(style)
            style = style.around
        found = style._signs or Sign.NONE
        for one in reversed(unknown):
            assert one.element is not None
            found |= signs_of(one.element)
            one._signs = found
        return found


PLAIN = Inline(None, None)
"""A text that no inline element stands around."""
