"""The filters of a question as options: the same for every command that takes articles."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from archiver.query.filters import Filters

Names = Annotated[list[str] | None, typer.Option(help="Name or title; may be given several times.")]
Provinces = Annotated[
    list[str] | None, typer.Option(help="What was called so on the day of publication, or a code; several times.")
]
ProvinceOf = Annotated[
    str, typer.Option(help="What was called so in that year or on that day (2024), or had that code (27).")
]
Authors = Annotated[list[str] | None, typer.Option(help="A whole name, with marks or without; several times.")]
Sections = Annotated[list[str] | None, typer.Option(help="A whole section name; several times.")]
Since = Annotated[str, typer.Option(help="Published then or later: 2022, 2022-03, 2022-03-29 or 29/03/2022.")]
Until = Annotated[str, typer.Option(help="Published then or earlier; the day, month or year belongs to it.")]
Platforms = Annotated[list[str] | None, typer.Option(help="System that the site runs on: onecms; several times.")]
Agencies = Annotated[list[str] | None, typer.Option(help="A whole name of an agency; several times.")]
Tags = Annotated[list[str] | None, typer.Option(help="A whole keyword of the newspaper; several times.")]
SeenSince = Annotated[str, typer.Option(help="First seen by us then or later, written as for --since.")]
SeenUntil = Annotated[str, typer.Option(help="First seen by us then or earlier.")]
Views = Annotated[bool | None, typer.Option("--views/--no-views", help="With a view count, or without one.")]
Edited = Annotated[bool | None, typer.Option("--edited/--not-edited", help="Seen edited, or never.")]
Gone = Annotated[bool | None, typer.Option("--gone/--not-gone", help="Gone from its site, or not.")]
Reprint = Annotated[bool | None, typer.Option("--reprint/--not-reprint", help="Another newspaper had its text first.")]
Reprinted = Annotated[
    bool | None, typer.Option("--reprinted/--not-reprinted", help="Other newspapers had its text later.")
]
ReprintOf = Annotated[list[str] | None, typer.Option(help="Other newspapers' copies of this article; several times.")]


def in_one(query: list[str] | None) -> str:
    """The words of a query as one query: `archiver search cà phê` asks what `archiver search "cà phê"` does."""
    return " ".join(query or ())


OPTIONS: dict[str, tuple[Any, Any]] = {  # argument of `Filters.of` -> its option and what it is when it is not given
    "newspaper": (Names, None),
    "province": (Provinces, None),
    "province_of": (ProvinceOf, ""),
    "platform": (Platforms, None),
    "author": (Authors, None),
    "agency": (Agencies, None),
    "section": (Sections, None),
    "tag": (Tags, None),
    "reprint_of": (ReprintOf, None),
    "since": (Since, ""),
    "until": (Until, ""),
    "seen_since": (SeenSince, ""),
    "seen_until": (SeenUntil, ""),
    "views": (Views, None),
    "edited": (Edited, None),
    "gone": (Gone, None),
    "reprint": (Reprint, None),
    "reprinted": (Reprinted, None),
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes `filters: Filters`, as one that takes an option for each filter in its place."""

    def filled(**given: Any) -> None:
        said = {name: given.pop(name) for name in OPTIONS}
        command(**given, filters=Filters.of(**said))

    own = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        if parameter.name != "filters":
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        for name, (option, usual) in OPTIONS.items():
            parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=usual, annotation=option))
    filled.__name__, filled.__doc__ = command.__name__, command.__doc__
    filled.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined] # what typer reads
    filled.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": None}
    return filled
