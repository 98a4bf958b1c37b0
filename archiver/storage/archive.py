"""The one door for rows. Everything that the archive keeps comes in through `Recorder`, evidence first.

Append every record of a group → one fsync → BEGIN IMMEDIATE → all rows → commit → acknowledged. A visit whose rows
cannot be made is undone alone (SAVEPOINT); its capture is kept and counted as our own fault.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from archiver.config import Clock
from archiver.core.errors import ArchiverError, DiskError, UsageError
from archiver.core.newspaper import Newspaper
from archiver.core.page import READER_VERSION
from archiver.core.parts import lacks_part
from archiver.storage import faults, frontier, hosts, ledger, rows, search_index
from archiver.storage.captures import IMPORT
from archiver.storage.comparing import Comparer
from archiver.storage.database import errors_told, table, told_as
from archiver.storage.evidence import EvidenceWriter, Kept
from archiver.storage.hosts import HostMemory
from archiver.storage.identity import Paper
from archiver.storage.journal import Journal
from archiver.storage.ledger import CrawlName, Figures, Tally
from archiver.storage.names import Names
from archiver.storage.replay import Batch
from archiver.storage.rows import Stored
from archiver.storage.values import CrawlState, Evidence, Found, Leased, Outcome, Purpose, Visit

NEWSPAPER, CRAWL, CAPTURE = table("newspaper"), table("crawl"), table("capture")
NEWSPAPER_EVENT = "newspaper"  # events of the journal: what evidence cannot give back
OPENED, CLOSED = "crawl_opened", "crawl_closed"
_log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class Recorder:
    """Writes visits, the frontier and the ledger. One at a time, in one thread, under the run lock."""

    def __init__(self, engine: Engine, evidence: EvidenceWriter, journal: Journal, clock: Clock) -> None:
        self._engine = engine
        self._evidence = evidence
        self._journal = journal
        self._clock = clock
        self._names = Names()
        self._figures = Figures()
        self._papers: dict[str, Paper] = {}
        self._crawls: dict[int, CrawlName] = {}
        self._leases: dict[int, Leased] = {}  # handed out by this run, some answered
        self.comparer = Comparer(engine, clock)
        self.failure: ArchiverError | None = None  # nothing is written after it; the next start takes care

    @property
    def folder(self) -> Path:
        """The folder of the evidence."""
        return self._evidence.folder

    # What was fetched

    def record(self, visits: Sequence[Visit]) -> list[Outcome]:
        """Make visits durable, all or none of them; when this returns, each is evidence and rows.

        Returns:
            An outcome a visit, in their order.

        Raises:
            DiskError: no room, or the disk refuses. Nothing of the group was acknowledged.
            LockedError: another program holds the database; as with any other error of it, `failure` stands from here.
            UsageError: a newspaper was not registered. Nothing was written.
        """
        if self.failure is not None:
            raise self.failure
        for visit in visits:
            self._paper(visit.newspaper)
        evidence = self._append(visits)
        try:
            with errors_told(self._engine):
                stored = self._commit(visits, evidence)
        except BaseException as problem:
            self._give_up(problem)
            raise
        faults.point("after_commit")
        outcomes = [one.outcome for one in stored]
        self.comparer.after_visits(sum(one.new_article or one.new_revision for one in outcomes))
        return outcomes

    def replay(self, kept: Sequence[Kept], visits: Sequence[Visit]) -> list[Outcome | None]:
        """The rows of visits whose evidence is already written: what a killed run left, or a whole archive.

        Returns:
            An outcome a visit, in their order; None where the rows stood already, so that twice is as once.
        """
        with self.batch() as batch:
            return [batch.store(one, visit) for one, visit in zip(kept, visits, strict=True)]

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """One transaction for many replayed captures, each of which sees the rows of those before it."""
        try:
            with errors_told(self._engine), self._engine.begin() as conn:
                faults.point("after_begin")
                yield Batch(self, conn)
                faults.point("after_insert")
            faults.point("after_commit")
        except BaseException:
            self._forget()
            self._crawls.clear()
            raise

    def acknowledged(self, file: str) -> int:
        """The end, in bytes, of the last record of a file of evidence that a row points to; 0 where none does."""
        with errors_told(self._engine), self._engine.begin() as conn:
            last = select(func.max(CAPTURE.c.offset + CAPTURE.c.length)).where(CAPTURE.c.warc == file)
            return int(conn.execute(last).scalar_one() or 0)

    def close(self) -> None:
        """Close the file of evidence: everything in it has its rows. After a failure it is left to the next start."""
        if self.failure is None:
            self._evidence.close()

    # Newspapers and the ledger

    def register(self, newspaper: Newspaper) -> int:
        """Make a newspaper known, or bring what is known of it up to its definition; its row number."""
        values = {
            "name": newspaper.name,
            "title": newspaper.title,
            "province": newspaper.province,
            "domains": [*newspaper.domains, *newspaper.former_domains],
            "platform": newspaper.platform,
            "predecessor": newspaper.predecessor,
            "successor": newspaper.successor,
            "valid_from": newspaper.since,
            "valid_to": newspaper.until,
        }
        with errors_told(self._engine), self._engine.begin() as conn:
            known = conn.execute(select(NEWSPAPER).where(NEWSPAPER.c.name == newspaper.name)).one_or_none()
            if known is None:
                made = conn.execute(insert(NEWSPAPER).values(**values)).inserted_primary_key
                newspaper_id = int(made[0]) if made else 0
            else:
                newspaper_id = known.id
                conn.execute(update(NEWSPAPER).where(NEWSPAPER.c.id == newspaper_id).values(**values))
            if known is None or any(known._mapping[name] != value for name, value in values.items()):
                dates = {name: values[name] and str(values[name]) for name in ("valid_from", "valid_to")}
                self._journal.append(NEWSPAPER_EVENT, {"id": newspaper_id, **values, **dates}, self._clock.now())
        self._papers[newspaper.name] = Paper(newspaper_id, newspaper)
        return newspaper_id

    def open_crawl(self, newspaper_id: int, run: str, command: str) -> int:
        """Write a crawl into the ledger as running, before its first request; its row number.

        Args:
            run: the same for all newspapers of one command.
            command: as the operator typed it.
        """
        with errors_told(self._engine), self._engine.begin() as conn:
            crawl_id = ledger.begin(conn, newspaper_id, run, command, self._clock.now())
            self._journal_crawl(conn, OPENED, crawl_id)
        self._crawls[crawl_id] = CrawlName(run, command)
        return crawl_id

    def close_crawl(
        self, crawl_id: int, state: CrawlState, reason: str | None = None, counts: Mapping[str, Any] | None = None
    ) -> None:
        """Close a crawl in the ledger.

        Args:
            counts: columns of the ledger as the crawl counted them, which also knows what left no capture.
        """
        with errors_told(self._engine), self._engine.begin() as conn:
            ledger.end(conn, crawl_id, state, reason, counts or {}, self._clock.now())
            self._journal_crawl(conn, CLOSED, crawl_id)
        self.comparer.at_end()

    def interrupt(self) -> int:
        """Close the crawls that a dead run left as running; how many. Only before one is opened."""
        with errors_told(self._engine), self._engine.begin() as conn:
            dead = ledger.interrupt(conn)
            for crawl_id in dead:
                self._journal_crawl(conn, CLOSED, crawl_id)
        return len(dead)

    # The frontier and the hosts

    def add(self, newspaper_id: int, found: Iterable[Found], now: datetime, found_on_id: int | None = None) -> int:
        """Take note of addresses; the number of articles' addresses that were new. See `frontier.add`."""
        with errors_told(self._engine), self._engine.begin() as conn:
            return frontier.add(conn, newspaper_id, found, now, found_on_id)

    def lease(
        self,
        newspaper_id: int,
        owner: str,
        now: datetime,
        limit: int,
        *,
        purposes: Sequence[Purpose] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Leased]:
        """Hand out what is due. See `frontier.lease`."""
        with errors_told(self._engine), self._engine.begin() as conn:
            leased = frontier.lease(conn, newspaper_id, owner, now, limit, purposes=purposes, since=since, until=until)
        if len(self._leases) > 10_000:  # what a run forgot costs a field of the context, never more memory than this
            self._leases.clear()
        self._leases |= {one.id: one for one in leased}
        return leased

    def release(self, newspaper_id: int | None = None) -> int:
        """Give back every lease of one newspaper or of all; how many."""
        with errors_told(self._engine), self._engine.begin() as conn:
            return frontier.release(conn, newspaper_id)

    def next_due(self, newspaper_id: int) -> datetime | None:
        """When the next address is due; None where nothing ever is."""
        with errors_told(self._engine), self._engine.begin() as conn:
            return frontier.next_due(conn, newspaper_id)

    def failed(
        self, address_id: int, reason: str, now: datetime, *, retry_at: datetime | None = None, final: bool = False
    ) -> None:
        """Note that an address gave no answer at all (so there is no evidence). See `frontier.failed`."""
        with errors_told(self._engine), self._engine.begin() as conn:
            frontier.failed(conn, address_id, reason, now, retry_at=retry_at, final=final)

    def refused(self, address_id: int, reason: str) -> None:
        """Note that an address may not be asked for, by robots.txt or by our own guard."""
        with errors_told(self._engine), self._engine.begin() as conn:
            frontier.refused(conn, address_id, reason)

    def host(self, name: str) -> HostMemory:
        """What is remembered of a host; all None where it is new."""
        with errors_told(self._engine), self._engine.begin() as conn:
            return hosts.recall(conn, name)

    def remember_host(self, name: str, **said: Any) -> None:
        """Keep what a host said: fields of `HostMemory`; those not given stay as they are."""
        with errors_told(self._engine), self._engine.begin() as conn:
            hosts.remember(conn, name, **said)

    def within(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have a function of storage (`frontier`, `watch`) done in a transaction of its own."""
        with errors_told(self._engine), self._engine.begin() as conn:
            return work(conn, *args, **kwargs)

    # Within a transaction

    def _forget(self) -> None:
        """Forget what was remembered of rows: a transaction was undone, and with it perhaps some of them."""
        self._names.forget()
        self._figures.forget()

    def _paper(self, name: str) -> Paper:
        if name not in self._papers:
            raise UsageError(f"the newspaper {name!r} was not registered with this archive")
        return self._papers[name]

    def _append(self, visits: Sequence[Visit]) -> list[Evidence]:
        """Write the evidence of a group; on a full disk the part that was written is taken back."""
        mark = self._evidence.mark()
        try:
            written = [self._evidence.append(visit.fetch, self._context(visit)) for visit in visits]
        except BaseException:
            self._evidence.rollback(mark)
            raise
        try:
            self._evidence.sync()
        except BaseException as problem:  # also Ctrl-C in an import: a file that is closed now would hide the records
            self._give_up(problem)
            raise
        return written

    def _give_up(self, problem: BaseException) -> None:
        """Records lie in the evidence and have no rows: leave the file open, for the next start to adopt them."""
        self._forget()
        self._evidence.abandon()
        said = f"the archive could not be written: {problem or type(problem).__name__}"
        self.failure = problem if isinstance(problem, ArchiverError) else DiskError(said)

    def _context(self, visit: Visit) -> dict[str, Any]:
        """What a replay needs to know beside the exchange itself."""
        leased = self._leases.get(visit.address_id or 0)
        crawl = self._crawls.get(visit.crawl_id or 0)
        return {
            "newspaper": visit.newspaper,
            "purpose": visit.purpose.value,
            "address": None if visit.address_id is None else (leased.url if leased else visit.fetch.url),
            "found_by": visit.found_by or (leased.found_by if leased else ""),
            "crawl": crawl.run if crawl else None,
            "command": crawl.command if crawl else None,
            "reader": READER_VERSION,
            **({"parts": [asdict(part) for part in visit.parts]} if visit.parts else {}),
            **({"part_missing": True} if lacks_part(visit.extraction) else {}),
            **({"cut": visit.cut.as_context()} if visit.cut else {}),
        }

    def _commit(self, visits: Sequence[Visit], evidence: Sequence[Evidence]) -> list[Stored]:
        """All rows of a group in one transaction: together first, each apart only where one of them fails."""
        pairs = list(zip(visits, evidence, strict=True))
        try:
            with self._engine.begin() as conn:
                faults.point("after_begin")
                with search_index.at_once(conn):
                    stored = [
                        rows.store(conn, self._paper(visit.newspaper), self._names, visit, where)
                        for visit, where in pairs
                    ]
                self._finish(conn, visits, stored)
        except Exception as problem:
            if isinstance(problem, DBAPIError) and told_as(problem) is not None:
                raise
            self._forget()
            with self._engine.begin() as conn:
                stored = [self._store(conn, visit, where) for visit, where in pairs]
                self._finish(conn, visits, stored)
        return stored

    def _finish(self, conn: Connection, visits: Sequence[Visit], stored: Sequence[Stored]) -> None:
        self._count(conn, visits, stored)
        self._remember_requests(conn, visits)
        faults.point("after_insert")

    def _store(self, conn: Connection, visit: Visit, evidence: Evidence) -> Stored:
        """The rows of one visit; where they cannot be made, the capture alone."""
        paper = self._paper(visit.newspaper)
        try:
            with conn.begin_nested():
                return rows.store(conn, paper, self._names, visit, evidence)
        except Exception as problem:
            if isinstance(problem, DBAPIError) and told_as(problem) is not None:
                raise  # the database itself: no other visit will fare better
            self._forget()
            _log.exception("the rows of %s could not be made; its evidence is kept", visit.fetch.url)
            with conn.begin_nested():
                return rows.store_unread(conn, paper, visit, evidence)

    def _count(self, conn: Connection, visits: Sequence[Visit], stored: Sequence[Stored]) -> None:
        tallies: dict[int, Tally] = defaultdict(Tally)
        for visit, one in zip(visits, stored, strict=True):
            if visit.crawl_id is not None:
                tallies[visit.crawl_id].add(one.tally)
        for crawl_id, tally in tallies.items():
            self._figures.add(conn, crawl_id, tally)

    def _remember_requests(self, conn: Connection, visits: Sequence[Visit]) -> None:
        """When each host was last asked: the next run waits its turn."""
        last: dict[str, datetime] = {}
        for visit in visits:
            host = urlsplit(visit.fetch.url).netloc.rpartition("@")[2].lower()
            if host and visit.found_by != IMPORT and visit.crawl_id is not None:
                last[host] = max(visit.fetch.fetched_at, last.get(host, visit.fetch.fetched_at))
        for host, moment in last.items():
            hosts.remember(conn, host, last_request_at=moment)

    def _journal_crawl(self, conn: Connection, event: str, crawl_id: int) -> None:
        row = ledger.row(conn, crawl_id)
        name = conn.execute(select(NEWSPAPER.c.name).where(NEWSPAPER.c.id == row["newspaper_id"])).scalar_one()
        self._journal.append(event, {**row, "newspaper": name}, self._clock.now())
