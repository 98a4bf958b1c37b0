"""`archiver coverage | trends | attention | typical | edits | reprints`: how much there is, and when."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

import typer

from archiver.cli.asking import reading
from archiver.cli.filtering import filtered, in_one
from archiver.cli.showing import JsonOption, day_and_time, say, say_json, table
from archiver.query import attention as reads
from archiver.query import edits as changed
from archiver.query import language
from archiver.query import reprints as copied
from archiver.query import trends as through_time
from archiver.query import typical as words
from archiver.query.filters import Filters
from archiver.query.matching import narrowing
from archiver.query.reading import snapshot
from archiver.query.scope import LACKING, Day, Scope, scope
from archiver.query.trends import PATIENCE, Per

Query = Annotated[list[str] | None, typer.Argument(help="In the language of a search; empty: every article.")]
PatienceOption = Annotated[float, typer.Option(min=0, help="Seconds that it may take; 0: as long as it takes.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Comma-separated lines on standard output.")]


def register(app: typer.Typer) -> None:
    """Add `coverage`, `trends`, `attention`, `typical`, `edits` and `reprints` to the command line."""
    for command in (coverage, trends, attention, typical, edits, reprints):
        app.command(command.__name__)(filtered(command))


def coverage(
    query: Annotated[
        list[str] | None, typer.Argument(help="Fields that narrow it, as newspaper: and published:; words do not.")
    ] = None,
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
    question = language.parse(in_one(query))
    with reading() as (_, engine), snapshot(engine) as conn:
        held = scope(conn, narrowing(question, filters))
    if as_json:
        say_json(held.as_json())
    elif as_csv:
        _csv(_DAY, [_day(one) for one in held.days or ()])
    else:
        if days:
            table(_DAY, [_day(one) for one in held.days or ()], numbers=_DAY[2:10])
        else:
            table(_PAPER, _papers(held), numbers=_PAPER[3:])
        say()
        say(held.in_words())


_DAY = ("newspaper", "day", "discovered", "archived", "missing", *LACKING, "disappeared", "why missing", "gap")
_PAPER = ("newspaper", "from", "to", "days with articles", "discovered", "archived", "missing", "days with a gap")


def _day(one: Day) -> tuple[object, ...]:
    why = ", ".join(f"{count} {reason}" for reason, count in sorted(one.missing.items()))
    missing = sum(one.missing.values())
    states = [one.lacking(state) for state in LACKING]
    seen = (one.newspaper, one.day.isoformat(), one.discovered, one.archived, missing)
    return *seen, *states, one.disappeared, why, one.gap or ""


def _papers(held: Scope) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in held.newspapers:
        days = [one for one in held.days or () if one.newspaper == name]
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


def trends(
    queries: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="One or several, each in the language of a search.")
    ],
    filters: Filters = Filters(),
    per: Annotated[Per, typer.Option(help="How long a period is.")] = Per.MONTH,
    patience: PatienceOption = PATIENCE,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """Count what matches through time, and say what share it is of what was archived; days with gaps are marked.

    Example: archiver trends "bão" '"hạn hán" OR "hạn mặn"' --per month --since 2020
    """
    with reading() as (_, engine):
        series = through_time.trends(engine, queries, filters, per=per, seconds=patience or None)
    if as_json:
        say_json({"per": per.value, "series": [one.as_json() for one in series]})
        return
    rows = [
        (one.query, point.period, point.count, point.archived, _share(point.share), point.gap_days, _why(point.gap_why))
        for one in series
        for point in one.points
    ]
    if as_csv:
        _csv(_POINT, rows)
        return
    table(_POINT, rows, numbers=_POINT[2:6])
    for one in series:
        say()
        say(f"{one.query or 'every article'}: {one.total:,}: {one.in_words}.")
        if one.undated:
            say(f"{one.undated:,} more match without a readable date: they are in no period.")
        for note in one.notes:
            say(note)
        say(one.scope.in_words())


def attention(
    query: Query = None,
    filters: Filters = Filters(),
    patience: PatienceOption = PATIENCE,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say how fast articles were read: their views 1 hour, 1 day, 7 and 30 days after publication.

    Example: archiver attention 'title:"lễ hội"' --newspaper baolamdong
    """
    with reading() as (_, engine):
        found = reads.attention(engine, in_one(query), filters, seconds=patience or None)
    if as_json:
        say_json(found.as_json())
    elif as_csv:
        rows = [(one.id, *one.views.values(), one.counts, one.own_fetches, one.gap or "") for one in found.curves]
        _csv(("id", *reads.HORIZONS, "counts", "own fetches", "gap"), rows)
    else:
        rows = [(one.horizon, one.articles, *map(_rounded, (one.lower, one.median, one.upper))) for one in found.levels]
        table(_LEVEL, rows, numbers=_LEVEL[1:])
        say()
        say(f"{found.articles:,}: {found.in_words}; {len(found.curves):,} have a view count.")
        say("A count is the newspaper's claim, our own fetches are part of it; between two it is interpolated.")
        say(found.scope.in_words())


def typical(
    query: Query = None,
    filters: Filters = Filters(),
    against: Annotated[str, typer.Option(help="A query for what they are compared with; else all others.")] = "",
    limit: Annotated[int, typer.Option(help="Words shown, 1 to 1000.")] = 50,
    patience: PatienceOption = PATIENCE,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say which words are typical for a newspaper, a province, a period or a query, against the rest.

    Example: archiver typical --newspaper baodaklak --against "province:'Lâm Đồng'"
    """
    with reading() as (_, engine):
        found = words.typical(
            engine, in_one(query), filters, against=against or None, limit=limit, seconds=patience or None
        )
    if as_json:
        say_json(found.as_json())
        return
    rows = [
        (one.word, one.articles, one.others, f"{one.likelihood:.1f}", f"{one.ratio:.2f}" if one.ratio else "only here")
        for one in found.words
    ]
    if as_csv:
        _csv(_WORD, rows)
        return
    table(_WORD, rows, numbers=_WORD[1:])
    say()
    say(f"{found.articles:,}: {found.in_words}; against {found.others:,}: {found.against}.")
    say(
        "Counted are articles in which the word stands; ranked by log-likelihood (10.83: once in a thousand by chance)."
    )
    for note in found.notes:
        say(note)


def edits(
    query: Query = None,
    filters: Filters = Filters(),
    limit: Annotated[int, typer.Option(min=1, help="Edits and disappearances listed; all are counted.")] = 50,
    patience: PatienceOption = PATIENCE,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """List what newspapers changed without a word and what disappeared, and say how often.

    Example: archiver edits --newspaper baolamdong --since 2022
    """
    with reading() as (_, engine):
        found = changed.edits(engine, in_one(query), filters, limit=limit, seconds=patience or None)
    if as_json:
        say_json(found.as_json())
        return
    rows: list[tuple[object, ...]] = [
        (day_and_time(one.seen_at), "silent" if one.silent else "declared", ", ".join(one.fields), one.title, one.id)
        for one in found.edits
    ]
    rows += [(day_and_time(one.gone_at), "gone", one.reason, one.title, one.id) for one in found.disappearances]
    if as_csv:
        _csv(_CHANGE, rows)
        return
    table(_CHANGE, rows)
    say()
    say(found.in_sentence())
    say(found.scope.in_words())


def reprints(
    query: Query = None,
    filters: Filters = Filters(),
    limit: Annotated[int, typer.Option(min=1, help="Texts listed; all are counted.")] = 50,
    patience: PatienceOption = PATIENCE,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the texts that several newspapers printed: who had them first, how fast and how far they spread.

    Example: archiver reprints 'section:"Thời sự"' --since 2022
    """
    with reading() as (_, engine):
        found = copied.reprints(engine, in_one(query), filters, limit=limit, seconds=patience or None)
    if as_json:
        say_json(found.as_json())
        return
    if as_csv:
        _csv(_COPY, [_copy(story, copy) for story in found.listed for copy in story.copies])
        return
    table(_STORY, [_story(one) for one in found.listed], numbers=_STORY[1:2])
    say()
    parts = [(one.newspaper, one.first, one.later, span(one.median)) for one in found.shares]
    table(_PART, parts, numbers=_PART[1:3])
    say()
    say(found.in_sentence())
    say("First: of the copies in this archive, by their printed dates; ? where the dates leave it open.")
    for note in found.notes:
        say(note)
    say(found.scope.in_words())


def _story(one: copied.Story) -> tuple[object, ...]:
    first = one.first
    doubt = "" if one.certain else "?"
    return first.newspaper + doubt, one.newspapers, span(one.delay), span(one.spread), first.title, first.id


def _copy(story: copied.Story, copy: copied.Copy) -> tuple[object, ...]:
    after = "" if copy.after is None else round(copy.after.total_seconds())
    first = ("yes" if story.certain else "perhaps") if copy is story.first else "no"
    published = copy.published_at and day_and_time(copy.published_at)
    return story.first.id, first, copy.newspaper, published or "", after, f"{copy.share:.2f}", copy.title, copy.id


def span(time: timedelta | None) -> str:
    """A time between two publications: "35 min", "5 h", "3 d"; "-" where no date tells."""
    if time is None:
        return "-"
    hours = time.total_seconds() / 3600
    return f"{hours * 60:.0f} min" if hours < 1 else f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} d"


_STORY = ("first", "newspapers", "to the next", "to the last", "title", "id")
_PART = ("newspaper", "first", "later", "median delay")
_COPY = ("of", "first", "newspaper", "published", "seconds after the first", "share", "title", "id")
_POINT = ("query", "period", "articles", "archived", "share", "days with a gap", "gaps")
_LEVEL = ("after", "articles", "a quarter below", "median", "a quarter above")
_WORD = ("word", "articles", "in the rest", "log-likelihood", "times as often")
_CHANGE = ("seen", "what", "how", "title", "id")


def _why(gaps: Mapping[str, int]) -> str:
    return ", ".join(f"{days} {why}" for why, days in gaps.items())


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.5f}"


def _rounded(number: float | None) -> str:
    return "-" if number is None else f"{number:,.0f}"


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Lines for spreadsheets and programs; nothing in them is run as a formula."""
    from archiver.query.tables import safe

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    for row in rows:
        out.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
