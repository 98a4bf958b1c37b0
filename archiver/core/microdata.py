"""Microdata: the properties that the markup itself carries."""

from __future__ import annotations

import re

from lxml import etree

from archiver.core.stated import ARTICLE_TYPES, Stated, Structured
from archiver.core.text import clean
from archiver.core.tree import Element, Tree, start_of

_NAMES = re.compile(rb"item(?:prop|type)")
_MOST = 500  # properties, and of them no more of a kind than `_MOST_OF_A_KIND`
# The attributes, not "/parent::*": libxml2 compares each parent with all that it found, quadratic on a hostile page.
_ITEMPROP = etree.XPath(f"(descendant-or-self::*/@itemprop)[position() <= {_MOST}]")
_ITEMTYPE = etree.XPath("descendant-or-self::*/@itemtype", smart_strings=False)
_ITEMSCOPE = etree.XPath("descendant-or-self::*/@itemscope")
_MOST_OF_A_KIND = 50
_LONGEST = 2000


# --- microdata
def read_microdata(tree: Tree, found: Structured) -> None:
    """The properties of the page's article; those of listed articles stand in scopes of their own and are many."""
    if not tree.mentions(_NAMES):
        return
    scope = _article_scope(tree)
    if scope is not None:
        found.article = True
    found.types |= {str(said).rstrip("/").rsplit("/", 1)[-1] for said in _ITEMTYPE(tree.root)}
    counted: dict[str, int] = {}
    for element in (said.getparent() for said in _ITEMPROP(tree.root)):
        if element.tag == "meta" and scope is None:
            continue  # read with the other metas
        names = (element.get("itemprop") or "").split()
        if not any(name in _MICRO for name in names) or not _belongs(element, scope):
            continue
        for name in names:
            into = _MICRO.get(name)
            if into and (scope is not None or into != "titles") and counted.get(into, 0) < _MOST_OF_A_KIND:
                counted[into] = counted.get(into, 0) + 1
                if value := _value(element):
                    getattr(found, into).append(Stated(value[:_LONGEST], f"microdata {name}"))


_MICRO = {
    "headline": "titles",
    "datePublished": "published",
    "dateModified": "modified",
    "author": "authors",
    "articleSection": "sections",
    "description": "descriptions",
}


def _article_scope(tree: Tree) -> Element | None:
    """The element of the page's own article; None where there is none or several."""
    scopes = [
        element
        for element in (said.getparent() for said in _ITEMSCOPE(tree.root))
        if str(element.get("itemtype")).rstrip("/").rsplit("/", 1)[-1] in ARTICLE_TYPES
    ]
    outer = (
        [scope for scope in scopes if not any(above in scopes for above in scope.iterancestors())]
        if len(scopes) < 20
        else []
    )
    return outer[0] if outer and (len(outer) == 1 or outer[0].find(".//h1") is not None) else None


def _belongs(element: Element, scope: Element | None) -> bool:
    """True for a property of the article's scope, or, where it has none, of anything but a reader's comment."""
    own = _scope(element)
    if scope is not None:
        return own is scope
    return own is None or not (own.get("itemtype") or "").rstrip("/").endswith("Comment")


def _scope(element: Element) -> Element | None:
    """The scope that a property belongs to."""
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _value(element: Element) -> str:
    if element.get("content"):
        return clean(element.get("content") or "")
    if element.get("datetime"):
        return clean(element.get("datetime") or "")
    if element.get("itemscope") is not None:  # a person inside: its name
        for inner in element.iterfind(".//*[@itemprop]"):
            if "name" in (inner.get("itemprop") or "").split():
                return clean(inner.get("content") or "") or start_of(inner, _LONGEST)
    return start_of(element, _LONGEST)
