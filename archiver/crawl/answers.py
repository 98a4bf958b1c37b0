"""From Scrapy's responses and failures to what the archive takes: the last place that knows Scrapy's classes."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionClosed

from archiver.crawl.fetching import TooLarge, fetch_of
from archiver.crawl.guard import Refused
from archiver.crawl.pipelines import Reading
from archiver.crawl.questions import Ask, Miss
from archiver.crawl.session import NewspaperCrawl
from archiver.crawl.visits import read_visit
from archiver.storage.values import BACKFILL

TOO_LARGE = "too large"
log = logging.getLogger(__name__)


def reading(crawl: NewspaperCrawl, response: Response) -> Reading:
    """An answer as a visit; one that inflates beyond the limit is refused, and nothing of it is kept."""
    request = response.request
    assert request is not None
    ask: Ask = request.meta["ask"]
    now = crawl.session.now()
    try:
        fetch = fetch_of(request, response, now, verify_tls=crawl.newspaper.verify_tls)
    except TooLarge:
        return Reading(request.meta, miss=Miss(TOO_LARGE, retryable=False, refused=True))
    visit = read_visit(
        crawl.newspaper,
        ask.purpose,
        fetch,
        leased=ask.leased,
        now=now,
        crawl_id=crawl.crawl_id,
        guard=crawl.guard,
        ages=crawl.session.config.revisit_ages,
    )
    if ask.leased is not None and ask.leased.found_by == BACKFILL:
        visit = replace(visit, found_by=BACKFILL)  # a step of a walk, which the evidence has to say
    return Reading(request.meta, visit=visit)


def missing(failure: Any) -> Reading:
    """A question without an answer, and whether it is worth asking again."""
    return Reading(failure.request.meta, miss=miss_of(failure.value))


def miss_of(problem: BaseException) -> Miss:
    """What an exception of the downloader means.

    >>> miss_of(DownloadTimeoutError("took longer than 60 seconds"))
    Miss(reason='timeout', retryable=True, network=True, refused=False)
    >>> miss_of(Refused("offsite"))
    Miss(reason='offsite', retryable=False, network=False, refused=True)
    """
    if isinstance(problem, Refused):
        return Miss(str(problem), retryable=False, refused=True)
    if isinstance(problem, DownloadCancelledError):
        return Miss(TOO_LARGE, retryable=False, refused=True)
    if isinstance(problem, UnsupportedURLSchemeError):
        return Miss("scheme", retryable=False, refused=True)
    for kind, reason in _NETWORK:
        if isinstance(problem, kind):
            return Miss(reason, retryable=True, network=True)
    if isinstance(problem, ResponseDataLossError):
        return Miss("truncated", retryable=True)
    if isinstance(problem, (DownloadFailedError, ConnectionClosed)):
        said = f"{problem!r}{problem.__cause__!r}"
        return Miss("tls" if "SSL" in said or "VerificationError" in said else "connection lost", retryable=True)
    if isinstance(problem, IgnoreRequest):
        return Miss(f"ignored: {problem}", retryable=False, refused=True)
    log.error("an unexpected failure: %r", problem)
    return Miss(f"a failure: {type(problem).__name__}", retryable=True)


_NETWORK: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "the host has no address"),
    (DownloadConnectionRefusedError, "connection refused"),
    (TunnelError, "the proxy cannot reach it"),
    (ConnectError, "cannot connect"),
)
