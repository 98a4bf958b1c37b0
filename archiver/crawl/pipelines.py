"""The item pipeline: hands each visit to the archive and lets Scrapy's exporters see the articles that were stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archiver.crawl.questions import Answer, Held, Kept, Miss
from archiver.crawl.scheduler import TICKET
from archiver.storage.values import Outcome, Purpose, Visit


@dataclass(slots=True)
class Reading:
    """What a response became, on its way into the archive."""

    meta: dict[str, Any] = field(repr=False)  # of the request: the ticket on which the answer is waited for
    visit: Visit | None = field(default=None, repr=False)
    miss: Miss | None = None


class ArchivePipeline:
    """Waits until a visit is durable, acknowledges it, and passes on the record of an article."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        """As Scrapy makes it; the archive is the spider's session's."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Keep a visit.

        Returns:
            The record of a stored article as a dict, for `scrapy crawl -O`.

        Raises:
            DropItem: the page is no article; it is kept all the same.
        """
        if not isinstance(item, Reading):
            return item
        if item.miss is not None or item.visit is None:
            _answer(item, item.miss or Miss("nothing came", retryable=True))
            raise DropItem("no answer")
        if item.meta["ask"].parts and _has_parts(item.visit):
            _answer(item, Held(item.visit))
            raise DropItem("its further parts come first")
        spider: Any = self._crawler.spider
        visit, outcome = await spider.crawl.keep(item.visit)
        _answer(item, Kept(visit, outcome))
        record = record_of(visit, outcome, spider.crawl.newspaper.province)
        if record is None:
            raise DropItem("no article")
        return record


def _has_parts(visit: Visit) -> bool:
    """True where a page is the first part of a paged article."""
    read = visit.extraction
    return visit.purpose is Purpose.ARTICLE and visit.reason is None and read is not None and read.next_part is not None


def _answer(item: Reading, answer: Answer) -> None:
    ticket = item.meta.get(TICKET)
    if ticket is not None and not ticket.done():
        ticket.set_result(answer)


def record_of(visit: Visit, outcome: Outcome, province: str) -> dict[str, Any] | None:
    """The record of the article that a visit showed, as far as one capture knows it; None where it showed none."""
    if visit.purpose is not Purpose.ARTICLE or visit.extraction is None or outcome.article_id is None or visit.reason:
        return None
    record: dict[str, Any] = dict(visit.extraction.record())
    evidence = outcome.evidence
    record["id"] = outcome.article_id
    record["newspaper"] = visit.newspaper
    record["province"] = province
    record["last_seen_at"] = visit.fetch.fetched_at.isoformat()
    record["evidence"] = {
        "warc": evidence.warc,
        "offset": evidence.offset,
        "length": evidence.length,
        "sha256": evidence.sha256,
        "fetched_at": visit.fetch.fetched_at.isoformat(),
    }
    return record
