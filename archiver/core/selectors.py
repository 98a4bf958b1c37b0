"""CSS selectors as a layout writes them: compiled once, tried in the order written, with `::attr(name)`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from cssselect import SelectorError, parse
from cssselect.xpath import HTMLTranslator
from lxml import etree

from archiver.core.chains import Chain, Named, chain_of
from archiver.core.errors import DefinitionError
from archiver.core.tree import Element, start_of

_ATTR = re.compile(r"::attr\(\s*([A-Za-z_][-\w:]*)\s*\)\s*$")
_CONTAINS = re.compile(r":-soup-contains\(")
_TRANSLATOR = HTMLTranslator()
_MOST = 1000  # elements that a selector finds on a large page
_LONGEST = 50_000  # characters of the text of one
_IS_LARGE = etree.XPath("count(descendant::*) > 10000")


@dataclass(frozen=True, slots=True)
class Step:
    """One alternative of a selector."""

    css: str  # as written
    attribute: str | None
    find: Chain | Callable[[Element], Any]  # XPath where it is no chain: on a large page that may take seconds

    def elements(self, root: Element | Asked) -> list[Element]:
        """Every element it finds, in the order of the page; of a large page the first thousand."""
        return (root if isinstance(root, Asked) else Asked(root)).elements(self)

    def value(self, element: Element) -> str:
        """The attribute or the text of an element that it found."""
        return (element.get(self.attribute) or "").strip() if self.attribute else start_of(element, _LONGEST)


class Asked:
    """A page that selectors are asked of more than once: what each found is remembered."""

    __slots__ = ("_found", "_large", "_named", "root")

    def __init__(self, root: Element) -> None:
        self.root = root
        self._named = Named(root)
        self._found: dict[str, list[Element]] = {}  # by the selector as written
        self._large: bool | None = None

    def elements(self, step: Step) -> list[Element]:
        """What a step finds on the page."""
        found = self._found.get(step.css)
        if found is None:
            most = _MOST if self.large else None
            every = self._named.find(step.find) if isinstance(step.find, tuple) else step.find(self.root)
            found = self._found[step.css] = [one for one in every[:most] if isinstance(one, etree._Element)]
        return found

    @property
    def large(self) -> bool:
        """True for a page with more elements than any article has: 10,000."""
        if self._large is None:
            self._large = bool(_IS_LARGE(self.root))
        return self._large


@lru_cache(maxsize=2048)
def compile_selector(selector: str) -> tuple[Step, ...]:
    """The alternatives of a selector, ready to be used: those parted by commas, in the order written.

    Unlike a style sheet's, the order counts: the first alternative that finds something speaks.

    Raises:
        DefinitionError: it is no selector.

    >>> [(step.css, step.attribute) for step in compile_selector("time::attr(datetime), .date")]
    [('time', 'datetime'), ('.date', None)]
    """
    steps = []
    for part in _parts(selector):
        attribute = _ATTR.search(part)
        css = part[: attribute.start()].strip() if attribute else part
        try:
            plain = _CONTAINS.sub(":contains(", css) or "*"
            parsed = parse(plain)
            simple = len(parsed) == 1 and parsed[0].pseudo_element is None
            find = chain_of(parsed[0].parsed_tree) if simple else None
            path = None if find else etree.XPath(_TRANSLATOR.css_to_xpath(plain), smart_strings=False)
        except (SelectorError, etree.XPathError, ValueError) as error:
            raise DefinitionError(f"{selector!r} is no CSS selector: {error}") from error
        name = attribute.group(1) if attribute else None
        steps.append(Step(css, name, find or cast(Callable[[Element], Any], path)))
    return tuple(steps)


def select(root: Element | Asked, selector: str) -> list[tuple[Element, Step]]:
    """What the first alternative that finds anything finds; empty where none does, or where nothing is asked for."""
    if not selector:
        return []
    for step in compile_selector(selector):
        found = step.elements(root)
        if found:
            return [(element, step) for element in found]
    return []


def select_all(root: Element | Asked, selector: str) -> list[Element]:
    """What any alternative finds, each element once: for what is to be taken out."""
    if not selector:
        return []
    return list(dict.fromkeys(element for step in compile_selector(selector) for element in step.elements(root)))


def select_texts(root: Element | Asked, selector: str) -> list[tuple[str, str]]:
    """The non-empty texts of the first alternative that has any, each with the selector that found it."""
    return [
        (text, step.css if step.attribute is None else f"{step.css}::attr({step.attribute})")
        for _, text, step in select_filled(root, selector)
    ]


def select_filled(root: Element | Asked, selector: str) -> list[tuple[Element, str, Step]]:
    """What the first alternative that has a text finds: the elements that have one, each with it."""
    for step in compile_selector(selector) if selector else ():
        found = [(element, text, step) for element in step.elements(root) if (text := step.value(element))]
        if found:
            return found
    return []


def _parts(selector: str) -> list[str]:
    """The selector taken apart at its top-level commas."""
    parts, depth, quote, start = [], 0, "", 0
    for at, char in enumerate(selector):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(selector[start:at].strip())
            start = at + 1
    parts.append(selector[start:].strip())
    return [part for part in parts if part]
