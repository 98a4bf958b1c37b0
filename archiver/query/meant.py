"""The articles that a question means, as columns: found, counted and put in order without asking for each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, select

from archiver.core.text import clean, fold
from archiver.query import criteria
from archiver.query.columns import Columns, Mask
from archiver.query.criteria import Criterion, Dated, Dating, Named, Naming, State, Stated
from archiver.query.filters import Filters
from archiver.query.nodes import And, Filter, Node, Not, Or, Question, wanted_of
from archiver.storage.models import Article, Author, Revision
from archiver.storage.search_runs import NEVER, RUN, spans
from archiver.storage.search_terms import Wanted

_FIRST = 2  # runs of articles that are looked at first for the newest
_MORE = 4  # times as many are looked at next where too few of them match
_MOST = 40  # runs; beyond, all are looked at


class Meant:
    """The articles that one question means, in one snapshot of SQLite. Nothing is read before it is asked for."""

    def __init__(self, conn: Connection, question: Question, filters: Filters, newest: int | None = None) -> None:
        self._conn = conn
        self._newest = newest  # the row number of the latest article that is meant; None for no end
        self._question = question
        self._filters = filters
        self._columns: Columns | None = None
        self._within: Mask | None = None
        self._every: Mask | None = None
        self._known: dict[Criterion, Mask] = {}

    @property
    def columns(self) -> Columns:
        """All articles of the snapshot."""
        if self._columns is None:
            self._columns = Columns(self._conn)
        return self._columns

    @property
    def within(self) -> Mask:
        """Those that the filters leave, words or not."""
        if self._within is None:
            found = self.columns.every.copy()
            for one in self._filters.criteria:
                found = found & self._criterion(one)
            for part in self._question.filters:
                found = found & self._node(part, 0, self.columns.size)
            if self._newest is not None:
                found[max(0, self._newest + 1) :] = False
            self._within = found
        return self._within

    @property
    def every(self) -> Mask:
        """All that are meant."""
        if self._every is None:
            self._every = self._with_words(0, self.columns.size)
        return self._every

    def up_to(self, newest: int) -> Meant:
        """Those of them that were taken up until the article of this row number."""
        return Meant(self._conn, self._question, self._filters, newest)

    def behind(self, moment: int | None, last: int, limit: int) -> list[int]:
        """Row numbers of the first that come behind an article when the newest come first.

        Args:
            moment: when that article was published, microseconds since 1970; None where that is not known.
            last: its row number.
        """
        columns, value = self.columns, NEVER if moment is None else moment
        earlier = columns.published < value
        same = columns.published == value
        same[last:] = False
        return columns.newest(self.every & (earlier | same), limit)

    def newest(self, limit: int) -> list[int]:
        """Row numbers of the first, published last, those without a date behind them: few are asked for their words."""
        columns = self.columns
        if self._every is None and self._question.words and columns.size > _FIRST * RUN:
            moments = np.where(self.within, columns.published, NEVER)
            latest = moments.reshape(-1, RUN).max(axis=1)  # of each run of articles
            order = np.argsort(latest, kind="stable")[::-1]
            found = np.zeros(columns.size, np.bool_)
            seen, looked = 0, _FIRST
            while looked <= min(_MOST, len(order) - 1):
                for first, end in spans(sorted(int(run) for run in order[seen:looked])):
                    found[first:end] = self._with_words(first, end)
                sure = found & (moments > latest[order[looked]])  # no run that was not looked at has a newer one
                if int(sure.sum()) >= limit:
                    return columns.newest(sure, limit)
                seen, looked = looked, looked * _MORE
        return columns.newest(self.every, limit)

    def latest(self, wanted: Wanted | None, limit: int) -> list[int]:
        """Row numbers of those taken up last, latest first.

        Args:
            wanted: words that they must hold too; looked for among the latest `_MOST` runs of articles alone.
        """
        found: list[int] = []
        columns, end, size = self.columns, self.columns.size, _FIRST * RUN
        last = 0 if wanted is None else max(0, end - _MOST * RUN)
        while end > last and len(found) < limit:
            first = max(0, end - size)
            few = self._every is None and columns.size - end < _MOST * RUN
            meant = self._with_words(first, end) if few else self.every[first:end]
            if wanted is not None and meant.any():
                meant = meant & columns.holding(wanted, first, end)
            found += [first + int(place) for place in np.flatnonzero(meant)[::-1]]
            end, size = first, size * _MORE
        return found[:limit]

    def _with_words(self, first: int, end: int) -> Mask:
        found = self.within[first:end]
        for part in self._question.words:
            if not found.any():
                break
            found = found & self._node(part, first, end)
        return found

    def _node(self, node: Node, first: int, end: int) -> Mask:
        wanted = wanted_of(node)
        if wanted is not None:
            return self.columns.holding(wanted, first, end)
        if isinstance(node, Filter):
            return self._criterion(node.criterion)[first:end]
        if isinstance(node, Not):  # what is unknown (no date) is not so
            return self.columns.every[first:end] & ~self._node(node.what, first, end)
        assert isinstance(node, (And, Or))  # words alone are wanted
        parts: Sequence[Mask] = [self._node(child, first, end) for child in node.of]
        join = np.logical_and if isinstance(node, And) else np.logical_or
        return np.asarray(join.reduce(parts))

    def _criterion(self, criterion: Criterion) -> Mask:
        if criterion not in self._known:
            self._known[criterion] = self._asked(criterion)
        return self._known[criterion]

    def _asked(self, criterion: Criterion) -> Mask:
        """What fulfils a criterion: told by the columns where they know it, else by the database."""
        columns, conn = self.columns, self._conn
        if isinstance(criterion, Dated) and criterion.what is Dating.PUBLISHED:
            return columns.between(criterion.since, criterion.until)
        if isinstance(criterion, Named) and criterion.what in (Naming.NEWSPAPER, Naming.PLATFORM):
            return np.isin(columns.newspaper, criteria.newspaper_ids(conn, criterion))
        if isinstance(criterion, Named) and criterion.what is Naming.SECTION:
            known = columns.spread.sections
            same = [key for key, name in known.items() if _named(criterion, name)]
            return np.isin(columns.spread.section, same)
        if isinstance(criterion, Named) and criterion.what is Naming.AUTHOR:
            spread = columns.spread
            alike = select(Author.id, Author.name).where(
                Author.folded.in_([fold(clean(one)) for one in criterion.names])
            )
            same = [key for key, name in conn.execute(alike) if _named(criterion, name)]
            return columns.mask(spread.author_of[np.isin(spread.author, same)])
        if isinstance(criterion, Stated) and criterion.what is State.EDITED:
            edited = columns.mask(conn.scalars(select(Revision.article_id).where(Revision.number == 2)))
            return edited if criterion.so else columns.every & ~edited
        if isinstance(criterion, Stated) and not criterion.so:  # the fewer are asked for
            return columns.every & ~self._criterion(Stated(criterion.what, True))
        return columns.mask(conn.scalars(select(Article.id).where(criteria.condition(conn, criterion))))


def _named(criterion: Named, name: str) -> bool:
    return any(criteria.same_name(asked, name) for asked in criterion.names)
