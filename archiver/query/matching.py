"""Which articles a question means, counted and listed: the one place where words meet filters."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, false, func, select

from archiver.query.filters import Filters, Sort, conditions, newspapers
from archiver.storage.models import Article
from archiver.storage.search_index import MOST_TERMS, Term, matching, ranked, terms

# Two ways lead to the newest: fetch all that match and sort them, or walk all articles from the newest and ask of each
# whether it matches. Measured on SQLite (16,000 articles of 2 KB): 1.1 us for each match sorted, 60 us for each article
# asked, and one of articles / matches asked is a match. So walking is cheaper where matches^2 > 50 * limit * articles.
_PROBE_COST = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that a question means. Made by `select_articles`; asks on the connection that it is given."""

    wanted: tuple[Term, ...]  # words and phrases, all of which an article must hold; () any article
    nothing: bool  # something was asked for in which no word can be found: no article is meant
    papers: tuple[int, ...] | None  # row numbers of the newspapers that are meant; None: all
    rest: tuple[ColumnElement[bool], ...]  # of the other filters
    sort: Sort
    in_words: str  # what is asked, as a sentence
    notes: tuple[str, ...]  # what the asker should know

    def count(self, conn: Connection) -> int:
        """How many articles are meant."""
        if self.nothing:
            return 0
        if self.wanted and not self.must:
            found = matching(conn.dialect.name, self.wanted).subquery()
            return conn.scalar(select(func.count()).select_from(found)) or 0
        return conn.scalar(select(func.count()).select_from(Article).where(*self.conditions(conn))) or 0

    def first_ids(self, conn: Connection, limit: int, *, total: int) -> list[int]:
        """Row numbers of the first articles in the order asked for, at most `limit`.

        Args:
            total: what `count` says; it decides which way is the cheaper one.
        """
        if self.nothing or total == 0:
            return []
        if self.sort is Sort.RELEVANCE and self.wanted:
            return self._by_relevance(conn, limit)
        if self.sort is Sort.VIEWS:
            statement = select(Article.id).where(*self.conditions(conn))
            order = (Article.view_count.desc().nulls_last(), Article.id.desc())
            return list(conn.scalars(statement.order_by(*order).limit(limit)))
        return self._newest(conn, limit, total)

    def all_ids(self, conn: Connection) -> array[int]:
        """Row numbers of all articles that are meant, ascending; 8 bytes each."""
        if self.nothing:
            return array("q")
        statement = select(Article.id).where(*self.conditions(conn)).order_by(Article.id)
        return array("q", conn.scalars(statement, execution_options={"yield_per": 10_000}))

    @property
    def must(self) -> tuple[ColumnElement[bool], ...]:
        """What the filters ask of an article, without the words."""
        return self.rest if self.papers is None else (Article.newspaper_id.in_(self.papers), *self.rest)

    def conditions(self, conn: Connection) -> tuple[ColumnElement[bool], ...]:
        """What narrows a query on `article` to the articles that are meant."""
        if self.nothing:
            return (false(),)
        if self.wanted:
            return (Article.id.in_(matching(conn.dialect.name, self.wanted)), *self.must)
        return self.must

    def _newest(self, conn: Connection, limit: int, total: int) -> list[int]:
        """Those with a date first, newest first; then those without one, latest seen first. Never sorts the world."""
        statement = select(Article.id).where(
            *(self._walking(conn) if self._walks(conn, limit, total) else self.conditions(conn))
        )
        dated = statement.where(Article.published_at.is_not(None))
        found = list(conn.scalars(dated.order_by(Article.published_at.desc(), Article.id.desc()).limit(limit)))
        if len(found) < min(limit, total):
            undated = select(Article.id).where(*self.conditions(conn), Article.published_at.is_(None))
            found += conn.scalars(undated.order_by(Article.id.desc()).limit(limit - len(found)))
        return found

    def _walks(self, conn: Connection, limit: int, total: int) -> bool:
        """True where so many articles match that the newest of them are soon met; PostgreSQL decides for itself."""
        if conn.dialect.name != "sqlite" or not (self.wanted or self.papers):
            return False
        articles = conn.scalar(select(func.max(Article.id))) or 0
        return total * total > _PROBE_COST * limit * articles

    def _walking(self, conn: Connection) -> Iterator[ColumnElement[bool]]:
        """The same conditions, told so that SQLite can only walk along the dates and ask each article."""
        if self.wanted:
            probe = matching(conn.dialect.name, self.wanted)
            yield probe.where(probe.selected_columns.article_id == Article.id).correlate(Article).exists()
        if self.papers is not None:
            yield (Article.newspaper_id + 0).in_(self.papers)  # + 0: not by the index of newspapers
        yield from self.rest

    def _by_relevance(self, conn: Connection, limit: int) -> list[int]:
        found = ranked(conn.dialect.name, self.wanted)
        if not self.must and conn.dialect.name == "sqlite":
            best = found.order_by(found.selected_columns.score.desc()).limit(limit)
            return [row.article_id for row in conn.execute(best)]
        scored = found.subquery()
        statement = select(Article.id).join(scored, scored.c.article_id == Article.id).where(*self.must)
        return list(conn.scalars(statement.order_by(scored.c.score.desc(), Article.id.desc()).limit(limit)))


def select_articles(conn: Connection, text: str, filters: Filters) -> Selection:
    """The articles that words and filters mean.

    Args:
        text: words, all of which an article must hold, and "phrases"; with marks exactly, without marks any. "" means
            every article. No text is an error: what is no word is passed over.

    Raises:
        UsageError: the archive has no newspaper or province of that name.
    """
    wanted = terms(text)
    papers = newspapers(conn, filters)
    rest, notes = conditions(conn, filters)
    nothing = bool(text.strip()) and not wanted
    if nothing:
        notes.append("The query holds no word that could be looked for.")
    if len(wanted) == MOST_TERMS:
        notes.append(f"Only the first {MOST_TERMS} words of the query were looked for.")
    if filters.since is not None or filters.until is not None:
        notes.append("Articles whose publication date could not be read are left out.")
    said = in_words(wanted, filters, nothing=nothing)
    return Selection(wanted, nothing, papers, tuple(rest), filters.sort, said, tuple(notes))


def in_words(wanted: Sequence[Term], filters: Filters, *, nothing: bool = False) -> str:
    """What is asked, as a sentence; `nothing` where something was, in which no word can be found.

    >>> in_words(terms('"Đắk Nông" nong'), Filters.of(province="Lâm Đồng"))
    'articles that hold “đắk nông” with exactly these marks and “nong” with any marks; of the province Lâm Đồng'
    """
    said = "the query holds no word" if nothing else "all articles"
    if wanted:
        said = "articles that hold " + " and ".join(_term_in_words(term) for term in wanted)
    narrowed = filters.in_words()
    return f"{said}; {narrowed}" if narrowed else said


def _term_in_words(term: Term) -> str:
    words = [exact or folded for exact, folded in zip(term.exact, term.folded, strict=True)]
    how = "with any marks"
    if None not in term.exact:
        how = "with exactly these marks"
    elif any(term.exact):
        how = "with exactly these marks where there are any"
    return f"“{' '.join(words)}” {how}"
