"""`archiver search | show`: what a researcher asks the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from sqlalchemy import Engine

from archiver import config as configuration
from archiver.cli.filtering import filtered, in_one
from archiver.cli.showing import JsonOption, day_and_time, printable, say, say_json, table
from archiver.query import history, language, reprints
from archiver.query import search as searching
from archiver.query.diffs import Change, marked
from archiver.query.filters import MOST, Filters, Sort
from archiver.query.matching import in_words
from archiver.query.nodes import Question
from archiver.query.nodes import explain as explained
from archiver.query.patience import USUAL
from archiver.query.reading import open_for_reading
from archiver.query.records import Record
from archiver.query.reprints import Story


def register(app: typer.Typer) -> None:
    """Add `search` and `show` to the command line."""
    app.command("search")(filtered(search))
    app.command("show")(show)


@contextmanager
def reading() -> Iterator[tuple[configuration.Config, Engine]]:
    """The configuration and its archive, open for reading; closed afterwards."""
    config = configuration.load()
    engine = open_for_reading(config)
    try:
        yield config, engine
    finally:
        engine.dispose()


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(help='Words, "phrases", AND OR NOT ( ), prefix*, NEAR, field:value; empty: every article.'),
    ] = None,
    filters: Filters = Filters(),
    sort: Annotated[Sort, typer.Option(help="Which come first.")] = Sort.NEWEST,
    limit: Annotated[int, typer.Option(help=f"Articles shown, 1 to {MOST}; all are counted.")] = 20,
    facets: Annotated[
        bool, typer.Option("--facets", help="Count by newspaper, province, section, author, month.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say in words what is asked, and search nothing.")] = False,
    snippets: Annotated[bool, typer.Option("--snippets", help="Show where the words stand.")] = False,
    patience: Annotated[float, typer.Option(min=0, help="Seconds that it may take; 0: as long as it takes.")] = USUAL,
    as_json: JsonOption = False,
) -> None:
    """Find articles by their words, and say how many there are of how many.

    Example: archiver search 'title:"Đắk Nông" (lễ OR hội*) -gone:yes' --since 2022 --facets
    """
    filters, asked = filters.shown(sort, limit), in_one(query)
    question = language.parse(asked)
    if explain:
        _explain(question, filters, as_json=as_json)
        return
    with reading() as (_, engine):
        found = searching.search(
            engine, asked, filters, facets=facets, full=as_json, seconds=patience if patience > 0 else None
        )
    if as_json:
        say_json(found.as_json())
        return
    if found.records:
        rows = [
            (day_and_time(_text(row["published_at"])), _views(row), row["newspaper"], row["title"], row["id"])
            for row in found.records
        ]
        table(("published", "views", "newspaper", "title", "id"), rows, numbers=("views",))
        say()
    if snippets:
        for row, snippet in zip(found.records, found.snippets, strict=True):
            if snippet is not None:
                say(f"{row['id']}: {snippet.marked()}")
        say()
    say(found.statement)
    for note in found.notes:
        say(note)
    say(found.coverage.in_words())
    if found.scope is not None:
        say(found.scope.in_words())
    for name, facet in (found.facets or {}).items():
        say()
        table((name, "articles"), facet.values, numbers=("articles",))
        if facet.others:
            say(f"and {facet.others} more")


def _explain(question: Question, filters: Filters, *, as_json: bool) -> None:
    said = in_words(question, filters)
    lines = list(explained(question.node)) if question.node is not None else []
    if as_json:
        say_json(
            {"query": question.text, "in_words": said, "explained": lines, "filters": filters.as_json()}
            | {"notes": list(question.notes)}
        )
        return
    say(said)
    for line in (*lines, *question.notes):
        say(line)


def show(
    which: Annotated[str, typer.Argument(metavar="ID", help="An id as search shows it, or an address of the article.")],
    with_history: Annotated[bool, typer.Option("--history", help="Its captures, revisions and counts.")] = False,
    compare: Annotated[
        tuple[int, int] | None, typer.Option("--diff", metavar="A B", help="What changed between two revisions.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show one article: what it says, when we saw it, where the bytes lie that prove it.

    Example: archiver show baodaknong/92175 --diff 1 2
    """
    with reading() as (_, engine):
        if compare is not None:
            _show_diff(history.diff(engine, which, *compare), which, compare, as_json=as_json)
        elif with_history:
            found = history.history(engine, which)
            say_json(found) if as_json else _show_history(found)
        else:
            record = history.record(engine, which)
            if as_json:
                say_json(record)
            else:
                _show_record(record, reprints.story_of(engine, which))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _views(row: Record) -> str:
    return f"{row['view_count']:,}" if isinstance(row["view_count"], int) else "-"


def _show_record(record: Record, story: Story | None) -> None:
    known: dict[str, Any] = record
    evidence = known["evidence"]
    say(known["title"] or "(no title)")
    say(f"{known['id']}  {known['url']}")
    say()
    precision = f", to the {known['published_precision']}" if known["published_precision"] else ""
    raw = f'{precision}; printed as "{known["published_raw"]}"' if known["published_raw"] else precision
    lines = {
        "newspaper": f"{known['newspaper']} ({known['province']})",
        "published": day_and_time(known["published_at"]) + raw,
        "updated": day_and_time(known["updated_at"]) if known["updated_at"] else "",
        "authors": ", ".join(known["authors"]),
        "agencies": ", ".join(known["agencies"]),
        "section": known["section"],
        "tags": ", ".join(known["tags"]),
        "views": _view_series(known["views"]),
        "comments": known["comment_count"],
        "revisions": len(known["revisions"]),
        "seen": f"{day_and_time(known['first_seen_at'])} to {day_and_time(known['last_seen_at'])}",
        "gone": f"{day_and_time(known['gone_at'])} ({known['gone_reason']})" if known["gone_at"] else "",
        "copies": _copies(known["id"], story) if story is not None else "",
        "problems": ", ".join(f"{problem['field']}: {problem['reason']}" for problem in known["problems"]),
        "evidence": f"{evidence['warc']} at {evidence['offset']}, {evidence['length']} bytes" if evidence else "",
        "sha256": evidence["sha256"] if evidence else "",
    }
    for name, value in lines.items():
        if value not in (None, ""):
            say(f"{name:<10} {value}")
    for text in (known["lead"], known["body_text"]):
        if text:
            say()
            say(text)


def _copies(own: str, story: Story) -> str:
    """Who printed the text of an article, and who first."""
    shown = [f"{one.id} ({day_and_time(one.published_at)})" for one in story.copies if one.id != own]
    others = f"{', '.join(shown[:5])}{f', and {len(shown) - 5} more' if len(shown) > 5 else ''}"
    first = "this one" if story.first.id == own else story.first.id
    sure = "" if story.certain else ", as far as the dates tell"
    return f"{others}; first of {story.newspapers} newspapers: {first}{sure}"


def _view_series(views: list[dict[str, Any]]) -> str:
    if not views:
        return ""
    shown = [f"{view['count']:,} ({day_and_time(view['observed_at'])})" for view in views[-5:]]
    before = f"... {len(views) - 5} more, " if len(views) > 5 else ""
    own = views[-1]["own_fetches_before"]
    return f"{before}{', '.join(shown)}; our own fetches before the last: {own}"


def _show_history(found: dict[str, Any]) -> None:
    say(found["title"] or "(no title)")
    say(f"{found['id']}  {found['url']}")
    if found["gone_at"]:
        say(f"gone since {day_and_time(found['gone_at'])} ({found['gone_reason']})")
    say()
    say(f"{len(found['captures'])} captures")
    table(
        ("fetched", "status", "revision", *_PLACE),
        [
            (day_and_time(one["fetched_at"]), one["status"], one["revision"] or "-", *(one[key] for key in _PLACE))
            for one in found["captures"]
        ],
        numbers=("offset", "length"),
    )
    say()
    say(f"{len(found['revisions'])} revisions")
    table(
        ("number", "first seen", "published", "layout", "words", "title"),
        [
            (
                one["number"],
                day_and_time(one["seen_at"]),
                day_and_time(one["published_at"]),
                one["layout"] or "-",
                len(one["body_text"].split()),
                one["title"],
            )
            for one in found["revisions"]
        ],
        numbers=("number", "words"),
    )
    say()
    say(f"{len(found['counts'])} counts; our own fetches are part of every number of views")
    table(
        ("observed", "views", "printed", "comments", "own fetches before"),
        [
            (day_and_time(one["observed_at"]), *("-" if one[key] is None else one[key] for key in _COUNTS))
            for one in found["counts"]
        ],
        numbers=("views", "comments", "own fetches before"),
    )


_PLACE = ("warc", "offset", "length", "sha256")
_COUNTS = ("view_count", "raw", "comment_count", "own_fetches_before")


def _show_diff(found: list[Change], which: str, numbers: tuple[int, int], *, as_json: bool) -> None:
    if as_json:
        changes = {
            change.field: [{"op": operation, "text": text} for operation, text in change.segments] for change in found
        }
        say_json({"article": which, "from": numbers[0], "to": numbers[1], "changes": changes})
        return
    if not found:
        say(f"revisions {numbers[0]} and {numbers[1]} read the same")
    for change in found:
        say(f"{change.field}:")
        if sys.stdout.isatty():
            shown = Text()
            for operation, text in change.segments:
                shown.append(printable(text), {"removed": "red strike", "added": "green bold"}.get(operation, ""))
            Console().print(shown)
        else:
            say(marked(change.segments))
        say()
