"""What the archive's doors pass to each other: purposes, states, a visit going in and its outcome coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from archiver.core.page import Fetch
from archiver.core.values import Extraction


class Purpose(StrEnum):
    """Why an address is asked for."""

    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"  # a section page, or a further page of one
    HOME = "home"
    ROBOTS = "robots"
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
    refusal: bool = False  # never again: robots.txt or the guard
    found_by: str = ""  # "import": not fetched by us; else the recorder knows it from the lease

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
