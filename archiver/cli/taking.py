"""`archiver export | freeze | cite`: what a researcher takes away from the archive."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import Progress

from archiver.cli.asking import reading
from archiver.cli.filtering import filtered, in_one
from archiver.cli.showing import JsonOption, day_and_time, say, say_json, table
from archiver.core.addresses import normalise_url
from archiver.core.errors import UsageError
from archiver.garbage import rarely_collected
from archiver.query import exports, freezing, history
from archiver.query.citations import CitationFormat, citations, cited, titles
from archiver.query.filters import Filters
from archiver.query.freezing import Frozen
from archiver.query.reading import snapshot
from archiver.query.records import Record, records
from archiver.query.taken import Living, Source
from archiver.storage.frozen import FrozenSets

EVERYTHING: Final = Filters()  # no filter at all

Query = Annotated[str, typer.Option(help="Words as in a search; without it every article.")]


def register(app: typer.Typer) -> None:
    """Add `export`, `freeze` and `cite` to the command line."""
    app.command("export")(filtered(export))
    app.command("freeze")(filtered(freeze))
    app.command("cite")(filtered(cite))


def export(
    file: Annotated[
        Path, typer.Argument(help=f"Where to write; ends in {exports.ENDINGS}. An older export is replaced.")
    ],
    query: Query = "",
    filters: Filters = EVERYTHING,
    frozen: Annotated[str, typer.Option(metavar="NAME", help="A frozen set, in place of a question.")] = "",
    raw: Annotated[
        bool, typer.Option("--raw", help="Tables for programs: no byte order mark, formulas left as they are.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write every article that matches into a file, with a codebook and a statement of what it covers beside it.

    Example: archiver export articles.csv --province "Lâm Đồng" --since 2022 --query "cà phê"
    """
    if frozen and (query or filters != EVERYTHING):
        raise UsageError("--frozen takes the whole set: it goes with no query and no filter")
    with rarely_collected(), reading() as (config, engine), _bar(on=not as_json) as told:
        common: Any = {"raw": raw, "now": config.clock.now(), "command": _command(), "progress": told}
        common["evidence"] = config.warc
        if frozen:
            done = exports.export_frozen(config.home, frozen, file, **common)
        else:
            done = exports.export(engine, file, text=query, filters=filters, **common)
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
    say(done.covers["asked"]["in_words"])
    say(done.covers["in_words"])


def freeze(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Small letters, digits and hyphens.")] = "",
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]...", help="As in a search; without it every article.")
    ] = None,
    filters: Filters = EVERYTHING,
    listed: Annotated[bool, typer.Option("--list", help="The sets that are frozen.")] = False,
    shown: Annotated[bool, typer.Option("--show", help="What a set is, and what became of its articles.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Keep what matches now as a set, so that the same export comes out later though the archive moves on.

    A set keeps every record with its revisions and counts, and where its captures lie. It is never changed.

    Example: archiver freeze coffee-2022 "cà phê" --since 2022 --until 2022
    """
    words = in_one(query)
    asked = bool(words or filters != EVERYTHING)
    if listed == bool(name) or (shown and not name) or ((listed or shown) and asked):
        raise UsageError("give a NAME and what to freeze, or NAME --show, or --list alone")
    with reading() as (config, engine):
        if listed:
            _list_sets(FrozenSets(config.home), as_json=as_json)
        elif shown:
            _show_set(*freezing.since(engine, config.home, name), as_json=as_json)
        else:
            with rarely_collected(), _bar(on=not as_json) as told:
                about = freezing.freeze(
                    engine,
                    config.home,
                    name,
                    text=words,
                    filters=filters,
                    now=config.clock.now(),
                    command=_command(),
                    progress=told,
                )
            if as_json:
                say_json(about)
            else:
                _say_set(about)
                say(f"archiver export FILE --frozen {name} gives the same bytes from now on")


def _list_sets(sets: FrozenSets, *, as_json: bool) -> None:
    found = [sets.about(name) for name in sets.names()]
    if as_json:
        say_json(found)
        return
    rows = [
        (one["name"], day_and_time(one["frozen_at"]), f"{one['articles']:,}", one["query"]["in_words"]) for one in found
    ]
    table(("name", "frozen", "articles", "what"), rows, numbers=("articles",))


def _show_set(about: Mapping[str, Any], found: Sequence[freezing.Since], *, as_json: bool) -> None:
    if as_json:
        say_json({**about, "since": freezing.summed(found), "members": [asdict(one) for one in found]})
        return
    _say_set(about)
    say(f"since then: {freezing.summed(found) or 'nothing to tell'}")
    say()
    table(("id", "revision", "now"), [(one.id, one.revision, one.now) for one in found], numbers=("revision",))


def _say_set(about: Mapping[str, Any]) -> None:
    say(f"{about['name']}: {about['articles']:,} articles, {about['captures']:,} captures")
    say(f"frozen {day_and_time(about['frozen_at'])}: {about['query']['in_words']}")
    for note in about["notes"]:
        say(note)
    say(about["archive_covers"]["asked"]["in_words"])
    say(about["archive_covers"]["in_words"])
    say(f"sha256 {about['records']['sha256']}")


def cite(
    which: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Ids as search shows them, or addresses of articles.")
    ] = None,
    query: Annotated[str, typer.Option(help="Every article that matches, as in a search.")] = "",
    filters: Filters = EVERYTHING,
    frozen: Annotated[str, typer.Option(metavar="NAME", help="Every article of a frozen set.")] = "",
    form: Annotated[CitationFormat, typer.Option("--format", help="What it is written in.")] = CitationFormat.BIBTEX,
    replay: Annotated[
        str, typer.Option(metavar="URL", help="A service that replays the archive, for the archived addresses.")
    ] = "",
) -> None:
    """Cite one article or many: with original and archived address, time of access and digest of the evidence.

    Example: archiver cite baodaknong/92175 --format ris
    """
    if (bool(which), bool(query or filters != EVERYTHING), bool(frozen)).count(True) != 1:
        raise UsageError("say what to cite: some IDs, or --query and filters, or --frozen NAME")
    if replay and normalise_url(replay) is None:
        raise UsageError(f"--replay {replay!r} is no http address, such as https://pywb.example.org/taken")
    with reading() as (config, engine), snapshot(engine) as conn:
        named = titles(conn)
        if which:
            source: Iterable[Record] = records(conn, [history.find(conn, one) for one in which])
        else:
            taken: Source = Frozen(config.home, frozen) if frozen else Living(conn, query, filters)
            source = (one.record for batch in taken.batches(captures=False) for one in batch)
        for text in citations((cited(record, named, replay=replay) for record in source), form):
            typer.echo(text.encode("utf-8", "replace"), nl=False)


def _command() -> str:
    """How this was asked for."""
    return shlex.join(["archiver", *sys.argv[1:]])


@contextmanager
def _bar(*, on: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    with Progress(disable=not (on and sys.stderr.isatty()), console=Console(stderr=True)) as bar:
        task = bar.add_task("articles")
        yield lambda rows, of: bar.update(task, completed=rows, total=of)
