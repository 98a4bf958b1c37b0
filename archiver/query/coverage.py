"""What the archive holds: the honest denominator that stands beside every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from archiver.core.record import iso
from archiver.core.values import VIETNAM
from archiver.query.columns import Columns
from archiver.storage.models import Article, Newspaper


@dataclass(frozen=True, slots=True)
class Coverage:
    """What lies in the archive; counts are of articles."""

    articles: int
    undated: int  # articles without a publication date that could be read; no date filter finds them
    gone: int | None  # articles that have disappeared since, part of `articles`; None where they were not counted
    first_published: datetime | None  # aware
    last_published: datetime | None
    newspapers: tuple[str, ...]  # names of those with an article

    def in_words(self) -> str:
        """One sentence for people.

        >>> Coverage(0, 0, 0, None, None, ()).in_words()
        'The archive holds no article.'
        """
        if not self.articles:
            return "The archive holds no article."
        said = (
            f"The archive holds {how_many(self.articles, 'article')} of {how_many(len(self.newspapers), 'newspaper')}"
        )
        if self.first_published is not None and self.last_published is not None:
            said += (
                f", published from {self.first_published.astimezone(VIETNAM):%Y-%m-%d}"
                f" to {self.last_published.astimezone(VIETNAM):%Y-%m-%d}"
            )
        if self.undated:
            said += f"; {self.undated:,} without a readable date"
        return said + "."

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "articles": self.articles,
            "undated": self.undated,
            "gone": self.gone,
            "first_published": iso(self.first_published),
            "last_published": iso(self.last_published),
            "newspapers": list(self.newspapers),
        }


def coverage(conn: Connection, *, gone: bool = True, columns: Columns | None = None) -> Coverage:
    """What the archive holds.

    Args:
        gone: count the articles that disappeared too; it takes a look at every row, all else is read from indexes.
        columns: of the same snapshot, where they are known: they are counted in their place.
    """
    if columns is not None:
        articles, undated = int(columns.every.sum()), columns.undated()
    else:
        articles = conn.scalar(select(func.count()).select_from(Article)) or 0
        undated = conn.scalar(select(func.count()).select_from(Article).where(Article.published_at.is_(None))) or 0
    disappeared = select(func.count()).select_from(Article).where(Article.gone_at.is_not(None))
    return Coverage(
        articles=articles,
        undated=undated,
        gone=conn.scalar(disappeared) or 0 if gone else None,
        first_published=conn.scalar(select(func.min(Article.published_at))),
        last_published=conn.scalar(select(func.max(Article.published_at))),
        newspapers=tuple(
            conn.scalars(
                select(Newspaper.name)
                .where(select(Article.id).where(Article.newspaper_id == Newspaper.id).exists())
                .order_by(Newspaper.name)
            )
        ),
    )


def how_many(count: int, what: str) -> str:
    """A number of things, in words.

    >>> how_many(1, "article"), how_many(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{count:,} {what}" + ("" if count == 1 else "s")
