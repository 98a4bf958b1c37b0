"""How long pages take: python bench/web/measure.py HOME [--rounds 20]

p50 and p95 in milliseconds of processor time of a whole GET, the test client's part included: on SQLite the database
works in our own process, so that is what it takes on a machine that has nothing else to do. Words, newspapers and
articles are drawn anew each time. The archive is made by bench/search/generate.py.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "search"))
from generate import syllables
from starlette.testclient import TestClient

from archiver.config import Config
from archiver.garbage import rarely_collected
from archiver.query.newspapers import newspapers
from archiver.query.reading import open_for_reading
from archiver.query.search import search
from archiver.web.app import create_app

DRAW = random.Random(5)
WORDS = syllables()
COMMON, MIDDLE, RARE = WORDS[:40], WORDS[60:400], WORDS[3000:]


def pages(config: Config) -> dict[str, Callable[[], str]]:
    engine = open_for_reading(config)
    papers = [paper.name for paper in newspapers(engine)]
    found = search(engine, "", seconds=None).records
    engine.dispose()
    ids = [str(record["id"]) for record in found]
    authors = [name for record in found for name in record["authors"]]  # type: ignore[attr-defined]

    def asked(path: str, *pairs: tuple[str, str]) -> str:
        return f"{path}?{urlencode(pairs)}"

    common = lambda: DRAW.choice(COMMON)  # noqa: E731
    middle = lambda: DRAW.choice(MIDDLE)  # noqa: E731
    return {
        "front": lambda: "/",
        "search, every article": lambda: "/search",
        "search, common word": lambda: asked("/search", ("q", common())),
        "search, middling word": lambda: asked("/search", ("q", middle())),
        "search, rare word": lambda: asked("/search", ("q", DRAW.choice(RARE))),
        "search, two common words": lambda: asked("/search", ("q", f"{common()} {common()}")),
        "search, phrase": lambda: asked("/search", ("q", f'"{middle()} {common()}"')),
        "search, one newspaper": lambda: asked("/search", ("q", common()), ("newspaper", DRAW.choice(papers))),
        "search, one year": lambda: asked("/search", ("q", middle()), ("since", "2020"), ("until", "2020")),
        "search, relevance": lambda: asked("/search", ("q", middle()), ("sort", "relevance")),
        "search, spread of a common word": lambda: asked("/search", ("q", common()), ("facets", "yes")),
        "article": lambda: f"/article/{DRAW.choice(ids)}",
        "newspapers": lambda: "/newspapers",
        "newspaper": lambda: f"/newspaper/{DRAW.choice(papers)}",
        "author": lambda: asked("/author", ("name", DRAW.choice(authors))) if authors else "/newspapers",
        "trends, two words": lambda: asked("/trends", ("q", middle()), ("q", middle())),
        "coverage, all": lambda: "/coverage",
        "coverage, one newspaper": lambda: asked("/coverage", ("newspaper", DRAW.choice(papers))),
        "feed": lambda: asked("/feed.atom", ("q", middle())),
        "api": lambda: "/api",
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("home", type=Path)
    asked.add_argument("--rounds", type=int, default=20)
    said = asked.parse_args()
    config = Config(home=said.home, database_url=f"sqlite:///{said.home / 'archive.db'}", rate=0)
    every: list[float] = []
    print("| page | p50 ms | p95 ms | slowest | not 200 |\n|---|---|---|---|---|")
    with TestClient(create_app(config)) as client, rarely_collected():  # as `archiver serve` does
        for name, address in pages(config).items():
            client.get(address())  # the first of its kind fills caches
            spent, refused = [], 0
            for _ in range(said.rounds):
                at = address()
                begun = time.process_time()
                answer = client.get(at)
                spent.append(1000 * (time.process_time() - begun))
                refused += answer.status_code != 200
            every += spent
            p95 = statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]
            print(f"| {name} | {statistics.median(spent):.0f} | {p95:.0f} | {max(spent):.0f} | {refused} |", flush=True)
    print(
        f"\nof all {len(every)}: p50 {statistics.median(every):.0f} ms, "
        f"p95 {statistics.quantiles(every, n=20)[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
