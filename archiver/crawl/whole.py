"""An article that its site cuts into pages is asked for and kept as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from archiver.core.addresses import address_key
from archiver.core.parts import MOST_PARTS, join_parts
from archiver.crawl.patience import pause_before
from archiver.crawl.questions import Answer, Ask, Kept, Miss
from archiver.crawl.session import NewspaperCrawl
from archiver.crawl.settings import RETRY_TIMES
from archiver.storage.values import Purpose, Visit


class Whole:
    """Gathers the further parts of one newspaper's paged articles."""

    def __init__(
        self, crawl: NewspaperCrawl, send: Callable[[Ask], Awaitable[Answer]], check: Callable[[], None]
    ) -> None:
        self._crawl = crawl
        self._send = send
        self._check = check  # raises where the crawl is to end now

    async def join(self, first: Visit) -> Kept:
        """Ask for the further parts of an article, and keep it whole: the rows of its first part come last.

        Killed before that, the first part is asked for again; the others are evidence all the same.
        """
        assert first.extraction is not None
        found: list[Kept] = []
        following, missing = first.extraction.next_part, False
        seen = {address_key(first.fetch.url)}
        while following and address_key(following) not in seen and len(found) < MOST_PARTS:
            seen.add(address_key(following))
            part = await self._part(following)
            missing = part is None
            if part is None or part.visit.extraction is None:
                break
            found.append(part)
            following = part.visit.extraction.next_part
        texts = [part.visit.extraction for part in found if part.visit.extraction is not None]
        whole = join_parts(first.extraction, texts, missing=missing)
        visit = replace(first, extraction=whole, parts=tuple(part.outcome.evidence for part in found))
        return Kept(*await self._crawl.keep(visit))

    async def _part(self, url: str) -> Kept | None:
        """One further part; None where it cannot be had."""
        crawl = self._crawl
        rules = crawl.robots.get(url)
        if crawl.guard.refusal(url) or rules is None or not rules.allow(url):
            crawl.counts.refused += 1
            return None
        for attempt in range(RETRY_TIMES):
            if attempt:
                await asyncio.sleep(pause_before(attempt, crawl.delay))
            if self._crawl.session.stopping:
                self._check()
            answer = await self._send(Ask(url, Purpose.PART))
            if isinstance(answer, Kept) and answer.visit.reason is None and answer.visit.redirect_to is None:
                return answer
            again = answer.retryable if isinstance(answer, Miss) else _may_come_back(answer)
            crawl.counts.failures += isinstance(answer, Miss)
            if not again:
                break
        return None


def _may_come_back(answer: Answer) -> bool:
    """True where the same question may get another answer."""
    return isinstance(answer, Kept) and answer.visit.retry_at is not None
