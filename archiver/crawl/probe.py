"""Whether a newspaper's site still fits its definition: a minute's look at robots.txt, feeds, a list, five articles."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from archiver.config import Config
from archiver.core.errors import ArchiverError
from archiver.core.newspaper import Newspaper
from archiver.crawl.adding.keeping import ADDED, record_page
from archiver.crawl.apart import crawl_apart
from archiver.crawl.monitors import Progress
from archiver.crawl.session import CrawlRequest
from archiver.storage.database import open_engine
from archiver.storage.ledger import found_by
from archiver.storage.shares import recorded_shares
from archiver.storage.values import CrawlState, Purpose, Visit

ARTICLES = 5
MINUTE = timedelta(minutes=1)
NEEDED = {"title": 1.0, "body_text": 0.8, "published_at": 0.8}  # field -> share of the articles that must show it
OFTEN, SELDOM = 0.8, 0.2  # share of the archived articles that showed a field, and of today's, where it was lost
LISTS = (Purpose.FEED, Purpose.SITEMAP, Purpose.LISTING, Purpose.HOME)
SAVED = "checked"  # folder of the archive's home for pages that are kept
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at a site found."""

    newspaper: str
    state: str  # how the look ended, as in the ledger
    reason: str | None
    robots: int | None  # status of robots.txt; None where it could not be had
    sources: Mapping[str, str] = field(default_factory=dict)  # address -> "12 articles", "http 404"
    articles: Mapping[str, str] = field(default_factory=dict)  # address -> the layout that read it, or what is wrong
    fields: Mapping[str, float] = field(default_factory=dict)  # key of the record -> share of the articles that show it
    recorded: Mapping[str, float] = field(default_factory=dict)  # the same of what was archived; empty: nothing was
    saved: tuple[str, ...] = ()  # folders of the pages that were kept

    @property
    def problem(self) -> str:
        """What does not hold, in one line; "" where all does."""
        if self.state not in (CrawlState.FINISHED, CrawlState.INTERRUPTED):
            return self.reason or self.state
        if not self.articles:
            return "no article was found"
        said = []
        for name, share in NEEDED.items():
            seen = self.fields.get(name, 0.0)
            if seen < share:
                said.append(f"{name} shows on {seen:.0%} of the articles")
        said += [
            f"{name} showed on {self.recorded[name]:.0%} of the archived articles, now on "
            f"{self.fields.get(name, 0.0):.0%}"
            for name in self.lost
        ]
        return "; ".join(said)

    @property
    def lost(self) -> tuple[str, ...]:
        """Fields that most archived articles show and of today's at most a fifth."""
        return tuple(
            name
            for name, share in self.recorded.items()
            if share >= OFTEN and self.fields.get(name, 1.0) <= SELDOM and name not in NEEDED
        )

    @property
    def advice(self) -> str:
        """What to do about the problem, in one line; "" where there is none."""
        if self.healthy:
            return ""
        reason = self.reason or ""
        if "challenge" in reason or "blocked" in reason:
            return "a wall is never got round: write to the newspaper, or wait and check again"
        if "robots" in reason:
            return "the newspaper does not want to be crawled, or its robots.txt is broken: write to it, or wait"
        if self.state not in (CrawlState.FINISHED, CrawlState.INTERRUPTED):
            return "open its front page in a browser: where it moved, put the new host first in `domains` of its file"
        if not self.articles:
            return (
                "compare the addresses of its articles with `article_url` in its file; or move the file away and draft "
                f"it anew: archiver newspaper add URL --name {self.newspaper}"
            )
        return (
            f"keep the pages with `archiver newspaper check {self.newspaper} --save`, and put a layout for them before "
            "the old one in its file (docs/adding-a-newspaper.md)"
        )

    @property
    def healthy(self) -> bool:
        """True where the site still fits."""
        return not self.problem

    def as_json(self) -> dict[str, Any]:
        """The whole of it, JSON types only."""
        return {
            "newspaper": self.newspaper,
            "healthy": self.healthy,
            "problem": self.problem,
            "state": self.state,
            "reason": self.reason,
            "robots": self.robots,
            "sources": dict(self.sources),
            "articles": dict(self.articles),
            "advice": self.advice,
            "recorded": {name: round(share, 3) for name, share in self.recorded.items()},
            "fields": {name: round(share, 3) for name, share in self.fields.items()},
            "saved": list(self.saved),
        }

    def __str__(self) -> str:
        lines = [f"{self.newspaper}: {'fits' if self.healthy else self.problem}"]
        lines.append(f"robots.txt: {'not to be had' if self.robots is None else f'http {self.robots}'}")
        lines += [f"{url}: {said}" for url, said in (*self.sources.items(), *self.articles.items())]
        lines += [self._compared(name, share) for name, share in self.fields.items()]
        lines += [f"kept: {folder}" for folder in self.saved]
        return "\n".join([*lines, *([f"what to do: {self.advice}"] if self.advice else [])])

    def _compared(self, name: str, share: float) -> str:
        before = self.recorded.get(name)
        return f"{name:<13} {share:>4.0%}" + ("" if before is None else f"   archived: {before:.0%}")


def check(config: Config, newspaper: Newspaper, save: bool = False) -> Check:
    """Look at a newspaper's site for at most a minute, as politely as a crawl; nothing of it enters the archive.

    Args:
        config: how polite to be; the archive is neither needed nor opened.
        newspaper: one that the registry knows.
        save: keep the articles' pages in the archive's home, as drafts of recorded pages.

    Raises:
        ConfigurationError: a real host would be asked without a contact.
        DiskError: a page cannot be kept.
    """
    seen: list[Visit] = []

    def watch(progress: Progress) -> None:
        if progress.visit is not None:
            seen.append(progress.visit)

    request = CrawlRequest(
        names=(newspaper.name,), limit=ARTICLES, time_limit=MINUTE, brief=True, command="newspaper check"
    )
    crawled = crawl_apart(config, newspaper, request, watch)
    read = [visit for visit in seen if visit.purpose is Purpose.ARTICLE]
    robots = next((visit.fetch.status for visit in reversed(seen) if visit.purpose is Purpose.ROBOTS), None)
    return Check(
        newspaper=newspaper.name,
        state=str(crawled.state),
        reason=crawled.reason,
        robots=robots,
        sources={visit.fetch.url: _named(visit) for visit in seen if visit.purpose in LISTS},
        articles={visit.fetch.url: _read_by(visit) for visit in read},
        fields=_shares(seen),
        recorded=_recorded(config, newspaper.name),
        saved=tuple(
            str(record_page(config.home / SAVED / newspaper.name, visit, visit.extraction))
            for visit in read
            if save and not visit.reason
        ),
    )


def _recorded(config: Config, name: str) -> Mapping[str, float]:
    """The share of the archived articles that show each field; of a newspaper never crawled, of those it was added by.

    An archive that cannot be read says nothing here: other commands tell why.
    """
    if config.sqlite_path is None or config.sqlite_path.is_file():
        try:
            engine = open_engine(config.database_url, read_only=True)
            try:
                with engine.connect() as conn:
                    shares = recorded_shares(conn, name)
            finally:
                engine.dispose()
        except (ArchiverError, SQLAlchemyError) as problem:
            log.warning("the archive does not say how %s was read: %s", name, problem)
            shares = {}
        if shares:
            return shares
    try:
        said = json.loads((config.home / ADDED / name / "report.json").read_text("utf-8"))
        return {field_name: float(one["share"]) for field_name, one in said["fields"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _named(visit: Visit) -> str:
    count = sum(found.purpose is Purpose.ARTICLE for found in visit.found)
    return visit.reason or (f"leads to {visit.redirect_to}" if visit.redirect_to else f"{count} articles")


def _read_by(visit: Visit) -> str:
    if visit.reason or visit.extraction is None:
        return visit.reason or "not read"
    layout = visit.extraction.layout
    return f"layout {layout}" if layout else "no layout: the general reader"


def _shares(seen: list[Visit]) -> dict[str, float]:
    """The share of the articles on which each field shows; of counts behind a second request its answer tells."""
    good = [visit for visit in seen if visit.purpose is Purpose.VIEWS or not visit.reason]
    said = [(name, how) for visit in good for name, how in found_by(visit).items()]
    asked, found = Counter(name for name, _ in said), Counter(name for name, how in said if how == "found")
    return {name: found[name] / count for name, count in asked.items()}
