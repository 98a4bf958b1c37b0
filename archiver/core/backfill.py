"""How far back a newspaper's past was walked, and how long the rest may take. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from urllib.parse import unquote, urlsplit

_YEAR: Final = r"(?P<year>19[89]\d|20[0-4]\d)"
_YEAR_FIRST: Final = re.compile(
    rf"(?<!\d){_YEAR}(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_MONTH_FIRST: Final = re.compile(rf"(?<!\d)(?P<month>0?[1-9]|1[0-2])[-_/.]{_YEAR}(?!\d)")
_NAMED: Final = (
    re.compile(rf"(?:year|nam|y)[=_-]{_YEAR}(?!\d)"),
    re.compile(r"(?:month|thang|m)[=_-](0?[1-9]|1[0-2])(?!\d)"),
)
MISSES: Final = 200  # numbers in a row without an article: the paper's past ends there, or a gap that long
RUNS: Final = 20  # of numbers far apart that are walked: each may cost as many misses
_RUN: Final = 3  # articles; what is less lies out of line, rather
SLACK: Final = timedelta(days=2)  # a list is not sorted to the day


def last_day_named(url: str) -> date | None:
    """The last day of publication that the address of a sitemap or an archive page names; None where it names none.

    >>> last_day_named("https://baomau.example/sitemaps/news-2015-3.xml")
    datetime.date(2015, 12, 31)
    >>> last_day_named("https://baomau.example/sitemap-201502.xml.gz"), last_day_named("https://baomau.example/s/12.xml")
    (datetime.date(2015, 2, 28), None)
    """
    parts = urlsplit(url)
    text = unquote(f"{parts.path}?{parts.query}").lower()[:500]
    named = _NAMED[0].search(text)
    if named is not None:
        month = _NAMED[1].search(text)
        return _last(int(named["year"]), int(month[1]) if month else None, None)
    month_first = _MONTH_FIRST.search(text)
    found = _YEAR_FIRST.search(text)
    if month_first is not None and (found is None or found["month"] is None):
        return _last(int(month_first["year"]), int(month_first["month"]), None)
    if found is None:
        return None
    return _last(int(found["year"]), *(int(found[part]) if found[part] else None for part in ("month", "day")))


def _last(year: int, month: int | None, day: int | None) -> date | None:
    try:
        if month is None:
            return date(year, 12, 31)
        if day is not None:
            return date(year, month, day)
    except ValueError:
        return None
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def numbers_down(articles: Collection[int], without: Collection[int], floor: int) -> Iterator[int]:
    """The numbers to ask for where only numbers lead to a paper's past: downwards from the youngest.

    Numbers that lie further apart than a walk goes on in vain are walked by themselves: one that is wildly out of line
    (a picture's, a year's, of another system) neither ends the walk nor comes first. Where nearly all are, they are no
    numbers that count up, and the walk ends after `RUNS` of them.

    Args:
        articles: the numbers of known articles.
        without: numbers that were asked for and are no article.
        floor: what is not above it is too old.

    Returns:
        They end at `floor`, and below every run where `MISSES` numbers in a row are no articles, as far as is known: to
        be asked anew once more articles are.

    >>> list(numbers_down({12, 10}, {11}, 7)), list(numbers_down({12}, range(1, 12), 0))
    ([9, 8], [])
    >>> numbers = list(numbers_down({900000000, 12, 11, 10}, {9}, 6))
    >>> numbers[:5], len(numbers) == 2 + MISSES
    ([8, 7, 899999999, 899999998, 899999997], True)
    """
    for top in _runs(articles, floor):
        misses = 0
        for number in range(top, max(floor, 0), -1):
            if number in articles:
                misses = 0
                continue
            if number not in without:
                yield number
            misses += 1
            if misses >= MISSES:
                break


def _runs(articles: Collection[int], floor: int) -> list[int]:
    """The highest numbers of the longest runs of articles; runs of a few come last."""
    runs: list[tuple[int, int]] = []  # how many, the highest
    last = 0
    for number in sorted(articles, reverse=True):
        if number <= max(floor, 0):
            break
        if runs and last - number <= MISSES:
            runs[-1] = (runs[-1][0] + 1, runs[-1][1])
        else:
            runs.append((1, number))
        last = number
    longest = sorted(runs, reverse=True)[:RUNS]
    return [top for _, top in sorted(longest, key=lambda run: (run[0] >= _RUN, run[1]), reverse=True)]


def floor_of(dated: Iterable[tuple[int, bool]]) -> int:
    """The highest number at which articles are too old; 0 where none is.

    Two in a row: what is printed again from long ago, or dated wrongly, ends no walk.

    Args:
        dated: numbers of articles that are dated, and whether each is too old.

    >>> floor_of([(9, False), (8, True), (7, False), (6, True), (5, True)]), floor_of([(9, False), (8, True)])
    (6, 0)
    """
    known = sorted(dated, reverse=True)
    return next((one[0] for one, other in pairwise(known) if one[1] and other[1]), 0)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one list was walked."""

    pages: int
    discovered: int  # addresses of articles that it brought and nobody knew
    begun: datetime  # when the walk began: from there it went back
    oldest: datetime | None  # the day of publication that its last page shows; None where nothing on it is dated
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is left of a backfill."""

    queued: int  # requests that are certain: addresses that wait
    further: int | None  # requests that the lists walked so far lead one to expect; None where no list tells
    untold: int  # lists that tell nothing: not begun, or nothing on them is dated
    seconds: float | None  # for both at the pace so far; None where nobody can tell

    @property
    def told(self) -> str:
        """One line for the operator; it never sounds surer than it is."""
        if not (self.queued or self.further or self.untold):
            return "nothing is left"
        if self.seconds is None:
            return (
                f"{self.queued} requests wait; nobody can tell how many follow ({self.untold} lists tell nothing yet)"
            )
        rest = f", about {self.further} more by what the lists showed so far" if self.further else ""
        doubt = f"; {self.untold} lists tell nothing yet" if self.untold else ""
        return f"{self.queued} requests wait{rest}: about {_span(self.seconds)} at this pace{doubt}"


def _span(seconds: float) -> str:
    """A span of time in words.

    >>> _span(90), _span(7200), _span(200000)
    ('2 min', '2.0 h', '2.3 days')
    """
    if seconds < 3600:
        return f"{max(1, round(seconds / 60))} min"
    return f"{seconds / 3600:.1f} h" if seconds < 100_000 else f"{seconds / 86400:.1f} days"


def estimate(queued: int, lists: Iterable[Reach], since: datetime | None, per_request: float | None) -> Estimate:
    """How much is left: what waits, and what the lists that go on lead one to expect down to `since`.

    A list that needed so many pages, and brought so many articles, for the days that it was walked back, needs in
    proportion for the days that are left. That is a guess from the young to the old, and papers printed less then:
    an upper one, rather.

    Args:
        queued: addresses that wait to be fetched.
        lists: every list that is to be walked, also those not begun.
        since: how far back; None: nobody can tell.
        per_request: seconds, as measured; None: not measured yet.

    >>> from datetime import UTC
    >>> begun = datetime(2026, 1, 1, tzinfo=UTC)
    >>> walked = Reach(pages=10, discovered=90, begun=begun, oldest=begun - timedelta(days=100))
    >>> estimate(50, [walked], begun - timedelta(days=300), 2.0)
    Estimate(queued=50, further=200, untold=0, seconds=500.0)
    """
    further, untold = 0.0, 0
    for one in lists:
        if one.ended:
            continue
        days = (one.begun - one.oldest).total_seconds() / 86400 if one.oldest is not None else 0.0
        if since is None or one.oldest is None or days < 1:
            untold += 1
            continue
        left = max(0.0, (one.oldest - since).total_seconds() / 86400)
        further += (one.pages + one.discovered) * left / days
    known = None if since is None else round(further)
    seconds = (
        None if known is None or per_request is None or (untold and not further) else (queued + known) * per_request
    )
    return Estimate(queued, known, untold, seconds)


def reached(published: Iterable[datetime], since: datetime) -> bool:
    """True where a page of a list is older than `since`: most of what is dated on it is. Few dates say nothing.

    Most and not all: boxes of the newest or the most read stand on every page.

    >>> from datetime import UTC
    >>> days = [datetime(2014, 12, day, tzinfo=UTC) for day in (1, 2, 3)]
    >>> reached(days, datetime(2015, 1, 1, tzinfo=UTC)), reached(days[:2], datetime(2015, 1, 1, tzinfo=UTC))
    (True, False)
    """
    shown = middle(published)
    return shown is not None and shown < since - SLACK


def middle(published: Iterable[datetime]) -> datetime | None:
    """The middle one of at least three moments; None of fewer."""
    moments = sorted(published)
    return moments[len(moments) // 2] if len(moments) >= 3 else None
