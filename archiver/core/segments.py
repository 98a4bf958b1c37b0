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


def segments(texts: Iterable[str]) -> list[str]:
    """The texts of neighbouring elements, taken apart at separators.

    Two elements that meet without white space are two segments as well: a style sheet keeps "Ann Lee" and "Thời sự"
    apart where the markup does not.

    >>> segments(["Bởi ", "Hà Mẫu", "Thời sự", " | 29/03/2022 - 09:04"])
    ['Bởi Hà Mẫu', 'Thời sự', '29/03/2022', '09:04']
    """
    joined = ""
    for text in texts:
        glued = joined[-1:].isalnum() and text[:1].isalnum() and not text[:1].islower()
        joined += "\0" + text if glued else text
    pieces = map(clean, _BETWEEN.split(" ".join(joined.split())))
    return [piece for piece in pieces if piece]
