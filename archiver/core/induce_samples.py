"""The pages that a layout is learned from: each read once, with its elements found again by their texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from urllib.parse import urlsplit

from archiver.core import moments
from archiver.core.extract import extract
from archiver.core.layout import DateOrder, Layout
from archiver.core.likeness import letters
from archiver.core.newspaper import Newspaper
from archiver.core.outline import signs_of
from archiver.core.page import Page
from archiver.core.reading import Reading
from archiver.core.selectors import Asked, compile_selector, select
from archiver.core.signs import Sign
from archiver.core.text import clean
from archiver.core.tree import Element, text_of
from archiver.core.values import Extraction

_LONGEST = 3000  # letters: a longer text is no field but the body
_SHORT = 200
_MOST = 60  # elements of one selector that are looked at
_UNREAD = frozenset(("script", "style", "noscript", "template", "head", "select", "option", "svg", "iframe"))
_DIGIT = re.compile(r"\d")
_AWAY = Sign.NAV | Sign.FOOT


class Sample:
    """One article's page: what the general reader says of it, and where its texts stand."""

    def __init__(self, page: Page, read: Extraction, zone: tzinfo, newspaper: Newspaper | None) -> None:
        self.page = page
        self.date_order: DateOrder = "dmy"
        reading = Reading(page, (), zone, newspaper)
        reading.by_rules()
        self.reading = reading
        self.asked: Asked = reading.asked
        self.body: Element | None = reading.body_elements[0] if reading.body_elements else None
        self.keys = _keys(reading.tree.body)
        self.order = {element: at for at, element in enumerate(self.keys)}
        self._by_key: dict[str, list[Element]] = {}
        for element, key in self.keys.items():
            if key:
                self._by_key.setdefault(key, []).append(element)
        self.short = [element for element, key in self.keys.items() if key and len(key) <= _SHORT]
        self.numbered = [element for element in self.short if _DIGIT.search(self.keys[element] or "")]
        self.links = [element for element in self.keys if element.tag == "a"]
        self._texts: dict[Element, str] = {}
        self.alone = read  # what the general reader says of this page alone
        self._take(read)

    def read_again(self, layout: Layout, zone: tzinfo, newspaper: Newspaper | None) -> None:
        """Take what a layout reads, where it reads the page, for what the page says."""
        self.date_order = layout.date_order
        read = extract(self.page, (layout,), zone=zone, newspaper=newspaper)
        if read.layout is not None and read.kind.is_article:
            self.body = select(self.asked, layout.body)[0][0]
            self._take(read)

    def _take(self, read: Extraction) -> None:
        self.read = read
        self.blocks = frozenset(letters(block.text) for block in read.blocks)
        self.body_key = letters(read.body_text)
        self.title_element = self._title()

    def _title(self) -> Element | None:
        """Where the title is printed: of several places the one that the general reader means."""
        printed = self.with_text(self.read.title)
        line = self.reading.title_line
        if line is not None and printed:
            meant = self.reading.lines.lines[line].region.element
            printed.sort(key=lambda one: abs(self.order[one] - self.order.get(meant, 0)))
        return printed[0] if printed else None

    @property
    def last_of_body(self) -> Element:
        """The last element within the body's own."""
        node = self.body if self.body is not None else self.reading.tree.body
        while len(node):
            node = node[-1]
        return node

    def first_of_body(self) -> Element | None:
        """The first element right within the body's own that has a text."""
        return (
            next((child for child in self.body if self.keys.get(child) != ""), None) if self.body is not None else None
        )

    def end_of_body(self) -> list[Element]:
        """The last elements with short texts within the body's own."""
        if self.body is None:
            return []
        found = [child for child in self.body if self.keys.get(child)][-3:]
        return [
            one for child in found for one in child.iter() if one in self.order and 0 < len(self.keys[one] or "") <= 120
        ]

    def with_text(self, text: str | None) -> list[Element]:
        """The elements whose whole text has the same letters, in the order of the page."""
        key = letters(clean(text or ""))
        return list(self._by_key.get(key, ())) if key else []

    def text(self, element: Element) -> str:
        """The text of an element, remembered."""
        found = self._texts.get(element)
        if found is None:
            found = self._texts[element] = text_of(element)
        return found

    def texts(self, css: str) -> tuple[list[Element], list[str]]:
        """What `select` and `select_texts` find, texts remembered."""
        found: list[Element] = []
        for step in compile_selector(css):
            elements = self.asked.elements(step)
            found = found or elements
            if elements:
                values = [step.value(e) if step.attribute else self.text(e) for e in elements[:_MOST]]
                texts = [text for text in values if text]
                if texts:
                    return found, texts
        return found, []

    def in_body(self, element: Element) -> bool:
        """True within the element that the general reader takes the body from."""
        return self.body is not None and any(above is self.body for above in element.iterancestors())

    def away(self, element: Element) -> bool:
        """True in what the markup calls a menu or a foot."""
        node: Element | None = element
        while node is not None and node.tag != "body":
            if signs_of(node) & _AWAY and not signs_of(node) & (Sign.CRUMB | Sign.SECTION | Sign.TAGS):
                return True
            node = node.getparent()
        return False

    def dates(self, text: str, *, order: str = "dmy", update: bool = False) -> list[moments.Dated]:
        """The moments that a text prints, read as on this page."""
        rules = replace(self.reading.dates(), order="mdy" if order == "mdy" else "dmy")
        return moments.dates_of_text(text, "", 1.0, rules, update=update)


def samples_of(
    pages: Sequence[Page], zone: tzinfo, newspaper: Newspaper | None
) -> tuple[list[Sample], list[tuple[Page, Extraction]]]:
    """The article pages as samples, each address once, and the pages that are none."""
    samples: list[Sample] = []
    others: list[tuple[Page, Extraction]] = []
    seen: set[str] = set()
    for page in pages:
        read = extract(page, (), zone=zone, newspaper=newspaper)
        key = letters(f"{read.title} {read.body_text[:300]}") if read.kind.is_article else page.url
        if key in seen:
            continue
        seen.add(key)
        if read.kind.is_article:
            samples.append(Sample(page, read, zone, newspaper))
        else:
            others.append((page, read))
    return _of_one_site(samples), others


def _of_one_site(samples: list[Sample]) -> list[Sample]:
    """The samples without the few that another host sent; a site that changes its host has many of both."""
    hosts = [re.sub(r"^(?:www|m|amp)\.", "", urlsplit(sample.page.url).hostname or "") for sample in samples]
    counted = Counter(hosts)
    return [
        sample for sample, host in zip(samples, hosts, strict=True) if 10 * counted[host] >= 3 * len(samples)
    ] or samples


def _keys(body: Element) -> dict[Element, str | None]:
    """The letters of each element's text, in the order of the page; None for a long one, "" where nothing is read."""
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    keys: dict[Element, str | None] = {}
    for element in reversed(elements):  # what is below an element comes before it
        if element.tag in _UNREAD:
            keys[element] = ""
            continue
        parts = [_letters(element.text)]
        size = len(parts[0])
        for child in element:
            key = keys.get(child, "")
            if key is None:
                size = _LONGEST + 1
                break
            parts += (key, _letters(child.tail))
            size += len(key) + len(parts[-1])
        keys[element] = "".join(parts) if size <= _LONGEST else None
    return {element: keys[element] for element in elements}


def _letters(text: str | None) -> str:
    return letters(clean(text)) if text and not text.isspace() else ""
