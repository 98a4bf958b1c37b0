"""T2: a crawl killed twenty times at every point of a write; a restart mends it, a second changes nothing."""

from __future__ import annotations

import logging
import random
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from archiver.crawl.run import CrawlRequest, open_session
from archiver.storage import faults
from tests.acceptance.judge import copied, judge, query, rows_have_bytes
from tests.acceptance.papers import configured, environment, in_fork, newspapers, quick
from tests.crawl.recording import dump

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

NAME = "baomot"
TIMES = 20
ARTICLES = 200
LIMIT = 8  # articles a run
CLOSING = ("before_rename", "after_rename")  # passed once where a file is closed: at the end, or by the next start


def restart(environ: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """What a start does before it crawls, and every row that it leaves."""
    assert in_fork(put_in_order, environ) == 0
    return dump(configured(environ))


def put_in_order(environ: dict[str, str]) -> None:
    """Open the archive as a run does, and close it."""
    logging.disable(logging.WARNING)
    with open_session(configured(environ), CrawlRequest()):
        pass


def kill(environ: dict[str, str], folder: Path, point: str, passing: int) -> None:
    """One killed run; right after it no row lacks its bytes."""
    home = configured(environ).home
    status = quick({**environ, "ARCHIVER_FAULT": f"{point}:{passing}"}, "crawl", NAME, "--limit", str(LIMIT))
    assert status == -signal.SIGKILL, f"{point}:{passing} was never passed, exit {status}"
    rows_have_bytes(copied(home, folder / "look"), home / "warc")


@pytest.mark.parametrize("point", faults.POINTS)
def test_every_point_twenty_times(tmp_path: Path, point: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    luck = random.Random(seed)
    environ = environment(tmp_path)
    home, twin = configured(environ).home, {**environ, "ARCHIVER_HOME": str(tmp_path / "twin")}
    adopted = torn = 0
    with newspapers(tmp_path / "papers", (NAME,), ARTICLES) as (paper,):
        for _ in range(TIMES):
            before = paper.asked()
            kill(environ, tmp_path, point, 1 if point in CLOSING else luck.randint(1, LIMIT))
            new = paper.asked() - before
            assert max(new.values(), default=1) == 1
            # half of the time the next run itself has to put in order what this one left, and is killed at it
            shown = environ if luck.random() < 0.5 else twin
            if shown is twin:
                shutil.rmtree(tmp_path / "twin", ignore_errors=True)
                shutil.copytree(home, tmp_path / "twin")
            had = query(copied(home, tmp_path / "look"), "SELECT count(*) FROM capture")[0][0]
            once = restart(shown)
            adopted += len(once["capture"]) - had
            torn = max(torn, judge(Path(shown["ARCHIVER_HOME"]), tools=False)["torn"])
            assert restart(shown) == once, "the second restart changed something"
        assert quick(environ, "crawl", NAME) == 0
        again = sum(count - 1 for count in paper.asked().values())
        assert len(paper.asked()) == ARTICLES
    print(f"{point}: {TIMES} kills, {adopted} captures adopted, {torn} tails kept, {again} articles asked for again")
    assert again <= TIMES
    judge(home)
    for table in ("article", "revision", "observation"):
        assert query(home, f"SELECT count(*) FROM {table}") == [(ARTICLES,)], table
    assert query(home, "SELECT count(*) FROM capture WHERE purpose = 'article'") == [(ARTICLES,)]
    assert query(home, "SELECT DISTINCT state FROM address") == [("stored",)]
