"""`archiver coverage | trends | curves | typical | edits`: how much there is, and how it goes through time."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from archiver.cli.asking import reading
from archiver.cli.filtering import filtered
from archiver.cli.showing import JsonOption, say, say_json, table
from archiver.query import language
from archiver.query.filters import Filters
from archiver.query.matching import narrowing
from archiver.query.reading import snapshot
from archiver.query.scope import Day, Scope, scope

CsvOption = Annotated[bool, typer.Option("--csv", help="Comma-separated lines on standard output.")]


def register(app: typer.Typer) -> None:
    """Add `coverage` to the command line."""
    app.command("coverage")(filtered(coverage))


def coverage(
    query: Annotated[
        str, typer.Argument(help="Fields that narrow it, as newspaper: and published:; words do not.")
    ] = "",
    filters: Filters = Filters(),
    days: Annotated[
        bool, typer.Option("--days", help="A line for each newspaper and day, not for each newspaper.")
    ] = False,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say what the archive holds of newspapers and days: discovered, archived, missing and why, gaps and why.

    Example: archiver coverage --newspaper baodaknong --since 2022-03 --days
    """
    question = language.parse(query)
    with reading() as (_, engine), snapshot(engine) as conn:
        held = scope(conn, narrowing(question, filters))
    if as_json:
        say_json(held.as_json(days=True))
    elif as_csv:
        _csv(_DAY, [_day(one) for one in held.days])
    else:
        if days:
            table(_DAY, [_day(one) for one in held.days], numbers=_DAY[2:5])
        else:
            table(_PAPER, _papers(held), numbers=_PAPER[3:])
        say()
        say(held.in_words())


_DAY = ("newspaper", "day", "discovered", "archived", "missing", "why missing", "gap")
_PAPER = ("newspaper", "from", "to", "days with articles", "discovered", "archived", "missing", "days with a gap")


def _day(one: Day) -> tuple[object, ...]:
    why = ", ".join(f"{count} {reason}" for reason, count in sorted(one.missing.items()))
    missing = sum(one.missing.values())
    return one.newspaper, one.day.isoformat(), one.discovered, one.archived, missing, why, one.gap or ""


def _papers(held: Scope) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in held.newspapers:
        days = [one for one in held.days if one.newspaper == name]
        known = [one.day for one in days if one.discovered]
        rows.append(
            (
                name,
                min(known).isoformat() if known else "-",
                max(known).isoformat() if known else "-",
                sum(one.archived > 0 for one in days),
                sum(one.discovered for one in days),
                sum(one.archived for one in days),
                sum(sum(one.missing.values()) for one in days),
                sum(one.gap is not None for one in days),
            )
        )
    return rows


def _csv(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Lines for spreadsheets and programs; nothing in them is run as a formula."""
    from archiver.query.tables import safe

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    for row in rows:
        out.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
