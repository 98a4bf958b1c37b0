"""The course of one newspaper's crawl: what is asked next, and what an answer means for the rest. Knows no Scrapy."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from archiver.core.addresses import normalise_url
from archiver.core.checks import REDIRECTS
from archiver.crawl import discovery
from archiver.crawl.cutting import few
from archiver.crawl.monitors import is_wall
from archiver.crawl.past import Past
from archiver.crawl.patience import pause_before, retry_after
from archiver.crawl.questions import Answer, Ask, Held, Kept, Miss
from archiver.crawl.robots import Rules, read_robots, robots_url, unreachable
from archiver.crawl.session import NewspaperCrawl
from archiver.crawl.settings import REDIRECT_MAX_TIMES, RETRY_TIMES
from archiver.crawl.whole import Whole
from archiver.storage import frontier, watch
from archiver.storage.values import CrawlState, Found, Leased, Purpose, Visit

BATCH = 10  # addresses leased at a time
SHORT = timedelta(minutes=2)  # patience that fits into a run; for more the run ends
WALLS = 3  # in a row, and nothing else so far: a wall stands before the whole newspaper
WALLS_LATER = 10  # in a row, after pages were read
DEAD = 4  # attempts in a row without any answer, where no answer ever came
UNCOUNTED = 5  # answers in a row without a view count: the run asks for no more of them
SICK = 40  # failures in a row: the host is ill, more requests would not help it
log = logging.getLogger(__name__)


class _Over(Exception):  # noqa: N818 - not an error
    """The crawl ends here."""


class Driver:
    """Leads one crawl, one question at a time: the next leaves when the last one's evidence is on the disk."""

    def __init__(self, crawl: NewspaperCrawl, send: Callable[[Ask], Awaitable[Answer]]) -> None:
        self._crawl = crawl
        self._session = crawl.session
        self._send = send
        self._ready: deque[Leased] = deque()
        self._later: list[tuple[float, int, Leased]] = []  # (monotonic moment, number, address): tried again
        self._last_round: list[Leased] | None = []  # what failed; None once it was asked for a last time
        self._tries: dict[int, int] = {}  # address id -> failures in this run
        self._number = itertools.count()
        self._clock = self._session.config.clock.monotonic
        limit = self._session.request.time_limit
        self._whole = Whole(crawl, send, self._check_limits)
        self._past = Past(crawl) if self._session.request.backfill else None
        self._deadline = self._clock() + limit.total_seconds() if limit else None
        self._said: str | None = None  # of the last answer: why it was not simply stored
        self._shut = ""  # why a host beside the home's own may not be asked at all
        self._uncounted = 0  # answers in a row that should have held a view count
        self._good = self._walls = self._misses = self._failures = 0  # the last three: in a row

    async def run(self) -> None:
        """The whole crawl; its end is noted in the crawl itself."""
        try:
            await self._begin()
            while (leased := await self._next()) is not None:
                self._session.check_disk()
                if await self._may_ask(leased):
                    answer = await self._send(Ask(leased.url, leased.purpose, leased, parts=True))
                    if isinstance(answer, Held):
                        answer = await self._whole.join(answer.visit)
                    await self._learn(leased, answer)
        except _Over:
            return
        self._conclude()

    # --- beginning and end
    async def _begin(self) -> None:
        crawl, call, recorder = self._crawl, self._session.call, self._session.recorder
        asked, now = self._session.request, self._session.now()
        await self._remember_patience(crawl.newspaper.home, now)
        if asked.url:
            operator = Found(asked.url, Purpose.ARTICLE, "operator", 0, now)
            await call(recorder.add, crawl.newspaper_id, [operator], now)
            leased = await self._leased_at(asked.url)
            if leased is not None:
                self._ready.append(leased)
            return
        crawl.chains.deep = not asked.backfill and not await call(
            recorder.within, watch.read_to_the_end, crawl.newspaper_id
        )
        if crawl.chains.deep and crawl.newspaper.archives and not asked.brief:
            self._past = Past(crawl, days_only=True)
        sources: Sequence[Found] = discovery.declared_sources(crawl.newspaper)
        await call(recorder.add, crawl.newspaper_id, few(sources) if asked.brief else sources, now)
        await call(recorder.within, watch.wake, crawl.newspaper_id, now, articles=asked.revisit, by_rhythm=asked.due)

    async def _leased_at(self, url: str) -> Leased | None:
        session = self._session
        return await session.call(session.recorder.within, frontier.leased_at, self._crawl.newspaper_id, url)

    async def _remember_patience(self, url: str, now: datetime) -> None:
        """What the host told an earlier run, and when that run asked it last."""
        memory = await self._session.call(self._session.recorder.host, urlsplit(url).netloc.lower())
        pace = self._crawl.pace(url)
        if memory.crawl_delay:
            pace.at_least(memory.crawl_delay)
        if memory.last_request_at and memory.last_request_at <= now:
            pace.rest(pace.delay - (now - memory.last_request_at).total_seconds())
        if memory.not_before and memory.not_before > now:
            self._be_patient(url, memory.not_before - now)

    def _conclude(self) -> None:
        """Nothing is left to ask."""
        crawl = self._crawl
        if self._session.request.url and not crawl.counts.articles_read and not crawl.counts.refused:
            crawl.end(CrawlState.FAILED, f"no article there: {self._said or 'no answer'}")
        elif self._good or crawl.counts.requests == 0:
            crawl.end(CrawlState.FINISHED)
        elif crawl.counts.blocked:
            crawl.end(CrawlState.REFUSED, "blocked: challenge")
        elif crawl.counts.failures:
            crawl.end(CrawlState.FAILED, "every page failed")
        elif crawl.counts.refused:
            crawl.end(CrawlState.REFUSED, "every address was refused by robots.txt or by our own guard")
        elif self._shut:
            crawl.end(CrawlState.REFUSED, self._shut)
        else:
            crawl.end(CrawlState.FINISHED)

    def _over(self, state: CrawlState, reason: str) -> None:
        self._crawl.end(state, reason)
        raise _Over

    # --- what next
    async def _next(self) -> Leased | None:
        """The next address; None where nothing is left for this run."""
        while True:
            self._check_limits()
            if self._later and self._later[0][0] <= self._clock():
                return heapq.heappop(self._later)[2]
            if not self._ready:
                await self._lease()
            if self._ready:
                return self._ready.popleft()
            if self._past is not None and (leased := await self._past.next()) is not None:
                return leased
            if self._later:
                await asyncio.sleep(min(max(0.0, self._later[0][0] - self._clock()), self._time_left()))
            elif self._last_round:
                again, self._last_round = self._last_round, None
                for leased in again:
                    self._push(leased, 0.0)
            else:
                return None

    async def _lease(self) -> None:
        if self._session.request.url:
            return  # that one address, and where it leads
        session = self._session
        now, asked = session.now(), session.request
        lease = partial(session.recorder.lease, since=asked.since, until=asked.until)
        found = await session.call(lease, self._crawl.newspaper_id, session.run, now, BATCH)
        held = {leased.id for _, _, leased in self._later} | {leased.id for leased in self._last_round or ()}
        self._ready.extend(leased for leased in found if leased.id not in held)

    def _check_limits(self) -> None:
        request = self._session.request
        if self._session.stopping:
            self._over(CrawlState.INTERRUPTED, "stopped by a signal")
        if self._session.broken:
            self._over(CrawlState.FAILED, str(self._session.broken))
        counts_first = bool(self._ready) and self._ready[0].purpose is Purpose.VIEWS  # an article's belongs to it
        if request.limit is not None and not counts_first and self._crawl.counts.articles_read >= request.limit:
            self._over(CrawlState.FINISHED, f"limit of {request.limit} articles")
        if self._time_left() <= 0:
            self._over(CrawlState.FINISHED, "time limit")

    def _time_left(self) -> float:
        return float("inf") if self._deadline is None else self._deadline - self._clock()

    def _push(self, leased: Leased, pause: float) -> None:
        heapq.heappush(self._later, (self._clock() + pause, next(self._number), leased))

    # --- may it be asked
    async def _may_ask(self, leased: Leased) -> bool:
        crawl, url = self._crawl, leased.url
        if leased.purpose is Purpose.VIEWS and self._uncounted >= UNCOUNTED:
            return False  # it goes back with the leases, and the next run tries again
        refusal = crawl.guard.refusal(url)
        if refusal is None:
            rules = crawl.robots.get(url) or await self._read_robots(url)
            if rules.refusal:  # nothing of this host in this run; the next one asks again
                if urlsplit(url).netloc == urlsplit(crawl.newspaper.home).netloc:
                    network = not crawl.answered
                    self._over(CrawlState.FAILED if network else CrawlState.REFUSED, rules.refusal)
                self._shut = rules.refusal
                return False
            refusal = None if rules.allow(url) else "robots"
        if refusal is None:
            return True
        crawl.counts.refused += 1
        await self._session.call(self._session.recorder.refused, leased.id, refusal)
        return False

    async def _read_robots(self, url: str) -> Rules:
        """Ask a host for its rules: a failure is asked again twice, redirects are followed where the guard lets us."""
        crawl, rules = self._crawl, unreachable("not asked")
        await self._remember_patience(url, self._session.now())
        for attempt in range(RETRY_TIMES + 1):
            if attempt:
                await asyncio.sleep(pause_before(attempt, crawl.delay))
                self._check_limits()
            rules, patience = await self._ask_robots(robots_url(url))
            if not rules.refusal:
                break
            if patience is not None:
                await self._wait_as_asked(url, patience)
        crawl.robots.put(url, rules)
        if rules.crawl_delay:
            crawl.pace(url).at_least(rules.crawl_delay)
        await self._session.call(
            self._session.recorder.remember_host,
            urlsplit(url).netloc.lower(),
            crawl_delay=rules.crawl_delay,
            robots_fetched_at=self._session.now(),
            robots_status=rules.status,
        )
        return rules

    async def _ask_robots(self, url: str) -> tuple[Rules, timedelta | None]:
        for _ in range(REDIRECT_MAX_TIMES + 1):
            answer = await self._send(Ask(url, Purpose.ROBOTS))
            if not isinstance(answer, Kept):
                return unreachable(answer.reason if isinstance(answer, Miss) else "held"), None
            fetch = answer.visit.fetch
            if fetch.status not in REDIRECTS:
                return read_robots(fetch), retry_after(fetch)
            url = normalise_url(fetch.header("Location"), fetch.url) or ""
            if self._crawl.guard.refusal(url):
                return unreachable("redirects to another site"), None
        return unreachable("redirects without end"), None

    # --- what an answer means
    async def _learn(self, leased: Leased, answer: Answer) -> None:
        if isinstance(answer, Miss):
            await self._learn_miss(leased, answer)
            return
        assert isinstance(answer, Kept)
        visit = answer.visit
        if leased.purpose is Purpose.VIEWS:
            await self._learn_count(leased, visit)
            return
        if leased.purpose is Purpose.ARTICLE and (visit.asks_for_views or visit.fetch.status == 304):
            await self._ask_for_views(leased)
        self._misses, self._said = 0, visit.reason
        if self._session.request.url and (visit.redirect_to or answer.outcome.recheck):
            again = visit.redirect_to or leased.url
            self._ready.extend(filter(None, [await self._leased_at(again)]))
        if visit.retry_at is not None:
            await self._learn_failure(leased, visit)
            return
        self._walls = self._failures = 0
        if visit.reason is None and visit.redirect_to is None:
            self._good += 1
        self._tries.pop(leased.id, None)

    async def _learn_miss(self, leased: Leased, miss: Miss) -> None:
        crawl, recorder = self._crawl, self._session.recorder
        crawl.counts.requests += not miss.refused
        if miss.refused:
            crawl.counts.refused += 1
            await self._session.call(recorder.refused, leased.id, miss.reason)
            return
        crawl.counts.failures += 1
        if leased.purpose is Purpose.VIEWS:
            self._count_missed(miss.reason)
            await self._session.call(recorder.failed, leased.id, miss.reason, self._session.now(), final=True)
            return
        self._misses += miss.network
        self._failures += 1
        await self._session.call(recorder.failed, leased.id, miss.reason, self._session.now(), final=not miss.retryable)
        if self._misses >= DEAD and not self._good:
            self._over(CrawlState.FAILED, f"unreachable: {miss.reason}")
        self._check_health(miss.reason)
        if miss.retryable:
            self._retry(leased)

    async def _ask_for_views(self, leased: Leased) -> None:
        """The view count of the page that was just fetched is asked for next."""
        session = self._session
        now = session.now()
        found = await session.call(session.recorder.within, watch.count_due, self._crawl.newspaper_id, leased.id, now)
        if found is not None:
            self._ready.appendleft(found)

    async def _learn_count(self, leased: Leased, visit: Visit) -> None:
        """What came of a view count; that none came costs the article nothing, and says nothing of the host."""
        if visit.redirect_to is None:
            self._count_missed(visit.reason)
        if visit.retry_at is None:
            return
        if visit.fetch.status == 429:
            self._crawl.pace(leased.url).too_fast()
        patience = retry_after(visit.fetch)
        if patience is not None:
            await self._wait_as_asked(leased.url, patience)

    def _count_missed(self, reason: str | None) -> None:
        self._uncounted = self._uncounted + 1 if reason else 0
        if self._uncounted == UNCOUNTED:
            log.warning("%s: no view counts in this run any more: %s", self._crawl.newspaper.name, reason)

    async def _learn_failure(self, leased: Leased, visit: Visit) -> None:
        """The host answered, but with nothing that could be used."""
        if is_wall(visit):
            self._walls += 1
            if self._walls >= (WALLS_LATER if self._good else WALLS):
                what = "challenge" if visit.reason == "block" else visit.reason
                self._over(CrawlState.REFUSED, f"blocked: {what}")
            return  # a later run looks whether it still stands; this one does not knock again
        self._failures += 1
        patience = retry_after(visit.fetch)
        if visit.fetch.status == 429:
            self._crawl.pace(leased.url).too_fast()
        if patience is not None:
            await self._wait_as_asked(leased.url, patience)
        self._check_health(visit.reason or "")
        self._retry(leased)

    def _check_health(self, reason: str) -> None:
        if self._failures >= SICK:
            self._over(CrawlState.FAILED, f"{SICK} failures in a row, the last: {reason}")

    def _retry(self, leased: Leased) -> None:
        """Try again in this run: twice after short pauses, and once when all else is done."""
        tries = self._tries[leased.id] = self._tries.get(leased.id, 0) + 1
        if tries <= RETRY_TIMES:
            self._push(leased, pause_before(tries, self._crawl.delay))
        elif self._last_round is not None:
            self._last_round.append(leased)

    async def _wait_as_asked(self, url: str, wait: timedelta) -> None:
        """Do as the host asks (Retry-After), in this run and in later ones."""
        host, until = urlsplit(url).netloc.lower(), self._session.now() + wait
        await self._session.call(self._session.recorder.remember_host, host, not_before=until)
        self._be_patient(url, wait)

    def _be_patient(self, url: str, wait: timedelta) -> None:
        """Wait as the host asks, where that fits into the run; else the run ends for this newspaper."""
        if wait > SHORT or wait.total_seconds() > self._time_left():
            until = (self._session.now() + wait).isoformat(timespec="seconds")
            state = CrawlState.FINISHED if self._good else CrawlState.REFUSED
            self._over(state, f"the host asks to come back after {until}")
        self._crawl.pace(url).rest(wait.total_seconds())
