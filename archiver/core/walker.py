"""The lines of a page, made in one pass over its tree."""

from __future__ import annotations

import re

from archiver.core.outline import PLAIN, Inline, Line, Outline, Region, signs_of
from archiver.core.signs import Sign
from archiver.core.tree import INLINE, Element, Tree

MAX_LINES = 20_000  # a page with more is no article; what is beyond is not looked at
_NO_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "select",
        "textarea",
        "svg",
        "title",
        "option",
        "iframe",
        "object",
        "math",
        "head",
        "canvas",
        "datalist",
    ]
)
_MENU = Sign.NAV | Sign.FOOT


def outline(tree: Tree) -> Outline:
    """The page's lines in order, in one pass.

    >>> from archiver.core.page import Page
    >>> from archiver.core.tree import parse
    >>> page = Page("https://baomau.example/", b"<div><p>One <b>two</b></p>three<br>four</div>")
    >>> [line.text for line in outline(parse(page)).lines]
    ['One two', 'three', 'four']
    """
    walker = _Walker(tree.body)
    walker.walk()
    return Outline(walker.lines, walker.regions, walker.root, tree)


def _first(element: Element) -> Element | None:
    """The first element within."""
    return element[0] if len(element) else None


def _has(element: Element, tag: str) -> bool:
    """True where an element of that name stands somewhere within."""
    return next(element.iterdescendants(tag), None) is not None


_CRUMBS = re.compile(r"(?:trang (?:chủ|nhất|đầu)|home)\s*[/>›»→]", re.IGNORECASE)


def _is_crumbs(element: Element) -> bool:
    """True for a menu that is the way from the home page to this one: labelled so, or "Trang chủ / Kinh tế"."""
    if "breadcrumb" in (element.get("aria-label") or "").lower():
        return True
    start = ""
    for at, text in enumerate(element.itertext()):
        start += text.lstrip() if not start else text
        if len(start) > 40 or at > 8:
            break
    return _CRUMBS.match(start) is not None and len("".join(element.itertext())) < 400


_SPACE: tuple[str, Inline | None] = (" ", None)


class _Walker:
    """One pass over the tree, without recursion: hostile pages nest deep.

    What an element's markup says is asked only once a text stands in it.
    """

    def __init__(self, body: Element) -> None:
        self.root = Region(body, signs_of(body), None, 0)
        self.regions: dict[Element, Region] = {body: self.root}
        self.lines: list[Line] = []
        self.blocks: list[Element] = [body]  # those that are open
        self.made: list[Region] = [self.root]  # their regions, as far as they have text
        self.inline: list[Element] = []  # those that are open
        self.styles = [PLAIN]  # what they say, as far as they have text
        self.fresh = True  # the next text begins a line

    def walk(self) -> None:
        """Fill lines and regions."""
        text = self.root.element.text
        if text and not text.isspace():
            self.read(text, self.root.element)
        lines, made, blocks, styles, inline = self.lines, self.made, self.blocks, self.styles, self.inline
        opened: list[tuple[Element, bool]] = []  # those around the place, and whether they are inline
        element = _first(self.root.element)  # by its neighbours: an iterator costs more than all that is asked here
        menu: Element | None = None  # an element around the place that nothing is read from: it is left at once
        while len(lines) < MAX_LINES:
            if element is None:
                if not opened:
                    break
                element, is_inline = opened.pop()
                if is_inline:
                    inline.pop()
                    if len(styles) > len(inline) + 1:
                        styles.pop()
                else:
                    self.fresh = True
                    blocks.pop()
                    if len(made) > len(blocks):
                        made.pop().last = len(lines) - 1
                if menu is not None:
                    if element is not menu:
                        element = None
                        continue
                    menu = None
            elif (tag := element.tag) not in _NO_TEXT:
                text, is_inline = element.text, tag in INLINE
                if not is_inline:
                    self.fresh = True
                if text and text.isspace():
                    if not self.fresh:
                        lines[-1].nodes.append(_SPACE)
                    text = None
                if text or len(element):
                    opened.append((element, is_inline))
                    (inline if is_inline else blocks).append(element)
                    if text:
                        menu = self.read(text, element)
                    element = _first(element) if menu is None else None
                    continue
            text = element.tail
            if text and not text.isspace():
                menu = self.read(text, element)
            elif text and not self.fresh:
                lines[-1].nodes.append(_SPACE)  # it parts the words of the line that is open
            element = element.getnext() if menu is None else None
        self.finish()

    def read(self, text: str, element: Element) -> Element | None:
        """Take a text into the line that is open, or into a new one; or give the menu that it stands in."""
        if self.fresh:
            menu = self.begin(element)
            if menu is not None:
                return menu
        if len(self.styles) <= len(self.inline):
            for inside in self.inline[len(self.styles) - 1 :]:
                self.styles.append(Inline(inside, self.styles[-1]))
        line = self.lines[-1]
        style = self.styles[-1]
        size = len(text.strip())
        line.nodes.append((text, style))
        line.chars += size
        if style is PLAIN:
            return None
        if style.link:
            line.links += size
            line.href = line.href or style.href
        if style.bold:
            line.bold += size
        if style.italic:
            line.italic += size
        return None

    def begin(self, element: Element) -> Element | None:
        """Begin a line, in a region for each block around it; or the menu among them, where nothing begins."""
        number = len(self.lines)
        for block in self.blocks[len(self.made) :]:
            sign = signs_of(block)
            if sign & _MENU:
                if _is_crumbs(block):
                    sign = sign & ~_MENU | Sign.CRUMB
                elif self.is_menu(block, sign):
                    return block
            region = Region(block, sign, self.made[-1], number)
            self.made.append(region)
            self.regions[block] = region
        self.lines.append(Line(number, self.made[-1], element))
        self.fresh = False
        return None

    def is_menu(self, element: Element, sign: int) -> bool:
        """True for a menu or a footer that nothing is read from: no headline, no crumbs, hardly a paragraph."""
        if sign & (Sign.CRUMB | Sign.SECTION | Sign.TAGS) or _has(element, "h1"):
            return False
        if any(region.tag == "article" for region in self.made):
            return False  # an article's own footer holds its tags
        return not _has(element, "p") or bool(sign & Sign.FOOT and not _has(element, "article"))

    def finish(self) -> None:
        """Close what is open, and add up what stands in each region."""
        while self.made:
            self.made.pop().last = len(self.lines) - 1
        for line in self.lines:
            line.region.chars += line.chars
            line.region.links += line.links
        for region in reversed(self.regions.values()):  # children were made after their parents
            region.last = max(region.last, region.first)
            if region.parent is not None:
                region.parent.chars += region.chars
                region.parent.links += region.links
