"""Which lines of a page print the article's date: those near its title or right behind its text, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from archiver.core.authorship import reads_as_names
from archiver.core.bodies import story_end
from archiver.core.date_patterns import CLOCK_IN_LINE
from archiver.core.hrefs import leads_to_page
from archiver.core.labels import FOLLOW_US, LEGAL_LINE, OTHER_DATE, UPDATED_LABEL, VENUE
from archiver.core.moments import Dated, DateRules, dates_of_text, weighed
from archiver.core.others import lines_of_others
from archiver.core.outline import Line, Outline, Region
from archiver.core.segments import parted
from archiver.core.signs import Sign
from archiver.core.tree import Element, holds
from archiver.core.values import Precision

_DIGITS = re.compile(
    r"\d{1,4}\s?[./:h-]\s?\d{1,2}|tháng|\b(?:19|20)\d\d\b|trước|hôm (?:nay|qua)|\bago\b|yesterday", re.IGNORECASE
)
_APART = re.compile(r"[|•]|\s[-–—]\s|\.\s")  # between the parts of a line: a section, a topic, then the date
_TIME_LABEL = re.compile(r"\W{0,9}(?:thời gian|time|when)\s?:", re.IGNORECASE)
_BOX = 6  # lines: a larger element is no card, comment or picture with its caption
_TITLE_WORDS, _TITLE_CHARS = 7, 24  # of a link: the name of a section or a person is shorter


def printed_dates(
    page: Outline, title: int | None, body: Region | None, rules: DateRules, *, updates: bool = False
) -> list[Dated]:
    """The dates that stand near the title or right after the body, the likeliest first.

    Not those that date something else: a deadline, a picture, another article's card, a reader's comment. One above the
    title and beside the article's element is `outside`: it may be the clock of the page's head. With `updates` those
    alone that say that they are one.
    """
    if title is None and body is None:
        return []
    anchor = title if title is not None else (body.first if body is not None else 0)
    start = max(0, anchor - 15)
    first = body.first if body is not None and body.first > anchor else anchor + 1
    last = body.last if body is not None else anchor
    near = list(page.lines[start : max(first, anchor + 1) + 4])
    near += [line for line in page.lines[last + 1 : last + 9] if line.index >= first + 4]
    near = [line for line in near if line.index != title and len(line.text) <= 160]
    near = [line for line in near if _DIGITS.search(line.text) or _machine_times(line)]
    if updates:
        near = [line for line in near if _says_updated(line)]
    others = lines_of_others(page, title) if near else ()
    found: list[Dated] = []
    for line in near:
        if line.index in others:
            continue
        weight = _nearness(page, line, anchor, first, last)
        if weight is None or _is_of_other(page, line, anchor, body):
            continue
        outside = line.index < anchor and _is_outside(page, line, anchor, body)
        dates = _of_line(line, weight - (1.0 if outside else 0), rules)
        found.extend(replace(one, outside=outside) for one in dates if one.update or not updates)
    found.sort(key=lambda d: -d.weight)
    return found


def _says_updated(line: Line) -> bool:
    """True where a line or one of its texts says "Cập nhật"; no date of any other line is an update."""
    return any(map(UPDATED_LABEL.search, (parted(line), *(text for text, _ in line.nodes))))


def _nearness(page: Outline, line: Line, anchor: int, first: int, last: int) -> float | None:
    """How likely a line by its place carries the article's date; None where it cannot."""
    said = line.signs
    named = bool(said & Sign.DATE)
    beside = page.aside(line, anchor) & ~(Sign.SHARE | Sign.RATING)
    if beside & ~Sign.COMMENT or (beside and not (named and anchor < line.index <= anchor + 3)):
        return None  # but a date right below the title may have the number of comments behind it
    if line.link_share > 0.7 and not named:
        return None
    if len(line.text) > (120 if named or (not line.is_sentence and CLOCK_IN_LINE.search(line.text)) else 75):
        return None
    weight = 1.0 + (0.5 if named else 0.0)
    if line.index < anchor:
        around = page.common(line.index, anchor)
        close = (named and anchor - line.index <= 4) or (anchor - line.index <= 6 and _is_home_of(page, around, anchor))
        if around.lines > 14 and not close:
            return None
        if anchor - line.index > 8:
            return None
        weight -= 0.3 + 0.05 * (anchor - line.index)
    elif line.index <= max(first, anchor) + 3:
        weight += 0.3 - 0.02 * (line.index - anchor)
    else:
        weight -= 0.5 + 0.05 * (line.index - last)
        before = page.lines[line.index - 1]
        if (before.link_share > 0.8 and before.chars > 20) or line.link_share > 0.5:
            return None  # the date of the article that the link before it leads to
    if line.index > anchor and line.is_sentence and len(line.text) > 60 and not named:
        return None
    return weight


def _is_home_of(page: Outline, around: Region, anchor: int) -> bool:
    """True for the innermost element that holds the title and more: a header's clock stands outside of it."""
    region: Region | None = page.lines[anchor].region
    while region is not None and region.lines == 1:
        region = region.parent
    return region is around and around.parent is not None


# --- the dates of something else
def _is_outside(page: Outline, line: Line, anchor: int, body: Region | None) -> bool:
    """True above the title where the element around both holds the text too, and is no article's own."""
    around = page.common(line.index, anchor)
    if around.tag == "article" or (body is not None and not around.holds(body.last) and around is not page.root):
        return False
    return around.first == 0 or not _is_home_of(page, around, anchor)


def _is_of_other(page: Outline, line: Line, anchor: int, body: Region | None) -> bool:
    """True for the date of an event, a picture, another article or a comment."""
    if line.signs & Sign.CAPTION or _is_of_event(page, line):
        return True
    behind = body is not None and line.index > max(body.last, anchor)
    within = body is not None and body.holds(line.index) and not body.holds(anchor)
    if _leads_elsewhere(line) or (behind and _is_of_reader(page, line, anchor)):
        return True
    for region in _boxes(line, anchor, body):
        if region.tag == "article":
            return True
        others = [one for one in page.lines[region.first : region.last + 1] if one is not line]
        card = behind or within or any(map(_is_remark, others))
        card = card or (line.index > anchor and _leads_elsewhere(page.lines[region.first]))
        if any(_leads_elsewhere(one) and (card or one.heading) for one in others):
            return True  # any other link may lead to all that the author wrote, or to a topic
        if (behind or within) and any(_is_title_of_card(one) for one in others):
            return True
        if behind and any(_is_remark(one) for one in others):
            return True  # a box with a text of its own: what a reader wrote
        if within and _is_picture(region):
            return True
    return False


def _is_of_reader(page: Outline, line: Line, anchor: int) -> bool:
    """True where comments or lists of other articles have begun; a name with a moment signs what follows it."""
    end = story_end(page, anchor)
    if end is None or line.index < end:
        return False
    following = page.lines[line.index + 1 : line.index + 2]
    return line.index > end or any(_is_remark(one) for one in following)


def _is_of_event(page: Outline, line: Line) -> bool:
    """True where the line says of what else it is: a deadline, or a time with a place beside it."""
    label = _label_of_other(line.text)
    if label is not None and not _DIGITS.search(line.text, 0, label.start()):
        return True  # no other date stands before the label
    beside = page.lines[max(0, line.index - 1) : line.index + 2]
    return bool(_TIME_LABEL.match(line.text)) and any(VENUE.match(one.text) for one in beside)


def _label_of_other(text: str) -> re.Match[str] | None:
    """What says that the date behind it is another's; it says nothing of one that is set apart from it.

    >>> [bool(_label_of_other(f"{said} 29/03/2022")) for said in ("Khai mạc:", "Khai mạc hội thi |", "Dự kiến -")]
    [True, False, False]
    """
    label = OTHER_DATE.search(text)
    while label is not None:
        date = _DIGITS.search(text, label.end())
        if date is None or not _APART.search(text, label.end(), date.start()):
            return label
        label = OTHER_DATE.pattern.search(text, label.end())
    return None


def _boxes(line: Line, anchor: int, body: Region | None) -> Iterator[Region]:
    """The small elements around a line that hold neither the title nor the text."""
    region: Region | None = line.region
    while region is not None and region.lines <= _BOX and not region.holds(anchor):
        meets = body is not None and region.first <= body.last and region.last >= body.first
        if body is not None and meets and (region.lines >= body.lines or not _is_within(region, body)):
            return
        yield region
        region = region.parent


def _leads_elsewhere(line: Line) -> bool:
    """True where a link of the line reads as the title of an article."""
    if line.links < _TITLE_CHARS or FOLLOW_US.search(line.text):
        return False
    texts: dict[str, str] = {}
    for text, style in line.nodes:
        if style is not None and style.link and style.href:
            texts[style.href] = f"{texts.get(style.href, '')} {text}"
    return any(leads_to_page(href) and _reads_as_title(text) for href, text in texts.items())


def _reads_as_title(text: str) -> bool:
    """True for seven words or more that are no row of names."""
    words = text.split()
    small = sum(1 for word in words if word[0].islower())
    return len(words) >= _TITLE_WORDS and (3 * small >= len(words) or text.isupper())


def _is_title_of_card(line: Line) -> bool:
    """True for a linked heading of three words or more; the name of a person signs the text."""
    if not line.heading or line.link_share <= 0.85:
        return False
    return len(line.words) > 5 or (len(line.words) > 2 and not reads_as_names(line.text))


def _is_within(region: Region, around: Region) -> bool:
    return around.holds(region.first) and around.holds(region.last)


def _is_remark(line: Line) -> bool:
    """True for a sentence that is no legal line."""
    return line.is_sentence and line.chars >= 20 and line.link_share < 0.5 and not LEGAL_LINE.search(line.text)


def _is_picture(region: Region) -> bool:
    """True for an element that holds a picture and hardly a line."""
    return region.lines <= 2 and holds(region.element, "img", "picture")


# --- reading one line
def _of_line(line: Line, weight: float, rules: DateRules) -> list[Dated]:
    """The dates of one line, or of the texts that it is made of; to the minute where its `time` element knows it."""
    source = f"general {line.region.tag}" + (" named date" if line.signs & Sign.DATE else "")
    text = parted(line)
    label = _label_of_other(text)
    out = dates_of_text(text[: label.start()] if label else text, source, weight, rules)
    if not out and not label:
        for part, said in line.parts:
            if _DIGITS.search(part) and len(part) < 90:
                one = rules.dated(
                    part.strip(" \r\n\t()-|,;"), source, weight - 0.1, update=bool(UPDATED_LABEL.search(part))
                )
                if one is not None:
                    out.append(weighed(one) if not said & Sign.DATE else replace(weighed(one), weight=one.weight + 0.9))
    exact = [one for raw in _machine_times(line) if (one := rules.dated(raw, f"{source} datetime", weight))]
    if not out and not label and len(exact) == 1:
        return [weighed(replace(exact[0], update=bool(UPDATED_LABEL.search(text))))]
    return [_to_the_minute(one, exact) for one in out]


def _machine_times(line: Line) -> list[str]:
    """What the `time` elements that the line stands in say for machines."""
    found: dict[Element, str] = {}
    for _, innermost in line.nodes:
        style = innermost
        while style is not None and style.element is not None:
            if style.element.tag == "time":
                found[style.element] = style.element.get("datetime") or ""
            style = style.around
    return [raw for raw in found.values() if 8 <= len(raw) <= 40]


def _to_the_minute(one: Dated, exact: list[Dated]) -> Dated:
    """A day with the minute of the element that it is printed in; midnight is what a system writes for a day."""
    if one.stamp.precision is not Precision.DAY:
        return one
    same = [
        other
        for other in exact
        if other.stamp.precision in (Precision.MINUTE, Precision.SECOND)
        and other.stamp.moment.date() == one.stamp.moment.date()
        and other.stamp.moment.time() != time()
    ]
    return weighed(replace(one, stamp=same[0].stamp, source=same[0].source)) if len(same) == 1 else one
