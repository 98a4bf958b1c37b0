"""What the crawls of one run share (archive, writer, paces), and what one newspaper's crawl knows while it runs."""

from __future__ import annotations

import asyncio
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from archiver.config import Config
from archiver.core.addresses import address_key
from archiver.core.errors import ConfigurationError, DiskError
from archiver.core.newspaper import Newspaper
from archiver.crawl.cutting import cut_visit
from archiver.crawl.guard import Guard, GuardedResolver, is_loopback
from archiver.crawl.monitors import Counts, Progress
from archiver.crawl.pace import Pace, Paces
from archiver.crawl.paging import Chains
from archiver.crawl.robots import RobotsBook
from archiver.crawl.settings import REDIRECT_MAX_TIMES, USER_AGENT
from archiver.storage import watch
from archiver.storage.archive import Recorder
from archiver.storage.values import BACKFILL, CrawlState, Cut, Outcome, Purpose, Visit
from archiver.storage.writer import Writer

POLITE = 1.0  # seconds: the least delay for a host that is neither on this machine nor behind our own proxy
DISK_FLOOR = 64 * 2**20  # bytes that must stay free
DISK_EVERY = 30.0  # seconds between two looks at the disk
SITEMAP_DEPTH = 3
T = TypeVar("T")


def ignore(progress: Progress) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlRequest:
    """What the operator asked for."""

    names: tuple[str, ...] = ()
    url: str | None = None  # archive this one address
    all: bool = False  # every newspaper that is still published
    due: bool = False  # of these, the ones for which something is due
    since: datetime | None = None  # aware; only articles published from then on, as far as their source says
    until: datetime | None = None
    limit: int | None = None  # articles a newspaper
    time_limit: timedelta | None = None
    revisit: bool = False  # every known article now
    backfill: bool = False  # walk the past too, as far back as `since`
    brief: bool = False  # a look, not a crawl: of each kind of source a few, and no further pages
    command: str = "crawl"  # as it was typed, for the ledger


@dataclass(slots=True)
class Session:
    """One run: everything that its crawls share. Opened by `archiver.crawl.run`, which holds the lock."""

    config: Config
    recorder: Recorder
    writer: Writer
    request: CrawlRequest = field(default_factory=CrawlRequest)
    report: Callable[[Progress], None] = ignore
    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    paces: Paces = field(default_factory=Paces)
    broken: Exception | None = None  # what ended the whole run: the disk
    stopping: bool = False  # a signal asked for an end
    _looked_at_disk: float = -1e9

    async def call(self, function: Callable[..., T], *args: Any, **options: Any) -> T:
        """Have the writer's thread do something, in order with all else that it writes."""
        return await asyncio.wrap_future(self.writer.call(partial(function, *args, **options)))

    def now(self) -> datetime:
        """The present moment by the configured clock."""
        return self.config.clock.now()

    def check_disk(self) -> None:
        """See that there is room, every half minute.

        Raises:
            DiskError: less than 64 MiB is free; nothing is lost, the run ends after the present page.
        """
        moment = self.config.clock.monotonic()
        if moment - self._looked_at_disk < DISK_EVERY:
            return
        self._looked_at_disk = moment
        free = shutil.disk_usage(self.config.home).free
        if free < DISK_FLOOR:
            raise DiskError(
                f"{self.config.home} has {free:,} bytes free, fewer than {DISK_FLOOR:,}: "
                "make room and run again; everything acknowledged is kept"
            )

    def enter(self, newspaper: Newspaper) -> NewspaperCrawl:
        """Begin a newspaper's crawl: its row in the ledger stands before anything is asked.

        Raises:
            ConfigurationError: a real host would be asked without a contact.
        """
        check_contact(self.config, newspaper)
        newspaper_id = self.writer.call(self.recorder.register, newspaper).result()
        crawl_id = self.writer.call(self.recorder.open_crawl, newspaper_id, self.run, self.request.command).result()
        self.writer.senders += 1
        return NewspaperCrawl(self, newspaper, newspaper_id, crawl_id)


def on_this_machine(newspaper: Newspaper) -> bool:
    """True where the newspaper's declared home is on loopback: the demo, a test."""
    return is_loopback(urlsplit(newspaper.home).hostname or "")


def check_contact(config: Config, newspaper: Newspaper) -> None:
    """See that a real host can reach whoever crawls it.

    Raises:
        ConfigurationError: ARCHIVER_CONTACT is not set.
    """
    if not config.contact and not on_this_machine(newspaper):
        raise ConfigurationError(
            "set ARCHIVER_CONTACT to an address or page where site owners can reach you: "
            f"{newspaper.title} is not on this machine"
        )


def user_agent(config: Config) -> str:
    """How we name ourselves."""
    contact = (
        "".join(c for c in config.contact if c.isprintable() and c not in "()").encode("ascii", "replace").decode()
    )
    return f"{USER_AGENT} (+{contact})" if contact else USER_AGENT


class NewspaperCrawl:
    """One newspaper's crawl: its guard, its robots rules, its figures, and the door for its visits."""

    def __init__(self, session: Session, newspaper: Newspaper, newspaper_id: int, crawl_id: int) -> None:
        self.session = session
        self.newspaper = newspaper
        self.newspaper_id = newspaper_id
        self.crawl_id = crawl_id
        self.guard = Guard(newspaper, proxied=bool(session.config.proxy))
        self.robots = RobotsBook()
        self.counts = Counts()
        self.chains = Chains()
        self.state = CrawlState.RUNNING
        self.reason: str | None = None
        self.answered = False  # any host ever answered
        self.course: Callable[..., Any] | None = None  # what leads it; None: archiver.crawl.driver.Driver
        self.user_agent = user_agent(session.config)
        self._hops: dict[str, int] = {}  # address key -> redirects that led to it
        self._depth: dict[str, int] = {}  # address key -> indexes above a sitemap
        if session.config.proxy:
            GuardedResolver.permitted.add((urlsplit(session.config.proxy).hostname or "").lower())
        GuardedResolver.permitted.update(host for host, _ in self.guard.local)

    @property
    def delay(self) -> float:
        """Seconds between two requests to a host, before what the host itself asks for."""
        config = self.session.config
        if config.proxy or on_this_machine(self.newspaper):
            return config.delay
        return max(POLITE, config.delay)

    def scrapy_settings(self) -> dict[str, Any]:
        """What of Scrapy's settings depends on the operator and the newspaper."""
        return {
            "USER_AGENT": self.user_agent,
            "DOWNLOAD_DELAY": self.delay,
            "AUTOTHROTTLE_START_DELAY": self.delay,
            "AUTOTHROTTLE_ENABLED": self.delay >= POLITE,
            "DOWNLOAD_VERIFY_CERTIFICATES": self.newspaper.verify_tls,
        }

    def pace(self, url: str) -> Pace:
        """The pace of the host at `url`."""
        return self.session.paces.of(urlsplit(url).netloc.lower(), self.delay)

    def end(self, state: CrawlState, reason: str | None = None) -> None:
        """Note how the crawl ended; the first word stands."""
        if self.state is CrawlState.RUNNING:
            self.state, self.reason = state, reason

    async def keep(self, visit: Visit) -> tuple[Visit, Outcome]:
        """Hand a visit to the archive; what comes back is durable.

        Returns:
            The visit as it was kept (without addresses that lead into a trap or out of the span), and its outcome.
        """
        visit = await self._pruned(visit)
        outcome = await asyncio.wrap_future(self.session.writer.submit(visit))
        self.answered = True
        self.counts.note(visit, outcome)
        self.session.report(Progress(self.newspaper.name, self.counts.as_ledger(), visit=visit))
        return visit, outcome

    async def close(self) -> None:
        """Give leases back and close the ledger's row."""
        session = self.session
        session.writer.senders -= 1
        await session.call(session.recorder.release, self.newspaper_id)
        totals = self.counts.as_ledger()
        del totals["fields"]  # the archive counted them itself, from what it took
        await session.call(session.recorder.close_crawl, self.crawl_id, self.state, self.reason, totals)
        session.report(Progress(self.newspaper.name, self.counts.as_ledger(), str(self.state), self.reason))

    async def _pruned(self, visit: Visit) -> Visit:
        """The visit without the addresses that would lead nowhere."""
        asked, kinds = self.session.request, set()
        if asked.brief:
            kinds.add("brief")
        key = address_key(visit.fetch.url)
        if visit.redirect_to:
            hops = self._hops.get(key, 0) + 1
            if hops > REDIRECT_MAX_TIMES:
                return replace(visit, redirect_to=None, found=(), reason="redirects", refusal=True)
            self._hops[address_key(visit.redirect_to)] = hops
        if visit.purpose is Purpose.SITEMAP:
            depth = self._depth.get(key, 0) + 1
            if depth >= SITEMAP_DEPTH:
                kinds.add("sitemap")
            self._depth.update((address_key(one.url), depth) for one in visit.found if one.purpose is Purpose.SITEMAP)
        if asked.backfill and visit.found_by != BACKFILL:
            kinds.add("paging")  # its own steps turn the pages
        elif visit.purpose is Purpose.LISTING and visit.redirect_to is None and visit.found_by != BACKFILL:
            following = [one for one in visit.found if one.found_by == "paging"]
            articles = [one.url for one in visit.found if one.purpose is Purpose.ARTICLE]
            url, unknown = visit.fetch.url, partial(self._unknown, visit.fetch.url)
            if following and not await self.chains.goes_on(url, following[0].url, articles, unknown):
                kinds.add("paging")
        return cut_visit(visit, Cut(asked.since, asked.until, frozenset(kinds)))

    async def _unknown(self, page: str, urls: Sequence[str]) -> int:
        recorder = self.session.recorder
        return await self.session.call(recorder.within, watch.unknown, self.newspaper_id, urls, page)
