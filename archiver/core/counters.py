"""How often a page says it was read, and how often commented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from archiver.core.authorship import reads_as_names
from archiver.core.icons import OTHER, VIEWS, numbers_by_icon
from archiver.core.labels import COMMENTS_LABEL, VIEWS_LABEL
from archiver.core.outline import Line, Outline, Region, signs_of
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.text import clean
from archiver.core.tree import Element
from archiver.core.values import ViewCount
from archiver.core.view_counts import parse_view_count

_DIGIT = re.compile(r"\d")
_ALONE = re.compile(r"(?:^|[\s|•·])\d[\d.,]{0,12}\s?[kKmM]?(?:$|[\s|•·])")
_BARE = re.compile(r"^\(?\s*\d{1,3}(?:[.,\u00a0 ]?\d{3})*\s*\)?$")


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
    for number in numbers[-1:]:
        count = parse_view_count(number.strip("() "))
        if count is not None:
            return ViewCount(count.count, count.exact, number), "general number after the body"
    for line in page.lines[body.last + 1 : body.last + 4]:
        if page.aside(line, title) & ~Sign.NAV or line.links:
            break
        if _BARE.match(line.text):
            count = parse_view_count(line.text.strip("() "))
            other = any(told == OTHER for _, told in numbers_by_icon(_around(line).element))
            if count is not None and not (other or line.signs & (Sign.COMMENT | Sign.RATING | Sign.SHARE | Sign.DATE)):
                return ViewCount(count.count, count.exact, line.text), "general number after the body"
            break
        if not reads_as_names(line.text):
            break
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
            if line.chars > (40 if inside else 160) or (line.chars > 80 and line.is_sentence):
                continue
            one = _count(page, line, title)
            if one is not None:
                counts.setdefault(one[0].count, one)
        if counts:
            return next(iter(counts.values())) if len(counts) == 1 else None
        around = around.parent
    return None


def _count(page: Outline, line: Line, title: int) -> tuple[ViewCount, str] | None:
    if line.link_share > (0.75 if abs(line.index - title) <= 8 else 0.5) or not _DIGIT.search(line.text):
        return None
    if page.aside(line, title) & (
        Sign.COMMENT | Sign.RELATED | Sign.NAV | Sign.SIDE | Sign.HIDDEN | Sign.FOOT | Sign.AD
    ):
        return None
    label = VIEWS_LABEL.search(line.text)
    if label is None and not line.signs & Sign.VIEWS:
        return _beside_eye(line)
    texts = [
        line.text,
        *[part for part, _ in line.parts if VIEWS_LABEL.search(part)],
        *[part for part, sign in line.parts if sign & Sign.VIEWS],
    ]
    for text in map(clean, texts):
        if label is None and not _BARE.match(text) and not re.fullmatch(r"\(?\d+(?:[.,]\d+)?\s?[kKmM]\)?", text):
            continue
        count = parse_view_count(text)
        if count is not None:
            return count, "general label" if label else "general named views"
    if label is not None:  # the label and its number among other words: "Lượt xem: 1.234 | 29/03/2022"
        after = re.search(
            r"(?:lượt\s+(?:xem|đọc)|đã\s+(?:xem|đọc)|số\s+lần\s+(?:xem|đọc)|views?)\s*:?\s*(\d{1,3}(?:[.,]\d{3})+|"
            r"\d+)(?![\d.,/:])",
            line.text,
            re.IGNORECASE,
        )
        if after:
            count = parse_view_count(after.group(1))
            if count is not None:
                return ViewCount(count.count, count.exact, after.group()), "general label"
    return None


def _around(line: Line) -> Region:
    """The largest element that holds nothing but the line."""
    region = line.region
    while region.parent is not None and region.parent.lines == 1:
        region = region.parent
    return region


def _beside_eye(line: Line) -> tuple[ViewCount, str] | None:
    """The number that stands behind the picture of an eye, in a line that says little else."""
    if not _ALONE.search(line.text) and not any(_BARE.match(text.strip()) for text, _ in line.nodes):
        return None
    region = _around(line)
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
        if value.isdigit() and len(value) < 8:
            return int(value), source
    if title is None or body is None:
        return None
    for line in page.lines[max(0, title - 2) : body.last + 120]:
        if len(line.text) > 50 or not _DIGIT.search(line.text):
            continue
        found = COMMENTS_LABEL.match(line.text)
        if found is not None and not page.aside(line, title) & _BESIDE:
            return int(found["after"] or found["before"]), "general label"
    for line in page.lines[max(0, title - 2) : body.last + 12]:
        if len(line.text) <= 200 and VIEWS_LABEL.search(line.text):  # a line that tells several things
            for part in _PARTED.split(line.text):
                found = COMMENTS_LABEL.match(part)
                if found is not None and not page.aside(line, title) & _BESIDE:
                    return int(found["after"] or found["before"]), "general label beside views"
    for element in _WITH_COUNTS(page.root.element) if page.tree.mentions(_MAY_COUNT) else ():
        said = _comment_attribute(element)
        if said is not None:
            return said
    for line in page.lines[max(0, title - 2) : body.first]:
        if line.signs & Sign.COMMENT and line.text.isdigit() and len(line.text) < 6 and line.region.lines == 1:
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
        if value is not None and value.isdigit() and len(value) < 7:
            return int(value), f"general {name}"
    for name in ("data-total", "data-count"):
        value = element.get(name)
        if value is not None and value.isdigit() and len(value) < 7 and signs_of(element) & Sign.COMMENT:
            return int(value), f"general {name}"
    return None
