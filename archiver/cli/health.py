"""`archiver health | schedule | doctor`: what an operator asks."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from archiver import config as configuration
from archiver.cli.exits import Exit
from archiver.cli.showing import JsonOption, day_and_time, say, say_json, table
from archiver.core.errors import ConfigurationError
from archiver.core.record import iso
from archiver.crawl import registry
from archiver.operations import doctor as doctoring
from archiver.operations import health as rules
from archiver.operations import ledger, machine
from archiver.operations.schedule import Plan, crontab, parse_every, systemd
from archiver.query.reading import open_for_reading, snapshot

# Settings that cron would not know; the address of a database may hold a password and is not printed.
PASSED_ON = ("ARCHIVER_CONTACT", "ARCHIVER_DELAY", "ARCHIVER_SPIDERS", "ARCHIVER_REVISIT_AGES", "SSL_CERT_FILE")
KEPT_BACK = ("ARCHIVER_DATABASE_URL", "ARCHIVER_PROXY")


def register(app: typer.Typer) -> None:
    """Add `health`, `schedule` and `doctor` to the command line."""
    app.command("health")(health)
    app.command("schedule")(schedule)
    app.command("doctor")(doctor)


def health(
    every: Annotated[str, typer.Option(help="How often runs are meant to be; without it the ledger tells.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Say how each newspaper stands, from the ledger of runs; exit code 6 where one is not well.

    Example: archiver health --every 1h --json
    """
    config = configuration.load()
    interval = timedelta(minutes=parse_every(every)) if every else None
    engine = open_for_reading(config)
    known = registry.load(config)
    now = config.clock.now()
    try:
        with snapshot(engine) as conn:
            papers = ledger.papers(conn, known.definitions(), now)
            waiting = ledger.waiting(conn)
    finally:
        engine.dispose()
    runs = [run for paper in papers for run in paper.runs]
    last = max((paper.last_run for paper in papers if paper.last_run is not None), default=None)
    plan = rules.judge_schedule(runs, now, interval, last=last)
    for_all = any({"--all", "--due"} & set(run.command.split()) for run in runs)
    alive = machine.someone_runs(config.home)
    verdicts = [rules.judge(paper, now, plan, alive=alive, asked_for_all=for_all) for paper in papers]
    well = not plan.stale and not known.broken and all(verdict.condition.well for verdict in verdicts)
    if as_json:
        say_json(
            {
                "healthy": well,
                "checked_at": iso(now),
                "schedule": plan.as_json(),
                "newspapers": [verdict.as_json() | _waits(waiting.get(verdict.name, {})) for verdict in verdicts],
                "broken_files": [{"file": file, "problem": problem} for file, problem in known.broken.items()],
            }
        )
    else:
        _show(verdicts, plan, waiting, known.broken)
    if not well:
        raise typer.Exit(Exit.UNHEALTHY)


def _waits(states: dict[str, int]) -> dict[str, Any]:
    waits = states.get("queued", 0) + states.get("leased", 0)
    return {"addresses_waiting": waits, "addresses_given_up": states.get("failed", 0)}


def _show(verdicts: list[rules.Verdict], plan: rules.Schedule, waiting: dict[str, dict[str, int]], broken: Any) -> None:
    shown = [verdict for verdict in verdicts if verdict.condition is not rules.Condition.IDLE]
    rows = []
    for verdict in sorted(shown, key=lambda verdict: (verdict.condition.well, verdict.name)):
        since = f"since {day_and_time(verdict.since)}: " if verdict.since else ""
        waits = _waits(waiting.get(verdict.name, {}))["addresses_waiting"]
        rows.append(
            (
                verdict.name,
                verdict.condition,
                *map(day_and_time, (verdict.last_run, verdict.last_success, verdict.last_new)),
                waits,
                since + verdict.why if verdict.why else "",
            )
        )
    if rows:
        columns = ("newspaper", "state", "last run", "last success", "last new article", "waiting", "why")
        table(columns, rows, numbers=("waiting",))
    idle = [verdict.name for verdict in verdicts if verdict.condition is rules.Condition.IDLE]
    if idle:
        say(f"never crawled here, and not counted: {', '.join(idle)}")
    for file, problem in broken.items():
        say(f"broken: {file}: {problem}")
    if plan.stale:
        say(f"schedule: {plan.why}")
    ill = sum(not verdict.condition.well for verdict in verdicts)
    if shown:
        say(f"{len(shown) - ill} of {len(shown)} newspapers are well.")


def schedule(
    every: Annotated[str, typer.Option(help="How often: 5m to 30m, 1h to 12h, or 1d.")] = "1h",
    as_json: JsonOption = False,
) -> None:
    """Print the lines that make cron or systemd run the archiver; nothing is installed.

    Example: archiver schedule --every 1h
    """
    config = configuration.load()
    minutes = parse_every(every)
    open_for_reading(config).dispose()
    config.logs.mkdir(exist_ok=True)  # cron opens the log before it starts us
    said = tuple((name, os.environ[name]) for name in PASSED_ON if os.environ.get(name))
    absolute = tuple(
        (name, str(Path(value).expanduser().absolute()) if name in ("ARCHIVER_SPIDERS", "SSL_CERT_FILE") else value)
        for name, value in said
    )
    plan = Plan(_program(), Path.cwd(), config.home, absolute, minutes)
    units = systemd(plan)
    if as_json:
        say_json({"crontab": crontab(plan), "systemd": units, "every_minutes": minutes})
        return
    typer.echo(crontab(plan), nl=False)
    for name, text in units.items():
        say()
        say(f"# or {name}, in /etc/systemd/system:")
        typer.echo(text, nl=False)
    missing = [name for name in KEPT_BACK if os.environ.get(name)]
    if missing:
        typer.echo(
            f"{' and '.join(missing)} may hold a password and stand in no line above: "
            f"write them into {Path.cwd() / 'archiver.toml'} (mode 600)",
            err=True,
        )
    if not config.contact:
        typer.echo("ARCHIVER_CONTACT is not set: real newspapers are not crawled without it", err=True)


def _program() -> tuple[str, ...]:
    """The archiver as cron can find it: absolute."""
    script = Path(sys.executable).with_name("archiver")
    if script.is_file():
        return (str(script),)
    if not sys.executable:
        raise ConfigurationError("this Python does not know where it lies; write the crontab line by hand")
    return (sys.executable, "-m", "archiver")


def doctor(as_json: JsonOption = False) -> None:
    """Check this machine and these settings, and say what to do; exit code 4 where something must be mended.

    Example: archiver doctor
    """
    checks = doctoring.examine(configuration.load())
    failed = any(check.level is doctoring.Level.FAIL for check in checks)
    if as_json:
        say_json({"ok": not failed, "checks": [check.as_json() for check in checks]})
    else:
        for check in checks:
            say(f"{check.level:<5} {check.name}: {check.said}" + (f"; {check.do}" if check.do else ""))
    if failed:
        raise typer.Exit(Exit.CONFIGURATION)
