"""How fast articles are read: their view counts an hour, a day, a week and a month after publication.

A count is what the newspaper claims, and our own fetches are part of it. Between two counts the views are taken to come
evenly; at publication there are none. Where no count was read after a moment, nothing is said of that moment, and where
the day alone of publication is known, nothing of the first day.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from archiver.core.values import VIETNAM, Precision
from archiver.query.filters import Filters
from archiver.query.matching import narrowing, select_articles
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.query.scope import Scope, gap_reasons, scope
from archiver.query.trends import PATIENCE
from archiver.storage.models import Article, Newspaper, Observation, Revision

HORIZONS: dict[str, timedelta] = {
    "1 h": timedelta(hours=1),
    "1 d": timedelta(days=1),
    "7 d": timedelta(days=7),
    "30 d": timedelta(days=30),
}
_BATCH = 500
_FINE = (Precision.SECOND, Precision.MINUTE, Precision.HOUR)


@dataclass(frozen=True, slots=True)
class Curve:
    """The views of one article."""

    id: str
    views: dict[str, int | None]  # horizon -> views by then; None where no count tells
    counts: int  # counts that were read
    own_fetches: int  # our own, before the last of them: part of the newspaper's number
    gap: str | None = None  # why other articles of its newspaper and day may be unknown


@dataclass(frozen=True, slots=True)
class Level:
    """The views of a set of articles by one horizon."""

    horizon: str
    articles: int  # of which it is known
    lower: float | None  # a quarter of them have fewer views; None where fewer than two are known
    median: float | None
    upper: float | None  # a quarter have more


@dataclass(frozen=True, slots=True)
class Attention:
    """How a set of articles was read."""

    in_words: str
    articles: int  # that match and have a publication date
    levels: tuple[Level, ...]
    curves: tuple[Curve, ...]  # of those with a view count, in the order in which the archive took them up
    scope: Scope  # what the archive holds of exactly these newspapers and days

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "in_words": self.in_words,
            "articles": self.articles,
            "with_counts": len(self.curves),
            "covers": self.scope.as_json(),
            "levels": [
                {"horizon": one.horizon, "articles": one.articles}
                | {"lower": one.lower, "median": one.median, "upper": one.upper}
                for one in self.levels
            ],
            "curves": [
                {"id": one.id, "views": one.views, "counts": one.counts, "own_fetches": one.own_fetches, "gap": one.gap}
                for one in self.curves
            ],
        }


def attention(
    engine: Engine, text: str, filters: Filters | None = None, *, seconds: float | None = PATIENCE
) -> Attention:
    """How the articles of a question were read after they were published.

    Raises:
        QueryError, UsageError: as of a search.
        TooSlow: it took longer than it may.
    """
    filters = filters or Filters()
    with snapshot(engine) as conn, patience(conn, seconds, "the curves"):
        selection = select_articles(conn, text, filters)
        rows = conn.execute(
            select(Article.id, Article.public_id, Article.published_at, Revision.published_precision, Newspaper.name)
            .join(Newspaper, Newspaper.id == Article.newspaper_id)
            .join(Revision, Revision.id == Article.revision_id)
            .where(*selection.conditions, Article.published_at.is_not(None))
            .order_by(Article.id)
        ).all()
        curves = _curves(conn, rows, gap_reasons(conn))
        held = scope(conn, narrowing(selection.question, filters), days=False)
    levels = [_level(name, [curve.views[name] for curve in curves]) for name in HORIZONS]
    return Attention(selection.in_words, len(rows), tuple(levels), tuple(curves), held)


def _curves(conn: Connection, rows: Sequence[Any], gaps: Mapping[tuple[str, date], str]) -> list[Curve]:
    found = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        observed = conn.execute(
            select(
                Observation.article_id, Observation.observed_at, Observation.view_count, Observation.own_fetches_before
            )
            .where(Observation.article_id.in_([row.id for row in batch]), Observation.view_count.is_not(None))
            .order_by(Observation.observed_at, Observation.capture_id)
        ).all()
        counts: dict[int, list[Any]] = {}
        for row in observed:
            counts.setdefault(row.article_id, []).append(row)
        for row in batch:
            if row.id in counts:
                mine = counts[row.id]
                points = [(one.observed_at, one.view_count) for one in mine]
                fine = row.published_precision in _FINE
                views = {
                    name: views_by(row.published_at, points, after) if fine or after > timedelta(days=1) else None
                    for name, after in HORIZONS.items()
                }
                gap = gaps.get((row.name, row.published_at.astimezone(VIETNAM).date()))
                found.append(Curve(row.public_id, views, len(mine), mine[-1].own_fetches_before, gap))
    return found


def views_by(published: datetime, points: Sequence[tuple[datetime, int]], after: timedelta) -> int | None:
    """The views of an article by a time after its publication; None where no count was read then or later.

    Args:
        points: moments and counts, oldest first.

    >>> start = datetime(2022, 3, 29)
    >>> views_by(start, [(start + timedelta(hours=2), 100)], timedelta(hours=1))
    50
    """
    at = published + after
    before: tuple[datetime, int] = (published, 0)
    for moment, count in points:
        if moment <= published:
            continue  # seen before it says that it was published: no part of the curve
        if moment >= at:
            span = (moment - before[0]) / timedelta(seconds=1)
            part = ((at - before[0]) / timedelta(seconds=1)) / span if span else 1.0
            return round(before[1] + (count - before[1]) * part)
        before = moment, count
    return None


def _level(name: str, values: Sequence[int | None]) -> Level:
    known = sorted(value for value in values if value is not None)
    if not known:
        return Level(name, 0, None, None, None)
    if len(known) == 1:
        return Level(name, 1, None, float(known[0]), None)
    lower, median, upper = statistics.quantiles(known, n=4, method="inclusive")
    return Level(name, len(known), lower, median, upper)
