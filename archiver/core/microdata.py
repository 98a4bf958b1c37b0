"""Microdata: the properties that the markup itself carries."""

from __future__ import annotations

import re

from lxml import etree

from archiver.core.stated import ARTICLE_TYPES, Stated, Structured
from archiver.core.text import clean
from archiver.core.tree import Element, Tree, text_of

_NAMES = re.compile(rb"item(?:prop|type)")
_ITEMPROP = etree.XPath("descendant-or-self::*/@itemprop/parent::*")
_ITEMTYPE = etree.XPath("descendant-or-self::*/@itemtype/parent::*")
_ITEMSCOPE = etree.XPath("descendant-or-self::*/@itemscope/parent::*")


# --- microdata
def read_microdata(tree: Tree, found: Structured) -> None:
    """The properties of the page's article; those of listed articles stand in scopes of their own and are many."""
    if not tree.mentions(_NAMES):
        return
    scope = _article_scope(tree)
    if scope is not None:
        found.article = True
    kinds = {str(x.get("itemtype")).rstrip("/").rsplit("/", 1)[-1] for x in _ITEMTYPE(tree.root)}
    found.types |= kinds
    for element in _ITEMPROP(tree.root)[:500]:
        if element.tag == "meta" and scope is None:
            continue  # read with the other metas
        names = (element.get("itemprop") or "").split()
        if not any(name in _MICRO for name in names) or not _belongs(element, scope):
            continue
        value = _value(element)
        for name in names:
            into = _MICRO.get(name)
            if into and value and (scope is not None or into != "titles"):
                limit = 100_000 if into == "bodies" else 2000
                getattr(found, into).append(Stated(value[:limit], f"microdata {name}"))


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
        for element in _ITEMSCOPE(tree.root)
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
                return clean(inner.get("content") or "") or text_of(inner)
    return text_of(element)
