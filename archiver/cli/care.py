"""`archiver rebuild` and `archiver migrate`: care of the archive."""

from __future__ import annotations

import time

import typer

from archiver import config
from archiver.cli.showing import JsonOption, say_json
from archiver.core.errors import CorruptionError
from archiver.crawl.registry import load
from archiver.crawl.reread import rebuild as rebuild_archive
from archiver.storage import schema
from archiver.storage.database import errors_told, open_engine
from archiver.storage.lock import RunLock
from archiver.storage.schema import migrate as migrate_schema


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(rebuild)
    app.command()(migrate)


def rebuild(as_json: JsonOption = False) -> None:
    """Make the database anew from the evidence (warc/) and the journal beside it.

    The old database is not read, so it may be damaged or gone. On SQLite it is kept as archive.db.before-rebuild.

    Example: archiver rebuild
    """
    settings = config.load()
    started = time.monotonic()
    last = [started]

    def progress(done: int) -> None:
        if not as_json and time.monotonic() - last[0] > 2:
            last[0] = time.monotonic()
            typer.echo(f"{done:,} captures read")

    with RunLock(settings, create=False):
        made = rebuild_archive(settings, load(settings), progress)
    seconds = time.monotonic() - started
    if as_json:
        answer = {"rows": dict(made.rows), "captures": made.captures, "damaged": list(made.damaged), "kept": made.kept}
        say_json({**answer, "seconds": round(seconds, 1)})
    else:
        typer.echo(f"rebuilt from {made.captures:,} captures in {seconds:.1f} s:")
        for name, number in made.rows.items():
            typer.echo(f"  {name:<12}{number:>10,}")
        if made.kept:
            typer.echo(f"the database before is kept as {made.kept}")
    if made.damaged:
        raise CorruptionError(
            f"{len(made.damaged)} places of the evidence could not be read, the first: {made.damaged[0]}; "
            "run `archiver verify` for all of them"
        )


def migrate(as_json: JsonOption = False) -> None:
    """Bring an archive of an older version up to this one; on SQLite a copy is kept beside it.

    Example: archiver migrate
    """
    settings = config.load()
    with RunLock(settings, create=False):
        engine = open_engine(settings.database_url)
        try:
            with errors_told(engine):
                passed = migrate_schema(engine, create=False)
        finally:
            engine.dispose()
    if as_json:
        say_json({"version": schema.head(), "passed": passed})
    else:
        typer.echo(
            f"migrated: {', '.join(passed)}" if passed else f"nothing to do: the archive has version {schema.head()}"
        )
