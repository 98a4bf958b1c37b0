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


def counts_in(text: str) -> list[ViewCount]:
    """The counts that a line names with a label, where nothing but a moment stands beside them.

    A line of details only: in prose ("Clip đạt 215 lượt xem") a number counts something else.

    >>> [found.raw for found in counts_in("29/03/2022 09:04, 215 lượt xem (3 bình luận)")]
    ['215 lượt xem']
    >>> [found.raw for found in counts_in("Lượt xem: 1.234, bình luận: 3")]
    ['Lượt xem: 1.234']
    >>> counts_in("Clip đạt 215 lượt xem"), counts_in("29/03/2022 1 215 lượt xem")
    ([], [])
    """
    found = []
    for match in _LABELLED.finditer(text) if len(text) <= _MAX_RAW else ():
        head = text[: match.start()]
        if match["number"] is not None and not _MOMENT.fullmatch(head):
            continue
        if match["number"] is not None and len(match["number"]) == 3 and _LOOSE_DIGITS.search(head):
            continue  # "1 215": one number or two, nobody knows
        count = parse_view_count(match.group())
        if count is not None:
            found.append(count)
    return found


_LABEL: Final = r"(?:lượt\s+(?:xem|đọc|view)|đã\s+(?:xem|đọc)|số\s+lần\s+(?:xem|đọc)|views?\b|reads\b|hits\b)"
_FIGURES: Final = r"(?:\d{1,3}(?:[.,]\d{3})++|\d++)(?![\d/:]|[.,-]\d)"
_LABELLED: Final = re.compile(
    rf"(?<![\d./:,-])(?P<number>{_FIGURES})\s*{_LABEL}(?=\s*(?:$|[|•·(),;–—-]))|"
    rf"{_LABEL}\s*:?\s*{_FIGURES}",
    re.IGNORECASE,
)
_MOMENT: Final = re.compile(  # the words and figures of a date and a time, nothing else; or nothing
    r"\W*(?:(?:(?:cập nhật|đăng|xuất bản|ngày|lúc|thứ|chủ|hai|ba|tư|năm|sáu|bảy|nhật|giờ|phút|tháng|gmt|am|pm|sa|ch|"
    r"\d{1,4}|\d{1,2}h\d{0,2})\b\W*)++)?",
    re.IGNORECASE,
)
_LOOSE_DIGITS: Final = re.compile(r"(?<![\d/:.,-])\d{1,3}\s+\Z")


def _bare(text: str) -> str:
    """The text without brackets, bullets and pictures around it; a sign before a number stays, and is no count."""
    text = _SYMBOLS.sub(" ", text).strip(_SIGNS)
    while text[:2] in ("- ", "| "):
        text = text[2:].strip(_SIGNS)
    return " ".join(text.split())
