"""`archiver newspaper list | show`: what is defined, and what one newspaper is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, tzinfo
from typing import Annotated, Any

import typer

from archiver import config
from archiver.cli import adding
from archiver.cli.showing import JsonOption, say, say_json, table
from archiver.core.errors import UnhealthyError
from archiver.core.newspaper import Newspaper
from archiver.core.provinces import periods
from archiver.crawl.registry import load

newspapers = typer.Typer(
    help="List, show, add and probe newspapers.\n\nExample: archiver newspaper show baolamdong", no_args_is_help=True
)
_SPAN = (("from", "valid_from"), ("until", "valid_to"))
NameArgument = Annotated[str, typer.Argument(help="The newspaper's name, as `archiver newspaper list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the group `newspaper` to the command line."""
    adding.register(newspapers)
    app.add_typer(newspapers, name="newspaper")


def summary(paper: Newspaper) -> dict[str, Any]:
    """What `newspaper list --json` says of one newspaper: JSON types only."""
    return {
        "name": paper.name,
        "title": paper.title,
        "province": paper.province,
        "domains": list(paper.domains),
        "platform": paper.platform,
        "layouts": [layout.name for layout in paper.layouts],
        "state": str(paper.basis),
        "until": paper.until.isoformat() if paper.until else None,
        "successor": paper.successor,
        "evidence": paper.evidence,
    }


def description(paper: Newspaper, everybody: Sequence[Newspaper] = ()) -> dict[str, Any]:
    """What `newspaper show --json` says: the whole definition, layouts with the selectors they have.

    Args:
        everybody: all newspapers, of which those that name `paper` as their successor are told.
    """
    told = {field.name: _plain(getattr(paper, field.name)) for field in fields(paper)}
    return (
        summary(paper)
        | told
        | {
            "took_over": [other.name for other in everybody if other.successor == paper.name],
            "provinces": [
                {
                    "name": period.unit.name,
                    "code": period.unit.code,
                    "valid_from": _plain(period.first),
                    "valid_to": _plain(period.last),
                }
                for period in periods(paper.province)
            ],
            "layouts": [
                {slot.name: _plain(value) for slot in fields(layout) if (value := getattr(layout, slot.name))}
                for layout in paper.layouts
            ],
        }
    )


def _plain(value: object) -> Any:
    """The value as JSON types."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, tzinfo) else value


@newspapers.command("list")
def list_(as_json: JsonOption = False) -> None:
    """List the newspapers that are defined, and the files that are broken (then exit code 6).

    Example: archiver newspaper list --json
    """
    registry = load(config.load())
    papers = registry.definitions()
    if as_json:
        broken = [{"file": file, "problem": problem} for file, problem in registry.broken.items()]
        say_json({"newspapers": [summary(paper) for paper in papers], "broken": broken})
    else:
        _show_table(papers)
        for file, problem in registry.broken.items():
            say(f"broken: {file}: {problem}")
    if registry.broken:
        count, first = len(registry.broken), next(iter(registry.broken))
        raise UnhealthyError(f"{count} file{'s' * (count > 1)} of newspapers cannot be used ({first}); the others can")


@newspapers.command()
def show(name: NameArgument, as_json: JsonOption = False) -> None:
    """Describe one newspaper: domains, feeds, layouts with their selectors, lineage.

    Example: archiver newspaper show baodaknong
    """
    registry = load(config.load())
    said = description(registry.get(name).definition(), registry.definitions())
    if as_json:
        say_json(said)
        return
    for key, value in said.items():
        if key in ("layouts", "provinces"):
            continue
        if value not in (None, [], ""):
            say(f"{key.replace('_', ' '):<15} {', '.join(value) if isinstance(value, list) else value}")
    for one in said["provinces"]:
        first, last = (f" {word} {one[key]}" if one[key] else "" for word, key in _SPAN)
        say(f"{'reports on':<15} {one['name']} (code {one['code']}){first}{last}")
    for layout in said["layouts"]:
        say(f"\nlayout {layout['name']}")
        for slot, value in layout.items():
            if slot != "name" and (slot, value) != ("date_order", "dmy"):  # as everywhere
                say(f"  {slot.replace('_', ' '):<13} {', '.join(value) if isinstance(value, list) else value}")


def _show_table(papers: tuple[Newspaper, ...]) -> None:
    columns = ("name", "title", "province", "domains", "platform", "state", "layouts", "until", "successor")
    rows = [
        [", ".join(v) if isinstance(v := summary(paper)[key], list) else v or "" for key in columns] for paper in papers
    ]
    table(("name", "newspaper", *columns[2:]), rows)
    if sys.stdout.isatty():  # a pipe gets one line a newspaper and nothing else
        counts = Counter(str(paper.basis) for paper in papers)
        say("\n" + ", ".join(f"{count} {state}" for state, count in counts.most_common()))
