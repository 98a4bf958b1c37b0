"""What is looked for in the search index: words, phrases, nearness and what joins them, told to either engine.

A word with marks is asked of the exact form, a word without of the folded one; `storage.search_index` fills both.
Nothing of a query is ever syntax for the engine: every word is quoted.

In a phrase of words with and without marks, the whole phrase must stand there without regard to marks, and those with
marks somewhere in the same part of the text: neither engine can ask both of one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    and_,
    cast,
    column,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY

Form = Literal["exact", "folded"]
FORMS: Final[tuple[Form, ...]] = ("exact", "folded")

_SQLITE = {form: table(f"article_search_{form}", column("rowid")) for form in FORMS}
_POSTGRESQL = table("article_search", column("article_id"), column("exact"), column("folded"))


def table_of(form: Form) -> str:
    """The name of SQLite's index of one form."""
    return _SQLITE[form].name


class Part(StrEnum):
    """A part of an article that can be asked for alone."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    AUTHOR = "author"


_WEIGHTS: Final = {Part.BODY: 1.0, Part.TITLE: 5.0, Part.LEAD: 2.0, Part.AUTHOR: 1.0}  # FTS5's columns, for bm25
LABELS: Final = {Part.TITLE: "A", Part.LEAD: "B", Part.AUTHOR: "C", Part.BODY: "D"}  # PostgreSQL's weights


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or a phrase."""

    folded: tuple[str, ...]  # never empty
    exact: tuple[tuple[str, ...], ...]  # for each word its spellings; () where it was typed without marks
    prefix: bool = False  # the last word is the beginning of one; only then has it several spellings
    part: Part | None = None  # where it must stand; None: anywhere

    @property
    def is_exact(self) -> bool:
        """True where every word was typed with marks."""
        return all(self.exact)


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases with at most `distance` words between them, either first; both of the same part of the text."""

    left: Phrase
    right: Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    of: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    of: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Everything but this."""

    what: Wanted


@dataclass(frozen=True, slots=True)
class OneForm:
    """Words one after the other in one form: what an engine knows as a phrase."""

    form: Form
    words: tuple[str, ...]
    prefix: bool
    part: Part | None


@dataclass(frozen=True, slots=True)
class Close:
    """Two runs of one form near each other."""

    left: OneForm
    right: OneForm
    distance: int

    @property
    def form(self) -> Form:
        """Of both."""
        return self.left.form


Wanted = Phrase | Near | AllOf | AnyOf | Without | OneForm | Close  # the last two are made here alone


def holding(dialect: str, wanted: Wanted) -> tuple[Select[tuple[int]], bool]:
    """A query for the `article_id` of articles, and whether it is those (True) or all others (False) that are meant.

    It can stand inside another query. "All others" is told apart because no index finds what is not there.

    Args:
        dialect: "sqlite" or "postgresql".
    """
    node, meant = _straight(lowered(wanted))
    if dialect == "sqlite":
        return _sqlite(node), meant
    return _looked_up(node), meant


def ranked(dialect: str, wanted: Wanted) -> Select[tuple[int, float]]:
    """As `holding`, with `score`: the greater, the more it is about the words. Not comparable across engines."""
    node, _ = _straight(lowered(wanted))
    if dialect == "sqlite":
        return _sqlite(node, score=True)
    query, _ = holding(dialect, wanted)
    scores = [func.ts_rank(_POSTGRESQL.c[form], cast(said, TSQUERY)) for form, said in _sought(node)]
    return query.add_columns(sum(scores, start=literal_column("0.0")).label("score"))


def joined(wanted: Iterable[Wanted]) -> Wanted | None:
    """All of these as one, None where there are none."""
    found = tuple(wanted)
    if not found:
        return None
    return found[0] if len(found) == 1 else AllOf(found)


def lowered(wanted: Wanted) -> Wanted:
    """The same in terms of runs (`OneForm`), pairs of them (`Close`) and what joins them."""
    if isinstance(wanted, Phrase):
        return _all(_runs(wanted))
    if isinstance(wanted, Near):
        if wanted.left.is_exact and wanted.right.is_exact:
            left, right = (OneForm("exact", tuple(s[0] for s in p.exact), False, p.part) for p in _both(wanted))
            return Close(left, right, wanted.distance)
        left, right = (OneForm("folded", phrase.folded, False, phrase.part) for phrase in _both(wanted))
        marked = [run for phrase in _both(wanted) for run in _marked(phrase)]
        return _all([Close(left, right, wanted.distance), *marked])
    if isinstance(wanted, Without):
        return Without(lowered(wanted.what))
    if isinstance(wanted, (AllOf, AnyOf)):
        return type(wanted)(tuple(map(lowered, wanted.of)))
    return wanted


def _both(near: Near) -> tuple[Phrase, Phrase]:
    return near.left, near.right


def _runs(phrase: Phrase) -> list[Wanted]:
    """What must stand in which form: the folded phrase unless all is exact, and each run of words typed with marks."""
    marked = _marked(phrase)
    return marked if phrase.is_exact else [OneForm("folded", phrase.folded, phrase.prefix, phrase.part), *marked]


def _marked(phrase: Phrase) -> list[Wanted]:
    """Each run of words typed with marks."""
    found: list[Wanted] = []
    places = enumerate(phrase.exact)
    for marked, run in groupby(places, key=lambda at: bool(at[1])):
        if marked:
            words = list(run)
            ends = phrase.prefix and words[-1][0] == len(phrase.exact) - 1
            start = tuple(spellings[0] for _, spellings in words[:-1])
            found.append(
                _any([OneForm("exact", (*start, spelling), ends, phrase.part) for spelling in words[-1][1]]),
            )
    return found


def _all(nodes: Sequence[Wanted]) -> Wanted:
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _any(nodes: Sequence[Wanted]) -> Wanted:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))


def _straight(node: Wanted) -> tuple[Wanted, bool]:
    """The same as something that an index can find (True), or as everything but that (False)."""
    if isinstance(node, Without):
        inner, meant = _straight(node.what)
        return inner, not meant
    if not isinstance(node, (AllOf, AnyOf)):
        return node, True
    told = [_straight(child) for child in node.of]
    found = [child for child, meant in told if meant]
    others = [child for child, meant in told if not meant]
    if isinstance(node, AllOf):  # all of the others are missing: not any of them
        if not found:
            return _any(others), False
        return _all([*found, *(Without(other) for other in others)]), True
    if not others:
        return _any(found), True
    return _all([*others, *(Without(child) for child in found)]), False


def fts5(node: OneForm | Close) -> str:
    """What FTS5 is asked of the index of the node's form."""
    return _fts5(node)


def _sqlite(node: Wanted, *, score: bool = False) -> Select[Any]:
    """The query on SQLite's two indexes: one question to each where it can be, else joined by SQL.

    Args:
        score: with how much an article is about the words; of both forms, only about those of the first.
    """
    forms = _forms(node)
    if len(forms) == 1:
        form = next(iter(forms))
        name = table_of(form)
        found = select(_SQLITE[form].c.rowid.label("article_id"))
        if score:
            weights = ", ".join(map(str, _WEIGHTS.values()))
            found = found.add_columns(literal_column(f"-bm25({name}, {weights})").label("score"))
        return found.where(literal_column(name).op("MATCH")(_fts5(node)))
    if isinstance(node, AnyOf):
        every = union(*(_sqlite(part) for part in _by_form(node.of, _any))).subquery()
        found = select(every.c.article_id)
        return found.add_columns(literal_column("0.0").label("score")) if score else found
    if isinstance(node, AllOf):
        first, *more = _by_form([child for child in node.of if not isinstance(child, Without)], _all)
        without = _by_form([child.what for child in node.of if isinstance(child, Without)], _any)
        found = _sqlite(first, score=score)
        row = found.selected_columns.article_id
        at = (row.element if isinstance(row, Label) else row) + 0  # else the index is asked for each of the others
        return found.where(*(at.in_(_sqlite(part)) for part in more), *(at.not_in(_sqlite(part)) for part in without))
    raise AssertionError(node)  # a run and a pair of runs have one form


def _by_form(nodes: Iterable[Wanted], join: Callable[[Sequence[Wanted]], Wanted]) -> list[Wanted]:
    """One node for each form, then those of both forms."""
    groups: dict[str, list[Wanted]] = {}
    for node in nodes:
        groups.setdefault(" ".join(sorted(_forms(node))), []).append(node)
    mixed = groups.pop("exact folded", [])
    return [*(join(groups[form]) for form in sorted(groups)), *mixed]


def _fts5(node: Wanted) -> str:
    """The query of one form in FTS5's words: every word in quotes, so nothing in it is syntax."""
    if isinstance(node, OneForm):
        return _within(node.part) + _quoted(node)
    if isinstance(node, Close):
        return f"{_within(node.left.part)}NEAR({_quoted(node.left)} {_quoted(node.right)}, {node.distance})"
    if isinstance(node, AnyOf):
        return "(" + " OR ".join(_fts5(child) for child in node.of) + ")"
    if isinstance(node, AllOf):
        found = " AND ".join(_fts5(child) for child in node.of if not isinstance(child, Without))
        without = " OR ".join(_fts5(child.what) for child in node.of if isinstance(child, Without))
        return f"(({found}) NOT ({without}))" if without else f"({found})"
    raise AssertionError(node)  # `_straight` leaves none alone


def _within(part: Part | None) -> str:
    return "" if part is None else f"{part} : "


def _quoted(run: OneForm) -> str:
    return f'"{" ".join(run.words)}"' + (" *" if run.prefix else "")


def _looked_up(node: Wanted) -> Select[tuple[int]]:
    """The query on PostgreSQL: each form is asked of its own index.

    It would look for the words of the other form in every article that it found, as it does not count that they lie
    beside the rows (of 100,000 articles with two common words: 800 ms in place of 150).
    """
    row = _POSTGRESQL.c.article_id
    if not isinstance(node, AllOf):
        return select(row).where(_postgresql(node))
    first, *more = sorted(_by_form(node.of, _all), key=_missing)
    others = (_postgresql(one) if _missing(one) else row.in_(_looked_up(one).correlate(None)) for one in more)
    return select(row).where(_postgresql(first), *others)


def _missing(node: Wanted) -> bool:
    """True where some words must not stand there and none must: no index finds that."""
    return isinstance(node, Without) or (isinstance(node, AllOf) and all(map(_missing, node.of)))


def _postgresql(node: Wanted) -> ColumnElement[bool]:
    """The query as conditions on `article_search`: one where a single form is asked, else joined by SQL."""
    forms = _forms(node)
    if len(forms) == 1:
        return _POSTGRESQL.c[next(iter(forms))].op("@@")(cast(_tsquery(node), TSQUERY))
    if isinstance(node, Without):
        return not_(_postgresql(node.what))
    if isinstance(node, AnyOf):
        return or_(*(_postgresql(child) for child in node.of))
    if isinstance(node, AllOf):  # one condition a form where it can be: fewer looks at the index
        return and_(*map(_postgresql, _by_form(node.of, _all)))
    raise AssertionError(node)  # a run and a pair of runs have one form


def _sought(node: Wanted) -> Iterator[tuple[Form, str]]:
    """What may stand in an article that matches, by form: what must not is passed over."""
    if isinstance(node, (OneForm, Close)):
        yield node.form, _tsquery(node)
    elif isinstance(node, (AllOf, AnyOf)):
        for child in node.of:
            yield from _sought(child)


def _forms(node: Wanted) -> frozenset[Form]:
    if isinstance(node, (OneForm, Close)):
        return frozenset([node.form])
    if isinstance(node, (AllOf, AnyOf)):
        return frozenset(form for child in node.of for form in _forms(child))
    if isinstance(node, Without):
        return _forms(node.what)
    raise AssertionError(node)  # lowered before


def _tsquery(node: Wanted) -> str:
    """The query of one form in PostgreSQL's words."""
    if isinstance(node, OneForm):
        return _in_order(node.words, node.part, prefix=node.prefix)
    if isinstance(node, Close):
        return "(" + " | ".join(_close(node)) + ")"
    if isinstance(node, Without):
        return f"!({_tsquery(node.what)})"
    if isinstance(node, (AllOf, AnyOf)):
        return "(" + (" & " if isinstance(node, AllOf) else " | ").join(map(_tsquery, node.of)) + ")"
    raise AssertionError(node)  # lowered before


def _in_order(words: Sequence[str], part: Part | None, *, prefix: bool = False) -> str:
    label = LABELS[part] if part is not None else ""
    marks = [f":{label}" if label else ""] * len(words)
    if prefix:
        marks[-1] = f":*{label}"
    return "(" + " <-> ".join(f"'{word}'{mark}" for word, mark in zip(words, marks, strict=True)) + ")"


def _close(node: Close) -> list[str]:
    """Every way in which two runs can stand near: each distance, either first, and one upon the other as in FTS5."""
    one, other = (_in_order(run.words, run.part) for run in (node.left, node.right))
    ways = [
        f"({first} <{gap + 1}> {second})"
        for gap in range(node.distance + 1)
        for first, second in ((one, other), (other, one))
    ]
    return ways + [_in_order(words, node.left.part) for words in _overlaps(node.left.words, node.right.words)]


def _overlaps(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The runs in which both stand and share a word.

    >>> _overlaps(("a", "b"), ("b", "c"))
    [('a', 'b', 'c')]
    """
    found = []
    for shift in range(1 - len(right), len(left)):
        start, end = min(0, shift), max(len(left), shift + len(right))
        words = [
            {words[place - at] for words, at in ((left, 0), (right, shift)) if 0 <= place - at < len(words)}
            for place in range(start, end)
        ]
        if all(len(choice) == 1 for choice in words):
            found.append(tuple(choice.pop() for choice in words))
    return found
