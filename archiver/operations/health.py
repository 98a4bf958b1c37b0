"""Whether each newspaper is archived as its own history says it should be: pure rules over the ledger of runs.

Spiders that stop do so in silence; so nothing here is measured within a run, and everything is compared with what the
same newspaper did before. `now` is always passed in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from math import comb
from statistics import median
from typing import Any

from archiver.core.record import iso
from archiver.core.values import VIETNAM
from archiver.storage.values import CrawlState

HISTORY = timedelta(days=28)  # how far a newspaper's own history reaches
SHORTEST_INTERVAL = timedelta(hours=1)  # some runs by hand in a row are no schedule of minutes
UNKNOWN_INTERVAL = timedelta(days=1)  # taken where too few runs tell
ENOUGH_EXPECTED = 12  # articles in nearly every like window before; 0 of them is then no chance, nor a public holiday
ENOUGH_WINDOWS = 5  # earlier windows of the same length and clock time to compare with
IMPROBABLE = 1e-3  # a share so low by chance is not chance


class Condition(StrEnum):
    """How a newspaper stands."""

    OK = "ok"
    RUNNING = "running"
    IDLE = "idle"  # defined or imported, never asked to be crawled here: nothing to be well or ill
    ENDED = "ended"  # past its last day
    NEVER_RAN = "never ran"
    FAILING = "failing"
    REFUSED = "refused"
    BLOCKED = "blocked"
    INTERRUPTED = "interrupted"
    UNREADABLE = "selector broken"
    SILENT = "silent"
    OVERDUE = "overdue"

    @property
    def well(self) -> bool:
        """True where there is nothing to do."""
        return self in (Condition.OK, Condition.RUNNING, Condition.IDLE, Condition.ENDED)


@dataclass(frozen=True, slots=True)
class Run:
    """A row of the ledger."""

    run: str  # the same for all newspapers of one command
    command: str
    started_at: datetime  # aware
    ended_at: datetime | None
    state: str  # storage.values.CrawlState
    reason: str | None = None
    requests: int = 0
    failures: int = 0
    discovered: int = 0
    articles_new: int = 0
    articles_read: int = 0
    blocked: int = 0
    refused: int = 0
    fields: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # field -> {"found": n, reason: n}


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper and its runs."""

    name: str
    title: str
    runs: tuple[Run, ...]  # of the last weeks, oldest first
    last_success: datetime | None  # start of the last run that finished, however long ago
    first_run: datetime | None  # start of the first run ever; what it found is a backlog, not a rate
    last_run: datetime | None = None  # start of the last run ever, however long ago
    last_new: datetime | None = None  # start of the last run that found a new article, however long ago
    until: date | None = None  # its last day
    defined: bool = True  # a newspaper's file describes it


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one newspaper stands, since when, and why."""

    name: str
    title: str
    condition: Condition
    since: datetime | None  # when the present condition began; None where it is well
    why: str  # one sentence; "" where there is nothing to say
    last_run: datetime | None
    last_success: datetime | None
    last_new: datetime | None  # start of the last run that found a new article

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "newspaper": self.name,
            "title": self.title,
            "state": str(self.condition),
            "healthy": self.condition.well,
            "since": iso(self.since),
            "why": self.why,
            "last_run": iso(self.last_run),
            "last_success": iso(self.last_success),
            "last_new_article": iso(self.last_new),
        }


@dataclass(frozen=True, slots=True)
class Schedule:
    """Whether runs happen at all."""

    interval: timedelta  # between two runs, as the operator says or as the ledger shows
    last_run: datetime | None
    stale: bool  # no run at all within two intervals
    why: str
    newest: str | None = None  # the run that began last, also of a single article: only it can be at work now

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types; `interval_seconds` in seconds."""
        return {
            "interval_seconds": int(self.interval.total_seconds()),
            "last_run": iso(self.last_run),
            "healthy": not self.stale,
            "why": self.why,
        }


def judge_schedule(
    runs: Sequence[Run], now: datetime, every: timedelta | None = None, *, last: datetime | None = None
) -> Schedule:
    """Whether the runs of all newspapers together show a schedule that is alive.

    Args:
        runs: of all newspapers, in any order.
        every: the interval that the operator meant; None: the median of the last gaps, at least an hour.
        last: when the last run of all began, where it is older than `runs` reach.
    """
    starts = sorted({run.run: run.started_at for run in runs if is_scheduled(run)}.values())
    newest = max(runs, key=lambda run: run.started_at).run if runs else None
    interval = every or interval_of(starts)
    if not starts and last is None:
        return Schedule(
            interval, None, True, "no run was ever made; `archiver schedule` prints the crontab line", newest
        )
    if not starts and last is not None:
        starts = [last]
    idle = now - starts[-1]
    if idle > 2 * interval:
        why = f"no run for {_span(idle)}, where one is made every {_span(interval)}: look at cron"
        return Schedule(interval, starts[-1], True, why, newest)
    return Schedule(interval, starts[-1], False, "", newest)


def interval_of(starts: Sequence[datetime]) -> timedelta:
    """The usual time between two runs that began at `starts` (ascending).

    >>> from datetime import UTC
    >>> interval_of([datetime(2026, 11, day, 6, tzinfo=UTC) for day in (1, 2, 3, 5)])
    datetime.timedelta(days=1)
    """
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(starts)][-10:]
    return max(timedelta(seconds=median(gaps)), SHORTEST_INTERVAL) if len(gaps) >= 2 else UNKNOWN_INTERVAL


def is_scheduled(run: Run) -> bool:
    """True for a run that crawled newspapers, False for one article by its address.

    >>> at = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
    >>> is_scheduled(Run("1", "crawl --due", at, None, "running"))
    True
    >>> is_scheduled(Run("2", "crawl https://baomau.example/cau-moi-a12.html", at, None, "running"))
    False
    >>> is_scheduled(Run("3", "crawl baomau --since 29/03/2022", at, None, "running"))
    True
    """
    return not any("/" in word and ("." in word or ":" in word) for word in run.command.split())


def judge(paper: Paper, now: datetime, schedule: Schedule, *, alive: bool | None, asked_for_all: bool) -> Verdict:
    """How one newspaper stands.

    Args:
        schedule: of all newspapers together.
        alive: whether a run holds the archive's lock now; None where nobody can tell: then a run that began less than
            a day ago is believed.
        asked_for_all: whether any run asked for all newspapers, so that one that never ran was forgotten.
    """
    runs = [
        _as_it_is(run, now, alive if run.run == schedule.newest else False) for run in paper.runs if is_scheduled(run)
    ]
    running = bool(runs) and runs[-1].state == CrawlState.RUNNING
    closed = runs[:-1] if running else runs
    condition, since, why = _condition(paper, closed, now, schedule, running=running, asked_for_all=asked_for_all)
    return Verdict(
        paper.name,
        paper.title,
        condition,
        since,
        why,
        runs[-1].started_at if runs else paper.last_run,
        paper.last_success,
        paper.last_new,
    )


def _as_it_is(run: Run, now: datetime, alive: bool | None) -> Run:
    """A run whose process died is interrupted, whatever its row says."""
    dead = run.state == CrawlState.RUNNING and (
        alive is False or (alive is None and now - run.started_at > timedelta(days=1))
    )
    if not dead:
        return run
    return Run(
        **{name: getattr(run, name) for name in Run.__slots__ if name not in ("state", "reason")},
        state=CrawlState.INTERRUPTED,
        reason="its process died",
    )


def _condition(
    paper: Paper,
    runs: Sequence[Run],
    now: datetime,
    schedule: Schedule,
    *,
    running: bool,
    asked_for_all: bool,
) -> tuple[Condition, datetime | None, str]:
    never = not paper.runs and paper.first_run is None
    if not never and paper.until is not None and now.astimezone(VIETNAM).date() > paper.until:
        return Condition.ENDED, None, f"was published until {paper.until.isoformat()}"
    if not runs:
        if running:
            return Condition.RUNNING, None, ""
        if paper.last_success is not None:
            return Condition.OVERDUE, paper.last_success, f"no run for {_span(now - paper.last_success)}"
        if paper.first_run is not None:
            return Condition.FAILING, paper.first_run, "no run has ever succeeded"
        if asked_for_all and paper.defined and (paper.until is None or now.astimezone(VIETNAM).date() <= paper.until):
            return Condition.NEVER_RAN, None, f"is defined, and no run has crawled it: archiver crawl {paper.name}"
        return Condition.IDLE, None, "never crawled here"
    for rule in (_failing, _blocked, _unreadable, _fields_lost):
        if found := rule(runs):
            return found
    if found := _silent(runs, schedule.interval, paper.first_run) or _overdue(runs, now, schedule, running=running):
        return found
    return (Condition.RUNNING if running else Condition.OK), None, ""


Finding = tuple[Condition, datetime | None, str]


def _failing(runs: Sequence[Run]) -> Finding | None:
    """The last runs failed or were refused; a single one that was killed is mended by the next."""
    bad = _streak(runs, lambda run: run.state != CrawlState.FINISHED)
    if not bad or (len(bad) == 1 and bad[0].state == CrawlState.INTERRUPTED):
        return _mostly_failed(runs) if not bad else None
    last = bad[-1]
    condition = {
        CrawlState.REFUSED.value: Condition.REFUSED,
        CrawlState.INTERRUPTED.value: Condition.INTERRUPTED,
    }.get(str(last.state), Condition.FAILING)
    return condition, bad[0].started_at, f"{_runs(len(bad))} in a row: {last.reason or last.state}"


def _mostly_failed(runs: Sequence[Run]) -> Finding | None:
    bad = _streak(runs, lambda run: run.requests >= 5 and run.failures * 2 >= run.requests)
    if not bad:
        return None
    last = bad[-1]
    return Condition.FAILING, bad[0].started_at, f"{last.failures} of {last.requests} requests failed in the last run"


def _blocked(runs: Sequence[Run]) -> Finding | None:
    """The last runs met a wall: a challenge, a captcha, "access denied"."""
    bad = _streak(runs, lambda run: run.blocked > 0 and (not run.articles_read or run.blocked * 2 >= run.requests))
    if not bad:
        return None
    last = bad[-1]
    return Condition.BLOCKED, bad[0].started_at, f"{last.blocked} of {last.requests} requests met a block page"


def _unreadable(runs: Sequence[Run]) -> Finding | None:
    """New addresses are found, and none of their pages can be read as an article, where it was otherwise before."""
    bad = _streak(runs, lambda run: not run.articles_read and not run.articles_new)
    found = sum(run.discovered for run in bad)
    if found < 5 or not any(run.articles_new for run in runs):
        return None
    return Condition.UNREADABLE, bad[0].started_at, f"{found} new addresses were found and none could be read"


def _fields_lost(runs: Sequence[Run]) -> Finding | None:
    """A field that the pages of this newspaper used to have is missing from the last ones."""
    readable = [run for run in runs if run.fields]
    for recent in (readable[-1:], readable[-2:]):
        before = readable[: len(readable) - len(recent)]
        lost = []
        for name in sorted({name for run in before for name in run.fields}):
            now_found, now_total = _tally(recent, name)
            then_found, then_total = _tally(before, name)
            if then_total >= 20 and now_total >= 3 and share_is_lost(now_found, now_total, then_found / then_total):
                lost.append(f"{name} read on {now_found} of {now_total} pages, before on {then_found} of {then_total}")
        if lost:
            return Condition.UNREADABLE, recent[0].started_at, "; ".join(lost)
    return None


def share_is_lost(found: int, total: int, usual: float) -> bool:
    """True where a field was found so rarely that it is no chance: below half its usual share, and improbably so.

    Args:
        found: pages with the field, of `total` pages.
        usual: the share of pages that had it before, 0 to 1.

    >>> share_is_lost(0, 3, 0.98), share_is_lost(2, 4, 0.6), share_is_lost(40, 100, 0.95)
    (True, False, True)
    """
    if usual < 0.2 or found >= usual * total / 2:
        return False
    p = min(usual, 0.98)  # no newspaper is so regular that a single page proves anything
    return sum(comb(total, n) * p**n * (1 - p) ** (total - n) for n in range(found + 1)) < IMPROBABLE


def _tally(runs: Sequence[Run], name: str) -> tuple[int, int]:
    """On how many pages the field was found, of how many that were read; the last 500 pages tell enough."""
    found = total = 0
    for run in reversed(runs):
        counts = run.fields.get(name, {})
        found += counts.get("found", 0)
        total += sum(counts.values())
        if total >= 500:
            break
    return found, total


def _silent(runs: Sequence[Run], interval: timedelta, first_run: datetime | None) -> Finding | None:
    """No new article in at least two runs, where nearly every like window of the last weeks had a good number.

    The window reaches from the last run with a new article to the last run. It is laid over the same clock times of
    the days before: nights, Sundays and quiet papers are quiet there too, and are no alarm. The poorest windows count,
    not the average, as public holidays come without notice.
    """
    quiet = _streak(runs, lambda run: not run.articles_new)
    if len(quiet) < 2:
        return None
    start, end = quiet[0].started_at - interval / 2, quiet[-1].started_at + interval / 2
    before = [run for run in runs[: len(runs) - len(quiet)] if run.started_at != first_run]
    starts = [run.started_at for run in before]
    sums = [0, *accumulate(run.articles_new for run in before)]
    counts = []
    for days in range(max(1, -(-(end - start) // timedelta(days=1))), HISTORY.days + 1):
        low, high = (bisect_left(starts, edge - timedelta(days=days)) for edge in (start, end))
        if low < high and starts[0] <= start - timedelta(days=days) + interval:
            counts.append(sums[high] - sums[low])
    if len(counts) < ENOUGH_WINDOWS or sorted(counts)[len(counts) // 10] < ENOUGH_EXPECTED:
        return None
    why = f"no new article in {_runs(len(quiet))}, where about {sum(counts) / len(counts):.0f} were to be expected"
    return Condition.SILENT, quiet[0].started_at, why


def _overdue(runs: Sequence[Run], now: datetime, schedule: Schedule, *, running: bool) -> Finding | None:
    """Other newspapers are crawled, this one is not any more: it fell out of the crontab line."""
    own = interval_of([run.started_at for run in runs])
    idle = now - runs[-1].started_at
    if running or schedule.stale or len(runs) < 4 or idle <= max(4 * own, 2 * schedule.interval, UNKNOWN_INTERVAL):
        return None
    return Condition.OVERDUE, runs[-1].started_at, f"no run for {_span(idle)}, while other newspapers were crawled"


def _streak(runs: Sequence[Run], holds: Any) -> list[Run]:
    """The last runs of which something holds, oldest first."""
    found: list[Run] = []
    for run in reversed(runs):
        if not holds(run):
            break
        found.append(run)
    return found[::-1]


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"


def _span(span: timedelta) -> str:
    """A span of time as people say it, in the largest unit that fits twice."""
    seconds = span.total_seconds()
    for name, unit in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{max(seconds, 0):.0f} seconds"
