"""Evidence read again: what a killed run left is adopted, and a whole archive is rebuilt from WARC files and journal.

Both go through the reader and the rows that the crawl itself went through, so both decide what it decided.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from archiver.config import Config
from archiver.core.errors import ConfigurationError, DefinitionError, UnknownNewspaper
from archiver.core.newspaper import Newspaper
from archiver.core.parts import join_parts
from archiver.core.revisit import AGES
from archiver.core.values import Extraction
from archiver.crawl.cutting import cut_visit
from archiver.crawl.registry import Registry
from archiver.crawl.visits import read_visit
from archiver.storage import search_index
from archiver.storage.archive import CLOSED, NEWSPAPER_EVENT, OPENED, Recorder
from archiver.storage.captures import IMPORT
from archiver.storage.database import table
from archiver.storage.evidence import EvidenceWriter, Kept, Recovery, captures, read, recover
from archiver.storage.journal import Journal, JournalEntry
from archiver.storage.replacement import Replacement, advance_numbers, hurry
from archiver.storage.replay import Batch
from archiver.storage.values import Cut, Evidence, Purpose, Visit

GROUP = 200  # captures in one transaction of a rebuild
SOFTWARE = "archiver"
NEWSPAPER, CRAWL = table("newspaper"), table("crawl")
COUNTED = ("newspaper", "crawl", "capture", "article", "revision", "observation", "address")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of the captures that a killed run left without rows."""

    adopted: int = 0
    known: int = 0  # their rows stood already
    left: Mapping[str, int] = field(default_factory=dict)  # newspaper that no file defines any more -> captures


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    rows: Mapping[str, int]  # table -> rows
    captures: int  # read from the evidence
    damaged: tuple[str, ...] = ()  # places of the evidence that could not be read
    kept: str = ""  # where the old database lies now; "" where there was none


def put_in_order(recorder: Recorder, registry: Registry, ages: Sequence[timedelta] = AGES) -> Adopted:
    """Put in order what a killed run left, before anything else is written. The caller holds the run lock.

    Leases are given back, torn tails cut off and kept, orphan captures given their rows, files of evidence closed,
    crawls that never ended closed as interrupted. Killed itself, it does the rest at the next start.

    Raises:
        DiskError: the disk refuses.
    """
    recorder.release()
    recovery = recover(recorder.folder, close=False, acknowledged=recorder.acknowledged)
    found = adopt(recorder, registry, recovery, ages)
    recover(recorder.folder, acknowledged=recorder.acknowledged)
    recorder.interrupt()
    for torn in recovery.torn:
        log.warning("%s: %d torn bytes cut off at %d, kept in %s", torn.file, torn.length, torn.offset, torn.side)
    if found.adopted:
        log.warning("%d captures that a killed run left without rows were adopted", found.adopted)
    for name, number in found.left.items():
        log.error(
            "%d captures of %s have no rows: no file defines it; put it back and run `archiver rebuild`", number, name
        )
    return found


def adopt(recorder: Recorder, registry: Registry, recovery: Recovery, ages: Sequence[timedelta] = AGES) -> Adopted:
    """Give rows to the captures in files that a killed run left open. Twice is as once.

    Args:
        recovery: names the files.
    """
    if not recovery.files:
        return Adopted()
    count: Counter[str] = Counter()
    left: Counter[str] = Counter()
    reader = _Reader(recorder, registry, ages)
    kept = captures(
        recorder.folder,
        files=recovery.files,
        on_damage=lambda file, what: log.error("%s %s", file, what),
        after=recorder.acknowledged,  # what has rows need not be read again
    )
    for group in _groups(kept):
        usable = []
        for one in group:
            try:
                reader.newspaper(one)
            except DefinitionError:
                left[str(one.context.get("newspaper"))] += 1
            else:
                usable.append(one)
        with recorder.batch() as batch:
            for one in usable:
                count["adopted" if reader.store(batch, one) else "known"] += 1
    return Adopted(count["adopted"], count["known"], dict(left))


def rebuild(config: Config, registry: Registry, progress: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Make the database anew from evidence and journal alone, then put it in the place of the old one.

    The old database is not read; on SQLite it is kept beside. The caller holds the run lock.

    Args:
        progress: told the number of captures read so far.

    Raises:
        ConfigurationError: there is no evidence to rebuild from.
        DefinitionError: evidence of a newspaper that no file defines; nothing was changed.
        CorruptionError: the journal is damaged; nothing was changed.
    """
    if not any(config.warc.glob("*.warc.gz*")):
        raise ConfigurationError(f"{config.warc} holds no evidence: there is nothing to rebuild from")
    recover(config.warc, close=False)
    entries = list(Journal(config.warc).entries())
    damaged: list[str] = []
    fresh = Replacement(config)
    try:
        hurry(fresh.engine)
        with fresh.engine.begin() as conn:
            search_index.refresh(conn)
            _restore_opened(conn, entries)
        recorder = _recorder(config, fresh.engine)
        reader = _Reader(recorder, registry, config.revisit_ages)
        done = 0
        for group in _groups(captures(config.warc, on_damage=lambda file, what: damaged.append(f"{file} {what}"))):
            for one in group:
                reader.newspaper(one)
            with recorder.batch() as batch:
                for one in group:
                    reader.store(batch, one)
            done += len(group)
            progress(done)
        recorder.comparer.compare()
        with fresh.engine.begin() as conn:
            _restore_closed(conn, entries)
            advance_numbers(conn)
            search_index.write_runs(conn)
            rows = {name: conn.execute(select(func.count()).select_from(table(name))).scalar_one() for name in COUNTED}
        kept = fresh.put_in_place()
    except BaseException:
        fresh.drop()
        raise
    recover(config.warc)
    return Rebuilt(rows, done, tuple(damaged), kept)


class _Reader:
    """Reads captures as the crawl read them."""

    def __init__(self, recorder: Recorder, registry: Registry, ages: Sequence[timedelta]) -> None:
        self._ages = ages
        self._recorder = recorder
        self._registry = registry
        self._papers: dict[str, Newspaper] = {}

    def newspaper(self, kept: Kept) -> Newspaper:
        """The newspaper of a capture, registered.

        Raises:
            DefinitionError: no file defines it.
        """
        name = str(kept.context.get("newspaper"))
        if name not in self._papers:
            try:
                paper = self._registry.get(name).definition()
            except UnknownNewspaper as problem:
                raise DefinitionError(
                    f"the evidence holds captures of {name!r}, which no file defines: put its file back "
                    "(ARCHIVER_SPIDERS names a further folder); nothing was changed"
                ) from problem
            self._recorder.register(paper)
            self._papers[name] = paper
        return self._papers[name]

    def store(self, batch: Batch, kept: Kept) -> bool:
        """Give a capture its rows; False where it has them."""
        if batch.has(kept):
            return False
        return batch.store(kept, self._visit(batch, kept)) is not None

    def _visit(self, batch: Batch, kept: Kept) -> Visit:
        paper, purpose = self.newspaper(kept), Purpose(kept.context["purpose"])
        imported = kept.context.get("found_by") == IMPORT
        leased = None if imported else batch.leased(kept)
        visit = read_visit(paper, purpose, kept.fetch, leased=leased, now=kept.fetch.fetched_at, ages=self._ages)
        parts = [Evidence(**part) for part in kept.context.get("parts") or ()]
        missing = bool(kept.context.get("part_missing"))
        if (parts or missing) and visit.extraction is not None:
            visit = replace(visit, extraction=self._joined(paper, visit.extraction, parts, missing), parts=tuple(parts))
        return cut_visit(visit, Cut.from_context(kept.context.get("cut") or {}))

    def _joined(self, paper: Newspaper, first: Extraction, parts: Sequence[Evidence], missing: bool) -> Extraction:
        """A paged article as the crawl joined it, from the evidence of its parts."""
        read_parts = []
        for part in parts:
            fetch = read(self._recorder.folder, part)
            found = read_visit(paper, Purpose.PART, fetch).extraction
            if found is not None:
                read_parts.append(found)
        return join_parts(first, read_parts, missing=missing)


def _recorder(config: Config, engine: Engine) -> Recorder:
    evidence = EvidenceWriter(config.warc, software=SOFTWARE, operator=config.contact, now=config.clock.now)
    return Recorder(engine, evidence, Journal(config.warc), config.clock)


def _groups(kept: Iterable[Kept]) -> Iterator[list[Kept]]:
    rest = iter(kept)
    while group := list(islice(rest, GROUP)):
        yield group


def _restore_opened(conn: Connection, entries: Iterable[JournalEntry]) -> None:
    """Newspapers and crawls as the journal has them, under their old numbers where these are free."""
    for entry in entries:
        if entry.event == NEWSPAPER_EVENT:
            _restore_newspaper(conn, entry.data)
        elif entry.event == OPENED:
            paper = conn.execute(select(NEWSPAPER.c.id).where(NEWSPAPER.c.name == entry.data["newspaper"])).scalar_one()
            values = {**_crawl_values(entry.data), "newspaper_id": paper}
            conn.execute(update(CRAWL).where(CRAWL.c.id == values["id"]).values(**values))
            if conn.execute(select(CRAWL.c.id).where(CRAWL.c.id == values["id"])).first() is None:
                conn.execute(insert(CRAWL).values(**values))


def _restore_newspaper(conn: Connection, data: Mapping[str, Any]) -> None:
    values = {name: data[name] for name in NEWSPAPER.c.keys()}  # noqa: SIM118 - a collection of columns
    for name in ("valid_from", "valid_to"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    if conn.execute(select(NEWSPAPER.c.id).where(NEWSPAPER.c.name == values["name"])).first() is not None:
        values.pop("id")
        conn.execute(update(NEWSPAPER).where(NEWSPAPER.c.name == values["name"]).values(**values))
        return
    if conn.execute(select(NEWSPAPER.c.id).where(NEWSPAPER.c.id == values["id"])).first() is not None:
        values.pop("id")  # an archive was begun anew beside its old journal
    conn.execute(insert(NEWSPAPER).values(**values))


def _restore_closed(conn: Connection, entries: Iterable[JournalEntry]) -> None:
    """The ledger's last word on each crawl: it also knows what left no capture."""
    for entry in entries:
        if entry.event == CLOSED:
            values = _crawl_values(entry.data)
            del values["newspaper_id"]
            conn.execute(
                update(CRAWL).where(CRAWL.c.run == values["run"], CRAWL.c.id == values.pop("id")).values(**values)
            )


def _crawl_values(data: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: data[name] for name in CRAWL.c.keys() if name in data}  # noqa: SIM118 - a collection of columns
    for name in ("started_at", "ended_at"):
        with suppress(KeyError):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return values
