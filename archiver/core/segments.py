"""The parts of a line that says several things at once: "Bởi Ann | 29/03/2022 | 1.234 lượt xem"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.core.outline import Line
from archiver.core.text import clean

_BETWEEN = re.compile(r"(?:^| )[|/•·–—-](?: |$)|[|•·\0]")


def segments_of(line: Line) -> list[str]:
    """The texts of a line between its separators, in order, cleaned; one where it says one thing."""
    return segments(text for text, _ in line.nodes)


def parted(line: Line) -> str:
    """The text of a line, with a space where two elements meet that a style sheet keeps apart.

    "09:04 GMT+7" and "Cỡ chữ" would else be read as one word, and the offset as none.
    """
    return clean(_joined(text for text, _ in line.nodes).replace("\0", " "))


def segments(texts: Iterable[str]) -> list[str]:
    """The texts of neighbouring elements, taken apart at separators.

    Two elements that meet without white space are two segments as well: a style sheet keeps "Ann Lee" and "Thời sự"
    apart where the markup does not.

    >>> segments(["Bởi ", "Hà Mẫu", "Thời sự", " | 29/03/2022 - 09:04"])
    ['Bởi Hà Mẫu', 'Thời sự', '29/03/2022', '09:04']
    """
    pieces = map(clean, _BETWEEN.split(" ".join(_joined(texts).split())))
    return [piece for piece in pieces if piece]


def _joined(texts: Iterable[str]) -> str:
    """The texts in a row, NUL between two that meet without white space."""
    joined = ""
    for text in texts:
        glued = joined[-1:].isalnum() and text[:1].isalnum() and not text[:1].islower()
        joined += "\0" + text if glued else text
    return joined
