"""`archiver export`: what a researcher takes away from the archive."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from archiver.cli.asking import reading
from archiver.cli.filtering import filtered
from archiver.cli.showing import JsonOption, say, say_json
from archiver.query import exports
from archiver.query.filters import Filters

Query = Annotated[str, typer.Option(help="Words as in a search; without it every article.")]


def register(app: typer.Typer) -> None:
    """Add `export` to the command line."""
    app.command("export")(filtered(export))


def export(
    file: Annotated[
        Path, typer.Argument(help=f"Where to write; ends in {exports.ENDINGS}. An older export is replaced.")
    ],
    query: Query = "",
    filters: Filters = Filters(),
    raw: Annotated[
        bool, typer.Option("--raw", help="Tables for programs: no byte order mark, formulas left as they are.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write every article that matches into a file, with a codebook and a statement of what it covers beside it.

    Example: archiver export articles.csv --province "Lâm Đồng" --since 2022 --query "cà phê"
    """
    with reading() as (config, engine), _bar(on=not as_json) as told:
        done = exports.export(
            engine,
            file,
            text=query,
            filters=filters,
            raw=raw,
            now=config.clock.now(),
            command=_command(),
            progress=told,
            evidence=config.warc,
        )
    if as_json:
        beside = [str(path) for path in done.beside]
        say_json(
            {"file": str(done.file), "rows": done.rows, "statement": done.statement, "sha256": done.sha256}
            | {"beside": beside, "notes": list(done.notes), "archive_covers": done.covers}
        )
        return
    say(f"{done.file}: {done.statement}")
    say(f"beside it: {', '.join(path.name for path in done.beside)}")
    for note in done.notes:
        say(note)
    say(done.covers["in_words"])


def _command() -> str:
    """How this was asked for."""
    return shlex.join(["archiver", *sys.argv[1:]])


@contextmanager
def _bar(*, on: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    with Progress(disable=not (on and sys.stderr.isatty()), console=Console(stderr=True)) as bar:
        task = bar.add_task("articles")
        yield lambda rows, of: bar.update(task, completed=rows, total=of)
