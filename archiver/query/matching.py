"""Which articles a question means, counted and listed: the one place where words meet filters."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, literal, not_, or_, select

from archiver.core.errors import QueryError, UsageError
from archiver.query import criteria, language
from archiver.query.filters import Filters, Sort
from archiver.query.language import And, Filter, Node, Not, Or, Question
from archiver.storage.models import Article, Revision
from archiver.storage.search_terms import holding, joined

# Two ways lead to the newest: fetch all that match and sort them, or walk all articles from the newest and ask of each
# whether it matches. Measured on SQLite (16,000 articles of 2 KB): 1.1 us for each match sorted, 60 us for each article
# asked, and one of articles / matches asked is a match. So walking is cheaper where matches^2 > 50 * limit * articles.
_PROBE_COST = 50

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that a question means. Made by `select_articles`; asks on the connection that it is given."""

    question: Question
    filters: Filters
    found: Select[tuple[int]] | None  # the row numbers of those with the words; None where no index can list them
    others: Conditions  # what is asked of words beside `found`
    must: Conditions  # what the filters ask, without the words: the denominator
    walking: Callable[[], Conditions]  # the same as `must`, told so that SQLite walks along the dates
    in_words: str  # what is asked, as a sentence
    notes: tuple[str, ...]  # what the asker should know

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

    def count(self, conn: Connection) -> int:
        """How many articles are meant."""
        if self.nothing:
            return 0
        if self.found is not None and not self.others and not self.must:
            return conn.scalar(select(func.count()).select_from(self.found.subquery())) or 0
        return conn.scalar(select(func.count()).select_from(Article).where(*self.conditions)) or 0

    def first_ids(self, conn: Connection, limit: int, *, total: int) -> list[int]:
        """Row numbers of the first articles in the order asked for, at most `limit`; relevance is `ranking`'s matter.

        Args:
            total: what `count` says; it decides which way is the cheaper one.
        """
        if self.nothing or total == 0:
            return []
        statement = select(Article.id).where(*self.conditions)
        if self.filters.sort is Sort.VIEWS:
            return list(
                conn.scalars(statement.order_by(Article.view_count.desc().nulls_last(), Article.id.desc()).limit(limit))
            )
        if self.filters.sort is Sort.EDITS:
            edits = select(func.max(Revision.number)).where(Revision.article_id == Article.id).correlate(Article)
            return list(
                conn.scalars(statement.order_by(edits.scalar_subquery().desc(), Article.id.desc()).limit(limit))
            )
        return self._newest(conn, limit, total)

    def all_ids(self, conn: Connection) -> array[int]:
        """Row numbers of all articles that are meant, ascending; 8 bytes each."""
        if self.nothing:
            return array("q")
        statement = select(Article.id).where(*self.conditions).order_by(Article.id)
        return array("q", conn.scalars(statement, execution_options={"yield_per": 10_000}))

    def _newest(self, conn: Connection, limit: int, total: int) -> list[int]:
        """Those with a date first, newest first; then those without one, latest seen first. Never sorts the world."""
        walks = self._walks(conn, limit, total)
        statement = select(Article.id).where(*(self._along_dates() if walks else self.conditions))
        dated = statement.where(Article.published_at.is_not(None))
        found = list(conn.scalars(dated.order_by(Article.published_at.desc(), Article.id.desc()).limit(limit)))
        if len(found) < min(limit, total):
            undated = select(Article.id).where(*self.conditions, Article.published_at.is_(None))
            found += conn.scalars(undated.order_by(Article.id.desc()).limit(limit - len(found)))
        return found

    def _walks(self, conn: Connection, limit: int, total: int) -> bool:
        """True where so many articles match that the newest of them are soon met; PostgreSQL decides for itself."""
        if conn.dialect.name != "sqlite" or not (self.found is not None or self.must):
            return False
        articles = conn.scalar(select(func.max(Article.id))) or 0
        return total * total > _PROBE_COST * limit * articles

    def _along_dates(self) -> Iterator[ColumnElement[bool]]:
        """The same conditions, told so that SQLite can only walk along the dates and ask each article."""
        if self.found is not None:
            yield self.found.where(self.found.selected_columns.article_id == Article.id).correlate(Article).exists()
        yield from self.others
        yield from self.walking()


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
    listed = [wanted for part in question.words if (wanted := language.wanted_of(part)) is not None]
    mixed = [part for part in question.words if language.wanted_of(part) is None]
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
        notes.append("Articles whose publication date could not be read are left out.")
    walking = partial(_must, conn, question, filters, [], by_index=False)
    said = in_words(question, filters)
    return Selection(question, filters, found, tuple(others), must, walking, said, tuple(dict.fromkeys(notes)))


def asked(question: Question, filters: Filters) -> Iterator[criteria.Criterion]:
    """Every criterion that is part of a question, however it is joined."""
    yield from filters.criteria
    for part in question.parts:
        for leaf in language.leaves(part):
            if isinstance(leaf, Filter):
                yield leaf.criterion


def in_words(question: Question, filters: Filters) -> str:
    """What is asked, as a sentence.

    >>> in_words(language.parse('"Đắk Nông" nong'), Filters.of(author="Lê Chi"))
    'articles that hold “đắk nông” with exactly these marks and “nong” with any marks; by Lê Chi'
    """
    said = "the query holds no word" if question.nothing else "all articles"
    if question.words:
        said = f"articles that hold {language.said(_joined(question.words))}"
    narrowed = [*map(criteria.in_words, filters.criteria), *map(language.said, question.filters)]
    return f"{said}; {', '.join(narrowed)}" if narrowed else said


def _joined(parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else And(parts)


def _must(
    conn: Connection, question: Question, filters: Filters, notes: list[str], *, by_index: bool = True
) -> Conditions:
    """What the filters ask, those of the options and those of the query."""
    return (
        *(criteria.condition(conn, one, notes, by_index=by_index) for one in filters.criteria),
        *(_condition(conn, part, question, notes, by_index=by_index) for part in question.filters),
    )


def _condition(
    conn: Connection, node: Node, question: Question, notes: list[str], *, by_index: bool = True
) -> ColumnElement[bool]:
    """A part of a query as a condition on `article`."""
    wanted = language.wanted_of(node)
    if wanted is not None:
        query, meant = holding(conn.dialect.name, wanted)
        return Article.id.in_(query) if meant else Article.id.not_in(query)
    if isinstance(node, Filter):
        try:
            return criteria.condition(conn, node.criterion, notes, by_index=by_index)
        except UsageError as problem:
            raise QueryError(str(problem), question.text, node.start, node.end) from problem
    if isinstance(node, Not):  # what is unknown (no date) is not so
        inner = _condition(conn, node.what, question, notes, by_index=by_index)
        return not_(func.coalesce(inner, literal(False)))
    if isinstance(node, (And, Or)):
        told = [_condition(conn, child, question, notes, by_index=by_index) for child in node.of]
        return and_(*told) if isinstance(node, And) else or_(*told)
    raise AssertionError(node)  # words alone are wanted
