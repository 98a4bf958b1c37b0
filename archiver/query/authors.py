"""The authors of the archive: the names in bylines, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from archiver.core.errors import UsageError
from archiver.core.text import clean, fold
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.storage.models import Article, Author, Byline

MOST = 1000  # of a page


@dataclass(frozen=True, slots=True)
class Writer:
    """A name in bylines; two persons of one name are one, one person of two names is two."""

    name: str
    articles: int  # whose latest revision names it


@dataclass(frozen=True, slots=True)
class Writers:
    """One page of names."""

    writers: tuple[Writer, ...]  # by name without marks
    following: str | None  # `after` of the next page; None where this is the last


def authors(
    engine: Engine, begins: str = "", *, after: str = "", limit: int = 100, seconds: float | None = None
) -> Writers:
    """Names of authors, and how many articles each has.

    Args:
        begins: how the name begins, with marks or without; "" for all.
        after: `following` of the page before.
        limit: names of a page, at most `MOST`.

    Raises:
        UsageError: another number of names.
        TooSlow: it took longer than it may.
    """
    if not 1 <= limit <= MOST:
        raise UsageError(f"limit {limit} is not between 1 and {MOST}")
    begin = fold(clean(begins))
    with snapshot(engine) as conn, patience(conn, seconds, "the list of authors"):
        binary = "C" if conn.dialect.name == "postgresql" else "BINARY"  # the same order on both engines
        folded, named = Author.folded.collate(binary), Author.name.collate(binary)
        statement = select(Author.id, Author.name, Author.folded).where(folded >= begin).order_by(folded, named)
        if after:
            at = fold(clean(after))
            statement = statement.where(folded >= at, (folded > at) | (named > after))
        rows = conn.execute(statement.limit(limit + 1)).all()
        found = [row for row in rows if row.folded.startswith(begin)]
        shown = found[:limit]
        counted = (
            select(Byline.author_id, func.count(Article.id.distinct()).label("number"))
            .join(Article, Article.revision_id == Byline.revision_id)
            .where(Byline.author_id.in_([row.id for row in shown]))
            .group_by(Byline.author_id)
        )
        numbers = {row.author_id: row.number for row in conn.execute(counted)}
    following = str(shown[-1].name) if len(found) > limit else None
    return Writers(tuple(Writer(row.name, numbers.get(row.id, 0)) for row in shown), following)
