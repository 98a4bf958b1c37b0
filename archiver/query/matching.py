"""Which articles a question means, counted and listed: the one place where words meet filters."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, literal, not_, or_, select

from archiver.core.errors import QueryError, UsageError
from archiver.query import criteria, language
from archiver.query.filters import Filters, Sort
from archiver.query.meant import Meant
from archiver.query.nodes import And, Filter, Node, Not, Or, Question, leaves, said, wanted_of
from archiver.query.notes import Note
from archiver.storage.models import Article, Revision
from archiver.storage.search_terms import holding, joined

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that a question means. Made by `select_articles`; asks on the connection that it is given."""

    question: Question
    filters: Filters
    found: Select[tuple[int]] | None  # the row numbers of those with the words; None where no index can list them
    others: Conditions  # what is asked of words beside `found`
    must: Conditions  # what the filters ask, without the words: the denominator
    in_words: str  # what is asked, as a sentence
    notes: tuple[Note, ...]  # what the asker should know
    as_made: Conditions  # `must` of the question itself: whoever narrows a selection further adds to `must`
    columns: Meant | None  # the same articles as columns; None where the database finds them as fast (PostgreSQL)

    @property
    def meant(self) -> Meant | None:
        """The articles as columns; None where there are none, or where the selection was narrowed since."""
        return self.columns if len(self.must) == len(self.as_made) else None

    def up_to(self, newest: int) -> Selection:
        """Those of the articles that were taken up until the one of this row number."""
        must = (*self.must, Article.id <= newest)
        columns = self.meant.up_to(newest) if self.meant is not None else None
        return replace(self, must=must, as_made=must, columns=columns)

    @property
    def nothing(self) -> bool:
        """True where something was asked for in which no word can be found: no article is meant."""
        return self.question.nothing

    @property
    def conditions(self) -> Conditions:
        """What narrows a query on `article` to the articles that are meant."""
        if self.nothing:
            return (false(),)
        return (*((Article.id.in_(self.found),) if self.found is not None else ()), *self.others, *self.must)

    def count(self, conn: Connection, most: int | None = None) -> int:
        """How many articles are meant; counting ends at `most`."""
        if self.nothing:
            return 0
        if self.meant is not None:
            return min(int(self.meant.every.sum()), self.meant.columns.size if most is None else most)
        if self.found is not None and not self.others and not self.must:
            every: Select[Any] = self.found
        else:
            every = select(Article.id).where(*self.conditions)
        if most is not None:
            every = every.limit(most)
        return conn.scalar(select(func.count()).select_from(every.subquery())) or 0

    def count_within(self, conn: Connection) -> int:
        """How many articles the filters leave, words or not."""
        if self.meant is not None:
            return int(self.meant.within.sum())
        return conn.scalar(select(func.count()).select_from(Article).where(*self.must)) or 0

    def first_ids(self, conn: Connection, limit: int) -> list[int]:
        """Row numbers of the first articles in the order asked for, at most `limit`; `ranking` tells the relevant."""
        if self.nothing:
            return []
        statement = select(Article.id).where(*self.conditions)
        if self.filters.sort is Sort.VIEWS:
            order = (Article.view_count.desc().nulls_last(), Article.id.desc())
            return list(conn.scalars(statement.order_by(*order).limit(limit)))
        if self.filters.sort is Sort.EDITS:
            edits = select(func.max(Revision.number)).where(Revision.article_id == Article.id).correlate(Article)
            order = (edits.scalar_subquery().desc().nulls_last(), Article.id.desc())
            return list(conn.scalars(statement.order_by(*order).limit(limit)))
        return self._newest(conn, limit)

    def all_ids(self, conn: Connection) -> array[int]:
        """Row numbers of all articles that are meant, ascending; 8 bytes each."""
        if self.nothing:
            return array("q")
        if self.meant is not None:
            return array("q", np.flatnonzero(self.meant.every).astype(np.int64).tobytes())
        statement = select(Article.id).where(*self.conditions).order_by(Article.id)
        return array("q", conn.scalars(statement, execution_options={"yield_per": 10_000}))

    def _newest(self, conn: Connection, limit: int) -> list[int]:
        """Those with a date first, newest first; then those without one, latest seen first. Never sorts the world."""
        if self.meant is not None:
            return self.meant.newest(limit)
        newest = (Article.published_at.desc(), Article.id.desc())
        statement = select(Article.id).where(*self.conditions)
        dated = statement.where(Article.published_at.is_not(None)).order_by(*newest)
        found = list(conn.scalars(dated.limit(limit)))
        if len(found) < limit:
            undated = statement.where(Article.published_at.is_(None)).order_by(Article.id.desc())
            found += conn.scalars(undated.limit(limit - len(found)))
        return found


def select_articles(conn: Connection, text: str | Question, filters: Filters) -> Selection:
    """The articles that words and filters mean.

    Args:
        text: a query in the language of `query.language`, read or to be read; "" means every article.

    Raises:
        QueryError: it cannot be read, or names a newspaper that the archive does not have; the error knows the place.
        UsageError: a filter names a newspaper, province or platform that the archive does not have.
    """
    question = text if isinstance(text, Question) else language.parse(text)
    notes = list(question.notes)
    listed = [wanted for part in question.words if (wanted := wanted_of(part)) is not None]
    mixed = [part for part in question.words if wanted_of(part) is None]
    found, others = None, [_condition(conn, part, question, notes) for part in mixed]
    wanted = joined(listed)
    if wanted is not None:
        query, meant = holding(conn.dialect.name, wanted)
        if meant:
            found = query
        else:
            others.append(Article.id.not_in(query))
    must = _must(conn, question, filters, notes)
    if any(
        isinstance(one, criteria.Dated) and one.what is criteria.Dating.PUBLISHED for one in asked(question, filters)
    ):
        notes.append(Note("undated"))
    told = in_words(question, filters)
    columns = Meant(conn, question, filters) if conn.dialect.name == "sqlite" else None
    return Selection(question, filters, found, tuple(others), must, told, tuple(dict.fromkeys(notes)), must, columns)


def asked(question: Question, filters: Filters) -> Iterator[criteria.Criterion]:
    """Every criterion that is part of a question, however it is joined."""
    yield from filters.criteria
    for part in question.parts:
        for leaf in leaves(part):
            if isinstance(leaf, Filter):
                yield leaf.criterion


def narrowing(question: Question, filters: Filters) -> Iterator[criteria.Criterion]:
    """The criteria that every article must fulfil: those of the options, and those of the query outside OR and NOT."""
    yield from filters.criteria
    yield from (part.criterion for part in question.parts if isinstance(part, Filter))


def in_words(question: Question, filters: Filters) -> str:
    """What is asked, as a sentence.

    >>> in_words(language.parse('"Đắk Nông" nong'), Filters.of(author="Lê Chi"))
    'articles that hold “đắk nông” with exactly these marks and “nong” with any marks; by Lê Chi'
    """
    told = "the query holds no word" if question.nothing else "all articles"
    if question.words:
        told = f"articles that hold {said(_joined(question.words))}"
    narrowed = [*map(criteria.in_words, filters.criteria), *map(said, question.filters)]
    return f"{told}; {', '.join(narrowed)}" if narrowed else told


def _joined(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else And(parts)


def _must(conn: Connection, question: Question, filters: Filters, notes: list[Note]) -> Conditions:
    """What the filters ask, those of the options and those of the query."""
    return (
        *(criteria.condition(conn, one, notes) for one in filters.criteria),
        *(_condition(conn, part, question, notes) for part in question.filters),
    )


def _condition(conn: Connection, node: Node, question: Question, notes: list[Note]) -> ColumnElement[bool]:
    """A part of a query as a condition on `article`."""
    wanted = wanted_of(node)
    if wanted is not None:
        query, meant = holding(conn.dialect.name, wanted)
        return Article.id.in_(query) if meant else Article.id.not_in(query)
    if isinstance(node, Filter):
        try:
            return criteria.condition(conn, node.criterion, notes)
        except UsageError as problem:
            raise QueryError(str(problem), question.text, node.start, node.end) from problem
    if isinstance(node, Not):  # what is unknown (no date) is not so
        inner = _condition(conn, node.what, question, notes)
        return not_(func.coalesce(inner, literal(False)))
    if isinstance(node, (And, Or)):
        told = [_condition(conn, child, question, notes) for child in node.of]
        return and_(*told) if isinstance(node, And) else or_(*told)
    raise AssertionError(node)  # words alone are wanted
