"""Where the running text of a page stands, by how much text speaks for each element."""

from __future__ import annotations

import re
from itertools import accumulate

from archiver.core.labels import COMMENTS_HEAD, LEGAL_LINE, is_furniture, is_related_label
from archiver.core.notices import is_notice
from archiver.core.others import lines_of_others
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import ASIDE, Sign
from archiver.core.stated import Structured
from archiver.core.titles import words
from archiver.core.trace import Trace
from archiver.core.tree import Element, holds

_LONG = 600  # characters: a longer paragraph counts no more
_BESIDE = ASIDE | Sign.BIO | Sign.CAPTION
LEAST_TEXT = 40  # of a score: less is no running text
_MIN_BEGINNING = 300  # of a score: two or three paragraphs


# --- body
def find_body(
    page: Outline, title: int | None, structured: Structured | None = None, trace: Trace | None = None
) -> Region | None:
    """The element that holds the running text; None where the page has none.

    Every line of running text after the title speaks for the elements around it, every link and short line in them
    speaks against: the element for which most speaks is the body.
    """
    best = _most(page, title, leads_of(page, title, structured))
    if best is None:
        best = _most(page, title, frozenset())  # nothing but the lead
    if best is None:
        return _marked(page, title) or _verse(page, title)
    if trace is not None:
        _tell(page, trace)
    best = _tightened(page, best, title)
    while best.parent is not None and _is_leaf(best) and best.parent.parent is not None:
        best = best.parent  # a single paragraph: its container
    return best


def _tell(page: Outline, trace: Trace) -> None:
    """The elements for which most speaks; what is inside the best is looked at once more."""
    ranked = sorted(page.regions.values(), key=lambda one: one.noise - one.score)
    for region in ranked[:8]:
        if region.score <= 0:
            break
        beginning = " ".join(line.text for line in page.lines[region.first : region.first + 3])
        why = f"running text {region.score:.0f}, against it {region.noise:.0f}"
        trace.hear("body_text", f"general {name_of(region.element)}", beginning, why)


def name_of(element: Element) -> str:
    """How an element is named in a source: its tag with its id or first class."""
    tag, ident = str(element.tag), element.get("id")
    if ident and len(ident) < 40:
        return f"{tag}#{ident}"
    names = (element.get("class") or "").split()
    return f"{tag}.{names[0]}" if names and len(names[0]) < 40 else tag


def _marked(page: Outline, title: int | None) -> Region | None:
    """The element that the markup calls the text, where it has no running text: a list of winners, a table.

    Only below a title, with little of it in links: the smallest `itemprop="articleBody"`, element named as a body, or
    `article`, in this order.
    """
    if title is None:
        return None
    found: tuple[int, int, Region] | None = None
    others = lines_of_others(page, title)
    for region in page.regions.values():
        rank = 2 if region.element.get("itemprop") == "articleBody" else 1 if region.signs & Sign.BODY else 0
        if not rank and region.tag != "article":
            continue
        if region.first in others and region.last in others:
            continue
        text = region.chars - region.links
        if region.last <= title or text < 200 or region.links > 0.3 * region.chars or region.around & _BESIDE:
            continue
        if found is None or (rank, -region.chars) > found[:2]:
            found = (rank, -region.chars, region)
    return found[2] if found is not None else None


def _verse(page: Outline, title: int | None) -> Region | None:
    """The smallest element below the title that holds a run of short lines without links or figures: a poem."""
    if title is None:
        return None
    verses = [8 <= line.chars <= 70 and not _DIGIT.search(line.text) for line in page.lines]
    before = [0, *accumulate(verses)]  # how many stand above each line: no region counts its own lines again
    found: Region | None = None
    for region in page.regions.values():
        if region.first <= title or region.lines < _LINES or region.links or region.around & _BESIDE:
            continue
        short = before[region.last + 1] - before[region.first]
        if short >= max(_LINES, 0.8 * region.lines) and (found is None or region.lines >= found.lines - 2):
            found = region
    return found


_LINES = 6
_DIGIT = re.compile(r"\d")


def _most(page: Outline, title: int | None, leads: frozenset[int]) -> Region | None:
    """The region for which most speaks; None where nothing does."""
    _score(page, title, leads)
    best: Region | None = None
    for region in page.regions.values():  # parents come before their children: of equals the inner one is taken
        if region.score > LEAST_TEXT and (best is None or region.score - region.noise >= best.score - best.noise):
            best = region
    return best


def leads_of(page: Outline, title: int | None, structured: Structured | None) -> frozenset[int]:
    """The lines soon after the title that are named as a lead or repeat the stated description."""
    if title is None:
        return frozenset()
    stated = [words(value) for value, _ in structured.descriptions if len(value) > 40] if structured else []
    found = []
    for line in page.lines[title + 1 : title + 25]:
        if not 30 <= len(line.text) <= 1500 or line.link_share > 0.5:
            continue
        if named_lead(line) or any(line.words == key for key in stated):
            found.append(line.index)
    return frozenset(found)


def named_lead(line: Line) -> bool:
    """True where the markup close around the line calls it a lead, and not a whole text."""
    if line.inline & Sign.LEAD:
        return True
    region: Region | None = line.region
    while region is not None and region.lines <= 2:
        if region.signs & (Sign.CAPTION | Sign.DATE | Sign.AUTHOR | Sign.BODY):
            return False
        if region.signs & Sign.LEAD:
            return not _is_of_picture(region)
        region = region.parent
    return False


def _is_of_picture(region: Region) -> bool:
    """True for a text that shares a small element with a picture: "desc" names its caption."""
    around = region.parent
    for _ in range(3):
        if around is None or around.lines > 1:
            return False
        if holds(around.element, "img", "amp-img"):
            return not holds(region.element, "img", "amp-img")
        around = around.parent
    return False


def _tightened(page: Outline, region: Region, title: int | None) -> Region:
    """The element within that still holds nearly all of the text: without title, lead and what follows the text."""
    children: dict[Region, list[Region]] = {}
    for one in page.regions.values():
        if one.parent is not None and one.score > 0:
            children.setdefault(one.parent, []).append(one)
    while True:
        below = children.get(region)
        if not below:
            return region
        best = max(below, key=lambda one: one.score)
        enough = 0.9
        if (
            best.signs & Sign.BODY
            or best.element.get("itemprop") == "articleBody"
            or (title is not None and region.holds(title) and not best.holds(title))
        ):
            enough = 0.6
        elif region is page.root or best.tag in ("article", "main"):
            enough = 0.7
        elif title is not None and best.holds(title):
            enough = 0.8  # a column beside it has a text of its own: the weather
        elif region.signs & Sign.BODY:
            enough = 0.97  # called the text as a whole: its first paragraph may stand before an inner element
        if best.score < enough * region.score or _is_leaf(best) or _begins_before(below, best, title, region):
            return region
        region = best


def _begins_before(below: list[Region], best: Region, title: int | None, region: Region) -> bool:
    """True where running text stands between the title and the element: it is the beginning of the same text."""
    if title is None:
        return False
    before = sum(
        one.score
        for one in below
        if title < one.first and one.last < best.first and one.lines > 1 and one.noise < 0.1 * one.score
    )
    return before > max(_MIN_BEGINNING, 0.08 * region.score)


def _is_leaf(region: Region) -> bool:
    return region.tag in ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "td", "dd") and region.lines <= 1


def _score(page: Outline, title: int | None, leads: frozenset[int]) -> None:
    """Give each region the running text that it holds."""
    for region in page.regions.values():
        region.score = region.noise = 0.0
    total = sum(line.chars - line.links for line in page.lines if line.chars > 60) or 1
    misled: dict[Region, bool] = {}
    lines = page.lines
    others = lines_of_others(page, title)
    stop = story_end(page, title)
    for line in lines:
        weight = _weight(line)
        noise = 0.0
        if weight and title is not None and line.index <= title:
            weight *= 0.15
        elif weight and stop is not None and line.index >= stop:
            weight *= 0.25
        if line.index in leads:
            continue
        if weight and (line.index in others or _beside(line, title, total, misled) or _in_card(page, line)):
            weight = 0.0
        if weight:
            weight *= 1.5 if _in_named_body(line, title) else 1.0
        elif not line.heading:
            noise = (
                0.35 * line.links
                + (0.2 if line.link_share > 0.3 or line.chars < 25 else 0.05) * (line.chars - line.links)
                + 2.0
            )
        if weight or noise:
            line.region.score += weight
            line.region.noise += noise
    for region in reversed(page.regions.values()):  # children were made after their parents
        if region.parent is not None:
            region.parent.score += region.score
            region.parent.noise += region.noise


def _in_named_body(line: Line, title: int | None) -> bool:
    """True where an element that does not hold the title is called the article's body."""
    if not line.region.around & Sign.BODY:
        return False
    region: Region | None = line.region
    while region is not None and (title is None or not region.holds(title)):
        if region.signs & Sign.BODY:
            return True
        region = region.parent
    return False


def _weight(line: Line) -> float:
    """How much running text a line is."""
    if line.weight is None:
        line.weight = _weigh(line)
    return line.weight


def _weigh(line: Line) -> float:
    size = line.chars - line.links
    if size < 25 or line.link_share > 0.5 or line.heading:
        return 0.0
    if size < 300 and LEGAL_LINE.search(line.text) and is_notice(line.text):
        return 0.0
    if is_furniture(line.text):
        return 0.0
    length = float(min(size, _LONG))
    if line.is_sentence:
        return length
    return length if size > 160 else length * 0.35 if size > 100 else 0.0


def _beside(line: Line, title: int | None, total: int, misled: dict[Region, bool]) -> bool:
    """True where a region around the line is named as one beside the text, and holds too little to be it."""
    if line.inline & Sign.HIDDEN:
        return True
    if not line.region.around & _BESIDE:
        return False
    region: Region | None = line.region
    while region is not None and (title is None or not region.holds(title)):
        named = region.signs & _BESIDE
        if named:
            known = misled.get(region)
            if known is None:
                known = misled[region] = region.chars - region.links > 0.5 * total and not named & (
                    Sign.COMMENT | Sign.HIDDEN | Sign.FOOT
                )
            if not known:
                return True
        region = region.parent
    return False


def _in_card(page: Outline, line: Line) -> bool:
    """True for the teaser of another article: a link stands before it in a small element of their own."""
    index = line.index
    for back in (1, 2):
        if index - back < 0:
            return False
        before = page.lines[index - back]
        if before.link_share > 0.85 and before.chars > 14:
            around = page.common(index - back, index)
            return around.lines <= 4 and around.parent is not None and around.tag not in ("body", "html")
        if before.chars > 60:
            return False
    return False


_SIGNED = re.compile(
    r"^(?!(?:thứ|chủ|ngày|lúc|cập|đăng|xuất|sửa|mon|tue|wed|thu|fri|sat|sun|posted|updated|"
    r"published)[a-zà-ỹ]*\b)[^\W\d_](?:[^\W\d_]|[ .'’-]){1,38}[\s\-–—|,(:]*"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[\s,\-–|]*(?:lúc\s*)?\d{1,2}[:h]\d{2}(?::\d{2})?\W*$",
    re.IGNORECASE,
)


def story_end(page: Outline, title: int | None) -> int | None:
    """The line where comments or lists of other articles begin for good, after the title and some text."""
    if title is None:
        return None
    if title not in page.ends:
        page.ends[title] = _story_end(page, title)
    return page.ends[title]


def _story_end(page: Outline, title: int) -> int | None:
    last: int | None = None
    seen = 0.0
    for line in page.lines[title + 1 :]:
        weight = _weight(line)
        if line.chars < 60 and line.link_share < 0.5:
            if seen > 60 and last is None and COMMENTS_HEAD.match(line.text) and (line.heading or "(" in line.text):
                return line.index
            if seen > 60 and last is None and _SIGNED.match(line.text):
                return line.index  # a reader's name with a moment: the first comment
            if is_related_label(line.text):
                following = page.lines[line.index + 1 : line.index + 9]
                links = sum(1 for one in following if one.link_share > 0.5)
                if len(following) >= 3 and links >= 3 and last is None and seen > 60:
                    last = line.index
                continue
        if last is not None and weight > 150 and not _in_card(page, line):
            last = None  # the text goes on: it was a box within
        seen += weight
    return last
