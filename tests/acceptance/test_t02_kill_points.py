"""T1 and T2 for the recorder alone: killed at every named point twenty times, and 200 times by the clock."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from archiver.storage import faults
from tests.crawl.recording import at_home, dump, in_child, run
from tests.crawl.test_kill import CLOSING, judge, kill_and_go_on

pytestmark = pytest.mark.acceptance

TIMES = 20
KILLS = 200
ARTICLES = 2000


@pytest.mark.parametrize("point", faults.POINTS)
def test_every_point_twenty_times(tmp_path: Path, point: str) -> None:
    for time in range(TIMES):
        passing = 1 if point in CLOSING else 1 + time % 4
        kill_and_go_on(at_home(tmp_path / str(time)), f"{point}:{passing}")


def test_two_hundred_kills_by_the_clock(tmp_path: Path) -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    chance = random.Random(seed)
    config = at_home(tmp_path / "home")
    kills = 0
    while kills < KILLS:
        delay = chance.uniform(0.05, 0.8)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            signal.setitimer(signal.ITIMER_REAL, delay)
            try:
                run(config, ARTICLES)
            finally:
                os._exit(0)
        kills += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert in_child(lambda: run(config, ARTICLES)) == 0
    judge(config)
    rows = dump(config)
    print(f"{kills} kills, {len(rows['capture'])} captures, {len(rows['article'])} articles")
    assert len(rows["article"]) == len(rows["revision"]) == ARTICLES
    assert len(rows["capture"]) == ARTICLES
