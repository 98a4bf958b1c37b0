"""How fast a host is asked: one request at a time, and a pause after each answer, shared by all crawls of a run."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

JITTER = 0.1  # of the delay, upward only: the gap is a floor
SLOW_DOWN = 0.25  # seconds: the least gap for a host that said "too many requests"


class Pace:
    """The turns of one host. The gap runs from the end of an answer to the next question, so it is never too short."""

    def __init__(self, delay: float, now: Callable[[], float] = monotonic) -> None:
        self.delay = delay  # seconds; raised by Crawl-delay and by "too many requests", never lowered
        self._lock = asyncio.Lock()
        self._answered_at = float("-inf")
        self._resting_until = float("-inf")
        self._now = now

    def wait(self) -> float:
        """Seconds until the next turn may begin, from what is known now."""
        gap = self.delay * (1 + random.uniform(0, JITTER))  # noqa: S311 - nothing secret
        return max(0.0, self._answered_at + gap - self._now(), self._resting_until - self._now())

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the host's next turn and hold it."""
        async with self._lock:
            wait = self.wait()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self._answered_at = self._now()

    def at_least(self, delay: float) -> None:
        """The host asks for a gap of `delay` seconds; it counts from the last answer on."""
        self.delay = max(self.delay, delay)

    def too_fast(self) -> None:
        """The host said "too many requests": half as fast for the rest of the run."""
        self.delay = max(SLOW_DOWN, self.delay * 2)

    def rest(self, seconds: float) -> None:
        """Ask nothing for so long."""
        self._resting_until = max(self._resting_until, self._now() + seconds)


class Paces:
    """The paces of all hosts that a run meets."""

    def __init__(self) -> None:
        self._paces: dict[str, Pace] = {}

    def of(self, host: str, delay: float = 0.0) -> Pace:
        """The pace of a host; at least `delay` seconds between two requests."""
        pace = self._paces.setdefault(host, Pace(delay))
        pace.at_least(delay)
        return pace
