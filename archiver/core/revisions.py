"""What counts as a revision: a digest of an article's facts, blind to everything that is not one."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from datetime import timedelta
from typing import Final

from archiver.core.timestamps import is_relative
from archiver.core.values import Extraction, Precision, Timestamp

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛′`´‹›＇", "'"),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "…": "...",
    }
)
_INVISIBLE: Final = r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_VARIANT: Final = re.compile(f"[{''.join(map(chr, _ALIKE))}{_INVISIBLE}]")
_UNITS: Final = {  # how far a date that is counted from its fetch may be out, the vaguest first
    Precision.DAY: timedelta(days=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.SECOND: timedelta(minutes=1),
}
_VAGUE: Final = tuple(_UNITS)
_SHOWN: Final = {Precision.DAY: "%Y-%m-%d", Precision.HOUR: "%Y-%m-%dT%H%z"}


def facts_hash(extraction: Extraction) -> str:
    """A digest that changes where the article's facts do: title, lead, body, byline, date of publication.

    Blind to white space and invisible signs, to the variants of quotation marks, dashes and dots, to how the body is
    parted into blocks, and to everything that is no fact of the text: counters, pictures and their sizes, captions,
    tags, section, the date of the last update, seconds that only some layouts print, roles of authors.

    Returns:
        64 hexadecimal digits. Equal digests: the same revision.

    Source:
        design.md section 4; diffengine's users saw hundreds of "edits" that were white space, quotes and counters.

    >>> from archiver.core.values import Kind
    >>> old = Extraction(url="", kind=Kind.ARTICLE, title="“Cầu mới”  thông xe")
    >>> new = Extraction(url="", kind=Kind.ARTICLE, title='"Cầu mới" thông xe')
    >>> facts_hash(old) == facts_hash(new)
    True
    """
    byline = extraction.byline
    facts = [
        _bare(extraction.title),
        _bare(extraction.lead),
        _bare(extraction.body_text),
        [_bare(name).casefold() for name in byline.authors] if byline else [],
        [_bare(name).casefold() for name in byline.agencies] if byline else [],
        _moment(extraction.published),
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def better_date(known: Timestamp, said: Timestamp) -> Timestamp | None:
    """Of two dates that agree the one that says more, where one is counted from its fetch: "10 giờ trước".

    A page that counts names another hour at each look, and the minute itself some days later. That is no edit.

    Returns:
        One of the two, `known` where neither says more; None where they disagree, or neither is counted.

    >>> from datetime import datetime, UTC
    >>> counted = Timestamp(datetime(2022, 3, 29, 9, tzinfo=UTC), Precision.HOUR, "2 giờ trước", "relative")
    >>> printed = Timestamp(datetime(2022, 3, 29, 8, 45, tzinfo=UTC), Precision.MINUTE, "29/03/2022 15:45", "printed")
    >>> better_date(counted, printed) is better_date(printed, counted) is printed
    True
    """
    counts = is_relative(known.raw), is_relative(said.raw)
    if not any(counts) or abs(known.moment - said.moment) > max(_UNITS[known.precision], _UNITS[said.precision]):
        return None
    finer = _VAGUE.index(said.precision) - _VAGUE.index(known.precision)
    return said if finer > 0 or (finer == 0 and counts == (True, False)) else known


def _bare(text: str | None) -> str:
    """The text without what makes no difference."""
    if not text:
        return ""
    bare = "".join(unicodedata.normalize("NFC", text).split())  # far cheaper than a pattern for white space
    return _VARIANT.sub(lambda sign: _ALIKE.get(ord(sign.group()), ""), bare)


def _moment(published: Timestamp | None) -> str | None:
    """The moment as far as its precision goes, but not beyond the minute."""
    return published.moment.strftime(_SHOWN.get(published.precision, "%Y-%m-%dT%H:%M%z")) if published else None
