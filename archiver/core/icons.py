"""Numbers that only a picture names: an eye before "1.532", a balloon before "4"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from archiver.core.labels import VIEWS_LABEL
from archiver.core.text import clean
from archiver.core.tree import Element

VIEWS = "views"
OTHER = "other"
_NAMING = ("class", "id", "src", "data-src", "href", "xlink:href", "alt", "data-icon", "name")
_LABELLING = ("title", "aria-label", "data-original-title", "data-title", "data-tooltip", "data-bs-title", "data-label")
_EYE = re.compile(
    r"(?<![a-z])(?:eyes?|views?|viewed|viewers?|pageviews?|visibility|(?:so-?)?luot-?(?:xem|doc)|hits)(?![a-z]|-slash)"
)
_LIGATURES = frozenset(("visibility", "remove_red_eye"))
_NUMBER = re.compile(
    r"^[|•·,()\s]{0,9}(\d{1,3}(?:[., ]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?\s?[kKmM]|\d{1,9})[|•·,()\s]{0,9}$"
)
_MAX_NODES = 400


def numbers_by_icon(element: Element) -> Iterator[tuple[str, str]]:
    """The bare numbers within an element that a picture stands before, each with what the picture says.

    A picture is an empty `i`, `span` or the like, an `img`, a drawing or a ligature of an icon font; an element around
    the number that says so in its `title` or `aria-label` counts as one.

    Yields:
        The number as printed and `VIEWS` where the picture is an eye or is named after views, else `OTHER`.

    >>> page = etree.fromstring('<p><i class="fa fa-eye"/> 1.532 <img src="/i/comment.png"/> 4 <b>x</b> 5</p>')
    >>> list(numbers_by_icon(page))
    [('1.532', 'views'), ('4', 'other')]
    """
    said = ""
    within: Element | None = None  # a drawing: its texts are its names
    labelled: Element | None = None  # an element around that says what its number counts
    for event, node in islice(etree.iterwalk(element, events=("start", "end")), 2 * _MAX_NODES):
        if within is not None and node is not within:
            continue
        if event == "start":
            label = _label(node) if labelled is None else ""
            if label:
                labelled, said = node if label == VIEWS else None, label
            if _is_picture(node):
                said = VIEWS if labelled is not None or _is_eye(node) else OTHER
                if node.tag == "svg":
                    within = node
                    continue
            text = node.text
        else:
            if node is element:
                return
            within, text = None, node.tail
            labelled = None if labelled is node else labelled
        if not text or text.isspace():
            continue
        found = _NUMBER.match(text)
        if event == "start" and text.strip() in _LIGATURES:
            said = VIEWS
        elif found is None:
            said = OTHER if "material" in (node.get("class") or "") and event == "start" else ""
        elif said:
            yield clean(found[1]), said
            said = ""


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
    return any((said := element.get(key)) and _EYE.search(said[-120:].lower()) for key in _NAMING)
