"""`archiver crawl`: newspapers into the archive."""

from __future__ import annotations

import json
import re
import shlex
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver import config as configuration
from archiver.core.errors import UsageError

if TYPE_CHECKING:
    from archiver.crawl.monitors import Progress
    from archiver.crawl.run import RunReport

STOPPED = 130  # what a shell says of a program that was told to stop
EVERY = 10.0  # seconds between two lines of one newspaper in cron's log
_SPAN = re.compile(r"(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s?)?")


def register(app: typer.Typer) -> None:
    """Add `crawl`."""
    app.command("crawl")(crawl)


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME... | URL", help="newspapers, or one address")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="every newspaper that is still published")] = False,
    due: Annotated[bool, typer.Option("--due", help="of these, the ones for which something is due: for cron")] = False,
    since: Annotated[str, typer.Option(metavar="DAY", help="only articles from that day on: 2026-11-01")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="only articles up to that day, month or year")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="at most so many articles a newspaper")] = None,
    time_limit: Annotated[str | None, typer.Option(metavar="TIME", help="end after 90s, 30m or 2h")] = None,
    revisit: Annotated[bool, typer.Option("--revisit", help="fetch every known article again now")] = False,
    backfill: Annotated[
        bool, typer.Option("--backfill", help="walk the past too, as far back as --since; goes on where it ended")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="one JSON object at the end instead of lines")] = False,
) -> None:
    """Crawl newspapers, or archive one article by its address.

    What was fetched is in the archive before the next page is asked for; stop it when you like (Ctrl-C), and run the
    same command again. Exit 6: a newspaper failed or was refused as a whole, the others are done.

    Example: archiver crawl baolamdong --limit 100

    A paper's past, night by night: archiver crawl baolamdong --backfill --since 2015-01-01 --time-limit 6h
    """
    config = configuration.load()
    first, end = _span_of_days(since, until)
    options = {
        "since": first,
        "until": end,
        "limit": limit,
        "time_limit": _span(time_limit),
        "revisit": revisit,
        "backfill": backfill,
        "all": all_,
        "due": due,
        "command": shlex.join(["crawl", *sys.argv[2:]]) if sys.argv[1:2] == ["crawl"] else "crawl",
    } | _who(names or [], all_ or due)

    from archiver.storage.lock import RunLock  # the lock first: a second run must know within a second

    # where nothing is yet, the crawl takes the lock itself, when it knows that it is not refused
    known = all_ or due or config.home.is_dir()
    with RunLock(config, create=False) if known else nullcontext() as lock:
        from archiver.crawl import run

        with _Shown(json_) as shown:
            report = run.crawl(config, run.CrawlRequest(**options), shown, lock=lock)
    _tell(report, json_)
    if report.interrupted:
        typer.echo("archiver: stopped; what was acknowledged is kept", err=True)
        raise typer.Exit(STOPPED)
    report.check()


def _who(names: list[str], many: bool) -> dict[str, Any]:
    """The newspapers or the address that the arguments name."""
    addresses = [name for name in names if "://" in name or "/" in name]
    if bool(names) == many:
        raise UsageError("name newspapers, give one address, or say --all or --due; see `archiver crawl --help`")
    if not addresses:
        return {"names": tuple(names)}
    if len(names) > 1:
        raise UsageError("one address at a time, and nothing beside it: archiver crawl https://...")
    return {"url": names[0] if "://" in names[0] else f"https://{names[0]}"}


def _span_of_days(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    """The moments that --since and --until mean; nothing is loaded for them where neither is said."""
    if not since and not until:
        return None, None
    from archiver.query.criteria import span_between

    return span_between(since, until)


def _span(said: str | None) -> timedelta | None:
    """A span of time: "90s", "90", "30m", "1h30m"."""
    if said is None:
        return None
    found = _SPAN.fullmatch(said.strip().lower())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not span:
        raise UsageError(f"--time-limit {said!r} is no span such as 90s, 30m or 2h")
    return span


class _Shown:
    """Shows how the crawl goes: redrawn on a terminal, in plain lines elsewhere, not at all for programs."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._last: dict[str, float] = {}
        self._lines: dict[str, str] = {}
        self._live: Any = None
        self._draw: Callable[[], Any] | None = None

    def __enter__(self) -> _Shown:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live
            from rich.text import Text

            self._draw = lambda: Text("\n".join(self._lines.values()))
            self._live = Live(Text(""), console=Console(stderr=True), refresh_per_second=4, transient=True)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, progress: Progress) -> None:
        """Take up news of one newspaper."""
        if self._quiet:
            return
        if self._live is not None and self._draw is not None:
            self._lines[progress.newspaper] = _line(progress)
            self._live.update(self._draw())
            return
        now = time.monotonic()
        if not progress.ended and now - self._last.setdefault(progress.newspaper, now) >= EVERY:
            self._last[progress.newspaper] = now
            typer.echo(_line(progress))


def _line(progress: Progress) -> str:
    counts = progress.counts
    told = f"{progress.newspaper}: {counts['requests']} requests, {counts['articles_new']} new articles"
    told += f", {counts['articles_read'] - counts['articles_new']} seen again, {counts['revisions_new']} changed"
    for name, words in (("gone_new", "gone"), ("failures", "failures"), ("blocked", "walls"), ("refused", "refused")):
        told += f", {counts[name]} {words}" if counts[name] else ""
    if progress.ended:
        told += f": {progress.ended}" + (f" ({progress.reason})" if progress.reason else "")
    return told


def _tell(report: RunReport, as_json: bool) -> None:
    """What came of it."""
    if as_json:
        newspapers = [
            {"newspaper": one.newspaper, "state": one.state, "reason": one.reason, **one.counts}
            | ({"past": one.past.as_json()} if one.past is not None else {})
            for one in report.newspapers
        ]
        said = {"run": report.run, "seconds": round(report.seconds, 1), "newspapers": newspapers}
        said |= {"broken": dict(report.broken), "uncompared": dict(report.uncompared)}
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    from archiver.crawl.monitors import Progress

    for one in report.newspapers:
        typer.echo(_line(Progress(one.newspaper, one.counts, one.state, one.reason)))
        if one.past is not None:
            typer.echo("\n".join(one.past.lines()))
    if not report.newspapers:
        typer.echo("nothing is due")
    for file, problem in report.broken.items():
        typer.echo(f"{file} cannot be used: {problem}", err=True)
    if report.slowed:
        typer.echo("ARCHIVER_DELAY is below a second: real hosts were asked once a second at the most", err=True)
