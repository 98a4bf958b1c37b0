"""`archiver newspaper add | check`: a newspaper from its address alone, and whether a newspaper's site still fits."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from archiver import config
from archiver.cli.showing import JsonOption, printable, say, say_json
from archiver.core.errors import UnhealthyError
from archiver.crawl.registry import load


def register(group: typer.Typer) -> None:
    """Add `add` and `check` to the group `newspaper`."""
    group.command()(add)
    group.command()(check)


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of the newspaper's front page.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="How commands call it. Default: from its host.")] = "",
    province: Annotated[
        str, typer.Option(metavar="CODE", help="The province it reports on, by code (67) or name. Default: as it says.")
    ] = "",
    spiders: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for its file. Default: ARCHIVER_SPIDERS, else spiders/."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Describe a newspaper from its address alone: its lists, the form of its addresses, where pages put each field.

    Asks for forty pages at most, as politely as a crawl. Then writes the newspaper's file, and in the archive's home a
    report and recorded pages that a person should compare. Exit code 6, and nothing written, where the site has no
    articles, stands behind a wall or forbids it.

    Example: archiver newspaper add https://baomau.example/ --province 67
    """
    from archiver.crawl.adding import newcomer  # imported late: it brings the network

    configuration = config.load()
    where = newcomer.spiders_folder(configuration, spiders)
    number = 0

    def watch(address: str) -> None:
        nonlocal number
        number += 1
        if not as_json and sys.stderr.isatty():
            typer.echo(f"{number:>2} {printable(address)}", err=True)

    try:
        added = newcomer.add(configuration, url, name=name, province=province, spiders=spiders, watch=watch)
    except newcomer.NotAddedError as problem:
        if as_json:
            say_json({"added": False, "problem": str(problem), **problem.found})
        raise
    if as_json:
        say_json(added.as_json())
        return
    for line in str(added).splitlines():
        say(line)
    paper = added.learned.newspaper.name
    say()
    say(f"written: {added.file}")
    say(f"report and recorded pages: {added.folder}")
    if added.configured:
        say(f"next: archiver crawl {paper} --limit 20")
    else:
        say(f"next: ARCHIVER_SPIDERS={where} archiver crawl {paper} --limit 20")


def check(
    name: Annotated[str, typer.Argument(help="The newspaper's name, as `archiver newspaper list` shows it.")],
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
