"""T11, the first half: the database is deleted, `archiver rebuild` makes it anew, row by row."""

from __future__ import annotations

import random
import resource
import time
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Config
from tests.acceptance.judge import judge, query
from tests.acceptance.papers import Paper, article, configured, environment, newspapers, path_of, run
from tests.crawl.fakesite import html
from tests.crawl.recording import CAPTURE, dump

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

NAMES = ("baomot", "baohai", "baoba", "baobon")
EACH = 500
EDITED = 300  # all of one newspaper
FORGOTTEN = ("address", "host", "archive_info")  # leases, attempts, politeness: not in the evidence
SECONDS = 60


def kept(config: Config) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that evidence and journal give back; a capture's address by its spelling, not by its number."""
    rows = dump(config)
    names = dict(query(config.home, "SELECT id, url_key FROM address"))
    at = [column.name for column in CAPTURE.columns].index("address_id")
    rows["capture"] = [(*row[:at], names.get(row[at]), *row[at + 1 :]) for row in rows["capture"]]
    return {name: found for name, found in rows.items() if name not in FORGOTTEN}


def cpu_of_children() -> float:
    """Seconds of processor time of the processes that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def live_on(paper: Paper, luck: random.Random) -> None:
    """Days pass: some articles are edited, two disappear, one moves, and all are read more often."""
    numbers = list(range(1, EACH + 1))
    luck.shuffle(numbers)
    for number in numbers[:EDITED]:
        paper.site.routes[path_of(number)] = html(article(number, edition=1))
    for number in numbers[EDITED:-3]:
        page = article(number).replace(f">{100 + number} lượt".encode(), f">{900 + number} lượt".encode())
        paper.site.routes[path_of(number)] = html(page)
    for number in numbers[-3:-1]:
        paper.site.routes[path_of(number)] = html(b"<h1>404</h1>", 404)
    moved = f"/xa-hoi{path_of(numbers[-1])}"
    paper.site.routes[path_of(numbers[-1])] = html(b"", 301, Location=moved)
    paper.site.routes[moved] = html(article(numbers[-1]))


def test_a_rebuilt_archive_is_the_archive_row_by_row(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    luck = random.Random(seed)
    environ = environment(tmp_path, NOW="2026-11-02T06:00:00+07:00")
    with newspapers(tmp_path / "papers", NAMES, EACH) as papers:
        run(environ, "crawl", *NAMES)
        live_on(papers[0], luck)
        environ["ARCHIVER_NOW"] = "2026-11-23T06:00:00+07:00"
        run(environ, "crawl", NAMES[0], "--revisit")
    config = configured(environ)
    found = judge(config.home)
    before = kept(config)
    counts = {name: len(rows) for name, rows in before.items() if rows}
    print(counts)
    everything = len(NAMES) * EACH
    assert counts["article"] == everything
    assert counts["revision"] == everything + EDITED
    assert counts["observation"] == everything + EACH - 2
    assert query(config.home, "SELECT count(*) FROM article WHERE gone_at IS NOT NULL") == [(2,)]
    searched = run(environ, "search", "thông xe", "--json", "--limit", "20")
    for path in config.home.glob("archive.db*"):
        path.unlink()
    started, before_it = time.monotonic(), cpu_of_children()
    print(run(environ, "rebuild"))
    cpu = cpu_of_children() - before_it
    print(f"{found['captures']} captures read again in {time.monotonic() - started:.1f} s, {cpu:.1f} s of CPU")
    after = kept(config)
    for name, rows in before.items():
        assert after[name] == rows, name
    assert run(environ, "search", "thông xe", "--json", "--limit", "20") == searched
    judge(config.home, tools=False)
    assert cpu < SECONDS  # its own time, not the machine's
