"""The number of views in the state that a page's scripts carry: this article's only, by its key, address or title."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from archiver.core.likeness import letters
from archiver.core.tree import Tree
from archiver.core.values import ViewCount
from archiver.core.view_counts import parse_view_count

_NAMES = tuple(  # of `_COUNT`; each begins with letters: the search goes from one place that has them to the next
    re.compile(name + rb'\\?"\s{0,4}:')
    for name in (
        rb"view(?:s?_?counts?|(?<=totalview)s?|(?<=total_view)s?|(?<=pageview)s?|(?<=page_view)s?)",
        rb"read_?counts?",
        rb"luot_?xem",
    )
)
_COUNT = re.compile(
    r'"(?:view_?counts?|views_?count|total_?views?|page_?views?|luot_?xem|read_?counts?)"\s{0,4}:\s{0,4}"?(\d{1,9})"?\s{0,4}[,}]',
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r'"(?P<name>[A-Za-z_]{0,12}id|slug|alias|url|href|link|permalink|canonical_?url|share_?url|title|name|headline)"'
    r'\s{0,4}:\s{0,4}(?:"(?P<text>[^"\\]{1,500})"|(?P<number>\d{1,18}))',
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{3,}")
_SCRIPTS = etree.XPath("descendant::script[not(@src)]")
_MAX_OBJECT = 20_000  # characters looked at on each side of a count
_MAX_COUNTS = 200  # of a page, in all its scripts


def views_in_state(tree: Tree, url: str, title: str) -> tuple[ViewCount, str] | None:
    """The count that stands in an object of a script's state together with the article's key, address or title.

    Not a count of some article that the state lists as well; where the article's objects differ, none is taken.

    Args:
        tree: the parsed page.
        url: its address.
        title: as it was read.
    """
    if not _mentions_counts(tree):
        return None
    found: dict[int, ViewCount] = {}
    looked = 0
    for script in _SCRIPTS(tree.root):
        text = script.text or ""
        if "ount" not in text and "iew" not in text and "xem" not in text.lower():
            continue
        if '\\"' in text:
            text = text.replace('\\"', '"')  # a state that is carried as a string
        for match in islice(_COUNT.finditer(text), _MAX_COUNTS - looked):
            looked += 1
            members = _before(text, match.start()) + match[0] + _after(text, match.end(1))
            count = parse_view_count(match[1])
            if count is not None and _is_article(members, url, title):
                found[count.count] = count
    if len(found) != 1:
        return None
    ((_, count),) = found.items()
    return count, "script state"


def _mentions_counts(tree: Tree) -> bool:
    """True where a count is named anywhere in the markup: a page without one costs next to nothing."""
    return any(tree.mentions(name) for name in _NAMES)


def _before(text: str, end: int) -> str:
    """The members before a place, up to the brace that opens their object."""
    out: list[str] = []
    depth, last = 0, end
    for at in range(end - 1, max(-1, end - _MAX_OBJECT), -1):
        sign = text[at]
        if sign == "}":
            if depth == 0:
                out.append(text[at + 1 : last])
            depth += 1
        elif sign == "{":
            if depth == 0:
                out.append(text[at + 1 : last])
                break
            depth -= 1
            last = at
    return " ".join(reversed(out))


def _after(text: str, start: int) -> str:
    """The members behind a place, up to the brace that closes their object."""
    out: list[str] = []
    depth, last = 0, start
    for at in range(start, min(len(text), start + _MAX_OBJECT)):
        sign = text[at]
        if sign == "{":
            if depth == 0:
                out.append(text[last:at])
            depth += 1
        elif sign == "}":
            if depth == 0:
                out.append(text[last:at])
                break
            depth -= 1
            last = at + 1
    return " ".join(out)


def _is_article(members: str, url: str, title: str) -> bool:
    """True where one member is the article's own: its address, its slug, its number or its title."""
    path = url.split("?")[0].split("#")[0].rstrip("/")
    last = path.rsplit("/", 1)[-1]
    numbers = set(_NUMBER.findall(last)) or set(_NUMBER.findall(path.partition("://")[2].partition("/")[2]))
    for member in _MEMBER.finditer(members):
        name, text = member["name"].lower(), member["text"] or member["number"]
        if name in ("title", "name", "headline"):
            if len(title) > 12 and letters(text) == letters(title):
                return True
        elif name.endswith("id"):
            if text in numbers and len(text) >= 4:
                return True
        elif len(text) > 8 and (
            path.endswith(text.split("?")[0].rstrip("/")) or last.startswith((f"{text}-", f"{text}."))
        ):
            return True
    return False
