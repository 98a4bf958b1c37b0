"""Takes pages that others saved into the archive, by the same reader and the same door as a crawl."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from pathlib import Path

from sqlalchemy import Connection, select

from archiver.config import Config
from archiver.core.addresses import address_key, normalise_url
from archiver.core.errors import UsageError
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.parts import MOST_PARTS, join_parts
from archiver.core.values import Extraction, Reason
from archiver.crawl.foreign import Refused, files_of, sightings
from archiver.crawl.registry import Registry
from archiver.crawl.run import open_session
from archiver.crawl.session import CrawlRequest
from archiver.crawl.visits import A_PART, read_visit
from archiver.storage.archive import Recorder
from archiver.storage.captures import IMPORT
from archiver.storage.database import exists
from archiver.storage.exchange import moment
from archiver.storage.frontier import LONGEST_URL
from archiver.storage.lock import RunLock
from archiver.storage.models import Capture
from archiver.storage.names import storable
from archiver.storage.values import Evidence, Purpose, Visit

GROUP = 32  # pages in one transaction
GROUP_BYTES = 8 * 2**20  # or so many bytes of them
MOST_EARLY = 50  # paged articles, or parts of them, that wait for one another
CLOCKS_DIFFER = timedelta(days=1)  # at the most


@dataclass(slots=True)
class Imported:
    """What an import came to."""

    files: int = 0  # read to their end
    seen: int = 0  # pages and other records that stood in them
    stored: int = 0  # pages that are in the archive now and were not before
    known: int = 0  # pages that were in it already: same bytes, time and address
    articles: int = 0  # new ones
    revisions: int = 0  # new ones, beyond an article's first
    skipped: Counter[str] = field(default_factory=Counter)  # why -> how many
    refused: list[str] = field(default_factory=list)  # files that were not read to their end, and why
    uncompared: Counter[str] = field(default_factory=Counter)  # why texts could not be compared -> how often


def import_paths(
    config: Config,
    paths: Sequence[Path],
    registry: Registry,
    report: Callable[[Imported], None] = lambda _: None,
    *,
    url: str = "",
    newspaper: str = "",
    lock: RunLock | None = None,
) -> Imported:
    """Read WARC files, WACZ packages, saved pages or folders of them into the archive; twice is as once.

    Only pages of an article are taken, with their own time; the newspaper that owns the address reads them.

    Args:
        config: which archive; made where there is none and something can be taken.
        paths: in the order in which they are read.
        registry: the newspapers.
        report: told how far it is, after each group.
        url: the address of the one saved page that is imported.
        newspaper: take pages of this one alone, whether or not their addresses have the form of its articles.
        lock: the run lock, where the caller holds it already.

    Raises:
        UsageError: a path is missing, or `url` is no address or is given for more than one file.
        UnknownNewspaper: `newspaper` is none.
        LockedError, DiskError, SchemaError: as in a crawl; what was counted as stored is kept.
    """
    files = _files(paths, url)
    only = registry.get(newspaper).definition() if newspaper else None
    if not exists(config):
        look = _Import(None, registry, only, report, config.clock.now())
        with RunLock(config) if lock is None and config.home.is_dir() else nullcontext():
            if not any(look.read(file, url) for file in files):
                return look.done
    with (
        RunLock(config) if lock is None else nullcontext(),
        open_session(config, CrawlRequest(command="import"), registry=registry) as session,
    ):
        work = _Import(session.recorder, registry, only, report, session.now())
        work.remember()
        for file in files:
            work.read(file, url)
        session.recorder.comparer.at_end()
        work.done.uncompared.update(session.recorder.comparer.uncompared)
        return work.done


def _files(paths: Sequence[Path], url: str) -> list[Path]:
    """What there is to read."""
    missing = [str(path) for path in paths if not os.path.lexists(path)]
    if missing:
        raise UsageError(f"there is no {', '.join(missing)}")
    files = [file for path in paths for file in files_of(path)]
    if not files:
        raise UsageError(f"nothing to import below {', '.join(map(str, paths))}: no .warc, .wacz or .html file")
    if url and normalise_url(url) is None:
        raise UsageError(f"{url!r} is no http address")
    if url and len(files) != 1:
        raise UsageError(f"--url is the address of one saved page; there are {len(files)} files")
    return files


@dataclass(slots=True)
class _First:
    """A paged article whose parts are being gathered."""

    paper: Newspaper
    visit: Visit
    parts: list[tuple[Extraction, Evidence]] = field(default_factory=list)

    def joined(self, *, missing: bool = False) -> Visit:
        """The article with the parts that came."""
        assert self.visit.extraction is not None
        whole = join_parts(self.visit.extraction, [text for text, _ in self.parts], missing=missing)
        return replace(self.visit, extraction=whole, parts=tuple(evidence for _, evidence in self.parts))


class _Import:
    """One import: what is known already, and the pages that wait for their transaction."""

    def __init__(
        self,
        recorder: Recorder | None,  # None: only looks whether there is anything to take
        registry: Registry,
        only: Newspaper | None,
        report: Callable[[Imported], None],
        now: datetime,
    ) -> None:
        self.done = Imported()
        self._written_by = recorder
        self._registry = registry
        self._only = only
        self._report = report
        self._now = now
        self._bodies: set[bytes] = set()  # marks of address and bytes
        self._captures: set[bytes] = set()  # and of their time
        self._registered: set[str] = set()
        self._waiting: list[Visit] = []
        self._firsts: dict[str, _First] = {}  # key of the part that must follow -> the parts before it
        self._early: dict[str, Fetch] = {}  # parts whose first one did not come yet

    @property
    def _recorder(self) -> Recorder:
        assert self._written_by is not None  # who only looks comes to nothing that is to be written
        return self._written_by

    def remember(self) -> None:
        """Learn which bytes, times and addresses the archive holds."""
        rows = select(Capture.url, Capture.payload_sha256, Capture.fetched_at).execution_options(yield_per=10_000)

        def learn(conn: Connection) -> None:
            for url, payload, at in conn.execute(rows):
                body, capture = _marks(url, payload, at)
                self._bodies.add(body)
                self._captures.add(capture)

        self._recorder.within(learn)

    def read(self, file: Path, url: str) -> bool:
        """Take in one file, as far as it can be read; who only looks stops at the first page: True then."""
        try:
            for sighting in sightings(file, url=url):
                self.done.seen += 1
                why = self._take(sighting.fetch) if sighting.fetch is not None else sighting.skipped
                if why:
                    self.done.skipped[why] += 1
                elif self._written_by is None:
                    return True
        except Refused as problem:
            self.done.refused.append(str(problem))
        else:
            self.done.files += 1
        self._end_of_file()
        self._record()
        return False

    def _take(self, fetch: Fetch) -> str:
        """Have a page recorded; else why not."""
        owner = self._registry.owner_of(fetch.url)
        if self._only is not None and owner is not None and owner.name != self._only.name:
            return "of another newspaper"
        paper = self._only or owner
        if paper is None:
            return "of no known newspaper"
        if self._only is None and not paper.is_article_url(fetch.url):
            return "not an article's address"
        if len(fetch.url) > LONGEST_URL:
            return "address too long"
        if fetch.fetched_at > self._now + CLOCKS_DIFFER:  # it would be the last word on its article for ever
            if fetch.time_known:
                return "dated in the future"
            fetch = replace(fetch, fetched_at=self._now)
        body, capture = _marks(storable(fetch.url), sha256(fetch.wire_body).hexdigest(), fetch.fetched_at)
        if capture in self._captures or (not fetch.time_known and body in self._bodies):
            self.done.known += 1
            return ""
        first = self._firsts.pop(address_key(fetch.url), None)
        if first is not None and first.paper is paper:
            self._captures.add(capture)
            self._take_part(first, fetch)
            return ""
        visit = replace(read_visit(paper, Purpose.ARTICLE, fetch), found_by=IMPORT)
        if visit.reason == A_PART and self._written_by is not None and len(self._early) < MOST_EARLY:
            self._early[address_key(fetch.url)] = fetch  # its first part may follow
            return ""
        failed = visit.extraction is not None and any(
            problem.reason is Reason.READER_ERROR for problem in visit.extraction.problems
        )
        if visit.reason is not None and not failed:  # what our reader fails on is kept: it can be read again
            return f"no article: {visit.reason}"
        if self._written_by is None:
            return ""
        if paper.name not in self._registered:
            self._recorder.register(paper)
            self._registered.add(paper.name)
        self._bodies.add(body)
        self._captures.add(capture)
        if visit.extraction is not None and visit.extraction.next_part is not None and visit.reason is None:
            self._await(_First(paper, visit), visit.extraction.next_part)
        else:
            self._put(visit)
        return ""

    def _await(self, first: _First, following: str) -> None:
        """Keep the first part of a paged article until the next one comes, or the file ends."""
        fetch = self._early.pop(address_key(following), None)
        if fetch is not None:
            self._take_part(first, fetch)
        elif len(first.parts) >= MOST_PARTS or len(self._firsts) >= MOST_EARLY:
            self._put(first.joined(missing=True))
        else:
            self._firsts[address_key(following)] = first

    def _take_part(self, first: _First, fetch: Fetch) -> None:
        """A further part: evidence at once, its text when the article is whole."""
        visit = replace(read_visit(first.paper, Purpose.PART, fetch), found_by=IMPORT)
        if visit.reason is not None or visit.extraction is None:
            self._put(first.joined(missing=True))
            return
        self._record()
        (outcome,) = self._recorder.record([visit])
        self.done.stored += 1
        first.parts.append((visit.extraction, outcome.evidence))
        if visit.extraction.next_part is None:
            self._put(first.joined())
        else:
            self._await(first, visit.extraction.next_part)

    def _end_of_file(self) -> None:
        """What waited in vain: a first part without the others is kept as such, parts without a first one are none."""
        for first in self._firsts.values():
            self._put(first.joined(missing=True))
        if self._early:
            self.done.skipped[f"no article: {A_PART}"] += len(self._early)
        self._firsts, self._early = {}, {}

    def _put(self, visit: Visit) -> None:
        self._waiting.append(visit)
        if len(self._waiting) >= GROUP or sum(len(one.fetch.wire_body) for one in self._waiting) >= GROUP_BYTES:
            self._record()

    def _record(self) -> None:
        """Make durable what waits."""
        if self._waiting:
            outcomes = self._recorder.record(self._waiting)
            self._waiting = []
            self.done.stored += len(outcomes)
            self.done.articles += sum(outcome.new_article for outcome in outcomes)
            self.done.revisions += sum(outcome.new_revision for outcome in outcomes)
            self._report(self.done)


def _marks(url: str, payload: str, at: datetime) -> tuple[bytes, bytes]:
    """What marks a body at its address, and what marks it at its time: 16 bytes each."""
    said = f"{url}\n{payload}".encode("utf-8", "surrogatepass")
    return blake2b(said, digest_size=16).digest(), blake2b(said + moment(at).encode(), digest_size=16).digest()
