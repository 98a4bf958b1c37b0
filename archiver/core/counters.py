"""How often a page says it was read, and how often commented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from archiver.core.icons import VIEWS, numbers_by_icon
from archiver.core.labels import COMMENTS_LABEL, VIEWS_LABEL
from archiver.core.likeness import NUMBER
from archiver.core.outline import Line, Outline, Region, signs_of
from archiver.core.segments import segments_of
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.text import clean
from archiver.core.tree import Element
from archiver.core.values import ViewCount
from archiver.core.view_counts import counts_in, parse_view_count
from archiver.core.view_places import is_beside_label, is_of_another, number_after_byline, widest

_DIGIT = re.compile(r"\d")
_ALONE = re.compile(r"(?:^|[\s|•·])\d[\d.,]{0,12}\s?[kKmM]?(?:$|[\s|•·])")


# --- counters
def views_of(
    page: Outline, title: int | None, body: Region | None, numbers: Sequence[str], structured: Structured
) -> tuple[ViewCount, str] | None:
    """The view count: where a label or a name says that it is one, or a bare number right after the byline."""
    for value, source in structured.views:
        count = parse_view_count(value)
        if count is not None:
            return count, source
    if title is None or body is None:
        return None
    found = _labelled(page, title, body)
    if found is not None:
        return found
    number = number_after_byline(page, title, body, numbers, {value for value, _ in structured.comments})
    if number is not None:
        return number, "general number after the byline"
    return _attribute(
        page,
        title,
        ("data-views", "data-view-count", "data-viewcount", "data-pageviews", "data-page-views", "data-luotxem"),
    )


def _labelled(page: Outline, title: int, body: Region) -> tuple[ViewCount, str] | None:
    """A count with a label or in an element named so, in the smallest surroundings of title and body that have one."""
    around: Region | None = page.common(title, min(body.first, len(page.lines) - 1))
    done: set[int] = set()
    while around is not None and around.parent is not None:
        counts: dict[int, tuple[ViewCount, str]] = {}
        for line in page.lines[around.first : around.last + 1]:
            if line.index in done:
                continue
            done.add(line.index)
            inside = body.holds(line.index) and line.index not in (body.first, body.last)
            if not line.may_count or line.chars > (40 if inside else 160) or (line.chars > 80 and line.is_sentence):
                continue
            one = _count(page, line, title, body)
            if one is not None:
                counts.setdefault(one[0].count, one)
        if counts:
            return next(iter(counts.values())) if len(counts) == 1 else None
        around = around.parent
    return None


def _count(page: Outline, line: Line, title: int, body: Region) -> tuple[ViewCount, str] | None:
    """The count that one line says; None where it says none, or where the line is about something else."""
    if line.link_share > (0.75 if abs(line.index - title) <= 8 else 0.5) or not _DIGIT.search(line.text):
        return None
    if page.aside(line, title) & (
        Sign.COMMENT | Sign.RELATED | Sign.NAV | Sign.SIDE | Sign.HIDDEN | Sign.FOOT | Sign.AD
    ):
        return None
    label = VIEWS_LABEL.search(line.text)
    found = _by_label(line) if label else _by_name(line) if line.signs & Sign.VIEWS else None
    if found is None and label is None:
        found = _beside_eye(line)
        if found is None and not body.first < line.index < body.last:  # a table of the text may count anything
            found = _beside_label(page, line)
    return None if found is None or is_of_another(page, line, title, body) else found


def _by_label(line: Line) -> tuple[ViewCount, str] | None:
    """The number that a label names, alone or among what else the line says: "09:04 | 215 lượt xem"."""
    for text in (line.text, *(clean(part) for part, _ in line.parts if VIEWS_LABEL.search(part))):
        count = parse_view_count(text)
        if count is not None:
            return count, "general label"
    segments = segments_of(line)
    whole = [parse_view_count(text) for text in segments if VIEWS_LABEL.search(text)]
    named = [count for text in (line.text, *segments) for count in counts_in(text)]
    found = {count.count: count for count in (*named, *whole) if count is not None}
    return (next(iter(found.values())), "general label") if len(found) == 1 else None


def _by_name(line: Line) -> tuple[ViewCount, str] | None:
    """The bare number in an element that is named after views."""
    for text in (line.text, *(clean(part) for part, sign in line.parts if sign & Sign.VIEWS)):
        if NUMBER.match(text) or re.fullmatch(r"\(?\d+(?:[.,]\d+)?\s?[kKmM]\)?", text):
            count = parse_view_count(text)
            if count is not None:
                return count, "general named views"
    return None


def _beside_eye(line: Line) -> tuple[ViewCount, str] | None:
    """The number that stands beside the picture of an eye, in a line that says little else."""
    if not _ALONE.search(line.text) and not any(NUMBER.match(text.strip()) for text, _ in line.nodes):
        return None
    region = widest(line)
    places = [region.element] if region.lines <= 8 else list(dict.fromkeys(_inline_elements(line)))
    found = [one for place in places for one in numbers_by_icon(place)]
    raws = {raw for raw, told in found if told == VIEWS}
    count = parse_view_count(raws.pop()) if len(raws) == 1 else None
    return (count, "general icon") if count is not None else None


def _inline_elements(line: Line) -> Iterable[Element]:
    """The outermost inline elements of a line."""
    for _, style in line.nodes:
        top = style
        while top is not None and top.around is not None and top.around.element is not None:
            top = top.around
        if top is not None and top.element is not None:
            yield top.element


def _beside_label(page: Outline, line: Line) -> tuple[ViewCount, str] | None:
    """The number of a line of its own below or above the words that name it: the cells of a table, two elements."""
    if not NUMBER.match(line.text) or not is_beside_label(page, line):
        return None
    count = parse_view_count(line.text)
    return (count, "general label") if count is not None else None


def _attribute(page: Outline, title: int, names: Sequence[str]) -> tuple[ViewCount, str] | None:
    """A count in an attribute of an element around the title."""
    region: Region | None = page.lines[title].region
    while region is not None:
        for name in names:
            value = region.element.get(name)
            if value and (count := parse_view_count(value)) is not None:
                return count, f"general {name}"
        region = region.parent
    return None


def comments_of(
    page: Outline, title: int | None, body: Region | None, structured: Structured
) -> tuple[int, str] | None:
    """The number of comments that the page claims: by a label, an attribute of the comments' element, a statement."""
    for value, source in structured.comments:
        if value.isdecimal() and len(value) < 8:
            return int(value), source
    if title is None or body is None:
        return None
    counted = [line for line in page.lines[max(0, title - 2) : body.last + 120] if line.may_count]
    for line in counted:
        if len(line.text) > 50 or not _DIGIT.search(line.text):
            continue
        found = COMMENTS_LABEL.match(line.text)
        if found is not None and not page.aside(line, title) & _BESIDE:
            return int(found["after"] or found["before"]), "general label"
    for line in counted:
        if (
            line.index < body.last + 12 and len(line.text) <= 200 and VIEWS_LABEL.search(line.text)
        ):  # a line that tells several things
            for part in _PARTED.split(line.text):
                found = COMMENTS_LABEL.match(part)
                if found is not None and not page.aside(line, title) & _BESIDE:
                    return int(found["after"] or found["before"]), "general label beside views"
    for element in _WITH_COUNTS(page.root.element) if page.tree.mentions(_MAY_COUNT) else ():
        said = _comment_attribute(element)
        if said is not None:
            return said
    for line in page.lines[max(0, title - 2) : body.first]:
        if line.signs & Sign.COMMENT and line.text.isdecimal() and len(line.text) < 6 and line.region.lines == 1:
            return int(line.text), "general named comments"
    return None


_BESIDE = Sign.NAV | Sign.FOOT | Sign.RELATED | Sign.SIDE
_PARTED = re.compile(r"[|•·]|\s[-–—/]\s")
_COUNTS = ("data-comment-count", "data-comments-count", "data-comments", "data-total", "data-count")
_MAY_COUNT = re.compile(rb"data-(?:comment|total|count)")
_WITH_COUNTS = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _COUNTS)}]")


def _comment_attribute(element: Element) -> tuple[int, str] | None:
    for name in ("data-comment-count", "data-comments-count", "data-comments"):
        value = element.get(name)
        if value is not None and value.isdecimal() and len(value) < 7:
            return int(value), f"general {name}"
    for name in ("data-total", "data-count"):
        value = element.get(name)
        if value is not None and value.isdecimal() and len(value) < 7 and signs_of(element) & Sign.COMMENT:
            return int(value), f"general {name}"
    return None
