"""The walk through a newspaper's past: which page of it to ask for next. What waits in the frontier comes before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from archiver.core.addresses import address_key
from archiver.core.backfill import Estimate, estimate, next_number
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
    _known: walks.Numbered | None = None
    _until_known: int = 0  # steps until it is asked again
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
            fresh = self._known is None
            if self._known is None:
                said: walks.Numbered = await session.call(within, walks.numbered, paper, template, self.since)
                self._known = said
                self._until_known = len(said[0]) // 1000  # of a large archive not at every step
            articles, without, floor = self._known
            number = next_number(articles, without | self._numbers, floor)
            if number is None and fresh:
                return None
            if number is None:
                self._known = None  # what came of the latest was not looked at yet
                continue
            self._numbers.add(number)
            url = template.format(key=number)
            await session.call(session.recorder.add, paper, [Found(url, Purpose.ARTICLE, walks.NUMBERED, PAGING)], now)
            leased: Leased | None = await session.call(within, frontier.leased_at, paper, url)
            self._until_known -= 1
            if self._until_known < 0:
                self._known = None
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
        return [*told, f"  {self.estimate.told}" if missing or self.progress.queued else "  nothing is left"]


def report(crawl: NewspaperCrawl, seconds: float) -> PastReport:
    """How far it is now; to be asked after a crawl with `backfill`.

    Args:
        seconds: that the crawl took.
    """
    session = crawl.session
    since = session.request.since or OLDEST
    progress = session.recorder.within(walks.progress, crawl.newspaper_id, since, crawl.newspaper.zone)
    measured = crawl.counts.requests >= MEASURED
    pace = seconds / crawl.counts.requests if measured else None
    goal = session.request.since  # without one, how far the past reaches is nobody's knowledge
    return PastReport(since, progress, estimate(progress.queued, progress.lists, goal, pace))
