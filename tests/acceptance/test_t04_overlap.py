"""T4: of twenty runs started within a second one works and the others know at once; a killed run blocks nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.acceptance.judge import judge, query
from tests.acceptance.papers import ROOT, Paper, environment, newspapers, run, start

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

NAME = "baomot"
RUNS = 20
ARTICLES = 40
DELAY = 0.25  # seconds between two requests: the crawl lasts far longer than it takes to start twenty
AT_ONCE = 1.0  # seconds in which a run knows that another one works


@dataclass
class Ran:
    """A process that ended."""

    pid: int
    code: int
    seconds: float
    cpu: float
    waited: float  # seconds for which the machine had no core free for it
    said: str


def started(commands: Sequence[list[str]], environ: dict[str, str], folder: Path) -> list[Ran]:
    """Start processes evenly within a second and wait for all; how each ended."""
    ended: list[Ran] = []

    def one(number: int, command: list[str]) -> None:
        path = folder / f"said-{number}.txt"
        with path.open("wb") as said:
            began = time.monotonic()
            process = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=said, stderr=said)
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            seconds = time.monotonic() - began
            waited = int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[1]) / 1e9
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        ended.append(Ran(process.pid, process.returncode, seconds, cpu, waited, path.read_text()))

    threads = []
    for number, command in enumerate(commands):
        threads.append(threading.Thread(target=one, args=(number, command)))
        threads[-1].start()
        time.sleep(0.95 / len(commands))
    for thread in threads:
        thread.join()
    return ended


def pairs(paper: Paper) -> list[float]:
    """The seconds between each request and the next one."""
    asked = paper.site.asked
    return [after.began - before.began for before, after in pairwise(asked)]


def until(true: Callable[[], bool]) -> None:
    """Wait for something that comes within a minute."""
    patience = time.monotonic() + 60
    while not true():
        assert time.monotonic() < patience
        time.sleep(0.002)


def test_of_twenty_runs_in_an_archive_one_works(tmp_path: Path) -> None:
    environ = environment(tmp_path, DELAY=str(DELAY))
    (tmp_path / "archive").mkdir()
    with newspapers(tmp_path / "papers", (NAME,), ARTICLES) as (paper,):
        ended = started([[sys.executable, "-m", "archiver", "crawl", NAME]] * RUNS, environ, tmp_path)
        gaps, most = pairs(paper), paper.site.most_flying
        asked = list(paper.site.paths)
    losers = [one for one in ended if one.code == 75]
    slowest, cpu = max(one.seconds - one.waited for one in losers), max(one.cpu for one in losers)
    (worked,) = [one for one in ended if one.code != 75]
    print(
        f"exit codes {sorted(one.code for one in ended)}; the refused ended in {min(o.seconds for o in losers):.2f} to "
        f"{max(o.seconds for o in losers):.2f} s ({slowest:.2f} s without waiting for a core), {cpu:.2f} s of CPU; "
        f"{len(asked)} requests, least gap {min(gaps):.3f} s"
    )
    assert worked.code == 0, worked.said
    assert len(losers) == RUNS - 1
    for one in losers:
        assert one.said.count("\n") == 1
        assert "another run" in one.said
    assert "locked" not in "".join(one.said for one in ended)
    assert slowest < AT_ONCE
    assert cpu < AT_ONCE / 4
    assert min(gaps) >= DELAY * 0.95
    assert most == 1
    assert len(asked) == len(set(asked)), "something was asked for twice"
    assert judge(tmp_path / "archive")["files"] == 1
    assert query(tmp_path / "archive", "SELECT state FROM crawl") == [("finished",)]
    assert query(tmp_path / "archive", "SELECT count(*) FROM article") == [(ARTICLES,)]


def test_where_no_archive_is_yet_one_begins_it(tmp_path: Path) -> None:
    environ = environment(tmp_path, DELAY=str(DELAY))
    with newspapers(tmp_path / "papers", (NAME,), ARTICLES) as (paper,):
        ended = started([[sys.executable, "-m", "archiver", "crawl", NAME]] * 4, environ, tmp_path)
        assert len(paper.site.paths) == len(set(paper.site.paths))
    assert sorted(one.code for one in ended) == [0, 75, 75, 75]
    assert query(tmp_path / "archive", "SELECT state FROM crawl") == [("finished",)]


def test_a_killed_run_blocks_nobody(tmp_path: Path) -> None:
    environ = environment(tmp_path, DELAY=str(DELAY))
    lock = tmp_path / "archive" / "lock"
    with newspapers(tmp_path / "papers", (NAME,), ARTICLES) as (paper,):
        first = start(environ, "crawl", NAME)
        until(lambda: len(paper.site.asked) > 8)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert lock.read_text() == f"{first.pid}\n"  # it lies there still
        asked = len(paper.site.asked)
        began = time.monotonic()
        second = start(environ, "crawl", NAME, "--limit", "3")
        until(lambda: lock.read_text() == f"{second.pid}\n")
        held = time.monotonic() - began
        waited = int(Path(f"/proc/{second.pid}/schedstat").read_text().split()[1]) / 1e9
        until(lambda: len(paper.site.asked) > asked)
        print(f"the next run held the lock after {held:.2f} s and asked after {time.monotonic() - began:.2f} s")
        assert second.wait() == 0
        assert held - waited < AT_ONCE
        run({**environ, "ARCHIVER_DELAY": "0"}, "crawl", NAME)
    judge(tmp_path / "archive")
    assert query(tmp_path / "archive", "SELECT count(*) FROM article") == [(ARTICLES,)]
