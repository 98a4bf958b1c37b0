"""The walk through a newspaper's past: which page of it to ask for next. What waits in the frontier comes before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from archiver.core import backfill
from archiver.core.addresses import address_key
from archiver.core.backfill import Estimate, Reach, estimate, numbers_down
from archiver.core.newspaper import Newspaper
from archiver.crawl.discovery import PAGING
from archiver.crawl.session import NewspaperCrawl
from archiver.storage import frontier, walks
from archiver.storage.values import BACKFILL, Found, Leased, Purpose
from archiver.storage.walks import Progress

OLDEST = datetime.fromisoformat("1997-11-19T00:00:00+07:00")  # Vietnam went online: nothing was on the web before
MEASURED = 10  # requests after which the pace of a run is known


@dataclass(slots=True)
class Past:
    """One newspaper's past, as far as this run walks it."""

    crawl: NewspaperCrawl
    days_only: bool = False  # a first crawl: lists are read to the end, and the archive of days where it is the list
    _asked: set[str] = field(default_factory=set)
    _to_ask: Iterator[int] | None = None  # numbers
    _until_known: int = 0  # steps until it is looked at anew what became of them
    _numbers: set[int] = field(default_factory=set)  # of articles that this run asked for

    @property
    def since(self) -> datetime:
        """How far back it goes."""
        return self.crawl.session.request.since or OLDEST

    async def next(self) -> Leased | None:
        """The page of the past to ask for next; None where this run has nothing more to walk."""
        session, paper = self.crawl.session, self.crawl.newspaper_id
        now = session.now()
        days = list(archive_days(self.crawl.newspaper, session.request.until or now, self.since))
        within = session.recorder.within
        while True:
            asked = frozenset(self._asked)
            if self.days_only:
                question = await session.call(within, walks.next_day, paper, days, asked)
            else:
                question = await session.call(within, walks.next_question, paper, self.since, days, asked)
            if question is None:
                return None if self.days_only else await self._numbered()
            self._asked.add(address_key(question.url))
            found = Found(question.url, question.purpose, BACKFILL, PAGING)
            await session.call(session.recorder.add, paper, [found], now)
            leased: Leased | None = await session.call(within, frontier.leased_at, paper, question.url)
            if leased is not None:
                return replace(leased, found_by=BACKFILL, etag=None, last_modified=None)  # its body is wanted

    async def _numbered(self) -> Leased | None:
        """The article with the next lower number, where the paper's definition says that numbers lead to articles."""
        session, paper, template = self.crawl.session, self.crawl.newspaper_id, self.crawl.newspaper.numbers
        if not template:
            return None
        within, now = session.recorder.within, session.now()
        while True:
            fresh = self._to_ask is None
            if self._to_ask is None:
                said: walks.Numbered = await session.call(within, walks.numbered, paper, template, self.since)
                articles, without, floor = said
                self._to_ask = numbers_down(articles, without | self._numbers, floor)
                # of a large archive not at every step, but before what was asked for looks like the end
                self._until_known = min(len(articles) // 1000, backfill.MISSES // 2)
            number = next(self._to_ask, None)
            if number is None and fresh:
                return None
            if number is None:
                self._to_ask = None  # what came of the latest was not looked at yet
                continue
            self._numbers.add(number)
            url = template.format(key=number)
            await session.call(session.recorder.add, paper, [Found(url, Purpose.ARTICLE, walks.NUMBERED, PAGING)], now)
            leased: Leased | None = await session.call(within, frontier.leased_at, paper, url)
            self._until_known -= 1
            if self._until_known < 0:
                self._to_ask = None
            if leased is not None:
                return leased


def archive_days(newspaper: Newspaper, until: datetime, since: datetime) -> Iterator[tuple[date, str]]:
    """The days of a newspaper's own archive with their addresses, the youngest first; only days that are over.

    >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",),
    ...                   archives=("https://baomau.example/luu-tru/{day:%d-%m-%Y}",))
    >>> span = (datetime.fromisoformat(f"2022-03-{day}T00:00:00+07:00") for day in ("20", "17"))
    >>> [url.rpartition("/")[2] for _, url in archive_days(paper, *span)]
    ['19-03-2022', '18-03-2022', '17-03-2022']
    """
    last, first = (moment.astimezone(newspaper.zone).date() for moment in (until, since))
    days = (last - timedelta(days=number) for number in range(1, max(0, (last - first).days) + 1))
    for day in islice(days, 20_000):
        for template in newspaper.archives:
            yield day, template.format(day=day)


@dataclass(frozen=True, slots=True)
class PastReport:
    """How far the past of a newspaper is archived, and what is left."""

    since: datetime
    progress: Progress
    estimate: Estimate
    numbered: bool = False  # its articles are asked for by their numbers, too

    def as_json(self) -> dict[str, object]:
        """JSON types only."""
        months = {
            month or "undated": {"archived": archived, "left": left, "known": archived + left}
            for month, (archived, left) in self.progress.months.items()
        }
        return {
            "since": self.since.isoformat(),
            "months": months,
            "not_reached": [{"list": url, "walked": how} for url, how in self.progress.not_reached],
            "queued": self.progress.queued,
            "expected_further": self.estimate.further,
            "seconds_left": None if self.estimate.seconds is None else round(self.estimate.seconds),
            "told": self.estimate.told,
        }

    def lines(self) -> list[str]:
        """For the operator: a line a year, what was not reached, and how long it may take."""
        years: dict[str, tuple[int, int]] = {}
        for month, (archived, left) in self.progress.months.items():
            before = years.get(month[:4], (0, 0))
            years[month[:4]] = (before[0] + archived, before[1] + left)
        told = [
            f"  {year or 'undated'}: {archived + left:,} known, {archived:,} archived, {left:,} left"
            for year, (archived, left) in years.items()
        ]
        missing = self.progress.not_reached
        told += [f"  not walked to the end: {url} ({how})" for url, how in missing[:10]]
        if len(missing) > 10:
            told.append(f"  and {len(missing) - 10} lists more")
        return [*told, f"  {self._told()}"]

    def _told(self) -> str:
        if self.progress.not_reached or self.progress.queued:
            return self.estimate.told
        if self.numbered:
            return (
                "nothing is left: of the lower numbers, "
                f"{backfill.MISSES} in a row are no articles, or they lead to what is older"
            )
        if not self.progress.lists:
            return "no list leads to its past: only what feeds and the front page name is archived"
        return "nothing is left"


def report(crawl: NewspaperCrawl, seconds: float) -> PastReport:
    """How far it is now; to be asked after a crawl with `backfill`.

    Args:
        seconds: that the crawl took.
    """
    session, paper = crawl.session, crawl.newspaper
    within, since = session.recorder.within, session.request.since or OLDEST
    progress = within(walks.progress, crawl.newspaper_id, since, paper.zone)
    until = session.request.until or session.now()
    left = within(_left, crawl.newspaper_id, paper, since, until, [url for url, _ in progress.not_reached])
    unknown = [Reach(0, 0, until, None) for _ in left]
    progress = replace(progress, lists=(*progress.lists, *unknown), not_reached=(*progress.not_reached, *left))
    measured = crawl.counts.requests >= MEASURED
    pace = seconds / crawl.counts.requests if measured else None
    goal = session.request.since  # without one, how far the past reaches is nobody's knowledge
    told = estimate(progress.queued, progress.lists, goal, pace)
    return PastReport(since, progress, told, numbered=bool(paper.numbers))


def _left(
    conn: Connection, newspaper_id: int, paper: Newspaper, since: datetime, until: datetime, known: list[str]
) -> list[tuple[str, str]]:
    """What is left of a paper's lists of days, and of its numbers: the next address of each, and what of it is known.

    Args:
        known: lists that are known to be left.
    """
    days = archive_days(paper, until, since)
    asked = {address_key(url) for url in known}
    again = [url for url in walks.unread_sitemaps(conn, newspaper_id, since) if address_key(url) not in asked]
    found = [(url, "read for younger articles only") for url in again]
    question = walks.next_of_days(conn, newspaper_id, days, asked)
    if question is not None:
        found.append((question.url, f"the next of {1 + sum(1 for _ in days):,} lists of a day"))
    if paper.numbers:
        number = next(numbers_down(*walks.numbered(conn, newspaper_id, paper.numbers, since)), None)
        if number is not None:
            found.append(
                (paper.numbers.format(key=number), "the next number; how many more are articles, nobody knows")
            )
    return found
