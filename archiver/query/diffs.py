"""How a text changed, word by word: what was taken out, what was put in, what stayed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from archiver.core.text import nfc

Operation = Literal["same", "removed", "added"]

FIELDS = ("title", "lead", "byline_raw", "published_raw", "updated_raw", "section", "tags", "body_text")
_TOKENS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n+|[^\n]+")  # with the blank lines behind: these are equal everywhere, and no anchors
_MOST_LETTERS = 40_000  # of both sides of one changed passage; a longer one is shown as replaced as a whole


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two revisions."""

    field: str  # a key of the record
    segments: tuple[tuple[Operation, str], ...]  # in reading order; "same" and "added" joined give the newer text


def changes(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Change]:
    """The fields of two revisions that differ, each with its word-level difference.

    >>> [change.field for change in changes({"title": "Cầu mới", "lead": "A"}, {"title": "Cầu cũ", "lead": "A"})]
    ['title']
    """
    found = []
    for field in FIELDS:
        before, after = _text(older.get(field)), _text(newer.get(field))
        if before != after:
            found.append(Change(field, word_diff(before, after)))
    return found


def word_diff(before: str, after: str) -> tuple[tuple[Operation, str], ...]:
    """The difference of two texts in whole words, neighbours of one kind joined.

    Words are compared in NFC; white space belongs to the word before it. Lines are compared first, and words only
    within the lines that changed, so that a long article costs milliseconds.

    >>> word_diff("Xe buýt chạy sớm", "Xe buýt chạy muộn")
    (('same', 'Xe buýt chạy '), ('removed', 'sớm'), ('added', 'muộn'))
    """
    return tuple(_joined(_by_line(_LINES.findall(nfc(before)), _LINES.findall(nfc(after)))))


def marked(segments: Sequence[tuple[Operation, str]]) -> str:
    """A difference as plain text, in the marks of wdiff.

    >>> marked(word_diff("Xe buýt chạy sớm", "Xe buýt chạy muộn"))
    'Xe buýt chạy [-sớm-]{+muộn+}'
    """
    shown = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(shown[operation].format(text) for operation, text in segments)


def _by_line(old: list[str], new: list[str]) -> Iterator[tuple[Operation, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield "same", before
        elif tag == "replace" and len(before) + len(after) <= _MOST_LETTERS:
            yield from _by_word(_TOKENS.findall(before), _TOKENS.findall(after))
        else:
            yield "removed", before
            yield "added", after


def _by_word(old: list[str], new: list[str]) -> Iterator[tuple[Operation, str]]:
    # words are compared without the space behind them: a word that ends a line is the same word within one
    plain_old, plain_new = [word.rstrip() for word in old], [word.rstrip() for word in new]
    junk = len(old) + len(new) > 2_000  # very long passages: frequent words are no anchors, or it takes minutes
    for tag, a, b, c, d in SequenceMatcher(None, plain_old, plain_new, autojunk=junk).get_opcodes():
        if tag == "equal":
            for before, after in zip(old[a:b], new[c:d], strict=True):
                word = after.rstrip()
                yield "same", after if before == after else word
                if before != after:
                    yield "removed", before[len(word) :]
                    yield "added", after[len(word) :]
        else:
            yield from _replaced("".join(old[a:b]), "".join(new[c:d]))


def _replaced(before: str, after: str) -> Iterator[tuple[Operation, str]]:
    """What took whose place; the space that ends both stayed."""
    space = before[len(before.rstrip()) :]
    stays = len(space) if before.strip() and after.strip() and space == after[len(after.rstrip()) :] else 0
    yield "removed", before[: len(before) - stays]
    yield "added", after[: len(after) - stays]
    yield "same", space[:stays]


def _joined(segments: Iterator[tuple[Operation, str]]) -> Iterator[tuple[Operation, str]]:
    """Neighbours of one kind as one; what was taken out stands before what was put in; nothing empty."""
    pending: dict[Operation, str] = {}
    for operation, text in segments:
        if not text:
            continue
        if pending and (operation == "same") != ("same" in pending):
            yield from _flush(pending)
        pending[operation] = pending.get(operation, "") + text
    yield from _flush(pending)


def _flush(pending: dict[Operation, str]) -> Iterator[tuple[Operation, str]]:
    order: tuple[Operation, ...] = ("same", "removed", "added")
    for operation in order:
        if operation in pending:
            yield operation, pending.pop(operation)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return nfc("; ".join(value)) if isinstance(value, list) else nfc(value)
