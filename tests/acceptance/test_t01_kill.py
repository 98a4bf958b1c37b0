"""T1: the real command line killed at 200 random moments of a crawl of 2,000 articles, then run once more."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.acceptance.judge import copied, judge, query, rows_have_bytes
from tests.acceptance.papers import Paper, environment, newspapers, read, run, start

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

NAMES = ("baomot", "baohai", "baoba", "baobon")
EACH = 500
KILLS = 200
SLOWEST = 300.0  # seconds after which a run that was not killed is a failure


@dataclass
class Killer:
    """Starts runs and kills them; after each kill it looks at what lies on the disk."""

    papers: list[Paper]
    environ: dict[str, str]
    luck: random.Random
    scratch: Path
    kills: int = 0
    checked: int = 0  # number of the last capture whose bytes were looked at
    hows: Counter[str] = field(default_factory=Counter)
    again: list[int] = field(default_factory=list)  # articles asked for again, by run and newspaper

    @property
    def home(self) -> Path:
        return Path(self.environ["ARCHIVER_HOME"])

    def archived(self) -> int:
        """The articles that have rows now."""
        found = read(self.home, "SELECT count(*) FROM article")
        return int(found[0][0]) if found else 0

    def moment(self) -> tuple[str, Callable[[], bool]]:
        """When the next run is to be killed: at a mark, some time after its first request, some time after its start.

        The marks lie so close that what is left of the crawl lasts for what is left of the kills.
        """
        step = max(1, (len(self.papers) * EACH - self.archived()) // (KILLS - self.kills + 1))
        how = self.luck.choices(("mark", "asked", "started"), (12, 5, 3))[0]
        if how == "mark":
            mark = self.archived() + self.luck.randint(1, max(1, 2 * step - 1))
            return how, lambda: self.archived() >= mark
        if how == "asked":
            pause, before = self.luck.uniform(0, 0.5), self.requests()
            first: list[float] = []

            def passed() -> bool:
                if not first and self.requests() > before:
                    first.append(time.monotonic())
                return bool(first) and time.monotonic() - first[0] >= pause

            return how, passed
        end = time.monotonic() + self.luck.uniform(0, 2.0)
        return how, lambda: time.monotonic() >= end

    def requests(self) -> int:
        """What all newspapers were asked for until now."""
        return sum(len(paper.site.asked) for paper in self.papers)

    def kill_one(self) -> None:
        """One run, killed."""
        before = [paper.asked() for paper in self.papers]
        how, now = self.moment()
        process = start(self.environ, "crawl", *NAMES, into=self.scratch / "said.txt")
        patience = time.monotonic() + SLOWEST
        while not now():
            assert process.poll() is None, f"a run ended by itself, exit {process.returncode}, {self.kills} kills"
            assert time.monotonic() < patience, f"no {how} in {SLOWEST} s"
            time.sleep(self.luck.uniform(0.001, 0.02))
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        self.kills += 1
        self.hows[how] += 1
        self.note(before)
        if (self.home / "archive.db").exists():
            copy = copied(self.home, self.scratch / "copy")
            if query(copy, "SELECT 1 FROM sqlite_master WHERE name = 'capture'"):
                self.checked = rows_have_bytes(copy, self.home / "warc", self.checked)

    def note(self, before: list[Counter[str]]) -> None:
        """How many articles the last run asked for that an earlier run had asked for."""
        for paper, old in zip(self.papers, before, strict=True):
            new = paper.asked() - old
            assert not [path for path, count in new.items() if count > 1], "asked for twice in one run"
            self.again.append(sum(1 for path in new if old[path]))


def test_killed_200_times_and_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    started = time.monotonic()
    environ = environment(tmp_path)
    with newspapers(tmp_path / "papers", NAMES, EACH) as papers:
        killer = Killer(papers, environ, random.Random(seed), tmp_path)
        while killer.kills < KILLS:
            killer.kill_one()
        left = len(NAMES) * EACH - killer.archived()
        before = [paper.asked() for paper in papers]
        run(environ, "crawl", *NAMES)
        killer.note(before)
        counts = [paper.asked() for paper in papers]
    home = killer.home
    again = sum(sum(count.values()) - len(count) for count in counts)
    print(
        f"{killer.kills} kills {dict(killer.hows)} in {time.monotonic() - started:.0f} s, {left} articles left for the "
        f"last run; {again} articles asked for again, at most {max(killer.again)} a kill and newspaper"
    )
    assert max(killer.again) <= 1
    assert [len(count) for count in counts] == [EACH] * len(NAMES)
    found = judge(home)
    print(found)
    everything = len(NAMES) * EACH
    for table in ("article", "revision", "observation"):
        assert query(home, f"SELECT count(*) FROM {table}") == [(everything,)], table
    assert query(home, "SELECT count(DISTINCT public_id) FROM article") == [(everything,)]
    assert query(home, "SELECT count(*) FROM capture WHERE purpose = 'article'") == [(everything,)]
    assert query(home, "SELECT count(DISTINCT url) FROM article") == [(everything,)]
    assert query(home, "SELECT DISTINCT state FROM address") == [("stored",)]
    states = dict(query(home, "SELECT state, count(*) FROM crawl GROUP BY state"))
    print(states)
    last = "SELECT state FROM crawl WHERE id IN (SELECT max(id) FROM crawl GROUP BY newspaper_id)"
    assert query(home, last) == [("finished",)] * len(NAMES)  # one that had no article left may have finished before
    assert set(states) == {"finished", "interrupted"}
    print(run(environ, "verify"))
    said = (tmp_path / "said.txt").read_text()
    logs = "".join(path.read_text() for path in (home / "logs").iterdir())
    assert "locked" not in said + logs
    assert "Traceback" not in said + logs
