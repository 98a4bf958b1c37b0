"""`archiver import` and `archiver verify`: what others saved comes in; what is kept is checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver import config as configuration
from archiver.cli.showing import JsonOption, say, say_json
from archiver.config import Config
from archiver.core.errors import ConfigurationError, CorruptionError, UsageError
from archiver.storage.database import check_schema, errors_told, open_engine
from archiver.storage.lock import RunLock
from archiver.storage.verify import ROWLESS, Checked, Damage, EngineRows, Rows
from archiver.storage.verify import verify as verify_evidence

if TYPE_CHECKING:
    from archiver.crawl.imports import Imported

NO_DATABASE = "no database to check the evidence against: run `archiver rebuild`"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("import")(import_)
    app.command("verify")(verify)


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="WARC, WACZ, .html files, or folders of them")],
    url: Annotated[str, typer.Option(help="the address of the one saved page that is imported")] = "",
    newspaper: Annotated[str, typer.Option(help="take this newspaper's pages alone, whatever their addresses")] = "",
    as_json: JsonOption = False,
) -> None:
    """Take pages that were saved elsewhere into the archive: the way to newspapers that are gone.

    Each page keeps its own time and is read as if it had been crawled then; importing it again changes nothing.

    Example: archiver import ~/downloads/baodaknong-2019.warc.gz
    """
    config = configuration.load()
    shown = _Shown(sys.stderr.isatty() and not as_json)
    # where nothing is yet, the import takes the lock itself, when it knows that there is something to read
    with RunLock(config) if config.home.is_dir() else nullcontext() as lock:
        from archiver.crawl.imports import import_paths  # the lock first: a second run must know within a second
        from archiver.crawl.registry import load

        done = import_paths(config, paths, load(config), shown, url=url, newspaper=newspaper, lock=lock)
    shown.clear()
    say_json(_said(done)) if as_json else say(_told(done))
    if done.refused:
        more = f" ({len(done.refused)} files in all)" if len(done.refused) > 1 else ""
        raise UsageError(f"not read to its end: {done.refused[0]}{more}; what stood before is kept")


class _Shown:
    """Tells a terminal how far an import is."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, done: Imported) -> None:
        if self._on:
            typer.echo(f"\r{done.seen:,} records read, {done.stored:,} pages stored", err=True, nl=False)

    def clear(self) -> None:
        """Leave the line."""
        if self._on:
            typer.echo("\r" + " " * 60 + "\r", err=True, nl=False)


def _said(done: Imported) -> dict[str, object]:
    return {one.name: getattr(done, one.name) for one in fields(done)}


def _told(done: Imported) -> str:
    first = f"{done.stored:,} pages stored from {done.files:,} files"
    news = f"{done.articles:,} new articles, {done.revisions:,} new revisions"
    lines = [f"{first} ({news}); {done.known:,} were there already"]
    lines += [f"  skipped {number:>7,}  {why}" for why, number in done.skipped.most_common()]
    lines += [f"  not compared with other newspapers' texts: {why}" for why in done.uncompared]
    return "\n".join(lines)


def verify(
    as_json: JsonOption = False,
) -> None:
    """Check every byte of the evidence against the manifest, its digests and the database; changes nothing.

    Exit 5: damage was found; each line says in which file, at which byte, and which articles it touches.

    Example: archiver verify
    """
    config = configuration.load()
    checked = Checked()
    damages: list[Damage] = []
    with _rows(config) as rows:
        if rows is None:
            damages.append(Damage("archive.db", None, NO_DATABASE))
            if not as_json:
                say(_line(damages[0]))
        for damage in verify_evidence(config.warc, rows, checked=checked):
            damages.append(damage)
            if not as_json:
                say(_line(damage))
    if as_json:
        answer = {"ok": not damages, **asdict(checked), "damages": [asdict(damage) for damage in damages]}
        say_json(answer)
    if damages:
        articles = {article for damage in damages for article in damage.articles}
        raise CorruptionError(
            f"{len(damages)} damages in {checked.files:,} files, {len(articles):,} articles touched: {_advice(damages)}"
        )
    if not as_json:
        counts = f"{checked.captures:,} captures in {checked.files:,} files, {checked.bytes:,} bytes"
        say(f"all is as it was written: {counts}")


@contextmanager
def _rows(config: Config) -> Iterator[Rows | None]:
    """The rows of the archive; None where only its evidence is left.

    Raises:
        ConfigurationError: there is no archive here.
    """
    path = config.sqlite_path
    if path is not None and not path.exists():
        if not any(config.warc.glob("*.warc.gz*")):
            raise ConfigurationError(f"there is no archive at {config.home}; set ARCHIVER_HOME to the one to check")
        yield None
        return
    engine = open_engine(config.database_url, read_only=True)
    try:
        check_schema(engine)
        with errors_told(engine):
            yield EngineRows(engine)
    finally:
        engine.dispose()


def _line(damage: Damage) -> str:
    where = damage.file if damage.offset is None else f"{damage.file} at byte {damage.offset:,}"
    touched = f"; touches {', '.join(damage.articles)}" if damage.articles else ""
    return f"{where}: {damage.what}{touched}"


def _advice(damages: list[Damage]) -> str:
    """What to do about it."""
    if all(damage.what in (ROWLESS, NO_DATABASE) for damage in damages):
        return "the evidence is whole; run `archiver rebuild`"
    return (
        "put the files back from a backup and run `archiver verify` again; "
        "what no backup holds is lost to evidence, though the database still shows what was read from it"
    )
