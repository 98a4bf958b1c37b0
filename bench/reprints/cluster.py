"""How long it takes to compare an archive of invented articles: python bench/reprints/cluster.py HOME NUMBER

Texts as in bench/search (435 syllables drawn by Zipf's law, 2 KB, 40 newspapers). One in ten is a copy of one of the
articles before it, in another newspaper, with another lead and perhaps cut; every article of one newspaper in four ends
in the same 30 words.
"""

from __future__ import annotations

import itertools
import random
import resource
import runpy
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from archiver.storage import models, reprints
from archiver.storage.database import migrate, open_engine, table

PAPERS = 40
BATCH = 5_000
invented = runpy.run_path(str(Path(__file__).parents[1] / "search" / "generate.py"))


def fill(conn: Connection, number: int) -> dict[int, int]:
    """Insert articles; which is a copy of which."""
    draw = random.Random(11)
    words = invented["syllables"]()
    weights = list(itertools.accumulate((rank + 2.7) ** -1.0 for rank in range(len(words))))
    footers = {paper: " ".join(draw.choices(words, k=30)) for paper in range(1, PAPERS + 1, 4)}
    copies: dict[int, int] = {}
    bodies: list[tuple[int, str]] = []
    for start in range(1, number + 1, BATCH):
        articles: list[dict[str, Any]] = []
        revisions: list[dict[str, Any]] = []
        for one in range(start, min(start + BATCH, number + 1)):
            drawn = draw.choices(words, cum_weights=weights, k=425)
            paper, body = 1 + one % PAPERS, " ".join(drawn[25:])
            published = invented["START"] + timedelta(minutes=7 * one)
            if one % 10 == 0 and one > 100:
                of, source = bodies[-draw.randrange(2, 90)]
                if 1 + of % PAPERS != paper:
                    copies[one], body = of, source[: len(source) * draw.randrange(60, 101) // 100]
            bodies = [*bodies[-100:], (one, body)]
            body += f" {footers[paper]}" if paper in footers else ""
            seen = {"first_seen_at": published, "last_seen_at": published}
            articles.append(
                {"id": one, "public_id": f"p/{one}", "newspaper_id": paper, "url": "u", "canonical_url": "u",
                 "kind": "article", "published_at": published, "revision_id": one, **seen}
            )  # fmt: skip
            revisions.append(
                {"id": one, "article_id": one, "number": 1, "capture_id": 1, "seen_at": published, "facts_sha256": "0",
                 "title": "t", "lead": " ".join(drawn[:25]), "body_text": body, "blocks": [], "reader": "1",
                 "published_at": published, "published_precision": "minute", "sources": {}}
            )  # fmt: skip
        conn.execute(insert(models.Article.__table__), articles)
        conn.execute(insert(models.Revision.__table__), revisions)
    return copies


def main(home: Path, number: int) -> None:
    home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(f"sqlite:///{home / 'archive.db'}")
    migrate(engine)
    with engine.connect() as conn:
        raw = conn.connection.driver_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        papers = [
            {"id": one, "name": f"bao{one}", "title": "t", "province": "p", "domains": []}
            for one in range(1, PAPERS + 1)
        ]
        conn.execute(insert(models.Newspaper.__table__), papers)
        copies = fill(conn, number)
        reprints.refresh(conn)
        conn.commit()
    size = (home / "archive.db").stat().st_size
    started = time.process_time()
    done = last = 0
    while True:
        with engine.begin() as conn:
            now = reprints.settle(conn)
        done += now
        if done - last >= 10_000 or not now:
            last = done
            print(f"{done:,} compared, {time.process_time() - started:.0f} s of processor time", flush=True)
        if not now:
            break
    spent = time.process_time() - started
    with engine.begin() as conn:
        rows = {
            name: conn.scalar(select(func.count()).select_from(table(name)))
            for name in ("sketch", "likeness", "reprint")
        }
        alike = table("likeness").c
        found = {(row[0], row[1]) for row in conn.execute(select(alike.article_id, alike.other_id))}
    root = {one: one for one in range(number + 1)}  # copies of copies are alike too
    for one, of in copies.items():
        root[one] = root[of]
    missed = sum((min(one, of), max(one, of)) not in found for one, of in copies.items())
    wrong = sum(root[one] != root[other] for one, other in found)
    print(f"{spent:.1f} s, {spent / number * 1000:.3f} ms an article; {rows}")
    print(f"{len(copies):,} copies, {missed} missed; {len(found):,} pairs, {wrong} wrong")
    print(f"{(home / 'archive.db').stat().st_size - size:,} bytes, {size:,} before")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB of memory at the most")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
