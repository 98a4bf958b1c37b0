"""View counts as pages claim them: one string in, one number or nothing out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from archiver.core.text import clean, fold
from archiver.core.values import ViewCount

MAX_LENGTH: Final = 64  # characters of a cleaned text; a longer one is prose, and never given to the pattern
_MAX_RAW: Final = 512  # before cleaning: room for the white space of a template
_MOST: Final = 10**10  # more than all people on Earth: no count of views

_UNITS: Final = {  # what stands after a rounded number
    "k": 1000,
    "n": 1000,
    "nghin": 1000,
    "ngan": 1000,
    "m": 1_000_000,
    "tr": 1_000_000,
    "trieu": 1_000_000,
}
_BEFORE: Final = (
    r"(?:tong )?(?:so )?(?:luot|lan|nguoi) ?(?:da )?(?:xem|doc|view)s?|(?:da )?(?:xem|doc|duoc xem)|"
    r"page ?views?|views?|reads?|hits|luot"
)
_AFTER: Final = (
    r"(?:luot|lan|nguoi)(?: ?(?:da )?(?:xem|doc|view)s?)?(?: (?:bai|tin|bai viet))?|xem|views?|reads?|hits|"
    r"page ?views?"
)
_SIGNS: Final = "()[]{}|:;•·*–—…\"'“”‘’→»«›‹👁️ "
_SYMBOLS: Final = re.compile(r"[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\ue000-\uf8ff\ufe0f\U0001f300-\U0001faff]")
_COUNT: Final = re.compile(
    rf"(?:(?P<before>{_BEFORE}) ?[:(\[|\-–]? ?)?"
    r"(?P<number>\d{1,3}(?:\.\d{3}){1,3}|\d{1,3}(?:,\d{3}){1,3}|\d{1,3}(?:['’]\d{3}){1,3}|\d{1,3}(?: \d{3}){1,3}"
    r"|\d{1,10})(?P<fraction>[.,]\d{1,2})?"
    r"(?: ?(?P<unit>k|n|nghin|ngan|m|tr|trieu)(?![a-z]))?(?P<more>\+)?"
    rf"(?: ?[)\]]? ?(?P<after>{_AFTER}))?"
)


def parse_view_count(raw: str) -> ViewCount | None:
    """Read the number of views that a page claims for itself.

    A claim, not a measurement: the newspaper counts, by rules that it does not print. Nor does a bare number say that
    it counts views: where it stands tells, and that is the reader's to judge.

    Args:
        raw: the text of one element, e.g. `"1.234 lượt xem"`; may be empty.

    Returns:
        The count in views (a whole number, never negative) with `raw` unchanged; `exact` is false where the page
        rounds (`"1,2K"`: 1200, give or take 50). `None` where the text is not a view count: several numbers, a count
        of comments or of a site's visitors, prose ("hơn 24 ngàn"), a price, more than 64 characters.

    Raises:
        Nothing: any text is either read or not.

    Source:
        research/view_counts.json: `.`, `,` and space group thousands; before K, nghìn or triệu `,` and `.` are a
        decimal point.

    >>> parse_view_count("1.234 lượt xem")
    ViewCount(count=1234, exact=True, raw='1.234 lượt xem')
    >>> parse_view_count("1,2K").count, parse_view_count("26 348 0")
    (1200, None)
    """
    if not raw or len(raw) > _MAX_RAW:
        return None
    text = clean(raw)
    if not text or len(text) > MAX_LENGTH:
        return None
    found = _COUNT.fullmatch(_bare(fold(text)))
    if found is None:
        return None
    number, fraction, unit = found["number"], found["fraction"], found["unit"]
    digits = re.sub(r"\D", "", number)
    if unit is None:
        if fraction is not None or (len(digits) > 1 and digits[0] == "0"):  # "12.5" and "0912": no counts
            return None
        count, exact = int(digits), found["more"] is None
    else:
        if len(digits) != len(number) or len(digits) > 4:  # "1.234K": a thousand or a million, nobody knows
            return None
        value = Decimal(digits + (fraction or "").replace(",", ".")) * _UNITS[unit]
        count, exact = int(value), False
    if count >= _MOST or (len(digits) > 9 and found["before"] is None and found["after"] is None):
        return None  # ten bare digits are a telephone or an epoch
    return ViewCount(count, exact, raw)


def _bare(text: str) -> str:
    """The text without brackets, bullets and pictures around it; a sign before a number stays, and is no count."""
    text = _SYMBOLS.sub(" ", text).strip(_SIGNS)
    while text[:2] in ("- ", "| "):
        text = text[2:].strip(_SIGNS)
    return " ".join(text.split())
