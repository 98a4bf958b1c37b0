"""Whether two newspapers print one text, retitled, cut or led in anew perhaps; and who printed it first.

What is compared is the text without its title: folded words, five at a time. Most of the shorter text stands in the
longer one. Texts made from one template (a weather report, a list of prices) differ in their numbers, so a number that
only one of them has speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import compress
from typing import Final
from zlib import crc32

from archiver.core.text import fold
from archiver.core.values import Precision

SPAN: Final = 5  # words of a shingle: three Vietnamese words or so
SHORTEST: Final = 60  # words; what is shorter is a caption or a notice, alike by chance
FEWEST: Final = 40  # different shingles of the shorter of two texts that are compared
SKETCH: Final = 16  # shingles of a text that stand for it
SHARED: Final = 2  # shingles that two sketches have in common before their texts are compared
CONTAINED: Final = 0.7  # of the shorter text's shingles that stand in the longer one
OVERLAP: Final = 0.25  # of all shingles of both: a review of many texts is a reprint of none of them
STRANGE: Final = 0.1  # of the shorter text's numbers that may be missing in the longer one
_ANCHORS: Final = 3  # bits of a word's checksum that are zero where a shingle of a sketch may begin: every fourth word
_MOST_WORDS: Final = 2**15  # that are remembered; Vietnamese is written in some thousand syllables
_LONGEST_WORD: Final = 40  # that is remembered: what is longer is an address or a picture in letters
_NUMBER: Final = re.compile(r"[0-9]+")
_LASTS: Final = {
    Precision.SECOND.value: timedelta(seconds=1),
    Precision.MINUTE.value: timedelta(minutes=1),
    Precision.HOUR.value: timedelta(hours=1),
    Precision.DAY.value: timedelta(days=1),
}


class _Letters(dict[str, bytes]):
    """What stands between two spaces -> its letters and digits without marks; b"" where it has none."""

    def __missing__(self, token: str) -> bytes:
        letters = "".join(filter(str.isalnum, fold(token))).encode("utf-8", "replace")
        if len(self) >= _MOST_WORDS:
            self.clear()
        if len(token) <= _LONGEST_WORD:
            self[token] = letters
        return letters


_LETTERS: Final = _Letters()


class _Begins(dict[bytes, bool]):
    """Word -> whether a shingle of a sketch may begin with it."""

    def __missing__(self, word: bytes) -> bool:
        if len(self) >= _MOST_WORDS:
            self.clear()
        begins = not crc32(word) & _ANCHORS
        if len(word) <= _LONGEST_WORD:
            self[word] = begins
        return begins


_BEGINS: Final = _Begins()


def words_of(*parts: str | None) -> list[bytes]:
    """The words of a text as they are compared: its lead and its body, not its title.

    >>> words_of("Cầu  MỚI – thông xe!", None)
    [b'cau', b'moi', b'thong', b'xe']
    """
    text = " ".join(filter(None, parts))
    return [word for word in map(_LETTERS.__getitem__, text.split()) if word]


def sketch(words: Sequence[bytes]) -> tuple[int, ...]:
    """Numbers that stand for a text: texts that are alike have some of them in common. () for a text too short.

    The smallest checksums of five words in a row, of the rows that begin with one word in four: so a text that is cut,
    or that something is put before, keeps most of them. 32 bits each, the same on every machine and for ever.
    """
    if len(words) < SHORTEST:
        return ()
    begins = compress(range(len(words) - SPAN + 1), map(_BEGINS.__getitem__, words))
    rows = {crc32(b" ".join(words[at : at + SPAN])) for at in begins}
    return tuple(sorted(rows)[:SKETCH])


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared of two texts whose sketches are alike."""

    shingles: frozenset[tuple[bytes, ...]]  # five words in a row
    numbers: frozenset[str]  # without leading zeros

    @classmethod
    def of(cls, *parts: str | None) -> Wording:
        """The wording of a text: of its lead and its body, not of its title."""
        words = words_of(*parts)
        rows = frozenset(zip(*(words[at:] for at in range(SPAN)), strict=False))
        text = " ".join(filter(None, parts))
        return cls(rows, frozenset(number.lstrip("0") for number in _NUMBER.findall(text)))


def share(one: Wording, other: Wording) -> float | None:
    """How much of the shorter text stands in the longer one, 0 to 1; None where neither is a reprint of the other.

    Source:
        the bounds part the made reprints of 1,271 texts from all other pairs of 1,424 and from the same texts with
        other numbers: `bench/reprints/README.md`.
    """
    shorter, longer = sorted((one, other), key=lambda wording: len(wording.shingles))
    if len(shorter.shingles) < FEWEST:
        return None
    if len(shorter.numbers - longer.numbers) > STRANGE * len(shorter.numbers):
        return None
    common = len(shorter.shingles & longer.shingles)
    contained = common / len(shorter.shingles)
    if contained < CONTAINED or common < OVERLAP * (len(shorter.shingles) + len(longer.shingles) - common):
        return None
    return contained


@dataclass(frozen=True, slots=True)
class Printed:
    """When one copy was published, as far as its page tells."""

    public_id: str
    published_at: datetime | None
    precision: str | None  # core.values.Precision
    first_seen_at: datetime

    @property
    def by(self) -> datetime | None:
        """When it was published at the latest; None where the page does not tell."""
        return self.published_at + _LASTS.get(self.precision or "", timedelta()) if self.published_at else None

    @property
    def rank(self) -> tuple[bool, datetime, datetime, str]:
        """Sorts copies: by the moment by which they were published for certain; what nobody knows of, last."""
        by = self.by
        return by is None, by or self.first_seen_at, self.published_at or self.first_seen_at, self.public_id

    def surely_before(self, other: Printed) -> bool:
        """True where no reading of the two dates lets the other be the first."""
        return self.by is not None and other.published_at is not None and self.by <= other.published_at


def firsts(copies: Mapping[int, Printed], alike: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Of each copy the first one of its text; texts without any copy are left out.

    Every copy is like the first of its cluster itself, not only like another copy of it: a review that holds two
    stories does not make one story of them. The answer does not depend on the order of anything given.

    Args:
        copies: by number.
        alike: pairs of numbers whose texts are alike.

    >>> at = datetime(2026, 11, 23)
    >>> copies = {n: Printed(f"p/{n}", at + timedelta(hours=n), "minute", at) for n in (1, 2, 3, 4)}
    >>> firsts(copies, [(2, 1), (2, 3), (4, 3)])
    {1: 1, 2: 1, 3: 3, 4: 3}
    """
    partners: dict[int, set[int]] = {}
    for one, other in alike:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    found: dict[int, int] = {}
    for one in sorted(partners, key=lambda number: copies[number].rank):
        if one not in found:
            joining = [other for other in partners[one] if other not in found]
            if joining:
                found |= dict.fromkeys((one, *joining), one)
    return dict(sorted(found.items()))


def certain(copies: Sequence[Printed]) -> bool:
    """True where the first of some copies, in their order of `rank`, is known to be the first.

    >>> at = datetime(2026, 11, 23)
    >>> day = Printed("a/1", at, "day", at)
    >>> certain([day, Printed("b/1", at + timedelta(hours=30), "minute", at)]), certain([day, day])
    (True, False)
    """
    first, *others = copies
    return all(first.surely_before(other) for other in others)
