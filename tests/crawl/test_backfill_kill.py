"""A backfill killed again and again, without a word, comes to its end: nothing lost, nothing walked twice."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crawl.fakesite import a_paper, html, listing
from tests.crawl.test_backfill import PAGES, PER_PAGE, asked_pages, put_list

SEED = 20261123


def counted(home: Path, query: str) -> int:
    try:
        with sqlite3.connect(f"file:{home / 'archive.db'}?mode=ro", uri=True, timeout=5) as database:
            return int(database.execute(query).fetchone()[0])
    except sqlite3.OperationalError:  # it is just being made
        return 0


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    home = tmp_path / "archive"
    with a_paper(tmp_path) as site:
        spider = tmp_path / "papers" / "baomau.py"
        spider.write_text(
            spider.read_text("utf-8").replace("sections = []", f"sections = ['{site.base}/thoi-su']"), "utf-8"
        )
        site.routes["/"] = html(listing("/tin-a1.html"))
        put_list(site, "/thoi-su", PAGES)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
        environment = clean | {
            "ARCHIVER_HOME": str(home),
            "ARCHIVER_SPIDERS": str(tmp_path / "papers"),
            "ARCHIVER_DELAY": "0",
        }
        command = [sys.executable, "-m", "archiver", "crawl", "baomau", "--backfill", "--since", "2010-01-01"]
        for _ in range(4):  # killed after some more articles
            goal = counted(home, "SELECT count(*) FROM article") + chance.randint(3, 11)
            child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            until = time.monotonic() + 60
            while child.poll() is None and time.monotonic() < until:
                if counted(home, "SELECT count(*) FROM article") >= goal:
                    child.send_signal(signal.SIGKILL)
                time.sleep(0.02)
            child.wait(60)
        last = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert last.returncode == 0, last.stderr
        assert "nothing is left" in last.stdout
        assert counted(home, "SELECT count(*) FROM article") == PAGES * PER_PAGE, f"seed {SEED}"
        assert counted(home, "SELECT count(*) FROM walk WHERE reason = 'end'") == 1
        asked = asked_pages(site)
        assert len(asked) - len(set(asked)) <= 4  # one a kill at the most
