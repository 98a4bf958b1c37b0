"""The ledger of crawls: a row is written first as running and closed last, so that a run that died shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from archiver.core.values import Extraction, Reason
from archiver.storage.database import table
from archiver.storage.prepared import Prepared
from archiver.storage.values import CrawlState, Purpose, Visit

CRAWL = table("crawl")
CUT_OFF = "cut off: killed, or without power or room on the disk"  # a full disk takes no last word either
SHOWS: dict[str, Callable[[Extraction], bool]] = {  # key of the record -> whether it was found
    "title": lambda e: bool(e.title),
    "lead": lambda e: bool(e.lead),
    "body_text": lambda e: bool(e.blocks),
    "authors": lambda e: bool(e.byline and (e.byline.authors or e.byline.agencies)),
    "published_at": lambda e: e.published is not None,
    "view_count": lambda e: e.views is not None,
    "comment_count": lambda e: e.comment_count is not None,
    "section": lambda e: bool(e.section),
    "tags": lambda e: bool(e.tags),
    "images": lambda e: bool(e.images),
}


@dataclass(frozen=True, slots=True)
class CrawlName:
    """How evidence and journal name a crawl: row numbers do not outlive a database."""

    run: str
    command: str


@dataclass(slots=True)
class Tally:
    """What a crawl did, as far as captures tell; each name is a column of the ledger."""

    requests: int = 0
    failures: int = 0
    discovered: int = 0
    articles_new: int = 0
    articles_read: int = 0
    revisions_new: int = 0
    gone_new: int = 0
    blocked: int = 0
    refused: int = 0
    bytes: int = 0
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)  # field, "found" or why not

    def read(self, visit: Visit) -> None:
        """Count which fields of an article were found, and why others were not; see `found_by`."""
        self.fields.update(found_by(visit).items())

    def add(self, other: Tally) -> None:
        """Take up another tally."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.fields.update(other.fields)


def found_or_why(extraction: Extraction) -> dict[str, str]:
    """One word a field of an article: "found", or the first reason why it was not.

    A field that was found counts as found, also where a problem is noted with it: so its words sum to the pages.
    """
    why: dict[str, str] = {}
    for problem in extraction.problems:
        why.setdefault(problem.field, problem.reason.value)
    return {name: "found" if shows(extraction) else why.get(name, "missing") for name, shows in SHOWS.items()}


def found_by(visit: Visit) -> dict[str, str]:
    """`found_or_why` of one exchange; of a view count that comes by a second request, that one's answer tells."""
    if visit.purpose is Purpose.VIEWS:
        counted = visit.reason is None and visit.extraction is not None and visit.extraction.views is not None
        return {"view_count": "found" if counted else Reason.BEHIND_REQUEST.value}
    if visit.purpose is not Purpose.ARTICLE or visit.extraction is None:
        return {}
    said = found_or_why(visit.extraction)
    if visit.asks_for_views:
        del said["view_count"]
    return said


def begin(conn: Connection, newspaper_id: int, run: str, command: str, now: datetime) -> int:
    """Open the row of a crawl; its number."""
    made = conn.execute(
        insert(CRAWL).values(
            newspaper_id=newspaper_id,
            run=run,
            command=command,
            started_at=now,
            state=CrawlState.RUNNING.value,
            fields={},
            **{one.name: 0 for one in fields(Tally) if one.name != "fields"},
        )
    ).inserted_primary_key
    return int(made[0]) if made else 0


class Figures:
    """Adds to the rows of crawls what groups of captures did. What a row says of fields is remembered for the next."""

    def __init__(self) -> None:
        self._fields: dict[int, defaultdict[str, Counter[str]]] = {}

    def add(self, conn: Connection, crawl_id: int, tally: Tally) -> None:
        """Add what a group of captures did to the row of their crawl."""
        values: dict[str, Any] = {f"more_{name}": getattr(tally, name) for name in _SUMS}
        if tally.fields:
            whole = self._of(conn, crawl_id)
            for (name, said), number in tally.fields.items():
                whole[name][said] += number
            values["said"] = whole
        (_ADD_FIELDS if tally.fields else _ADD).run(conn, crawl=crawl_id, **values)

    def forget(self) -> None:
        """Forget everything: a transaction was undone, and with it what was added."""
        self._fields.clear()

    def _of(self, conn: Connection, crawl_id: int) -> defaultdict[str, Counter[str]]:
        if crawl_id not in self._fields:
            kept = conn.execute(select(CRAWL.c.fields).where(CRAWL.c.id == crawl_id)).scalar_one()
            said = {name: Counter(found) for name, found in (kept or {}).items()}
            self._fields[crawl_id] = defaultdict(Counter, said)
        return self._fields[crawl_id]


_SUMS = tuple(one.name for one in fields(Tally) if one.name != "fields")
_SUM = (
    update(CRAWL)
    .where(CRAWL.c.id == bindparam("crawl"))
    .values({name: CRAWL.c[name] + bindparam(f"more_{name}", type_=CRAWL.c[name].type) for name in _SUMS})
)
_ADD = Prepared(_SUM)
_ADD_FIELDS = Prepared(_SUM.values(fields=bindparam("said", type_=CRAWL.c.fields.type)))


def end(
    conn: Connection, crawl_id: int, state: CrawlState, reason: str | None, totals: Mapping[str, Any], now: datetime
) -> None:
    """Close the row of a crawl.

    Args:
        totals: columns of the ledger as the crawl itself counted them: it also knows what left no capture. They take
            the place of what captures told.
    """
    conn.execute(
        update(CRAWL)
        .where(CRAWL.c.id == crawl_id)
        .values(**{**totals, "state": state.value, "reason": reason, "ended_at": now})
    )


def interrupt(conn: Connection) -> list[int]:
    """Close what a dead run left as running; the numbers of the crawls closed. The caller holds the run lock.

    They end when they were last heard of, which is when their last capture was fetched; that is more than nobody knows.
    """
    capture = table("capture")
    dead = list(conn.execute(select(CRAWL.c.id).where(CRAWL.c.state == CrawlState.RUNNING.value)).scalars())
    for crawl_id in dead:
        last = conn.execute(
            select(capture.c.fetched_at)
            .where(capture.c.crawl_id == crawl_id)
            .order_by(capture.c.fetched_at.desc())
            .limit(1)
        ).scalar_one_or_none()
        conn.execute(
            update(CRAWL)
            .where(CRAWL.c.id == crawl_id)
            .values(state=CrawlState.INTERRUPTED.value, ended_at=last, reason=CUT_OFF)
        )
    return dead


def row(conn: Connection, crawl_id: int) -> dict[str, Any]:
    """A crawl's row as JSON takes it, for the journal."""
    found = conn.execute(select(CRAWL).where(CRAWL.c.id == crawl_id)).one()._mapping
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in found.items()}
