"""`archiver newspaper list | show | check`: what is defined, what one newspaper is, whether its site still fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from archiver import config
from archiver.cli.showing import JsonOption, say, say_json, table
from archiver.core.errors import UnhealthyError
from archiver.core.newspaper import Newspaper
from archiver.crawl.registry import load

newspapers = typer.Typer(
    help="List, describe and probe newspapers.\n\nExample: archiver newspaper show baolamdong", no_args_is_help=True
)
NameArgument = Annotated[str, typer.Argument(help="The newspaper's name, as `archiver newspaper list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the group `newspaper` to the command line."""
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
        "until": paper.until.isoformat() if paper.until else None,
        "successor": paper.successor,
        "evidence": paper.evidence,
    }


def description(paper: Newspaper) -> dict[str, Any]:
    """What `newspaper show --json` says: the whole definition, layouts with the selectors they have."""
    return summary(paper) | {
        "former_domains": list(paper.former_domains),
        "home": paper.home,
        "feeds": list(paper.feeds),
        "sitemaps": list(paper.sitemaps),
        "sections": list(paper.sections),
        "article_url": paper.article_url,
        "layouts": [
            {slot: getattr(layout, slot) for slot in type(layout).__slots__ if getattr(layout, slot)}
            for layout in paper.layouts
        ],
        "zone": str(paper.zone),
        "predecessor": paper.predecessor,
        "since": paper.since.isoformat() if paper.since else None,
        "verify_tls": paper.verify_tls,
    }


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
    said = description(load(config.load()).get(name).definition())
    if as_json:
        say_json(said)
        return
    for key, value in said.items():
        if key == "layouts":
            continue
        if value not in (None, [], ""):
            say(f"{key.replace('_', ' '):<15} {', '.join(value) if isinstance(value, list) else value}")
    for layout in said["layouts"]:
        say(f"\nlayout {layout['name']}")
        for slot, selector in layout.items():
            if slot != "name" and (slot, selector) != ("date_order", "dmy"):  # as everywhere
                say(f"  {slot.replace('_', ' '):<13} {selector}")


@newspapers.command()
def check(
    name: NameArgument,
    as_json: JsonOption = False,
    save: Annotated[bool, typer.Option(help="Keep the pages it fetched in the archive's home, for a test.")] = False,
) -> None:
    """Probe a newspaper's site: do its lists still list articles, do its layouts still read them?

    Fetches a handful of pages, politely. Exit code 6 where something does not fit.

    Example: archiver newspaper check baocantho
    """
    from archiver.crawl import probe  # imported late: it brings the network

    configuration = config.load()
    report = probe.check(configuration, load(configuration).get(name).definition(), save=save)
    said: Mapping[str, Any] = report.as_json()
    if as_json:
        say_json(said)
    else:
        say(str(report))
    if not report.healthy:
        raise UnhealthyError(f"{name} does not fit its site: {report.problem}")


def _show_table(papers: tuple[Newspaper, ...]) -> None:
    columns = ("name", "title", "province", "domains", "platform", "layouts", "until", "successor")
    rows = [
        [", ".join(v) if isinstance(v := summary(paper)[key], list) else v or "" for key in columns] for paper in papers
    ]
    table(("name", "newspaper", *columns[2:]), rows)
