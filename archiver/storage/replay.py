"""Captures that are evidence already get their rows: within one transaction, each sees the rows of those before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from archiver.storage import frontier, ledger
from archiver.storage.database import table
from archiver.storage.evidence import Kept
from archiver.storage.ledger import CrawlName
from archiver.storage.values import Found, Leased, Outcome, Purpose, Visit

if TYPE_CHECKING:
    from archiver.storage.archive import Recorder

CAPTURE, CRAWL = table("capture"), table("crawl")


class Batch:
    """Replays captures within one transaction."""

    def __init__(self, recorder: Recorder, conn: Connection) -> None:
        self._recorder = recorder
        self._conn = conn

    def leased(self, kept: Kept) -> Leased | None:
        """The address of a capture as it stood when the capture was made, for `read_visit` to judge by."""
        url, paper = kept.context.get("address"), self._recorder._paper(str(kept.context["newspaper"]))
        if not url:
            return None
        known = frontier.leased_at(self._conn, paper.id, str(url))
        if known is None:  # asked for by the operator, or by the definition: no page named it
            found = Found(str(url), Purpose(kept.context["purpose"]), str(kept.context.get("found_by") or "operator"))
            frontier.add(self._conn, paper.id, (found,), kept.fetch.fetched_at)
            known = frontier.leased_at(self._conn, paper.id, str(url))
        return known

    def has(self, kept: Kept) -> bool:
        """True where a capture has its row already."""
        place = (CAPTURE.c.warc == kept.evidence.warc, CAPTURE.c.offset == kept.evidence.offset)
        return self._conn.execute(select(CAPTURE.c.id).where(*place)).first() is not None

    def store(self, kept: Kept, visit: Visit) -> Outcome | None:
        """The rows of one capture; None where they stand already."""
        if self.has(kept):
            return None
        leased = self.leased(kept)
        visit = replace(
            visit,
            address_id=leased.id if leased is not None else None,
            crawl_id=self._crawl(kept),
            found_by=str(kept.context.get("found_by") or ""),
        )
        stored = self._recorder._store(self._conn, visit, kept.evidence)
        self._recorder._count(self._conn, (visit,), (stored,))
        return stored.outcome

    def _crawl(self, kept: Kept) -> int | None:
        """The ledger's row of the crawl that made a capture; made anew where the journal lost it."""
        run = kept.context.get("crawl")
        if not run:
            return None
        paper = self._recorder._paper(str(kept.context["newspaper"]))
        name = CrawlName(str(run), str(kept.context.get("command") or ""))
        found = self._conn.execute(
            select(CRAWL.c.id).where(CRAWL.c.run == name.run, CRAWL.c.newspaper_id == paper.id)
        ).scalar_one_or_none()
        return found or ledger.begin(self._conn, paper.id, name.run, name.command, kept.fetch.fetched_at)
