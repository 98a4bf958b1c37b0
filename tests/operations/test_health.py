"""Alarms come within two runs of a silent stop, and healthy weeks with nights, week-ends and Tết raise none."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from archiver.operations.health import (
    Condition,
    Paper,
    Run,
    Verdict,
    interval_of,
    judge,
    judge_schedule,
    share_is_lost,
)

FIRST = datetime(2026, 1, 5, 23, 17, tzinfo=UTC)  # a Tuesday morning in Vietnam
FIELDS = ("title", "published_at", "authors", "view_count")
TET = range(40, 48)  # days after FIRST


def paper(runs: list[Run], **more: Any) -> Paper:
    finished = [run.started_at for run in runs if run.state == "finished"]
    known: dict[str, Any] = {
        "name": "baomau",
        "title": "Báo Mẫu",
        "runs": tuple(runs),
        "last_success": finished[-1] if finished else None,
        "first_run": runs[0].started_at if runs else None,
    }
    return Paper(**{**known, **more})


def run(at: datetime, new: int = 0, *, read: int | None = None, state: str = "finished", **more: Any) -> Run:
    read = new if read is None else read
    fields = {name: {"found": read} for name in FIELDS} if read else {}
    known: dict[str, Any] = {
        "run": at.isoformat(),
        "command": "archiver crawl --due",
        "started_at": at,
        "ended_at": at + timedelta(minutes=9),
        "state": state,
        "requests": read + 5,
        "articles_new": new,
        "articles_read": read,
        "discovered": new,
        "fields": fields,
    }
    return Run(**{**known, **more})


def weeks(chance: random.Random, days: int, hours: int, a_day: float) -> list[Run]:
    """Runs of a newspaper that publishes by day, less on Sundays, and hardly at Tết; the first run finds a backlog."""
    runs = [run(FIRST, 300)]
    at = FIRST
    while (at := at + timedelta(hours=hours)) < FIRST + timedelta(days=days):
        rate = 0.0
        for ago in range(hours):
            then = at - timedelta(hours=ago) + timedelta(hours=7)
            by_day = 1.6 if 6 <= then.hour < 21 else 0.0
            sunday = 0.5 if then.weekday() == 6 else 1.0
            tet = 0.25 if (then - FIRST).days in TET else 1.0
            rate += a_day / 24 * by_day * sunday * tet
        runs.append(run(at, poisson(chance, rate)))
    return runs


def poisson(chance: random.Random, rate: float) -> int:
    limit, count, product = math.exp(-rate), 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count


def verdict(runs: list[Run], now: datetime | None = None, *, alive: bool | None = False, **more: Any) -> Verdict:
    now = now or runs[-1].started_at + timedelta(minutes=30)
    return judge(paper(runs, **more), now, judge_schedule(runs, now), alive=alive, asked_for_all=True)


@pytest.mark.parametrize(("hours", "a_day"), [(1, 12.0), (1, 60.0), (6, 25.0), (24, 3.0), (24, 15.0), (24, 60.0)])
def test_a_month_with_tet_raises_no_alarm(hours: int, a_day: float) -> None:
    alarms = []
    for seed in range(2):
        runs = weeks(random.Random(seed), 62, hours, a_day)
        for end in range(len(runs) * 32 // 62, len(runs)):
            found = verdict(runs[:end])
            if not found.condition.well:
                alarms.append((seed, end, found.condition, found.why))
    assert not alarms


def stopped(change: Callable[[Run], Run], hours: int = 24, a_day: float = 20.0) -> list[Condition]:
    """What is said after each of the first three runs of a trouble that begins on the 30th day."""
    runs = weeks(random.Random(7), 30, hours, a_day)
    assert verdict(runs).condition is Condition.OK
    said = []
    for _ in range(3):
        runs = [*runs, change(run(runs[-1].started_at + timedelta(hours=hours), 20))]
        said.append(verdict(runs).condition)
    return said


def lost(*names: str) -> Callable[[Run], Run]:
    fields = {name: {"missing": 20} if name in names else {"found": 20} for name in FIELDS}
    return lambda one: replace(one, fields=fields)


@pytest.mark.parametrize(
    ("trouble", "condition"),
    [
        (lambda one: replace(one, articles_new=0, articles_read=0, discovered=0, fields={}), Condition.SILENT),
        (lambda one: replace(one, articles_new=0, articles_read=0, discovered=20, fields={}), Condition.UNREADABLE),
        (lambda one: replace(one, articles_new=0, articles_read=0, blocked=25), Condition.BLOCKED),
        (lambda one: replace(one, blocked=20), Condition.BLOCKED),
        (lambda one: replace(one, state="refused", reason="robots.txt", articles_new=0), Condition.REFUSED),
        (lambda one: replace(one, state="failed", reason="http 403", articles_new=0), Condition.FAILING),
        (lambda one: replace(one, failures=20), Condition.FAILING),
        (lambda one: replace(one, state="interrupted", articles_new=0), Condition.INTERRUPTED),
        (lost("published_at"), Condition.UNREADABLE),
        (lost("view_count"), Condition.UNREADABLE),
        (lost(*FIELDS), Condition.UNREADABLE),
    ],
)
def test_a_stop_is_seen_within_two_runs(trouble: Callable[[Run], Run], condition: Condition) -> None:
    said = stopped(trouble)
    assert said[1:] == [condition, condition]
    assert said[0] in (condition, Condition.OK)


def test_links_that_dry_up_are_seen_within_a_day_of_hourly_runs() -> None:
    runs = weeks(random.Random(3), 30, 1, 40.0)
    dry: list[Run] = []
    while not dry or verdict(runs + dry).condition is Condition.OK:
        dry.append(run((runs + dry)[-1].started_at + timedelta(hours=1)))
        assert len(dry) <= 24
    assert verdict(runs + dry).condition is Condition.SILENT
    assert len(dry) >= 2


def test_since_when_is_the_first_run_of_the_trouble() -> None:
    runs = weeks(random.Random(1), 12, 24, 20.0)
    begun = runs[-1].started_at + timedelta(days=1)
    runs += [run(begun + timedelta(days=day), state="failed", reason="http 503") for day in range(4)]
    found = verdict(runs)
    assert found.condition is Condition.FAILING
    assert found.since == begun
    assert found.why == "4 runs in a row: http 503"
    assert found.last_success == begun - timedelta(days=1)


def test_a_single_kill_is_no_alarm_and_a_dead_run_is_not_running() -> None:
    runs = weeks(random.Random(1), 12, 24, 20.0)
    dead = run(runs[-1].started_at + timedelta(days=1), 3, state="running", ended_at=None)
    assert verdict([*runs, dead], alive=True).condition is Condition.RUNNING
    assert verdict([*runs, dead], alive=None).condition is Condition.RUNNING
    assert verdict([*runs, dead], alive=False).condition is Condition.OK
    again = run(dead.started_at + timedelta(days=1), 3, state="running", ended_at=None)
    assert verdict([*runs, dead, again], alive=False).condition is Condition.INTERRUPTED
    assert verdict([*runs, dead, again], again.started_at + timedelta(days=2), alive=None).condition is (
        Condition.INTERRUPTED
    )


def test_no_run_within_two_intervals_is_a_stale_schedule() -> None:
    runs = weeks(random.Random(1), 12, 24, 20.0)
    last = runs[-1].started_at
    assert not judge_schedule(runs, last + timedelta(hours=47)).stale
    stale = judge_schedule(runs, last + timedelta(hours=49))
    assert stale.stale
    assert stale.why == "no run for 2 days, where one is made every 24 hours: look at cron"
    assert judge_schedule(runs, last + timedelta(hours=3), timedelta(hours=1)).stale
    assert judge_schedule([], last).stale
    one_article = run(last + timedelta(hours=40), 1, command="archiver crawl https://baomau.example/a1.html")
    assert judge_schedule([*runs, one_article], last + timedelta(hours=49)).stale


def test_runs_by_hand_are_no_schedule_of_minutes() -> None:
    assert interval_of([FIRST + timedelta(minutes=3 * n) for n in range(9)]) == timedelta(hours=1)
    assert interval_of([FIRST]) == timedelta(days=1)


def test_a_newspaper_that_fell_out_of_the_crontab_is_overdue() -> None:
    mine = weeks(random.Random(1), 12, 24, 20.0)
    others = weeks(random.Random(2), 20, 24, 20.0)
    now = others[-1].started_at + timedelta(hours=1)
    found = judge(paper(mine), now, judge_schedule([*mine, *others], now), alive=False, asked_for_all=True)
    assert found.condition is Condition.OVERDUE
    assert found.since == mine[-1].started_at


def test_never_crawled_ended_and_idle() -> None:
    now = FIRST
    plan = judge_schedule([run(FIRST, 3)], now)
    never = paper([])
    assert judge(never, now, plan, alive=False, asked_for_all=True).condition is Condition.NEVER_RAN
    assert judge(never, now, plan, alive=False, asked_for_all=False).condition is Condition.IDLE
    imported = paper([], defined=False)
    assert judge(imported, now, plan, alive=False, asked_for_all=True).condition is Condition.IDLE
    ended = paper([run(FIRST - timedelta(days=9), 3)], until=date(2025, 6, 30))
    assert judge(ended, now, plan, alive=False, asked_for_all=True).condition is Condition.ENDED
    long_ago = paper([], last_success=FIRST - timedelta(days=90), first_run=FIRST - timedelta(days=99))
    assert judge(long_ago, now, plan, alive=False, asked_for_all=True).condition is Condition.OVERDUE
    failed = paper([], first_run=FIRST - timedelta(days=99))
    assert judge(failed, now, plan, alive=False, asked_for_all=True).condition is Condition.FAILING


def test_a_rare_field_may_be_missing_and_a_usual_one_not() -> None:
    assert not share_is_lost(0, 20, 0.1)
    assert not share_is_lost(1, 3, 0.9)
    assert share_is_lost(0, 4, 0.9)
    assert share_is_lost(30, 100, 0.8)
    assert not share_is_lost(45, 100, 0.8)
