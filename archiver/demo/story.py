"""The demonstration's story: a newspaper is crawled, days pass, it is crawled again, and the archive is asked."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from rich.console import Console

from archiver.archive import Archive
from archiver.demo import show, spider, told
from archiver.demo.content import DESKS, articles, evening
from archiver.demo.home import DemoHome
from archiver.demo.server import Server
from archiver.query.reading import open_for_reading

DAYS = (0, 3, 7)  # simulated days on which cron crawls; the newspaper changes between
CRAWL = ("crawl", spider.NAME)


def tell(path: Path, *, program: str, console: Console, keep: bool = False) -> None:
    """Run the demonstration in a folder and show it; at the end the archive lies there.

    Args:
        path: the folder; made, or emptied where an earlier demonstration made it.
        program: how the reader calls the archiver, for the commands that are shown: ".venv/bin/archiver".
        console: where it is shown.
        keep: keep the newspaper open afterwards until a line (or the end) of standard input is read.

    Raises:
        UsageError, LockedError, DiskError: the folder cannot be used.
        UnhealthyError: a crawl failed, or the archive is not what the newspaper printed.
    """
    started = time.monotonic()
    with DemoHome(path) as home, Server() as paper:
        shown = _shown(home.path)
        spider.write(home.newspapers, paper.base)
        earlier = " (the last demo's was deleted)" if home.afresh else ""
        console.print(f"The archive of this demo: {shown}{earlier}", soft_wrap=True)
        console.print(f"No other archive is touched, nothing but 127.0.0.1:{paper.port} is asked.")
        _crawl(console, home, paper)
        _ask(console, home)
        show.heading(console, 8, "What to try next")
        show.commands(console, _next(f"ARCHIVER_HOME={shown} {program}"))
        console.print(f"\nThe demo took {time.monotonic() - started:.1f} s.")
        if keep:
            _keep_open(console, home, paper, program)


def _crawl(console: Console, home: DemoHome, paper: Server) -> None:
    """The newspaper is crawled as cron would do it, on each of the days."""
    show.heading(console, 1, f"Cron crawls Báo Mẫu, {len(articles(0))} invented articles in {len(DESKS)} sections")
    for day in DAYS:
        if day == DAYS[1]:
            new = len(articles(day)) - len(articles(0)) + 1
            show.passing(
                console, f"Three days pass. {new} new articles; one is edited silently, one deleted, one moved."
            )
        elif day:
            show.passing(console, "Four days pass. New articles; readers go on reading.")
        paper.day = day
        words = (*CRAWL, "--revisit") if day else CRAWL
        began = time.monotonic()
        home.command(words, evening(day))
        seconds = time.monotonic() - began
        show.crawled(console, f"archiver {' '.join(words)}", evening(day), told.last_crawl(home.configuration), seconds)


def _ask(console: Console, home: DemoHome) -> None:
    """The archive is asked what it kept, and its answers are compared with what the newspaper printed."""
    with Archive(open_for_reading(home.configuration)) as archive:  # `Archive.open` would ask the operator's settings
        ids = (told.EDITED_ID, told.DELETED_ID, told.MOVED_ID)
        edited, deleted, moved = (cast(dict[str, Any], archive.article(which)) for which in ids)
        past = {which: archive.history(which) for which in ids}
        edit = archive.diff(told.EDITED_ID, 1, len(edited["revisions"]))
        searches = _searches(archive)
    first, last = past[told.EDITED_ID]["revisions"][0], past[told.EDITED_ID]["revisions"][-1]
    seen = told.proof(home.configuration.warc, edited["evidence"])

    show.heading(console, 2, "What was archived")
    show.counted(console, told.counts(home.configuration))
    show.heading(console, 3, f"One article: {edited['id']}, and where each value came from")
    show.article(console, edited)
    show.heading(console, 4, f"It was edited silently between {_day(first['seen_at'])} and {_day(last['seen_at'])}")
    show.difference(console, edit)
    show.heading(console, 5, "Its views, as the page showed them")
    show.views(console, past[told.EDITED_ID]["counts"])
    show.heading(console, 6, "A search, with and without marks; and what became of two other articles")
    show.found(console, searches)
    show.gone(console, deleted, past[told.DELETED_ID]["captures"])
    show.moved(console, moved, past[told.MOVED_ID]["captures"])
    show.heading(console, 7, "Where the evidence lies")
    show.evidence(console, seen)
    told.insist(told.differences(home.configuration, edited, moved, seen, DAYS[-1]))


def _searches(archive: Archive) -> list[tuple[str, str, int, str]]:
    """Three searches: the words, what they find, how many articles, and the title of one."""
    exact, free, tone = (
        archive.search(words, limit=200, patience=None) for words in ("Đắk Nông", "dak nong", "hoà tấu")
    )
    known = {record["id"] for record in exact.records}
    further = [r for r in archive.search('"dak nong"', limit=200, patience=None).records if r["id"] not in known]
    return [
        ("Đắk Nông", "these words with these marks", len(exact.records), _title(exact.records)),
        ("dak nong", "these words with any marks or none", len(free.records), _title(further)),
        ("hoà tấu", "the tone mark on either letter", len(tone.records), _title(tone.records)),
    ]


def _title(records: Sequence[Mapping[str, object]]) -> str:
    return str(records[0]["title"]) if records else "–"


def _keep_open(console: Console, home: DemoHome, paper: Server, program: str) -> None:
    """The newspaper stays open, so that the reader can look at it and crawl it."""
    settings = {
        name: value for name, value in home.environment(evening(DAYS[-1])).items() if name.startswith("ARCHIVER_")
    }
    line = " ".join(f"{name}={shlex.quote(value)}" for name, value in settings.items())
    console.print(f"\nBáo Mẫu stays open at {paper.base}/ until you press Enter. In another terminal:")
    show.commands(console, [(f"{line} {program} crawl {spider.NAME}", "crawl it once more")])
    sys.stdin.readline()


def _next(program: str) -> list[tuple[str, str]]:
    return [
        (f'{program} search "cà phê"', "search; --json for programs"),
        (f"{program} show {told.EDITED_ID} --history", "one article with every fetch"),
        (f"{program} show {told.EDITED_ID} --diff 1 2", "what an edit changed"),
        (f"{program} export news.csv", "everything as a table, with a codebook beside it"),
        (f"{program} verify", "hash every byte of the evidence"),
    ]


def _shown(path: Path) -> str:
    """The folder as the reader would type it from here."""
    return shlex.quote(f"./{path.relative_to(Path.cwd())}" if path.is_relative_to(Path.cwd()) else str(path))


def _day(moment: str) -> str:
    return f"{moment[8:10]}/{moment[5:7]}/{moment[:4]}"
