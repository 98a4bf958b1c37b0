"""Whether two texts are the same, and how a text ends: what several rules ask."""

from __future__ import annotations

import re

ENDS = re.compile(r"[.!?…:;”\"’»)。！？」』）]\s*(?:/\.)?\s*$|\./\.?\s*$")
NUMBER = re.compile(r"^\(?\s*\d{1,3}(?:[.,  ]?\d{3})*\s*\)?$")
WORD = re.compile(r"\w+")
_LONG = 80  # characters: a shorter text is compared as a whole
_FIRST = 16  # letters


def same(first: str | None, second: str | None) -> bool:
    """True where two texts have the same letters and digits in the same order.

    >>> same("“Cầu mới”  thông xe", "Cầu mới thông xe.")
    True
    """
    if not first or not second:
        return False
    if max(len(first), len(second)) > _LONG and beginning(first) != beginning(second):
        return False
    return letters(first) == letters(second)


def beginning(text: str) -> str:
    """The first of its `letters`: equal for equal texts, and most others differ in them already.

    >>> beginning("“Cầu mới”  thông xe") == letters("Cầu mới thông xe")[:16]
    True
    """
    found = letters(text[:_LONG])[:_FIRST]
    return found if len(found) == _FIRST or len(text) <= _LONG else letters(text)[:_FIRST]


def letters(text: str) -> str:
    """The letters and digits of a text in lower case, nothing between them: what is equal for equal texts."""
    return "".join(WORD.findall(text.casefold()))
