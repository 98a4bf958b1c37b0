"""The tables. Every column is described in docs/data-dictionary.md, and a test holds the two together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from archiver.storage.column_types import TYPES

LISTS = text("purpose IN ('listing', 'sitemap')")  # the few addresses that lead to others: storage.lists.IS_LIST


class Base(DeclarativeBase):
    """The base of all tables; constraint names are fixed, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = TYPES


class ArchiveInfo(Base):
    """What this archive is: one row a key ("created_at", "made_by")."""

    __tablename__ = "archive_info"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Newspaper(Base):
    """A newspaper as its definition described it when it was last crawled or imported."""

    __tablename__ = "newspaper"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    province: Mapped[str]
    domains: Mapped[list[Any]]
    platform: Mapped[str | None]
    predecessor: Mapped[str | None]
    successor: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Host(Base):
    """What a host told us of itself, kept across runs: politeness has a memory."""

    __tablename__ = "host"
    name: Mapped[str] = mapped_column(primary_key=True)
    not_before: Mapped[datetime | None]  # Retry-After
    crawl_delay: Mapped[float | None]  # seconds, from robots.txt
    robots_fetched_at: Mapped[datetime | None]
    robots_status: Mapped[int | None]  # 0: unreachable
    last_request_at: Mapped[datetime | None]


class Address(Base):
    """The frontier: every address worth asking for, and what became of it."""

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("newspaper_id", "url_key"),
        Index("ix_address_due", "newspaper_id", "state", "due_at"),
        Index("ix_address_next", "newspaper_id", "priority", "due_at", "id"),
        Index("ix_address_found_on_id_found_at", "found_on_id", "found_at"),
        Index("ix_address_lists", "newspaper_id", "purpose", sqlite_where=LISTS, postgresql_where=LISTS),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"))
    url: Mapped[str]  # as it is asked for
    url_key: Mapped[str]  # core.addresses.address_key: equal for the spellings of one address
    purpose: Mapped[str]  # storage.values.Purpose
    state: Mapped[str]  # storage.values.State
    priority: Mapped[int]  # smaller first
    attempts: Mapped[int] = mapped_column(default=0)  # failures in a row
    fetches: Mapped[int] = mapped_column(default=0)  # exchanges in all
    due_at: Mapped[datetime | None]  # None: not again
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    before_lease: Mapped[str | None]  # the state to go back to when the run that leased it died
    found_by: Mapped[str]  # feed, sitemap, listing, home, redirect, canonical, import, operator, definition
    found_on_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"))
    found_at: Mapped[datetime]
    modified_hint: Mapped[datetime | None]  # lastmod or pubDate of the source that named it, newest
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    last_fetched_at: Mapped[datetime | None]
    reason: Mapped[str | None]  # of the last failure, refusal or disappearance
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"), index=True)
    redirects_to_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"), index=True)  # its last answer was 30x


class Walk(Base):
    """How far the past of one list was walked by a backfill: evidence gives it back."""

    __tablename__ = "walk"
    __table_args__ = (
        UniqueConstraint("newspaper_id", "source_key"),
        Index("ix_walk_newspaper_id_next_key", "newspaper_id", "next_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"))
    source: Mapped[str]  # the first page of a section, a sitemap, a day of the archive
    source_key: Mapped[str]
    purpose: Mapped[str]  # storage.values.Purpose: listing or sitemap
    since: Mapped[datetime | None]  # what is older was left out of what it names; None: nothing was
    next_url: Mapped[str | None]  # the page to ask for next; None: it ended
    next_key: Mapped[str | None]
    reason: Mapped[str | None]  # why it ended: end, repeats, read, too long, quiet, redirect, 404, ...
    pages: Mapped[int]
    discovered: Mapped[int]  # addresses of articles that it brought and nobody knew
    stale: Mapped[int]  # pages in a row that brought none; of a day: days after it that list none of their own
    shown: Mapped[list[Any]]  # keys of the articles' addresses on its last page
    begun_at: Mapped[datetime]
    moved_at: Mapped[datetime]


class Crawl(Base):
    """The ledger: one row a newspaper and run, written first as running, closed last."""

    __tablename__ = "crawl"
    __table_args__ = (Index("ix_crawl_newspaper_started", "newspaper_id", "started_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"))
    run: Mapped[str]  # the same for all newspapers of one command
    command: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    state: Mapped[str]  # storage.values.CrawlState
    reason: Mapped[str | None]  # why it failed, was refused or stopped early
    requests: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    discovered: Mapped[int] = mapped_column(default=0)  # new addresses of articles
    articles_new: Mapped[int] = mapped_column(default=0)
    articles_read: Mapped[int] = mapped_column(default=0)
    revisions_new: Mapped[int] = mapped_column(default=0)  # beyond the first
    gone_new: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)  # by robots.txt or by our own guard
    bytes: Mapped[int] = mapped_column(default=0)  # on the wire
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field -> {"found": n, reason: n, ...}


class Capture(Base):
    """One fetch, and where its bytes lie."""

    __tablename__ = "capture"
    __table_args__ = (
        UniqueConstraint("warc", "offset"),
        Index("ix_capture_article_fetched", "article_id", "fetched_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"))
    address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"), index=True)
    crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawl.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", use_alter=True))  # the one it shows
    url: Mapped[str]
    purpose: Mapped[str]
    kind: Mapped[str | None]  # core.values.Kind; None where the page was not read
    fetched_at: Mapped[datetime]
    status: Mapped[int]  # 0 never: a fetch without an answer is no capture
    content_type: Mapped[str]
    location: Mapped[str | None]  # where it redirects to
    tls_verified: Mapped[bool | None]
    truncated: Mapped[bool] = mapped_column(default=False)
    warc: Mapped[str]  # file name below warc/
    offset: Mapped[int]  # of the response record, bytes
    length: Mapped[int]  # of the response record as it lies in the file, bytes
    sha256: Mapped[str]  # of exactly those bytes
    payload_sha256: Mapped[str]  # of the body as sent
    facts_sha256: Mapped[str | None]  # core.revisions.facts_hash of what it showed; None where no article was read


class Article(Base):
    """One article: the identity that lasts while its addresses and texts change."""

    __tablename__ = "article"
    __table_args__ = (
        Index("ix_article_published", "published_at", "id"),
        Index("ix_article_newspaper_key", "newspaper_id", "article_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # "baodaknong/92175"
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"), index=True)
    article_key: Mapped[str | None]  # the site's own key now; keys it had before stand in alias
    url: Mapped[str]  # where it was last fetched
    canonical_url: Mapped[str]
    kind: Mapped[str]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    gone_reason: Mapped[str | None]  # 404, 410, soft404, home
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", use_alter=True))  # last seen
    published_at: Mapped[datetime | None]  # of that revision
    view_count: Mapped[int | None]  # the latest observed
    comment_count: Mapped[int | None]


class Alias(Base):
    """A further address of an article."""

    __tablename__ = "alias"
    __table_args__ = (
        UniqueConstraint("newspaper_id", "url_key"),
        Index("ix_alias_article_key", "newspaper_id", "article_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    url: Mapped[str]
    url_key: Mapped[str]
    article_key: Mapped[str | None]  # the site's key in that address: one it had before it moved
    how: Mapped[str]  # redirect, canonical, amp, print, mobile, og, short, moved, operator
    since: Mapped[datetime]


class Revision(Base):
    """One version of an article: a row only where its normalised facts changed."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("article_id", "number"), UniqueConstraint("article_id", "facts_sha256"))
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]  # from 1
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"))  # that showed it first
    seen_at: Mapped[datetime]
    facts_sha256: Mapped[str]  # core.revisions.facts_hash
    title: Mapped[str]
    lead: Mapped[str | None]
    body_text: Mapped[str]
    blocks: Mapped[list[Any]]  # [[kind, text], ...]
    byline_raw: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_precision: Mapped[str | None]
    published_raw: Mapped[str | None]
    updated_at: Mapped[datetime | None]
    updated_raw: Mapped[str | None]
    section: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str | None]
    layout: Mapped[str | None]
    reader: Mapped[str]  # core.page.READER_VERSION
    sources: Mapped[dict[str, Any]]  # field -> rule


class Author(Base):
    """A person or pen name, as printed."""

    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True)  # core.text.fold


class Byline(Base):
    """Who wrote a revision, in printed order."""

    __tablename__ = "byline"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)  # from 1
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)
    role: Mapped[str | None]


class Agency(Base):
    """An agency or paper that texts were taken from."""

    __tablename__ = "agency"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Credit(Base):
    """The agencies of a revision, in printed order."""

    __tablename__ = "credit"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)


class Tag(Base):
    """A keyword that newspapers put on articles."""

    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class RevisionTag(Base):
    """The tags of a revision, in printed order."""

    __tablename__ = "revision_tag"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)


class Image(Base):
    """The pictures of a revision, in printed order."""

    __tablename__ = "image"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    caption: Mapped[str | None]


class Observation(Base):
    """What a capture said of the article's counters; our own earlier fetches are part of the number: kept."""

    __tablename__ = "observation"
    __table_args__ = (Index("ix_observation_article_observed", "article_id", "observed_at"),)
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    observed_at: Mapped[datetime]
    view_count: Mapped[int | None]
    view_count_exact: Mapped[bool | None]
    view_count_raw: Mapped[str | None]
    comment_count: Mapped[int | None]
    own_fetches_before: Mapped[int]


class Problem(Base):
    """A field of a capture that could not be read, under a reason of the closed list."""

    __tablename__ = "problem"
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)  # core.values.Reason


class ReprintDue(Base):
    """The articles whose text is not compared yet with those of other newspapers: new ones and changed ones."""

    __tablename__ = "reprint_due"
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)


class Sketch(Base):
    """Numbers that stand for the text of an article's latest revision: texts that are alike share some."""

    __tablename__ = "sketch"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # core.reprints.sketch
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, index=True)


class Likeness(Base):
    """Two articles of different newspapers whose texts are alike; once a pair."""

    __tablename__ = "likeness"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)  # the smaller number
    other_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, index=True)
    share: Mapped[float]  # core.reprints.share


class Reprint(Base):
    """A copy of a text that several newspapers printed; the first one's row names itself."""

    __tablename__ = "reprint"
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    share: Mapped[float]  # of the shorter text of the two that stands in the longer one; 1 of the first


class FeedWindow(Base):
    """What a feed named when it was last read: the next reading tells by it whether something slipped through."""

    __tablename__ = "feed_window"
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"), primary_key=True)
    source_key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
    newest: Mapped[datetime | None]  # of the moments that it gave its articles; None where it gave none
    keys: Mapped[list[Any]]  # of the addresses of its articles


class MissedWindow(Base):
    """A time of which a feed named nothing any more when it was read again: articles of it may be unknown."""

    __tablename__ = "missed_window"
    __table_args__ = (Index("ix_missed_window_newspaper_noticed", "newspaper_id", "noticed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    newspaper_id: Mapped[int] = mapped_column(ForeignKey("newspaper.id"))
    source: Mapped[str]  # the feed's address
    since: Mapped[datetime]  # the newest article that it named before
    until: Mapped[datetime]  # the oldest that it named then
    noticed_at: Mapped[datetime]
