"""A crawl that leaves no trace in the archive: what it keeps is thrown away at its end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from archiver.config import Config
from archiver.core.newspaper import Newspaper
from archiver.crawl.monitors import Progress
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.registry import Registry
from archiver.crawl.run import crawl_side_by_side, logging_to, open_session, run_loop
from archiver.crawl.session import CrawlRequest, NewspaperCrawl, check_contact, ignore


def crawl_apart(
    config: Config,
    newspaper: Newspaper,
    request: CrawlRequest,
    report: Callable[[Progress], None] = ignore,
    course: Callable[..., Any] | None = None,
) -> NewspaperCrawl:
    """Crawl a newspaper, defined or not, into an archive of the moment: as politely as ever, with the same fetching.

    Args:
        config: how polite to be; its archive is neither opened nor locked.
        newspaper: need not be one that the registry knows.
        request: how much of it.
        report: told after each page.
        course: what leads the crawl; None: the frontier, as in every crawl.

    Returns:
        The crawl, ended: state, reason, counts.

    Raises:
        ConfigurationError: a real host would be asked without a contact.
        DiskError: no room for what is kept for the moment.
    """
    check_contact(config, newspaper)
    spider = spider_of(newspaper)
    with tempfile.TemporaryDirectory(prefix="archiver-apart-") as folder:
        apart = replace(config, home=Path(folder), database_url=f"sqlite:///{Path(folder) / 'archive.db'}")
        with open_session(apart, request, report, Registry({newspaper.name: spider})) as session:
            crawl = session.enter(newspaper)
            crawl.course = course
            with logging_to(apart, config.clock.now()):
                run_loop(crawl_side_by_side(session, [(spider, crawl)]))
            if session.broken is not None:
                raise session.broken
    return crawl


def spider_of(newspaper: Newspaper) -> type[NewspaperSpider]:
    """A spider class for a definition, whether a file stands behind it or not."""
    said: dict[str, Any] = {one.name: getattr(newspaper, one.name) for one in fields(newspaper) if one.name != "title"}
    return type("Apart", (NewspaperSpider,), said | {"newspaper": newspaper.title})
