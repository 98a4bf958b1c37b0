"""CSS selectors as a layout writes them: compiled once, tried in the order written, with `::attr(name)`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from cssselect import SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash, Pseudo, Tree
from cssselect.parser import Element as Type
from cssselect.xpath import HTMLTranslator
from lxml import etree

from archiver.core.errors import DefinitionError
from archiver.core.tree import Element, start_of

_ATTR = re.compile(r"::attr\(\s*([A-Za-z_][-\w:]*)\s*\)\s*$")
_CONTAINS = re.compile(r":-soup-contains\(")
_TRANSLATOR = HTMLTranslator()
_MOST = 1000  # elements that a selector finds on a large page
_LONGEST = 50_000  # characters of the text of one
_IS_LARGE = etree.XPath("count(descendant::*) > 10000")
_CLASSES = etree.XPath("descendant-or-self::*/@class", smart_strings=False)
_PLAIN = re.compile(r"[\w\s.#>-]+")
_UNTYPED = re.compile(r"(?:^|[\s>])\.")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_CHILDREN = {"first-child": "[not(preceding-sibling::*[1])]", "last-child": "[not(following-sibling::*[1])]"}
_STEPS = {" ": "descendant::", ">": ""}


@dataclass(frozen=True, slots=True)
class Step:
    """One alternative of a selector."""

    css: str  # as written
    find: Callable[[Element], Any]
    attribute: str | None
    classes: frozenset[str] = frozenset()  # without which it finds nothing
    find_slowly: Callable[[Element], Any] | None = None  # the same in linear time, where `find` is quadratic

    def elements(self, root: Element | Asked, *, large: bool = False) -> list[Element]:
        """Every element it finds, in the order of the page; of a `large` page the first thousand."""
        if isinstance(root, Asked):
            return root.elements(self)
        if large:
            found = (self.find_slowly or self.find)(root)
            return [one for one in found[:_MOST] if isinstance(one, etree._Element)]
        return [one for one in self.find(root) if isinstance(one, etree._Element)]

    def value(self, element: Element) -> str:
        """The attribute or the text of an element that it found."""
        return (element.get(self.attribute) or "").strip() if self.attribute else start_of(element, _LONGEST)


class Asked:
    """A page that selectors are asked of more than once: what each found is remembered."""

    __slots__ = ("_classes", "_found", "_large", "root")

    def __init__(self, root: Element) -> None:
        self.root = root
        self._found: dict[Step, list[Element]] = {}
        self._classes: frozenset[str] | None = None
        self._large: bool | None = None

    def elements(self, step: Step) -> list[Element]:
        """What a step finds on the page."""
        found = self._found.get(step)
        if found is None:
            known = step.classes <= self.classes if step.classes else True
            found = self._found[step] = step.elements(self.root, large=self.large) if known else []
        return found

    @property
    def large(self) -> bool:
        """True for a page with more elements than any article has."""
        if self._large is None:
            self._large = bool(_IS_LARGE(self.root))
        return self._large

    @property
    def classes(self) -> frozenset[str]:
        """Every class that stands on the page: most selectors of most layouts ask for one that does not."""
        if self._classes is None:
            self._classes = frozenset(" ".join(_CLASSES(self.root)).split())
        return self._classes


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
            path, slow = _path(plain), _path(plain, large=True)
            find = etree.XPath(path, smart_strings=False)
            slowly = etree.XPath(slow, smart_strings=False) if slow != path else None
        except (SelectorError, etree.XPathError, ValueError) as error:
            raise DefinitionError(f"{selector!r} is no CSS selector: {error}") from error
        name = attribute.group(1) if attribute else None
        steps.append(Step(css, cast(Callable[[Element], Any], find), name, _classes(css), slowly))
    return tuple(steps)


def _path(css: str, *, large: bool = False) -> str:
    """The XPath of a selector; for a large page one that takes linear time."""
    parsed = parse(css)
    simple = len(parsed) == 1 and parsed[0].pseudo_element is None
    steps = _steps(parsed[0].parsed_tree, large=large) if simple else None
    return f"descendant-or-self::{steps}" if steps else _TRANSLATOR.css_to_xpath(css)


def _classes(css: str) -> frozenset[str]:
    """The classes without which a selector finds nothing, where it looks at every element; none where it need not.

    Only of types, classes and ids. One that names the type of its elements costs less than to know all classes.
    """
    return frozenset(_CLASS.findall(css)) if _PLAIN.fullmatch(css) and _UNTYPED.search(css) else frozenset()


def _steps(tree: Tree, *, large: bool) -> str | None:
    """The path of a selector of types, classes and ids; None where there is more to it.

    By way of the attributes: looking at those that stand takes half the time of asking each element for its own. But
    libxml2 compares each parent with all others that it found: of thousands, that is quadratic.
    """
    if isinstance(tree, Type):
        name = (tree.element or "*").lower()
        return name if not tree.namespace and (name == "*" or _NAME.fullmatch(name)) else None
    if isinstance(tree, CombinedSelector):
        left, right, step = (
            _steps(tree.selector, large=large),
            _steps(tree.subselector, large=large),
            _STEPS.get(tree.combinator),
        )
        return f"{left}/{step}{right}" if left and right and step is not None else None
    if not isinstance(tree, (Hash, Class, Pseudo)):
        return None
    before = _steps(tree.selector, large=large)
    if before is None:
        return None
    if isinstance(tree, Pseudo):
        test = _CHILDREN.get(tree.ident)
        return before + test if test else None
    if isinstance(tree, Hash):
        attribute, name, test = "id", tree.id, f". = '{tree.id}'"
    else:
        attribute, name = "class", tree.class_name
        test = f"contains(., '{name}') and contains(concat(' ', normalize-space(.), ' '), ' {name} ')"
    if not _NAME.fullmatch(name):
        return None
    return f"{before}[@{attribute}[{test}]]" if large else f"{before}/@{attribute}[{test}]/parent::*"


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
