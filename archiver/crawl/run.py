"""A run: takes the lock, opens the archive, crawls the chosen newspapers side by side in one process, closes it all."""

from __future__ import annotations

import asyncio
import itertools
import logging
import operator
import signal
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from archiver.config import Config
from archiver.core.addresses import normalise_url
from archiver.core.errors import ArchiverError, ConfigurationError, NetworkError, UnhealthyError, UsageError
from archiver.core.newspaper import Newspaper
from archiver.crawl import (
    fetching,  # noqa: F401 - Scrapy loads it by name; while a crawl starts, that takes longest
    past,
    reread,
)
from archiver.crawl import registry as registry_module
from archiver.crawl import settings as settings_module
from archiver.crawl.monitors import Progress, log_to
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.past import PastReport
from archiver.crawl.registry import Registry
from archiver.crawl.session import CrawlRequest, NewspaperCrawl, Session, check_contact, ignore
from archiver.crawl.settings import USER_AGENT
from archiver.garbage import rarely_collected
from archiver.storage import faults, watch
from archiver.storage.archive import Recorder
from archiver.storage.database import create_or_open
from archiver.storage.evidence import EvidenceWriter
from archiver.storage.journal import Journal
from archiver.storage.lock import RunLock
from archiver.storage.values import CrawlState
from archiver.storage.writer import Writer

__all__ = ["CrawlRequest", "NewspaperReport", "RunReport", "crawl", "open_session"]

FRESH = timedelta(minutes=50)  # --due: a newspaper whose last crawl began so lately waits until something is due
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewspaperReport:
    """How one newspaper's crawl ended."""

    newspaper: str
    state: str  # storage.values.CrawlState
    reason: str | None
    counts: Mapping[str, Any]  # the ledger's figures
    past: PastReport | None = None  # of a backfill: how far it is

    @property
    def healthy(self) -> bool:
        """True where it was neither failed nor refused as a whole."""
        return self.state in (CrawlState.FINISHED, CrawlState.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class RunReport:
    """How a run ended."""

    run: str
    newspapers: tuple[NewspaperReport, ...]
    seconds: float
    broken: Mapping[str, str] = field(default_factory=dict)  # newspapers' files that cannot be used, and why
    interrupted: bool = False
    slowed: bool = False  # the configured delay was below what a real host is asked at
    uncompared: Mapping[str, int] = field(default_factory=dict)  # why texts could not be compared, and how often

    def check(self) -> None:
        """Return quietly where all is well.

        Raises:
            NetworkError: no newspaper could be reached at all.
            UnhealthyError: some failed or were refused as a whole, or a file is broken; the others are done.
        """
        ill = [one for one in self.newspapers if not one.healthy]
        told = "; ".join(f"{one.newspaper} {one.state}: {one.reason}" for one in ill)
        if ill and len(ill) == len(self.newspapers) and all(_unreached(one) for one in ill):
            raise NetworkError(
                f"nothing could be reached ({told}): look at the network, then run the same command again"
            )
        if ill:
            raise UnhealthyError(f"{told}; `archiver health` tells more")
        if self.broken:
            files = "; ".join(f"{file}: {problem}" for file, problem in self.broken.items())
            raise UnhealthyError(f"a newspaper's file is broken: {files}")
        if self.uncompared:
            told = "; ".join(f"{why} ({times} times)" for why, times in self.uncompared.items())
            raise UnhealthyError(f"texts were not compared with those of other newspapers, all else is kept: {told}")


def _unreached(report: NewspaperReport) -> bool:
    """True where no host of it ever answered: nothing came over the wire."""
    return report.state == CrawlState.FAILED and not report.counts.get("bytes") and "a bug" not in (report.reason or "")


def crawl(
    config: Config,
    request: CrawlRequest,
    report: Callable[[Progress], None] = ignore,
    *,
    lock: RunLock | None = None,
) -> RunReport:
    """Crawl what is asked for, into the archive of `config`. May be called again in the same process.

    Args:
        config: where the archive is, how polite to be.
        request: which newspapers, and how much of them.
        report: told after each page and at each end; from the thread that calls.
        lock: the run lock, where the caller holds it already.

    Raises:
        LockedError: another run holds the lock; nothing was asked.
        UnknownNewspaper, UsageError: nothing of that name or address is defined.
        ConfigurationError: no archive where none may be made, or no contact for a real host.
        DiskError: no room; what was acknowledged is kept.
    """
    clock = config.clock
    started = clock.monotonic()
    registry = registry_module.load(config)
    request = _checked(config, registry, request)
    with _held(config, request, lock), open_session(config, request, report, registry) as session:
        for spider in meant(registry, request, session.now()):  # before any is registered: a refusal leaves no trace
            check_contact(config, spider.definition())
        chosen = choose(registry, request, session)
        session.check_disk()
        crawls = [session.enter(spider.definition()) for spider in chosen]
        with logging_to(config, clock.now()), rarely_collected():
            run_loop(crawl_side_by_side(session, list(zip(chosen, crawls, strict=True))))
        taken = clock.monotonic() - started
        reports = tuple(
            NewspaperReport(
                one.newspaper.name,
                str(one.state),
                one.reason,
                one.counts.as_ledger(),
                past.report(one, taken) if request.backfill else None,
            )
            for one in crawls
        )
        broken = registry.broken if request.all or request.due else {}
        if session.broken is not None:
            raise session.broken
        slowed = any(one.delay > config.delay for one in crawls)
        uncompared = dict(session.recorder.comparer.uncompared)
        return RunReport(
            session.run, reports, clock.monotonic() - started, broken, session.stopping, slowed, uncompared
        )


@contextmanager
def _held(config: Config, request: CrawlRequest, lock: RunLock | None) -> Iterator[None]:
    """The run lock, taken here where the caller did not."""
    if lock is not None:
        yield
        return
    with RunLock(config, create=not (request.all or request.due)):
        yield


@contextmanager
def logging_to(config: Config, now: datetime) -> Iterator[None]:
    """All logging goes to a file of today as long as the run lasts."""
    handler = log_to(config.logs, now)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


@contextmanager
def open_session(
    config: Config,
    request: CrawlRequest,
    report: Callable[[Progress], None] = ignore,
    registry: Registry | None = None,
) -> Iterator[Session]:
    """The archive, open for one run; what a killed run left is put in order first. The caller holds the lock."""
    faults.arm(config.fault)
    engine = create_or_open(config, create=not (request.all or request.due))
    try:
        evidence = EvidenceWriter(config.warc, software=USER_AGENT, operator=config.contact, now=config.clock.now)
        recorder = Recorder(engine, evidence, Journal(config.warc), config.clock)
        reread.put_in_order(recorder, registry or registry_module.load(config), config.revisit_ages)
        writer = Writer(recorder)
        try:
            yield Session(config, recorder, writer, request, report)
        finally:
            writer.close()
            recorder.close()
    finally:
        engine.dispose()


def _checked(config: Config, registry: Registry, request: CrawlRequest) -> CrawlRequest:
    """The request, its newspapers known before anything is opened: a mistyped name begins no archive.

    Raises:
        UnknownNewspaper: there is none of that name.
        UsageError: an address is nobody's.
        ConfigurationError: no contact for a real host.
    """
    if request.url is not None:
        url = normalise_url(request.url)
        owner = registry.owner_of(url) if url else None
        if url is None:
            raise UsageError(f"{request.url!r} is no http address")
        if owner is None:
            raise UsageError(f"{url} belongs to no newspaper that is defined; see `archiver newspaper list`")
        request = replace(request, url=url, names=(owner.name,))
    for name in request.names:
        check_contact(config, registry.get(name).definition())
    return request


def meant(registry: Registry, request: CrawlRequest, now: datetime) -> list[type[NewspaperSpider]]:
    """The newspapers that a request names, else all that are still published."""
    if request.names:
        return [registry.get(name) for name in dict.fromkeys(request.names)]
    return [
        spider
        for spider in registry.newspapers.values()
        if (until := spider.definition().until) is None or until >= now.astimezone(spider.zone).date()
    ]


def choose(registry: Registry, request: CrawlRequest, session: Session) -> list[type[NewspaperSpider]]:
    """The newspapers that a request means, of these with `due` what is due."""
    chosen = meant(registry, request, session.now())
    return [spider for spider in chosen if not request.due or _is_due(session, spider.definition())]


def _is_due(session: Session, newspaper: Newspaper) -> bool:
    """True where an address is due, or no crawl began lately: an hourly run leaves its line in the ledger every time.

    That line, which may say "0 requests", is how health knows that the runs are alive.
    """
    recorder, now = session.recorder, session.now()
    newspaper_id = recorder.register(newspaper)
    last = recorder.within(watch.last_start, newspaper_id)
    due = recorder.next_due(newspaper_id)
    return last is None or last <= now - FRESH or last > now or (due is not None and due <= now)


async def crawl_side_by_side(session: Session, chosen: Sequence[tuple[type[NewspaperSpider], NewspaperCrawl]]) -> None:
    """Every newspaper's crawler side by side; each ends by itself, and each is closed in the ledger."""
    runner = AsyncCrawlerRunner(scrapy_settings())
    with _signals(session, runner):
        closed = await asyncio.gather(*(_crawl_one(runner, spider, crawl) for spider, crawl in chosen))
    for _, crawl in itertools.compress(chosen, map(operator.not_, closed)):
        if not await close(crawl):  # a disk without room takes none of them: the next start does it
            break


async def close(crawl: NewspaperCrawl) -> bool:
    """Close a crawl in the ledger; where the archive does not take it, the run is told and False comes back."""
    try:
        await crawl.close()
    except ArchiverError as problem:
        crawl.session.broken = crawl.session.broken or problem
        return False
    return True


async def _crawl_one(runner: AsyncCrawlerRunner, spider: type[NewspaperSpider], crawl: NewspaperCrawl) -> bool:
    try:
        await runner.crawl(spider, crawl=crawl)
    except Exception as bug:  # told in the ledger and logged; the other newspapers go on
        log.exception("the crawler of %s failed", crawl.newspaper.name)
        crawl.end(CrawlState.FAILED, f"a bug: {type(bug).__name__}: {bug}")
    crawl.end(CrawlState.FAILED, "it ended without a word")
    return crawl.session.broken is None and await close(crawl)


def scrapy_settings() -> Settings:
    """Our settings for Scrapy; the newspapers are found by our own registry."""
    settings = Settings()
    settings.setmodule(settings_module, priority="project")
    settings.set("SPIDER_MODULES", [], priority="project")
    settings.set("SPIDER_LOADER_CLASS", "scrapy.spiderloader.SpiderLoader", priority="project")
    return settings


@contextmanager
def _signals(session: Session, runner: AsyncCrawlerRunner) -> Iterator[None]:
    """SIGINT and SIGTERM end the run cleanly: what is in flight is finished and kept."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[Any]] = set()

    def stop() -> None:
        session.stopping = True
        tasks.update(loop.create_task(_stop(crawler)) for crawler in runner.crawlers)

    wanted = (signal.SIGINT, signal.SIGTERM)
    for number in wanted:
        with suppress(RuntimeError, ValueError):  # not the main thread: its owner handles signals
            loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in wanted:
            with suppress(RuntimeError, ValueError):
                loop.remove_signal_handler(number)


async def _stop(crawler: Crawler) -> None:
    """Stop one crawler, once its engine runs: stopped before, Scrapy takes it for stopped and it never ends."""
    while crawler.crawling and (crawler._engine is None or not crawler._engine.running):
        await asyncio.sleep(0.05)
    await crawler.stop_async()


def run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on Twisted's reactor, over asyncio; unlike `reactor.run()` it can be done again.

    Raises:
        ConfigurationError: another kind of reactor is installed in this process.
    """
    if not is_reactor_installed():
        install_reactor(settings_module.TWISTED_REACTOR)
    from twisted.internet import reactor as installed
    from twisted.internet.asyncioreactor import AsyncioSelectorReactor

    from archiver.crawl.guard import GuardedResolver

    reactor: Any = installed
    if not isinstance(reactor, AsyncioSelectorReactor):
        work.close()
        raise ConfigurationError("another Twisted reactor than asyncio's is installed in this process")
    GuardedResolver(reactor).install_on_reactor()
    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    asyncio.set_event_loop(loop)
    loop.run_until_complete(work)
