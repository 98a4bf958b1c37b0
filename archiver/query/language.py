"""The query language: one parser for the command line, Python and whoever else asks. Pure: text in, a question out.

bão lũ                 both words; with marks exactly, without marks any
"cà phê"               a phrase; curly quotes are quotes; what is joined without a space (covid-19) is a phrase too
bão OR lũ, NOT bão, -bão, ( ... )   in capitals; NOT before AND before OR; a space is AND
đắk*                   words that begin so, of at least two letters
lũ NEAR/5 quét         at most five words between them, either first; NEAR alone: ten
title:, lead:, body:, author:       words of that part alone; also before a phrase or ( ... )
newspaper:, province:, platform:, section:, tag:, agency:    a whole name
reprint:yes, reprinted:yes, reprint-of:baomau/12          another newspaper had it first; others had it later
published:2022-03..2022-04, seen:2026, edited:yes, gone:no, views:yes
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NoReturn

from archiver.core.errors import QueryError, UsageError
from archiver.core.text import clean, nfc
from archiver.query.criteria import Criterion, Dated, Dating, Named, Naming, State, Stated, span_of
from archiver.query.nodes import And, Filter, Node, Not, Or, Question, Words
from archiver.query.notes import Note
from archiver.storage.search_index import MOST_APART, WORD, phrase_of
from archiver.storage.search_terms import Near, Part, Phrase

LONGEST: Final = 2000  # characters of a query
MOST_LEAVES: Final = 64  # words, phrases and filters of a query
DEEPEST: Final = 20  # brackets in brackets
SHORTEST_PREFIX: Final = 2  # letters
USUAL_DISTANCE: Final = 10

_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"（": "(", "）": ")", "：": ":", "＊": "*"})
_NAMES: Final = {name.value for name in Naming} - {Naming.AUTHOR}  # author: asks for words, --author for a whole name
FIELDS: Final = (*Part, *sorted(_NAMES), *Dating, *State)
_FIELD: Final = re.compile(r"([A-Za-z_]+(?:-of)?):")
_CHUNK: Final = re.compile(r'[^\s()"]+')
_NEAR: Final = re.compile(r"NEAR(?:/(\d{1,9}))?")
_YES: Final = {"yes": True, "no": False, "true": True, "false": False}


def parse(text: str) -> Question:
    """Read a query; "" asks for every article.

    Raises:
        QueryError: it cannot be read; the error knows the place. Nothing else, whatever the text.

    >>> from archiver.query.nodes import said
    >>> said(parse("title:bão -(lũ OR gone:yes)").node)
    '“bão” in the title with exactly these marks and not (“lũ” with exactly these marks or gone from its site)'
    """
    if not isinstance(text, str):
        raise QueryError(f"it is no text but {type(text).__name__}", repr(text)[:100], 0)
    read = nfc(text).translate(_QUOTES)
    if len(read) > LONGEST:
        raise QueryError(f"it is longer than {LONGEST:,} characters", read, LONGEST)
    tokens = list(_tokens(read))
    node = _Parser(read, tokens).parse() if tokens else None
    notes = [
        Note("small_operator", word=token.text, capitals=token.text.upper())
        for token in tokens
        if token.kind == "word" and token.text in ("and", "or", "not", "near")
    ]
    nothing = node is None and bool(read.strip())
    if nothing:
        notes.append(Note("no_word"))
    return Question(read, node, nothing, tuple(dict.fromkeys(notes)))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # ( ) - and or not near field word phrase
    text: str  # of the value, the field's name, or the number behind NEAR
    start: int
    end: int
    prefix: bool = False


def _tokens(text: str) -> Iterator[_Token]:
    """The words and signs of a query; what is only punctuation is passed over."""
    at, value_at = 0, -1
    while at < len(text):
        sign, following = text[at], text[at + 1 : at + 2]
        if sign in "()":
            yield _Token(sign, sign, at, at + 1)
            at += 1
        elif sign == '"':
            token = _quoted(text, at)
            yield token
            at = token.end
        elif sign == "-" and (following.isalnum() or following in ("(", '"')) and following:
            yield _Token("not", "-", at, at + 1)
            at += 1
        elif found := _FIELD.match(text, at):
            yield _field(text, found)
            at = value_at = found.end()
        elif found := _CHUNK.match(text, at):
            yield from _chunk(text, found, is_value=at == value_at)
            at = found.end()
        else:
            at += 1


def _quoted(text: str, at: int) -> _Token:
    end = text.find('"', at + 1)
    if end < 0:
        raise QueryError("this quotation mark is not closed", text, at)
    star = text[end + 1 : end + 2] == "*"
    return _Token("phrase", text[at + 1 : end], at, end + 1 + star, star)


def _field(text: str, found: re.Match[str]) -> _Token:
    name = found[1].lower()
    if name not in FIELDS:
        near = difflib.get_close_matches(name, FIELDS, 1)
        hint = f"is {near[0]}: meant?" if near else f"there are {', '.join(f'{known}:' for known in FIELDS)};"
        raise QueryError(
            f"there is no field {found[0]} {hint} put it into quotes to look for the words",
            text,
            found.start(),
            found.end(),
        )
    following = text[found.end() : found.end() + 1]
    if not following or following.isspace() or following == ")":
        raise QueryError(f"nothing stands behind {found[0]} (no space may part them)", text, found.start(), found.end())
    return _Token("field", name, found.start(), found.end())


def _chunk(text: str, found: re.Match[str], *, is_value: bool) -> Iterator[_Token]:
    """What stands between spaces, brackets and quotes; `is_value`: directly behind a field."""
    chunk, start, end = found[0], found.start(), found.end()
    if chunk in ("AND", "OR", "NOT"):
        yield _Token(chunk.lower(), chunk, start, end)
    elif near := _NEAR.fullmatch(chunk):
        if text[end : end + 1] == "(":
            raise QueryError("NEAR stands between two words: a NEAR/5 b", text, start, end)
        yield _Token("near", near[1] or str(USUAL_DISTANCE), start, end)
    elif chunk in ("|", "||"):
        raise QueryError(f"{chunk} is no sign of this language; write OR", text, start, end)
    else:
        star = chunk.find("*")
        if star >= 0 and (star < len(chunk) - 1 or not WORD.search(chunk[star - 1 : star])):
            raise QueryError("a * stands only at the end of a word", text, start + star)
        if "!" in chunk[:1] and chunk[1:2].isalnum():
            raise QueryError("! is no sign of this language; write -word or NOT word", text, start)
        if is_value or WORD.search(chunk):
            yield _Token("word", chunk.rstrip("*"), start, end, star >= 0)


class _Parser:
    """Reads the tokens of one query, left to right."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._leaves = 0

    def parse(self) -> Node:
        node = self._any(None)
        if (left := self._token) is not None:  # only a bracket ends an inner part
            self._refuse("no ( stands before this )", left)
        return node

    @property
    def _token(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _refuse(self, problem: str, token: _Token) -> NoReturn:
        raise QueryError(problem, self._text, token.start, token.end)

    def _is(self, *kinds: str) -> bool:
        return self._token is not None and self._token.kind in kinds

    def _any(self, field: str | None) -> Node:
        found = [self._all(field)]
        while self._is("or"):
            self._at += 1
            found.append(self._all(field))
        return found[0] if len(found) == 1 else Or(tuple(found))

    def _all(self, field: str | None) -> Node:
        found = [self._one(field)]
        while self._token is not None and not self._is(")", "or"):
            if self._is("and"):
                self._at += 1
            found.append(self._one(field))
        flat = tuple(inner for node in found for inner in (node.of if isinstance(node, And) else (node,)))
        return flat[0] if len(flat) == 1 else And(flat)

    def _one(self, field: str | None) -> Node:
        token = self._next("a word, a phrase or ( should follow")
        if token.kind == "not":
            self._down(token)
            inner = self._one(field)
            self._depth -= 1
            return inner.what if isinstance(inner, Not) else Not(inner)
        node = self._primary(token, field)
        return self._near(node, token) if self._is("near") else node

    def _primary(self, token: _Token, field: str | None) -> Node:
        if token.kind == "(":
            self._down(token)
            if self._is(")"):
                self._refuse("nothing stands in these brackets", replace(token, end=self._tokens[self._at].end))
            node = self._any(field)
            if not self._is(")"):
                self._refuse("this ( is not closed", token)
            self._at += 1
            self._depth -= 1
            return node
        if token.kind == "field":
            if field is not None:
                self._refuse(f"{token.text}: stands behind {field}:", token)
            following = self._token
            if following is None or following.kind in (")", "and", "or", "not", "near"):
                self._refuse(f"nothing stands behind {token.text}:", token)
            self._at += 1
            return self._primary(following, token.text)
        if token.kind not in ("word", "phrase"):
            self._refuse(f"before {token.text} something must stand", token)
        self._leaves += 1
        if self._leaves > MOST_LEAVES:
            self._refuse(f"more than {MOST_LEAVES} words, phrases and filters are no question", token)
        return self._words(token, field) if field is None or field in list(Part) else self._filter(token, field)

    def _words(self, token: _Token, field: str | None) -> Node:
        phrase = phrase_of(token.text, prefix=token.prefix, part=Part(field) if field is not None else None)
        if phrase is None:
            self._refuse("this phrase holds no word", token)
        if token.prefix and len(phrase.folded[-1]) < SHORTEST_PREFIX:
            self._refuse(f"before * at least {SHORTEST_PREFIX} letters should stand", token)
        return Words(phrase)

    def _filter(self, token: _Token, field: str) -> Node:
        if token.prefix:
            self._refuse(f"{field}: takes whole names, no *", token)
        try:
            return Filter(_criterion(field, clean(token.text)), token.start, token.end)
        except UsageError as problem:
            raise QueryError(str(problem), self._text, token.start, token.end) from problem

    def _near(self, left: Node, first: _Token) -> Node:
        token = self._next("")
        second = self._next(f"behind {self._text[token.start : token.end]} a word should stand")
        right = self._primary(second, None)
        pair = [node.wanted for node in (left, right) if isinstance(node, Words)]
        phrases = [one for one in pair if isinstance(one, Phrase) and not one.prefix]
        if len(phrases) < 2:
            self._refuse("NEAR stands between two whole words or phrases", token)
        if self._is("near"):
            self._refuse("NEAR joins two, not three; write a NEAR b AND b NEAR c", self._tokens[self._at])
        one, other = phrases
        part = one.part or other.part
        if other.part not in (None, part):
            self._refuse(f"nothing of the {other.part} is near the {one.part}", replace(token, start=first.start))
        distance = int(token.text)
        if distance > MOST_APART:
            self._refuse(f"NEAR reaches {MOST_APART} words at most", token)
        return Words(Near(replace(one, part=part), replace(other, part=part), distance))

    def _next(self, missing: str) -> _Token:
        token = self._token
        if token is None:
            last = self._tokens[-1]
            self._refuse(f"{missing} behind {self._text[last.start : last.end]}", last)
        self._at += 1
        return token

    def _down(self, token: _Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"more than {DEEPEST} brackets and NOTs stand in each other", token)


def _criterion(field: str, value: str) -> Criterion:
    """What `field:value` asks.

    Raises:
        UsageError: the value makes no sense there.
    """
    if not value:
        raise UsageError(f"nothing stands behind {field}:")
    if field in _NAMES:
        return Named(Naming(field), (value,))
    if field in list(State):
        if value.lower() not in _YES:
            raise UsageError(f"{field}: takes yes or no")
        return Stated(State(field), _YES[value.lower()])
    first, dots, last = value.partition("..")
    if not dots:
        return Dated(Dating(field), *span_of(value))
    since = span_of(first)[0] if first else None
    until = span_of(last)[1] if last else None
    if since is None and until is None:
        raise UsageError(f"{field}: takes a year, month or day, or two of them as 2022-03..2022-04")
    if since is not None and until is not None and since >= until:
        raise UsageError("the span ends before it begins")
    return Dated(Dating(field), since, until)
