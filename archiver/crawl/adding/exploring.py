"""Asks a site that nobody has described yet, as politely as a crawl and by its own fetching: forty requests at most."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from archiver.config import Config
from archiver.core.newspaper import Newspaper
from archiver.crawl.apart import crawl_apart
from archiver.crawl.driver import Driver
from archiver.crawl.monitors import is_wall
from archiver.crawl.patience import pause_before
from archiver.crawl.questions import Answer, Ask, Kept, Miss
from archiver.crawl.robots import Rules
from archiver.crawl.session import CrawlRequest, NewspaperCrawl
from archiver.crawl.settings import REDIRECT_MAX_TIMES
from archiver.storage.values import CrawlState, Found, Leased, Purpose, Visit

BUDGET = 40  # requests, robots.txt, redirects and failures counted
NO_ARTICLE = r"(?!)"  # matches nothing: what an article's address looks like is what we want to learn
Send = Callable[[Ask], Awaitable[Answer]]
Plan = Callable[["Explorer"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Exploration:
    """How an exploration ended."""

    state: str  # storage.values.CrawlState
    reason: str | None
    requests: int
    answered: bool  # any host ever answered


class _Spent(Exception):  # noqa: N818 - not an error
    """No request is left."""


class Explorer(Driver):
    """Leads a crawl by a plan instead of a frontier; robots.txt, guard, pace and patience are the crawl's own."""

    def __init__(self, crawl: NewspaperCrawl, send: Send, plan: Plan, watch: Callable[[str], None]) -> None:
        super().__init__(crawl, self._counted)
        self._wire = send
        self._plan = plan
        self._watch = watch
        self.requests = 0
        self.crawl = crawl

    @property
    def left(self) -> int:
        """Requests that may still be made."""
        return BUDGET - self.requests

    async def explore(self) -> None:
        """Follow the plan to its end, or until no request is left."""
        await self._remember_patience(self.crawl.newspaper.home, self._session.now())
        with suppress(_Spent):
            await self._plan(self)
        self.crawl.end(CrawlState.FINISHED)

    async def _begin(self) -> None:
        await self.explore()

    async def _next(self) -> Leased | None:
        return None

    def _conclude(self) -> None:
        self.crawl.end(CrawlState.FINISHED)

    def rules(self, url: str) -> Rules | None:
        """What robots.txt of a host says, None where it was not asked."""
        return self.crawl.robots.get(url)

    async def ask(self, url: str, purpose: Purpose) -> Visit | None:
        """The answer at an address, redirects within the site followed.

        Returns:
            The last visit of the chain, also where it is a failure (`reason` says why); None where nothing came or
            nothing was asked: robots.txt or the guard said no.
        """
        for _ in range(REDIRECT_MAX_TIMES + 1):
            visit = await self._ask_once(url, purpose)
            if visit is None or visit.redirect_to is None:
                return visit
            url = visit.redirect_to
        return None

    async def _ask_once(self, url: str, purpose: Purpose) -> Visit | None:
        leased = await self._address(url, purpose)
        for attempt in (1, 2):
            self._check_limits()
            if leased is None or not await self._may_ask(leased):
                return None
            self._watch(url)
            answer = await self._send(Ask(leased.url, purpose, leased))
            if isinstance(answer, Kept) and answer.visit.retry_at is None:
                self._walls = self._failures = 0
                self._good += answer.visit.redirect_to is None and answer.visit.reason is None
                return answer.visit
            self._later.clear()
            await self._learn(leased, answer)  # patience, walls, a host that is not there: may end it all
            if isinstance(answer, Miss) and not answer.retryable:
                return None
            if isinstance(answer, Kept) and (attempt == 2 or is_wall(answer.visit)):
                return answer.visit
            if attempt == 1:
                await asyncio.sleep(pause_before(1, self.crawl.delay))
        return None

    async def _address(self, url: str, purpose: Purpose) -> Leased | None:
        now, recorder = self._session.now(), self._session.recorder
        await self._session.call(recorder.add, self.crawl.newspaper_id, [Found(url, purpose, "adding", 0, now)], now)
        return await self._leased_at(url)

    async def _counted(self, ask: Ask) -> Answer:
        if self.left <= 0:
            raise _Spent
        self.requests += 1
        return await self._wire(ask)


def explore(config: Config, newspaper: Newspaper, plan: Plan, watch: Callable[[str], None]) -> Exploration:
    """Follow a plan at a newspaper's site; nothing of it enters the archive: what is kept is thrown away at the end.

    Args:
        config: how polite to be.
        newspaper: name, domains and home; no address of it is an article's yet.
        plan: what to ask.
        watch: told each address before it is asked for.

    Raises:
        ConfigurationError: a real host would be asked without a contact.
    """
    explorers: list[Explorer] = []

    def course(crawl: NewspaperCrawl, send: Send) -> Explorer:
        explorers.append(Explorer(crawl, send, plan, watch))
        return explorers[0]

    request = CrawlRequest(names=(newspaper.name,), command="newspaper add")
    crawl = crawl_apart(config, newspaper, request, course=course)
    requests = explorers[0].requests if explorers else 0
    return Exploration(str(crawl.state), crawl.reason, requests, crawl.answered)
