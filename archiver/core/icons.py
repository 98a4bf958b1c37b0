"""Numbers that only a picture names: an eye before "1.532", a balloon before "4"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from archiver.core.labels import VIEWS_LABEL
from archiver.core.signs import Sign, signs_of_name
from archiver.core.text import clean
from archiver.core.tree import Element

VIEWS = "views"
OTHER = "other"
_NAMING = ("class", "id", "src", "data-src", "href", "xlink:href", "alt", "data-icon", "name")
_LABELLING = ("title", "aria-label", "data-original-title", "data-title", "data-tooltip", "data-bs-title", "data-label")
_EYE = re.compile(
    r"(?<![a-z])(?:eyes?|visibility|viewers?|(?:so-?)?luot-?(?:xem|doc))(?![a-z]|-?(?:slash|off|clos|block))"
)
_ADDRESSES = frozenset(("src", "data-src", "href", "xlink:href"))
_LIGATURES = frozenset(("visibility", "remove_red_eye"))
_NUMBER = re.compile(r"^[,()\s]{0,9}(\d{1,3}(?:[., ]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?\s?[kKmM]|\d{1,9})[,()\s]{0,9}$")
_BETWEEN = re.compile("([|•·]|\U0001f441\ufe0f?)")
_MAX_NODES = 400


def numbers_by_icon(element: Element) -> Iterator[tuple[str, str]]:
    """The bare numbers within an element that a picture stands beside, each with what the picture says.

    A picture is an empty `i`, `span` or the like, an `img`, a drawing or a ligature of an icon font; an element around
    the number that says so in its `title` or `aria-label` counts as one. It stands before its number, or behind it
    where the row of numbers and pictures begins with a number and ends with a picture.

    Yields:
        The number as printed and `VIEWS` where the picture is an eye or is named after views, else `OTHER`.

    >>> page = etree.fromstring('<p><i class="fa fa-eye"/> 1.532 <img src="/i/comment.png"/> 4 <b>x</b> 5</p>')
    >>> list(numbers_by_icon(page))
    [('1.532', 'views'), ('4', 'other')]
    >>> list(numbers_by_icon(etree.fromstring('<p>09:04 | 215 <i class="fa fa-eye"/></p>')))
    [('215', 'views')]
    """
    row: list[tuple[str, str]] = []  # numbers and pictures that follow one another: ("", what it says), (number, "")
    for token in _tokens(element):
        if token is not None and not (row and bool(row[-1][0]) == bool(token[0])):
            row.append(token)
            continue
        if token is not None and not token[0]:
            row[-1] = token  # of two pictures the nearer one speaks
            continue
        yield from _pairs(row)
        row = [token] if token is not None else []
    yield from _pairs(row)


def _pairs(row: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The numbers of a row with their pictures."""
    if row and row[0][0] and not row[-1][0]:
        yield from (
            (number, VIEWS) for (number, _), (_, said) in zip(row[::2], row[1::2], strict=True) if said == VIEWS
        )
        return
    at = 1 if row and row[0][0] else 0
    yield from ((number, said) for (_, said), (number, _) in zip(row[at::2], row[at + 1 :: 2], strict=False))


def _tokens(element: Element) -> Iterator[tuple[str, str] | None]:
    """The numbers and pictures within an element, in order; None for what else stands between them."""
    within: Element | None = None  # a drawing: its texts are its names
    labelled: Element | None = None  # an element around that says what its number counts
    for event, node in islice(etree.iterwalk(element, events=("start", "end")), 2 * _MAX_NODES):
        if within is not None and node is not within:
            continue
        if event == "start":
            label = _label(node) if labelled is None else ""
            if label:
                labelled = node if label == VIEWS else None
                yield "", label
            if _is_picture(node):
                yield "", VIEWS if labelled is not None or _is_eye(node) else OTHER
                if node.tag == "svg":
                    within = node
                    continue
            text = node.text
        else:
            if node is element:
                return
            if labelled is node:
                labelled = None
                yield None
            within, text = None, node.tail
        if text and not text.isspace():
            yield from _said(text, node.get("class") or "" if event == "start" else "")


def _said(text: str, names: str) -> Iterator[tuple[str, str] | None]:
    """What one text says: a number, the name of a picture, or something else."""
    if text.strip() in _LIGATURES:
        yield "", VIEWS
        return
    if "material" in names:
        yield "", OTHER
        return
    before = False
    for at, part in enumerate(_BETWEEN.split(text)):
        if at % 2 and part[0] == "\U0001f441":
            yield "", VIEWS
        elif at % 2 and before:
            yield None
        elif not at % 2 and part.strip():
            found = _NUMBER.match(part)
            yield None if found is None else (clean(found[1]), "")
            before = True


def _is_picture(element: Element) -> bool:
    """True for a picture, or for an element without any content."""
    return element.tag in ("img", "svg") or (
        element.tag in ("i", "em", "span", "b") and not len(element) and not (element.text or "").strip()
    )


def _label(element: Element) -> str:
    """What an element's tooltip says that it counts; empty where it has none."""
    labels = [said for key in _LABELLING if (said := element.get(key)) and len(said) < 40]
    return VIEWS if any(map(VIEWS_LABEL.search, labels)) else OTHER if labels else ""


def _is_eye(picture: Element) -> bool:
    """True for a picture that is named after an eye or after views."""
    if picture.tag == "svg":
        return any(map(_names_eye, islice(picture.iter("svg", "use", "title"), 4)))
    return _names_eye(picture) or VIEWS_LABEL.search((picture.get("alt") or "")[:40]) is not None


def _names_eye(element: Element) -> bool:
    """True where an element's names or its own text say that it is an eye."""
    if element.tag == "title":
        return VIEWS_LABEL.search((element.text or "")[:40]) is not None
    for key in _NAMING:
        said = (element.get(key) or "")[-120:]
        if key in _ADDRESSES:  # "/assets/views/12.png" names a folder
            said = said.rpartition("#")[2] if "#" in said else said.partition("?")[0].rpartition("/")[2]
            said = said.partition(".")[0]
        elif key == "alt":
            said = said.replace(" ", "-")
        if said and (_EYE.search(said.lower()) or signs_of_name(said) & Sign.VIEWS):
            return True
    return False
