"""Selectors of types, classes and ids, the most that layouts are made of, asked of a page whose classes are known.

A dozen of them are asked of each page: XPath looks at every element for each, here all look at it once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from cssselect.parser import Class, CombinedSelector, Hash, Negation, Pseudo, Tree
from cssselect.parser import Element as Type

from archiver.core.tree import Element

_NAME = re.compile(r"[A-Za-z_][\w-]*")
_SPACED = re.compile(r"[^ \t\r\n]+")  # as XPath and HTML part names: a no-break space parts none
_RELATIONS = (" ", ">", "+")


@dataclass(frozen=True, slots=True)
class Link:
    """What one element of a chain must be, and how it stands to the one before."""

    relation: str = ""  # " " somewhere within, ">" a child, "+" right behind; "" begins the chain
    tag: str = "*"
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()  # classes that it must not have
    first: bool = False  # of the children of its parent
    last: bool = False

    def fits(self, element: Element) -> bool:
        """True for an element that is as the link says, wherever it stands."""
        if self.tag not in ("*", element.tag) or any(element.get("id") != one for one in self.ids):
            return False
        if self.classes or self.without:
            names = names_of(element.get("class") or "")
            if any(one not in names for one in self.classes) or any(one in names for one in self.without):
                return False
        if self.first and element.getprevious() is not None:
            return False
        return not (self.last and element.getnext() is not None)


Chain: TypeAlias = tuple[Link, ...]


@lru_cache(maxsize=8192)
def names_of(value: str) -> tuple[str, ...]:
    """The names of a class attribute, each once.

    >>> names_of(" a  b a ")
    ('a', 'b')
    """
    return tuple(dict.fromkeys(_SPACED.findall(value)))


def chain_of(tree: Tree) -> Chain | None:
    """The chain of a parsed selector; None where there is more to it than types, classes, ids and how they stand."""
    if isinstance(tree, Type):
        name = (tree.element or "*").lower()
        return (Link(tag=name),) if not tree.namespace and (name == "*" or _NAME.fullmatch(name)) else None
    if isinstance(tree, CombinedSelector):
        before, following = chain_of(tree.selector), chain_of(tree.subselector)
        if before is None or following is None or tree.combinator not in _RELATIONS:
            return None
        return (*before, replace(following[0], relation=tree.combinator), *following[1:])
    if not isinstance(tree, (Hash, Class, Pseudo, Negation)):
        return None
    chain = chain_of(tree.selector)
    link = _narrowed(chain[-1], tree) if chain else None
    return (*chain[:-1], link) if chain and link is not None else None


def _narrowed(link: Link, tree: Hash | Class | Pseudo | Negation) -> Link | None:
    """A link with one more condition; None where it is of another kind."""
    if isinstance(tree, Hash):
        return replace(link, ids=(*link.ids, tree.id)) if _NAME.fullmatch(tree.id) else None
    if isinstance(tree, Class):
        return replace(link, classes=(*link.classes, tree.class_name)) if _NAME.fullmatch(tree.class_name) else None
    if isinstance(tree, Pseudo):
        if tree.ident == "first-child":
            return replace(link, first=True)
        return replace(link, last=True) if tree.ident == "last-child" else None
    inner = chain_of(tree.subselector)
    if inner is None or inner != (Link(classes=inner[0].classes),) or len(inner[0].classes) != 1:
        return None
    return replace(link, without=(*link.without, *inner[0].classes))


class Named:
    """The elements of a page by their classes and ids: one look at each element, when the first name is asked for."""

    __slots__ = ("_classes", "_ids", "root")

    def __init__(self, root: Element) -> None:
        self.root = root
        self._classes: dict[str, list[Element]] | None = None
        self._ids: dict[str, list[Element]] | None = None

    def find(self, chain: Chain) -> list[Element]:
        """The elements that a chain leads to, in the order of the page.

        A link looks at each element once, and at most at those that it stands within: `tree.MAX_DEPTH` bounds them.
        """
        found: list[Element] = []
        for link in chain:
            found = [one for one in self._candidates(link, found) if link.fits(one)]
            if not found:
                break
        return found

    def _candidates(self, link: Link, before: list[Element]) -> Iterable[Element]:
        """The elements that stand as a link says to those before it, more than fit, in the order of the page."""
        if not link.relation:
            return self._named(link)
        chosen = set(before)
        if link.relation == " " and not link.classes and not link.ids:
            outermost = [top for top in before if not _is_within(top, chosen)]  # what is in several is listed once
            return [one for top in outermost for one in top.iterdescendants(link.tag)]
        named = self._named(link)
        if link.relation == ">":
            return [one for one in named if one.getparent() in chosen]
        if link.relation == "+":
            return [one for one in named if one.getprevious() in chosen]
        return [one for one in named if _is_within(one, chosen)]

    def _named(self, link: Link) -> Iterable[Element]:
        """The elements with the rarest that a link asks for: a class, an id, a type."""
        if link.classes:
            return min((self.of_class(name) for name in link.classes), key=len)
        if link.ids and link.tag == "*":
            return self.of_id(link.ids[0])
        return self.root.iter(link.tag)

    def of_class(self, name: str) -> list[Element]:
        """The elements that have a class."""
        if self._classes is None:
            self._classes = defaultdict(list)
            for element in self.root.iter("*"):
                value = element.get("class")
                for one in names_of(value) if value else ():
                    self._classes[one].append(element)
        return self._classes.get(name, [])

    def of_id(self, name: str) -> list[Element]:
        """The elements that have an id; broken pages give it to several."""
        if self._ids is None:
            self._ids = defaultdict(list)
            for element in self.root.iter("*"):
                value = element.get("id")
                if value:
                    self._ids[value].append(element)
        return self._ids.get(name, [])


def _is_within(element: Element, chosen: set[Element]) -> bool:
    return any(above in chosen for above in element.iterancestors())
