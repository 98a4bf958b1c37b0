"""Whether two texts are the same, and how a text ends: what several rules ask."""

from __future__ import annotations

import re

ENDS = re.compile(r"[.!?…:;”\"’»)。！？」』）]\s*(?:/\.)?\s*$|\./\.?\s*$")
NUMBER = re.compile(r"^\(?\s*\d{1,3}(?:[.,  ]?\d{3})*\s*\)?$")
WORD = re.compile(r"\w+")


def same(first: str | None, second: str | None) -> bool:
    """True where two texts have the same letters and digits in the same order.

    >>> same("“Cầu mới”  thông xe", "Cầu mới thông xe.")
    True
    """
    return bool(first) and bool(second) and letters(first or "") == letters(second or "")


def letters(text: str) -> str:
    """The letters and digits of a text in lower case, nothing between them: what is equal for equal texts."""
    return "".join(WORD.findall(text.casefold()))
