"""Queries of signs, words and hostile pieces, put together at random from a seed."""

from __future__ import annotations

import random

PIECES = [
    "bão", "bao", '"', "“", "”", "(", ")", " ", "-", "*", "AND", "OR", "NOT", "NEAR", "NEAR/3", "NEAR/99", "title:",
    "author:", "published:", "2022-03", "..", "gone:", "yes", "no", "tag:", "newspaper:", "baomau", "bao mau", ":", "/",
    "\0", "\ud800", "!", "|", "hoà*", "; DROP TABLE article", "ATTACH", "PRAGMA", "load_extension(1)", "%", "_", "\\",
    "'", "\u202e", "😀", "{", "}", "^", "exact", "rowid", "x" * 300, "\n", "\t", "1e9", "-1", "đ" * 500,
]  # fmt: skip
OPTIONS = [
    "newspaper", "province", "province_of", "platform", "author", "agency", "section", "tag", "since", "until",
    "seen_since", "seen_until", "sort",
]  # fmt: skip


def query(draw: random.Random) -> str:
    """One query of 1 to 11 pieces."""
    return "".join(draw.choice(PIECES) + draw.choice(["", " "]) for _ in range(draw.randrange(1, 12)))
