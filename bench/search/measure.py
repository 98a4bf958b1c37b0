"""How long searches take: python bench/search/measure.py HOME_OR_URL [--rounds 20] [--only phrase]

p50 and p95 in milliseconds of processor time, which is what it takes on a machine that has nothing else to do: of our
own process, in which SQLite works, and of the one in which PostgreSQL works for us alone (on this machine, Linux);
first results without the count of all that match, then with it; for one word, two words, a phrase, common and rare,
with filters; the whole of `search` as the command line and Python call it, on one warm connection, words drawn anew
each round. Made by generate.py.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generate import syllables
from sqlalchemy import text

from archiver import Archive
from archiver.query.filters import Filters
from archiver.query.matching import select_articles
from archiver.query.reading import snapshot
from archiver.query.records import records

DRAW = random.Random(11)
WORDS = syllables()
COMMON, MIDDLE, RARE = WORDS[:40], WORDS[60:400], WORDS[3000:]
QUERIES: dict[str, Callable[[], tuple[str, dict[str, str]]]] = {
    "one common word": lambda: (DRAW.choice(COMMON), {}),
    "one middling word": lambda: (DRAW.choice(MIDDLE), {}),
    "one rare word": lambda: (DRAW.choice(RARE), {}),
    "two common words": lambda: (" ".join(DRAW.sample(COMMON, 2)), {}),
    "common and rare": lambda: (f"{DRAW.choice(COMMON)} {DRAW.choice(RARE)}", {}),
    "phrase of common": lambda: (f'"{DRAW.choice(COMMON)} {DRAW.choice(COMMON)}"', {}),
    "phrase of middling": lambda: (f'"{DRAW.choice(MIDDLE)} {DRAW.choice(COMMON)}"', {}),
    "any of three": lambda: (" OR ".join(DRAW.sample(MIDDLE, 3)), {}),
    "common, one paper": lambda: (DRAW.choice(COMMON), {"newspaper": f"bao{DRAW.randrange(1, 41)}"}),
    "middling, one year": lambda: (DRAW.choice(MIDDLE), {"since": "2020", "until": "2020"}),
}
WAYS: dict[str, dict[str, object]] = {
    "newest, first results": {},
    "newest": {},
    "relevance": {"sort": "relevance"},
    "facets": {"facets": True},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="the rows whose name holds this")
    options = parser.parse_args()
    with Archive.open(options.archive) as archive:
        clock = _clock(archive)
        print("| p50 / p95 ms (over 1 s) | " + " | ".join(WAYS) + " |")
        print("|---|" + "---|" * len(WAYS))
        for name, query in QUERIES.items():
            if options.only not in name:
                continue
            cells = [_cell(archive, query, way, options.rounds, clock) for way in WAYS]
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _clock(archive: Archive) -> Callable[[], float]:
    """Seconds of processor time used so far, ours and PostgreSQL's."""
    if archive._engine.dialect.name == "sqlite":
        return time.process_time
    with archive._engine.connect() as conn:
        conn.execute(text("SET max_parallel_workers_per_gather = 0"))  # the time of others would not be seen
        used = Path(f"/proc/{conn.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
        conn.commit()
    return lambda: time.process_time() + int(used.read_text().split()[0]) / 1e9


def _cell(
    archive: Archive,
    query: Callable[[], tuple[str, dict[str, str]]],
    way: str,
    rounds: int,
    clock: Callable[[], float],
) -> str:
    took = []
    for _ in range(rounds + 1):
        words, filters = query()
        began = clock()
        if way == "newest, first results":
            with snapshot(archive._engine) as conn:
                selection = select_articles(conn, words, Filters.of(**filters))  # type: ignore[arg-type]
                records(conn, selection.first_ids(conn, 20))
        else:
            archive.search(words, patience=None, **filters, **WAYS[way])  # type: ignore[arg-type]
        took.append((clock() - began) * 1000)
    took = sorted(took[1:])  # the first opens the file
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))]
    over = sum(one > 1000 for one in took)
    return f"{statistics.median(took):.0f} / {p95:.0f}" + (f" ({over})" if over else "")


if __name__ == "__main__":
    main()
