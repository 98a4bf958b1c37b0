"""A run begun by Scrapy itself (`scrapy crawl NAME`): the same lock, archive and ledger as `archiver crawl NAME`."""

from __future__ import annotations

import sys
from contextlib import ExitStack

from scrapy import signals
from scrapy.crawler import Crawler

from archiver import config as configuration
from archiver.core.errors import ArchiverError, ConfigurationError, DiskError, LockedError
from archiver.core.newspaper import Newspaper
from archiver.crawl import run
from archiver.crawl.session import CrawlRequest, NewspaperCrawl, check_contact
from archiver.storage.lock import RunLock
from archiver.storage.values import CrawlState


def begin(crawler: Crawler, newspaper: Newspaper) -> NewspaperCrawl:
    """Open a run of one newspaper; it is closed when its spider is.

    Raises:
        SystemExit: it cannot begin: another run holds the lock, no contact is set. One line says so, and the exit code
            is that of `archiver crawl`.
    """
    stack = ExitStack()
    try:
        config = configuration.load()
        check_contact(config, newspaper)  # before there is an archive
        request = CrawlRequest(names=(newspaper.name,), command=f"scrapy crawl {newspaper.name}")
        stack.enter_context(RunLock(config))
        session = stack.enter_context(run.open_session(config, request))
        session.check_disk()
        crawl = session.enter(newspaper)
    except ArchiverError as problem:
        stack.close()
        print(f"archiver: {problem}", file=sys.stderr)  # noqa: T201 - Scrapy owns the log and the command line here
        raise SystemExit(_exit(problem)) from problem

    async def close() -> None:
        try:
            crawl.end(CrawlState.FAILED, "it ended without a word")
            await run.close(crawl)
        finally:
            stack.close()

    crawler.signals.connect(close, signals.spider_closed, weak=False)
    return crawl


def _exit(problem: ArchiverError) -> int:
    """The exit code of the contract: that of `archiver crawl`, whose own table stands in a room above this one."""
    codes = {LockedError: 75, ConfigurationError: 4, DiskError: 3}
    return next((code for kind, code in codes.items() if isinstance(problem, kind)), 1)
