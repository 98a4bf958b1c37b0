"""Where the words of a question stand in an article: a few words around the best place, the words themselves marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.core.text import nfc
from archiver.query.ranking import places
from archiver.storage.search_index import forms_by_token
from archiver.storage.search_terms import Part, Phrase

_BEFORE, _AFTER = 8, 22  # pieces of text between spaces, before and after the first word that is marked


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article's text, as plain text: never markup."""

    segments: tuple[tuple[str, bool], ...]  # text, and whether it is one of the words; joined they are the piece

    def marked(self, before: str = "[", after: str = "]") -> str:
        """The piece with its words between two signs.

        >>> Snippet((("Giá ", False), ("cà phê", True), (" tăng", False))).marked()
        'Giá [cà phê] tăng'
        """
        return "".join(f"{before}{text}{after}" if hit else text for text, hit in self.segments)

    def as_json(self) -> list[dict[str, object]]:
        """The same as JSON types."""
        return [{"text": text, "match": hit} for text, hit in self.segments]


def snippet(sought: Sequence[Phrase], title: str, lead: str | None, body: str) -> Snippet | None:
    """The piece of lead or body in which most of the words stand first; of the title where they stand there alone.

    None where no word stands in any of them: it was found by an author, or asked for without words.
    """
    for text, parts in ((f"{lead or ''}\n\n{body}", (None, Part.LEAD, Part.BODY)), (title, (None, Part.TITLE))):
        if found := _piece([phrase for phrase in sought if phrase.part in parts], nfc(text)):
            return found
    return None


def _piece(sought: Sequence[Phrase], text: str) -> Snippet | None:
    tokens = text.split()
    exact: list[str] = []
    folded: list[str] = []
    of: list[int] = []  # for each word, the token it stands in
    for number, (words, bare) in enumerate(forms_by_token(tokens)):
        if words.isalnum() and bare.isalnum():  # one word, as most are
            exact.append(words)
            folded.append(bare)
            of.append(number)
        elif (many := len(words.split())) == len(bare.split()):
            exact += words.split()
            folded += bare.split()
            of += [number] * many
    hits: dict[int, set[int]] = {}  # token -> phrases that stand there
    for which, phrase in enumerate(sought):
        for place in places(phrase, exact, folded):
            for at in range(place, place + len(phrase.folded)):
                hits.setdefault(of[at], set()).add(which)
    if not hits:
        return None
    order = sorted(hits)
    best = max(order, key=lambda start: (len(_within(hits, order, start)), -start))
    first, last = max(0, best - _BEFORE), min(len(tokens), best + _AFTER)
    segments: list[tuple[str, bool]] = [("… ", False)] if first else []
    for number in range(first, last):
        if number > first:
            segments.append((" ", number in hits and number - 1 in hits))
        segments.append((tokens[number], number in hits))
    if last < len(tokens):
        segments.append((" …", False))
    return Snippet(tuple(_joined(segments)))


def _within(hits: dict[int, set[int]], order: Sequence[int], start: int) -> set[int]:
    return set().union(*(hits[at] for at in order if start <= at < start + _AFTER))


def _joined(segments: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Neighbours of one kind as one."""
    found: list[tuple[str, bool]] = []
    for text, hit in segments:
        if text and found and found[-1][1] == hit:
            found[-1] = found[-1][0] + text, hit
        elif text:
            found.append((text, hit))
    return found
