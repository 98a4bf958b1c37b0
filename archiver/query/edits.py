"""What newspapers changed without a word, and what they took away: a list, and a rate of what could be seen.

An edit is silent where the page shows no date of change, or the one it showed before. It can only be seen where an
article was fetched again, a disappearance where it was asked for again: these are the denominators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, or_, select
from sqlalchemy.orm import aliased

from archiver.core.record import iso
from archiver.query.diffs import changes
from archiver.query.filters import Filters
from archiver.query.matching import Selection, narrowing, select_articles
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.query.scope import Scope, scope
from archiver.query.trends import PATIENCE
from archiver.storage.models import Article, Revision

_SHOWN = ("title", "lead", "byline_raw", "published_raw", "section", "body_text")


@dataclass(frozen=True, slots=True)
class Edit:
    """One revision that differs from the one before it."""

    id: str
    number: int  # of the revision
    seen_at: datetime  # when we first saw it: it was edited between the fetch before and this
    title: str
    fields: tuple[str, ...]  # that differ
    silent: bool  # the page says nothing of a change


@dataclass(frozen=True, slots=True)
class Disappearance:
    """An article that is no longer where it was."""

    id: str
    gone_at: datetime
    reason: str
    title: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Edits and disappearances of a set of articles."""

    in_words: str
    articles: int
    looked_again: int  # articles that were fetched, or asked for, more than once: of which a change could be seen
    edited: int  # articles with an edit
    silently: int  # articles with a silent edit
    gone: int
    edits: tuple[Edit, ...]  # latest first, at most `limit`
    disappearances: tuple[Disappearance, ...]  # latest first, at most `limit`
    scope: Scope  # what the archive holds of exactly these newspapers and days

    def rate(self, what: str) -> float | None:
        """`edited`, `silently` or `gone` as a share of the articles that were looked at again; None where none was."""
        return float(getattr(self, what)) / self.looked_again if self.looked_again else None

    def in_sentence(self) -> str:
        """The rates in a sentence."""
        shares = ", ".join(
            f"{getattr(self, what):,} {said}" + (f" ({self.rate(what):.1%})" if self.looked_again else "")
            for what, said in (("edited", "edited"), ("silently", "edited without a word"), ("gone", "gone"))
        )
        return f"Of {self.articles:,} articles {self.looked_again:,} were looked at again; of these {shares}."

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "in_words": self.in_words,
            "statement": self.in_sentence(),
            "covers": self.scope.as_json(),
            "articles": self.articles,
            "looked_again": self.looked_again,
            **{what: getattr(self, what) for what in ("edited", "silently", "gone")},
            "rates": {what: self.rate(what) for what in ("edited", "silently", "gone")},
            "edits": [
                {"id": one.id, "number": one.number, "seen_at": iso(one.seen_at), "title": one.title}
                | {"fields": list(one.fields), "silent": one.silent}
                for one in self.edits
            ],
            "disappearances": [
                {"id": one.id, "gone_at": iso(one.gone_at), "reason": one.reason, "title": one.title}
                | {"published_at": iso(one.published_at)}
                for one in self.disappearances
            ],
        }


def edits(
    engine: Engine,
    text: str = "",
    filters: Filters | None = None,
    *,
    limit: int = 100,
    seconds: float | None = PATIENCE,
) -> Changes:
    """What changed and what disappeared among the articles of a question.

    Args:
        limit: edits and disappearances listed, of each; all are counted.

    Raises:
        QueryError, UsageError: as of a search.
        TooSlow: it took longer than it may.
    """
    filters = filters or Filters()
    older = aliased(Revision)
    quiet = or_(Revision.updated_at.is_(None), Revision.updated_at == older.updated_at)
    with snapshot(engine) as conn, patience(conn, seconds, "the list of edits"):
        selection = select_articles(conn, text, filters)
        pairs = (
            select(Article.public_id, Revision, older, quiet.label("silent"))
            .join(Revision, Revision.article_id == Article.id)
            .join(older, (older.article_id == Article.id) & (older.number == Revision.number - 1))
            .where(*selection.conditions)
        )
        again = or_(Article.last_seen_at > Article.first_seen_at, Article.gone_at.is_not(None))
        listed = conn.execute(
            pairs.with_only_columns(
                Article.public_id,
                Revision.number,
                Revision.seen_at,
                quiet.label("silent"),
                *(getattr(Revision, name) for name in _SHOWN),
                *(getattr(older, name).label(f"older_{name}") for name in _SHOWN),
            )
            .order_by(Revision.seen_at.desc(), Revision.id.desc())
            .limit(limit)
        ).mappings()
        articles = func.count(Article.id.distinct())
        return Changes(
            selection.in_words,
            selection.count(conn),
            conn.scalar(select(func.count()).select_from(Article).where(*selection.conditions, again)) or 0,
            conn.scalar(pairs.with_only_columns(articles)) or 0,
            conn.scalar(pairs.with_only_columns(articles).where(quiet)) or 0,
            conn.scalar(select(func.count()).select_from(Article).where(*selection.conditions, _GONE)) or 0,
            tuple(_edit(row) for row in listed),
            _disappearances(conn, selection, limit),
            scope(conn, narrowing(selection.question, filters), days=False),
        )


_GONE = Article.gone_at.is_not(None)


def _edit(row: Mapping[Any, Any]) -> Edit:
    older = {name: row[f"older_{name}"] for name in _SHOWN}
    fields = tuple(change.field for change in changes(older, {name: row[name] for name in _SHOWN}))
    return Edit(row["public_id"], row["number"], row["seen_at"], row["title"], fields, bool(row["silent"]))


def _disappearances(conn: Connection, selection: Selection, limit: int) -> tuple[Disappearance, ...]:
    rows = conn.execute(
        select(Article.public_id, Article.gone_at, Article.gone_reason, Article.published_at, Revision.title)
        .outerjoin(Revision, Revision.id == Article.revision_id)
        .where(*selection.conditions, _GONE)
        .order_by(Article.gone_at.desc(), Article.id.desc())
        .limit(limit)
    )
    return tuple(
        Disappearance(row.public_id, row.gone_at, row.gone_reason or "", row.title or "", row.published_at)
        for row in rows
    )
