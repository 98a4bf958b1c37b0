"""What a query means once it was read: words and filters, joined; and the same in words for people. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.query.criteria import Criterion, in_words
from archiver.query.notes import Note
from archiver.storage.search_terms import AllOf, AnyOf, Near, Part, Phrase, Wanted, Without


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase, or two near each other."""

    wanted: Phrase | Near


@dataclass(frozen=True, slots=True)
class Filter:
    """A `field:value` that is no matter of words."""

    criterion: Criterion
    start: int  # of its value in the query
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    what: Node


Node = Words | Filter | And | Or | Not


@dataclass(frozen=True, slots=True)
class Question:
    """A query that was read. Made by `parse`."""

    text: str  # NFC
    node: Node | None  # None where nothing is asked for: every article
    nothing: bool = False  # something was typed in which no word can be found: no article is meant
    notes: tuple[Note, ...] = ()  # what the asker should know

    @property
    def parts(self) -> tuple[Node, ...]:
        """What must all be fulfilled."""
        if self.node is None:
            return ()
        return self.node.of if isinstance(self.node, And) else (self.node,)

    @property
    def words(self) -> tuple[Node, ...]:
        """The parts that ask for words, maybe beside filters (`bão OR tag:lũ`)."""
        return tuple(part for part in self.parts if any(isinstance(leaf, Words) for leaf in leaves(part)))

    @property
    def filters(self) -> tuple[Node, ...]:
        """The parts that ask for no word."""
        return tuple(part for part in self.parts if all(isinstance(leaf, Filter) for leaf in leaves(part)))


def leaves(node: Node) -> Iterator[Words | Filter]:
    """The words and filters of a query, in order."""
    if isinstance(node, (Words, Filter)):
        yield node
    else:
        for child in (node.what,) if isinstance(node, Not) else node.of:
            yield from leaves(child)


def wanted_of(node: Node) -> Wanted | None:
    """What the search index is asked; None where a filter is part of it."""
    if isinstance(node, Words):
        return node.wanted
    if isinstance(node, Filter):
        return None
    below = [wanted_of(child) for child in ((node.what,) if isinstance(node, Not) else node.of)]
    found = tuple(child for child in below if child is not None)
    if len(found) < len(below):
        return None
    return Without(found[0]) if isinstance(node, Not) else AllOf(found) if isinstance(node, And) else AnyOf(found)


def said(node: Node | None) -> str:
    """A query in words."""
    if node is None:
        return "anything"
    if isinstance(node, Words):
        return _words_said(node.wanted)
    if isinstance(node, Filter):
        return in_words(node.criterion)
    if isinstance(node, Not):
        return f"not {_bracketed(node.what)}"
    if isinstance(node, Or):
        return " or ".join(_bracketed(child) for child in node.of)
    return " and ".join(f"({said(child)})" if isinstance(child, Or) else said(child) for child in node.of)


def explain(node: Node, indent: str = "") -> Iterator[str]:
    """A query in words, a line a part, indented as it is nested."""
    if isinstance(node, (Words, Filter)):
        yield indent + said(node)
        return
    head = "not" if isinstance(node, Not) else "all of" if isinstance(node, And) else "any of"
    yield f"{indent}{head}:"
    for child in (node.what,) if isinstance(node, Not) else node.of:
        yield from explain(child, indent + "  ")


def _bracketed(node: Node) -> str:
    return f"({said(node)})" if isinstance(node, (And, Or)) else said(node)


def _words_said(wanted: Phrase | Near) -> str:
    if isinstance(wanted, Near):
        words = "word" if wanted.distance == 1 else "words"
        return f"{_words_said(wanted.left)} at most {wanted.distance} {words} from {_words_said(wanted.right)}"
    shown = [spellings[0] if spellings else bare for spellings, bare in zip(wanted.exact, wanted.folded, strict=True)]
    how = "with any marks"
    if wanted.is_exact:
        how = "with exactly these marks"
    elif any(wanted.exact):
        how = "with exactly these marks where there are any"
    where = {None: "", Part.AUTHOR: " in the byline"}.get(wanted.part, f" in the {wanted.part}")
    return f"“{' '.join(shown)}{'*' if wanted.prefix else ''}”{where} {how}"
