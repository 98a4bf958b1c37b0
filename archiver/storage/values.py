"""What the archive's doors pass to each other: purposes, states, a visit going in and its outcome coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from archiver.core.page import Fetch
from archiver.core.values import Extraction

BACKFILL = "backfill"  # found_by of what is asked for to walk a newspaper's past
LED_TO = ("paging", "sitemap", "redirect", BACKFILL)  # found_by of sources that another leads to, when it has news


class Purpose(StrEnum):
    """Why an address is asked for."""

    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"  # a section page, or a further page of one
    HOME = "home"
    ROBOTS = "robots"
    PART = "part"  # a further part of a paged article
    VIEWS = "views"  # where an article's page fetches its view count from


class State(StrEnum):
    """What became of an address: queued -> leased -> stored | gone | refused | failed."""

    QUEUED = "queued"
    LEASED = "leased"
    STORED = "stored"  # fetched and read; due again at due_at, or never
    GONE = "gone"
    REFUSED = "refused"  # robots.txt or our own guard says no
    FAILED = "failed"  # given up after the last attempt


class CrawlState(StrEnum):
    """How a crawl stands."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    REFUSED = "refused"  # by the host as a whole: robots.txt, a wall on every page
    INTERRUPTED = "interrupted"  # killed: found as running by a later run


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a page named."""

    url: str
    purpose: Purpose
    found_by: str
    priority: int = 50
    modified_hint: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """An address handed out to be fetched."""

    id: int
    newspaper: str
    url: str
    purpose: Purpose
    attempts: int
    etag: str | None
    last_modified: str | None
    article_id: int | None  # known already: this is a revisit
    found_by: str
    state_before: State
    reason: str | None  # of the last failure; "recheck:404" where a disappearance waits to be confirmed


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the bytes of a capture lie: everything that is needed to check them without us."""

    warc: str  # file name below warc/, without the .open that it has while it is written
    offset: int
    length: int
    sha256: str  # of the bytes [offset, offset + length) of the file
    payload_sha256: str  # of the response's body as sent


@dataclass(frozen=True, slots=True)
class Cut:
    """What of the addresses that a page names was not taken up: a span of publication, kinds of sources."""

    since: datetime | None = None
    until: datetime | None = None
    kinds: frozenset[str] = frozenset()  # "paging": no further page; "sitemap": too deep an index; "brief": a look

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.kinds)

    def as_context(self) -> dict[str, Any]:
        """JSON types, for the evidence."""
        said: dict[str, Any] = {"kinds": sorted(self.kinds)} if self.kinds else {}
        moments = (("since", self.since), ("until", self.until))
        return said | {name: moment.isoformat() for name, moment in moments if moment is not None}

    @classmethod
    def from_context(cls, said: Mapping[str, Any]) -> Cut:
        """As `as_context` wrote it."""
        since, until = (datetime.fromisoformat(said[name]) if said.get(name) else None for name in ("since", "until"))
        return cls(since, until, frozenset(said.get("kinds", ())))


@dataclass(frozen=True, slots=True)
class Visit:
    """One exchange, read and judged: everything that the archive has to keep of it, in one piece."""

    newspaper: str
    purpose: Purpose
    fetch: Fetch
    extraction: Extraction | None = None  # None where the body is no page: a feed, robots.txt, a 304
    found: tuple[Found, ...] = ()
    address_id: int | None = None  # None: imported, or robots.txt
    crawl_id: int | None = None
    redirect_to: str | None = None  # absolute, already judged by the guard; None where the guard refused it
    reason: str | None = None  # why it is not simply stored: "404", "soft404", "home", "block", "http 503", ...
    retry_at: datetime | None = None  # the host asks for patience, or a failure is tried again
    next_due: datetime | None = None  # when to fetch it again though all is well
    worth: int = 0  # of that visit, 0 the most: core.revisit.worth
    refusal: bool = False  # never again: robots.txt or the guard
    found_by: str = ""  # "import": not fetched by us; "backfill"; else the recorder knows it from the lease
    parts: tuple[Evidence, ...] = ()  # of a paged article: where the further parts lie that `extraction` holds as well
    cut: Cut | None = None  # what is missing from `found`

    @property
    def asks_for_views(self) -> bool:
        """True where the page's view count comes by a second request, which is asked for next."""
        return any(one.purpose is Purpose.VIEWS for one in self.found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a visit once it was durable."""

    capture_id: int
    evidence: Evidence
    article_id: str | None = None  # the public id
    new_article: bool = False
    new_revision: bool = False  # beyond the first
    gone: bool = False  # newly and finally
    recheck: bool = False  # gone by the look of it: asked for once more before it is believed
    discovered: int = 0  # addresses of articles that were new
    problems: Mapping[str, str] = field(default_factory=dict)
