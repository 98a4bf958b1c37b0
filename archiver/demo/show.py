"""How the demonstration looks: the archive's answers as tables on a terminal, plain text elsewhere."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO, Any, cast

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from archiver.demo.told import Counts, Proof
from archiver.query.diffs import Change

FIELDS = (  # what is shown of the one article: key of the record, key of its raw text
    ("title", None),
    ("lead", None),
    ("published_at", "published_raw"),
    ("authors", "byline_raw"),
    ("section", None),
    ("tags", None),
    ("view_count", "view_count_raw"),
    ("comment_count", None),
    ("body_text", None),
)
AROUND = 6  # words shown on each side of a change


class _Trimmed(io.TextIOBase):
    """Standard output without the spaces that tables put at the ends of lines: a log should be easy to compare."""

    def write(self, text: str) -> int:
        """Pass on a text of whole lines."""
        return sys.stdout.write(re.sub(r" +(?=\n)", "", text))

    def flush(self) -> None:
        """Pass on what waits."""
        sys.stdout.flush()


def console() -> Console:
    """Where the demonstration is shown: a terminal as it is, else lines of 100 columns without colour."""
    if sys.stdout.isatty():
        return Console(highlight=False, markup=False)  # a path may hold [brackets]
    return Console(highlight=False, markup=False, width=100, file=cast(IO[str], _Trimmed()))


def heading(console: Console, number: int, text: str) -> None:
    """The title of one step."""
    console.print()
    console.print(Text(f"{number}  {text}", style="bold"))


def passing(console: Console, text: str) -> None:
    """What happens between two crawls."""
    _say(console, Text(text, style="italic"))


def crawled(console: Console, command: str, moment: datetime, row: Mapping[str, Any], seconds: float) -> None:
    """One crawl, as the archive's ledger tells it."""
    told = (
        f"{row['requests']} requests; {row['articles_read']} articles read: {row['articles_new']} new, "
        f"{row['revisions_new']} edited, {row['gone_new']} gone; {row['state']}, {seconds:.1f} s"
    )
    _say(console, Text.assemble((f"{moment:%d/%m/%Y %H:%M}", "cyan"), "  $ ", (command, "bold")))
    _say(console, Text(told), 21)


def counted(console: Console, held: Counts) -> None:
    """How much was kept."""
    table = _table("what", "how many", "meaning")
    table.add_row("articles", f"{held.articles}", "each with an id that lasts while its address and text change")
    table.add_row("revisions", f"{held.revisions}", "one for each article, and one more for each edit")
    table.add_row("observations", f"{held.observations}", "view and comment counts, each with its moment")
    table.add_row("captures", f"{held.captures}", "fetches, each with the bytes that came, in WARC files")
    table.add_row("gone", f"{held.gone}", "articles that disappeared, confirmed by a second look")
    console.print(table)


def article(console: Console, record: Mapping[str, Any]) -> None:
    """One article: each value, its raw text, and the rule that read it."""
    table = _table("key", "value, and as it is printed", "read by")
    for key, raw in FIELDS:
        value = record[key]
        said = Text(_short(", ".join(value) if isinstance(value, list) else str("–" if value is None else value)))
        if raw and record[raw] != str(said):
            said.append(f"\n{record[raw]}", style="dim")
        table.add_row(key, said, str(record["sources"].get(key, "")))
    console.print(table)
    missing = ", ".join(f"{p['field']} ({p['reason']})" for p in record["problems"]) or "none"
    _say(console, Text(f"precision of the date: {record['published_precision']}; could not be read: {missing}"))


def difference(console: Console, changes: Sequence[Change]) -> None:
    """What an edit took out and put in, each with a few words around it; the marks are those of `show --diff`."""
    for change in changes:
        line = Text(f"{change.field}  ", style="bold")
        for number, (operation, words) in enumerate(change.segments):
            if operation == "same":
                line.append(_around(words, number > 0, number < len(change.segments) - 1), style="not bold")
            else:
                mark, style = ("[-{}-] ", "not bold red") if operation == "removed" else ("{{+{}+}} ", "not bold green")
                line.append(mark.format(words.rstrip()), style=style)
        _say(console, line)


def views(console: Console, counts: Sequence[Mapping[str, Any]]) -> None:
    """The view counts of one article through time."""
    table = _table("seen", "as printed", "views", "may be our own", "")
    most = max((count["view_count"] or 0 for count in counts), default=1) or 1
    for count in counts:
        number = count["view_count"] or 0
        ours = str(count["own_fetches_before"])
        bar = "█" * round(20 * number / most)
        table.add_row(_minute(count["observed_at"]), str(count["raw"]), str(number), ours, bar)
    console.print(table)


def found(console: Console, rows: Iterable[tuple[str, str, int, str]]) -> None:
    """What searches found: the words, what they mean, how many articles, and the title of one."""
    table = _table("search", "finds", "articles", "for instance")
    for words, meaning, total, title in rows:
        table.add_row(words, meaning, str(total), title)
    console.print(table)


def gone(console: Console, record: Mapping[str, Any], captures: Sequence[Mapping[str, Any]]) -> None:
    """The article that was deleted."""
    _line(console, Text.assemble("deleted  ", (str(record["title"]), "bold"), f"  {record['id']}"))
    _line(console, Text(f"gone since {record['gone_at']} ({record['gone_reason']}); its text is kept"), 12)
    _answers(console, captures)


def moved(console: Console, record: Mapping[str, Any], captures: Sequence[Mapping[str, Any]]) -> None:
    """The article that moved."""
    _line(console, Text.assemble("moved    ", (str(record["title"]), "bold"), f"  {record['id']}"))
    for address in record["aliases"]:
        _line(console, f"from {address}", 12)
    _line(console, f"to   {record['url']}", 12)
    _line(console, "its history goes on under the same id", 12)
    _answers(console, captures)


def _answers(console: Console, captures: Sequence[Mapping[str, Any]]) -> None:
    told = ", ".join(f"{_minute(c['fetched_at'])} {c['status']}" for c in captures)
    _line(console, f"answers: {told}", 12)


def evidence(console: Console, seen: Proof) -> None:
    """Where the bytes lie, and that they are what was promised."""
    verdict = ("the same", "green") if seen.promised == seen.found else ("NOT THE SAME", "bold red")
    _line(console, f"file      {seen.path}")
    _say(console, Text(f"bytes     {seen.offset} to {seen.offset + seen.length - 1}"))
    _say(console, Text(f"promised  {seen.promised}"))
    _say(console, Text(f"found     {seen.found}"))
    _say(console, Text.assemble("          sha256 of these bytes of the file, hashed just now: ", verdict))
    for line in seen.opening:
        _line(console, Text(line, style="dim"), 13)
    _say(console, Text("check it without the archiver:"))
    tail = f"tail -c +{seen.offset + 1} {shlex.quote(str(seen.path))} | head -c {seen.length}"
    for end in ("sha256sum", "zcat | less"):
        _line(console, Text.assemble("$ ", (f"{tail} | {end}", "bold")))


def commands(console: Console, lines: Iterable[tuple[str, str]]) -> None:
    """What to try next: a command and what it is for."""
    for line, purpose in lines:
        _line(console, Text.assemble("$ ", (line, "bold")))
        _line(console, Text(purpose, style="dim"), 5)


def _say(console: Console, text: Text, indent: int = 3) -> None:
    """A text whose every line is indented, folded where it is too long."""
    console.print(Padding(text, (0, 0, 0, indent), expand=False))


def _line(console: Console, text: Text | str, indent: int = 3) -> None:
    """A line that is indented and never folded: an address, a path, a command to copy."""
    console.print(Text.assemble(" " * indent, text), soft_wrap=True)


def _minute(moment: object) -> str:
    """A moment of a record, to the minute, for a person."""
    return str(moment)[:16].replace("T", " ")


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 0, 0, 3), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _short(text: str, most: int = 160) -> str:
    """A long text's beginning, and how long it is."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}… ({len(text):,} characters)"


def _around(words: str, before: bool, after: bool) -> str:
    """Unchanged words near a change: the first few, the last few."""
    parts = words.split()
    kept: list[str] = []
    if before:
        kept += parts[:AROUND]
    if len(parts) > (before + after) * AROUND:
        kept.append("…")
        kept += parts[-AROUND:] if after else []
    elif after:
        kept = parts
    return " ".join(kept) + " "
