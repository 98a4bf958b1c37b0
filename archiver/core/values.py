"""What a page says, as values: each keeps its raw text, so that every number can be defended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum

VIETNAM = timezone(timedelta(hours=7), "+07:00")  # no daylight saving since 1975; fixed, so no zone file matters


class Precision(StrEnum):
    """How much of a moment the page shows; what is finer is filled with zeros and means nothing."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class Kind(StrEnum):
    """What a page is. Only the first three become articles."""

    ARTICLE = "article"
    VIDEO = "video"
    GALLERY = "gallery"
    LISTING = "listing"
    BLOCK = "block"  # a challenge, a captcha, a consent or "access denied" page
    LOGIN = "login"  # the text stands behind a login or a payment
    ERROR = "error"  # an error page whatever its status says: "Không tìm thấy trang"
    EMPTY = "empty"
    BINARY = "binary"
    OTHER = "other"

    @property
    def is_article(self) -> bool:
        """True where the page becomes an article of the archive."""
        return self in (Kind.ARTICLE, Kind.VIDEO, Kind.GALLERY)


class Reason(StrEnum):
    """Why a field is empty or doubtful: the closed list. What is not here cannot be said."""

    MISSING = "missing"  # nothing stands where the field should be
    UNREADABLE = "unreadable"  # text stands there, and no rule reads it
    AMBIGUOUS = "ambiguous"  # several readings, none better
    REFUSED = "refused"  # what stands there is no such value: a site's name as author
    PLACEHOLDER = "placeholder"  # template text that nobody filled in
    FUTURE = "future"  # a date more than a day after the fetch
    TOO_LONG = "too_long"  # longer than any such value; never given to a pattern
    BEHIND_REQUEST = "behind_request"  # the page fetches it by a second request
    ENCODING = "encoding"  # letters were lost or doubled before they came to us
    TRUNCATED = "truncated"  # the page was cut on the wire or by our limit
    ELSEWHERE = "elsewhere"  # the page names another page as its canonical address
    SHRUNK = "shrunk"  # far shorter than the last revision: kept as seen, not taken as an edit
    PART_MISSING = "part_missing"  # a further part of a paged article could not be had
    REPEATED = "repeated"  # the same text stands under several addresses
    READER_ERROR = "reader_error"  # our own fault; the page is kept and can be read again


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment that a page prints."""

    moment: datetime  # aware, in the offset of its zone; what is finer than `precision` is zero
    precision: Precision
    raw: str  # as printed
    rule: str  # the name of the rule that read it


@dataclass(frozen=True, slots=True)
class ViewCount:
    """The number of views that a page claims for itself."""

    count: int  # views, never negative
    exact: bool  # False where the page rounds: "1,2K"
    raw: str  # as printed


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a page says wrote it."""

    authors: tuple[str, ...]  # persons and pen names, NFC, in printed order and case
    agencies: tuple[str, ...]  # agencies and papers the text was taken from
    roles: Mapping[str, str]  # author -> "text+photo", "produced by", "compiled"; silent where none is printed
    raw: str  # as printed


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article's body."""

    url: str  # absolute
    caption: str | None


class BlockKind(StrEnum):
    """What a block of a body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body, in order: a list has a line an item, a table a line a row with cells parted by " | "."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that could not be read, and why."""

    field: str  # a key of the record
    reason: Reason


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read from one page, and which rule read it. Made by `core.extract.extract`."""

    url: str
    kind: Kind
    canonical_url: str | None = None
    aliases: tuple[tuple[str, str], ...] = ()  # (how, address): amp, print, mobile, og, short
    title: str | None = None
    lead: str | None = None
    blocks: tuple[Block, ...] = ()
    byline: Byline | None = None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    language: str | None = None
    views: ViewCount | None = None
    comment_count: int | None = None
    layout: str | None = None  # the name of the layout that read it; None: the general reader
    encoding: str = "utf-8"
    next_part: str | None = None  # the address of the next part of a paged article
    views_url: str | None = None  # where the page fetches its view count from, where it prints none itself
    sources: Mapping[str, str] = field(default_factory=dict)  # key of the record -> rule that read it
    problems: tuple[Problem, ...] = ()

    @property
    def body_text(self) -> str:
        """The body: blocks joined by a blank line, without captions; "" where there is none."""
        return "\n\n".join(b.text for b in self.blocks if b.kind is not BlockKind.CAPTION)

    def record(self) -> dict[str, object]:
        """The record of design.md section 4, as far as one page can fill it: JSON types only."""
        from archiver.core.record import record_of  # the shape has its own file; imported late: it imports us

        return record_of(self)
