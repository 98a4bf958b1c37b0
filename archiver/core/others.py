"""Whole articles on a page that are not the page's own: teasers, and the next article that is loaded below it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from archiver.core.hrefs import leads_to_page
from archiver.core.outline import Line, Outline, Region

_HEAD = 3  # lines: the heading stands among the first of its article
_TITLE_WORDS = 6  # of a link that begins an article though no markup calls it a heading
_STEPS = 12  # elements: no heading stands deeper in its article
_DEPTH = 60  # elements: nor any article in a page
_TEXT = 80  # characters of a line: running text
_WHOLE = 2  # lines of it: fewer are a teaser, or a lead


def other_articles(page: Outline, title: int | None) -> list[Region]:
    """The elements that hold another article than the page's, outermost ones in order; none where no title is printed.

    The article of a page is the one with the page's title. Another one is an element with a heading of its own that
    leads elsewhere, or an `article` beside the title's with a heading of the same rank.
    """
    if title is None:
        return []
    if title not in page.others:
        page.others[title] = _outermost(_found(page, title))
    return page.others[title]


def lines_of_others(page: Outline, title: int | None) -> frozenset[int]:
    """The lines that stand in another article."""
    return frozenset(index for one in other_articles(page, title) for index in range(one.first, one.last + 1))


def _found(page: Outline, title: int) -> list[Region]:
    own = page.lines[title]
    home = _article_of(own)
    heads = [line for line in page.lines if line.chars >= 8 and line is not own]
    headed = [(line, one) for line in heads if (one := _headed_by(page, line, own, home)) is not None]
    marked = [one for _, one in headed if one.tag == "article"]
    if home is None and _own_text(page, title, home, marked) < _WHOLE:
        linked = [one for line, one in headed if one.tag == "article" and _is_linked(line)]
        # Several with headings that lead nowhere are parts; else the title stands before an article begun by a link.
        marked = linked if len(linked) + 1 < len(marked) else _without_longest(page, marked)
    both = marked + [one for _, one in headed if one.tag != "article"]
    return both if _own_text(page, title, home, both) >= _WHOLE else marked


def _without_longest(page: Outline, articles: list[Region]) -> list[Region]:
    """The articles without the one that has more than twice the text of any other: cards are of one size."""
    sizes = [(sum(map(_is_text, page.lines[one.first : one.last + 1])), one) for one in _outermost(articles)]
    sizes.sort(key=lambda pair: -pair[0])
    if not sizes or (len(sizes) > 1 and 2 * sizes[1][0] >= sizes[0][0]):
        return articles
    own = sizes[0][1]
    return [one for one in articles if not (own.holds(one.first) and own.holds(one.last))]


def _headed_by(page: Outline, line: Line, own: Line, home: Region | None) -> Region | None:
    """The article that a line is the heading of; None where it is none, or the page's own."""
    linked = _is_linked(line)
    if not linked and not line.heading:
        return None
    box: Region | None = None  # the smallest element that holds more than the line
    for region in _around(page, line, own.index):
        if region.tag == "blockquote":
            return None  # what the article quotes
        if region.tag == "article":
            beside = home is None or not home.holds(region.first)
            ranked = beside and 0 < line.heading <= own.heading and (home is not None or line.heading == 1)
            leads = linked and (line.index == region.first or line.heading) and _leads_away(page, line)
            if not (ranked or leads) or line.words == own.words or _is_of_title(page, region, own):
                return None
            return region
        if box is None and region.last > line.index:
            box = region
    if box is None or not linked or not line.heading or line.index > box.first + 1:
        return None
    if not _is_whole(page, box, line.index) or line.words == own.words or not _leads_away(page, line):
        return None
    return box


def _is_linked(line: Line) -> bool:
    return line.links > 0.85 * line.chars


def _around(page: Outline, line: Line, title: int) -> Iterator[Region]:
    """The elements around a line that do not hold the title and begin with it, the innermost first."""
    region: Region | None = line.region
    for _ in range(_STEPS):
        if region is None or region.holds(title) or line.index > region.first + _HEAD:
            return
        if any(_is_text(one) for one in page.lines[region.first : line.index]):
            return  # it begins with a text
        yield region
        region = region.parent


def _is_of_title(page: Outline, region: Region, own: Line) -> bool:
    """True where the page's title comes again."""
    return any(one.words == own.words for one in page.lines[region.first : min(region.last, region.first + 9) + 1])


def _leads_away(page: Outline, line: Line) -> bool:
    """True for a heading, or a line as long as a title, whose link leads to another page."""
    if not line.heading and len(line.words) < _TITLE_WORDS:
        return False
    if line.href is None or not leads_to_page(line.href):
        return False
    try:
        to, here = urlsplit(urljoin(page.tree.url, line.href)), urlsplit(page.tree.url)
    except ValueError:
        return False
    return (to.path.rstrip("/"), to.query) != (here.path.rstrip("/"), here.query)


def _article_of(line: Line) -> Region | None:
    """The innermost `article` around a line."""
    region: Region | None = line.region
    for _ in range(_DEPTH):
        if region is None or region.tag == "article":
            return region
        region = region.parent
    return None


def _is_whole(page: Outline, region: Region, head: int) -> bool:
    return sum(1 for line in page.lines[head + 1 : min(region.last + 1, head + 12)] if _is_text(line)) >= _WHOLE


def _own_text(page: Outline, title: int, home: Region | None, others: list[Region]) -> int:
    """How many lines of running text, up to two, follow the title before any other or stand in an `article` beside."""
    spans = _outermost(others)
    at = found = 0
    passed = False
    for line in page.lines[title + 1 :]:
        while at < len(spans) and spans[at].last < line.index:
            at += 1
            passed = True
        if not _is_text(line) or (at < len(spans) and spans[at].holds(line.index)):
            continue
        if not passed or (home.holds(line.index) if home is not None else _article_of(line) is not None):
            found += 1
            if found >= _WHOLE:
                break
    return found


def _is_text(line: Line) -> bool:
    return line.chars - line.links >= _TEXT and not line.heading


def _outermost(regions: list[Region]) -> list[Region]:
    """Those within no other of them, each once, in the order of the page."""
    found: list[Region] = []
    for region in sorted(regions, key=lambda one: (one.first, -one.last)):
        if not found or region.first > found[-1].last:
            found.append(region)
    return found
