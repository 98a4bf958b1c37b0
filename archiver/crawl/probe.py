"""Whether a newspaper's site still fits its definition: a minute's look at robots.txt, feeds, a list, five articles."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver.config import Config
from archiver.core.errors import DiskError
from archiver.core.newspaper import Newspaper
from archiver.crawl.monitors import Progress
from archiver.crawl.run import CrawlRequest, crawl
from archiver.storage.ledger import SHOWS
from archiver.storage.values import CrawlState, Purpose, Visit

ARTICLES = 5
MINUTE = timedelta(minutes=1)
NEEDED = {"title": 1.0, "body_text": 0.8, "published_at": 0.8}  # field -> share of the articles that must show it
SAVED = "checked"  # folder of the archive's home for pages that are kept
_UNSAFE = re.compile(r"[^a-z0-9-]+")


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
        return "; ".join(said)

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
            "fields": {name: round(share, 3) for name, share in self.fields.items()},
            "saved": list(self.saved),
        }

    def __str__(self) -> str:
        lines = [f"{self.newspaper}: {'fits' if self.healthy else self.problem}"]
        lines.append(f"robots.txt: {'not to be had' if self.robots is None else f'http {self.robots}'}")
        lines += [f"{url}: {said}" for url, said in (*self.sources.items(), *self.articles.items())]
        lines += [f"{name:<13} {share:.0%}" for name, share in self.fields.items()]
        lines += [f"kept: {folder}" for folder in self.saved]
        return "\n".join(lines)


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

    with tempfile.TemporaryDirectory(prefix="archiver-check-") as folder:
        apart = replace(config, home=Path(folder), database_url=f"sqlite:///{Path(folder) / 'archive.db'}")
        request = CrawlRequest(
            names=(newspaper.name,), limit=ARTICLES, time_limit=MINUTE, brief=True, command="newspaper check"
        )
        (report,) = crawl(apart, request, watch).newspapers
    read = [visit for visit in seen if visit.purpose is Purpose.ARTICLE]
    robots = next((visit.fetch.status for visit in reversed(seen) if visit.purpose is Purpose.ROBOTS), None)
    return Check(
        newspaper=newspaper.name,
        state=report.state,
        reason=report.reason,
        robots=robots,
        sources={v.fetch.url: _named(v) for v in seen if v.purpose not in (Purpose.ARTICLE, Purpose.ROBOTS)},
        articles={visit.fetch.url: _read_by(visit) for visit in read},
        fields=_shares(read),
        saved=tuple(_save(config.home / SAVED / newspaper.name, visit) for visit in read if save and not visit.reason),
    )


def _named(visit: Visit) -> str:
    count = sum(found.purpose is Purpose.ARTICLE for found in visit.found)
    return visit.reason or (f"leads to {visit.redirect_to}" if visit.redirect_to else f"{count} articles")


def _read_by(visit: Visit) -> str:
    if visit.reason or visit.extraction is None:
        return visit.reason or "not read"
    layout = visit.extraction.layout
    return f"layout {layout}" if layout else "no layout: the general reader"


def _shares(read: list[Visit]) -> dict[str, float]:
    """The share of the articles on which each field shows."""
    good = [visit.extraction for visit in read if visit.extraction is not None and not visit.reason]
    return {name: sum(map(shows, good)) / len(good) for name, shows in SHOWS.items()} if good else {}


def _save(folder: Path, visit: Visit) -> str:
    """Keep a page as a draft of a recorded one."""
    slug = _UNSAFE.sub("-", urlsplit(visit.fetch.url).path.lower()).strip("-")[-80:] or "page"
    place = folder / slug
    known = {
        "url": visit.fetch.url,
        "fetched_at": visit.fetch.fetched_at.isoformat(),
        "content_type": visit.fetch.header("Content-Type"),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / "page.html").write_bytes(visit.fetch.body)
        (place / "page.json").write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as problem:
        raise DiskError(f"{place} cannot be written: {problem.strerror}") from problem
    return str(place)
