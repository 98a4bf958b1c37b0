"""How answers are put on a terminal: tables that fit, text that cannot steer the terminal, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from archiver.core.values import VIETNAM

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, for programs.")]

# What a terminal obeys instead of showing: C0, DEL and C1 controls, and the marks that turn the direction of text.
_STEERING = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)


def printable(text: object) -> str:
    """Text from a newspaper as it may be put on a terminal: what would steer the terminal becomes a replacement sign.

    >>> printable("Cầu\\x1b[2J mới")
    'Cầu�[2J mới'
    """
    return str(text).translate(_STEERING)


def say(text: str = "") -> None:
    """One line on standard output."""
    typer.echo(printable(text))


def say_json(value: Any) -> None:
    """One JSON value on standard output."""
    said = json.dumps(value, ensure_ascii=False, indent=2)
    typer.echo(said.encode("utf-8", "replace").decode("utf-8"))  # an argument that was no UTF-8 may be part of it


def day_and_time(moment: datetime | str | None) -> str:
    """A moment as people read it, in Vietnam's time; "-" for none.

    >>> day_and_time("2022-03-29T02:04:00+00:00")
    '2022-03-29 09:04'
    """
    if moment is None:
        return "-"
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{moment.astimezone(VIETNAM):%Y-%m-%d %H:%M}"


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[str] = ()) -> None:
    """Rows under headings: a table on a terminal, lines of tab-separated cells elsewhere.

    Args:
        numbers: the columns that are set to the right.
    """
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            say("\t".join(" ".join(printable(cell).split()) for cell in row))
        return
    from rich.console import Console  # late: what goes to a program or a log needs none of it
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(" ".join(printable(cell).split())) for cell in row))
    Console().print(made)
