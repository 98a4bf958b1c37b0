"""When texts are compared with those of other newspapers: in short pieces beside the writing, no visit fails by it."""

from __future__ import annotations

import logging
from collections import Counter

from sqlalchemy import Engine

from archiver.config import Clock
from archiver.core.errors import ArchiverError
from archiver.storage import reprints
from archiver.storage.database import errors_told

CLOSING = 5.0  # seconds of comparing texts at the end of a crawl: those of other newspapers wait for them
_log = logging.getLogger(__name__)


class Comparer:
    """Finds the reprints among the texts that are due, each group of them in a transaction of its own."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.uncompared: Counter[str] = Counter()  # why texts could not be compared, how often: they stay due
        self._new_texts = 0  # since texts were compared
        self._refreshed = False  # this version compares as the rows were compared

    def compare(self, *, seconds: float | None = None) -> None:
        """Find the reprints among the texts that are due; see `storage.reprints`. Killed, the next run goes on.

        Args:
            seconds: after which no further group of texts is begun: 0 for one group, None for all that are due.
        """
        self._new_texts = 0
        end = None if seconds is None else self._clock.monotonic() + seconds
        with errors_told(self._engine):
            if not self._refreshed:
                with self._engine.begin() as conn:
                    reprints.refresh(conn)
                self._refreshed = True
            done, late = reprints.GROUP, False
            while done == reprints.GROUP and not late:
                with self._engine.begin() as conn:
                    done = reprints.settle(conn)
                late = end is not None and self._clock.monotonic() >= end

    def after_visits(self, new_texts: int) -> None:
        """Compare one group of texts where visits that are committed have brought that many since the last one."""
        self._new_texts += new_texts
        if self._new_texts >= reprints.GROUP:
            self._compare_some(0.0)

    def at_end(self) -> None:
        """Compare for some seconds what is due at the end of a crawl or an import."""
        self._compare_some(CLOSING)

    def _compare_some(self, seconds: float) -> None:
        """What fails here fails no visit and no crawl, for they are committed already."""
        try:
            self.compare(seconds=seconds)
        except Exception as problem:  # noqa: BLE001 - counted, logged, told at the end of the run
            bug = "" if isinstance(problem, ArchiverError) else f"a bug: {type(problem).__name__}: "
            self.uncompared[" ".join(f"{bug}{problem}".split())] += 1
            _log.log(logging.ERROR if bug else logging.INFO, "texts stay uncompared", exc_info=True)
