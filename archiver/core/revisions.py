"""What counts as a revision: a digest of an article's facts, blind to everything that is not one."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Final

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


def _bare(text: str | None) -> str:
    """The text without what makes no difference."""
    if not text:
        return ""
    bare = "".join(unicodedata.normalize("NFC", text).split())  # far cheaper than a pattern for white space
    return _VARIANT.sub(lambda sign: _ALIKE.get(ord(sign.group()), ""), bare)


def _moment(published: Timestamp | None) -> str | None:
    """The moment as far as its precision goes, but not beyond the minute."""
    return published.moment.strftime(_SHOWN.get(published.precision, "%Y-%m-%dT%H:%M%z")) if published else None
