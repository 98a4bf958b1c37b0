"""What the routes of the API take: the filters of every question, as `query.filters` means them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from archiver.query.filters import MOST, Filters, Sort
from archiver.query.language import LONGEST
from archiver.query.paging import LONGEST as LONGEST_CURSOR
from archiver.query.trends import MOST_QUERIES, Per
from archiver.web.asked import NAMES, STATES
from archiver.web.problems import Problem

Name = Annotated[str, StringConstraints(max_length=300)]
Names = Annotated[list[Name], Field(max_length=50)]
Date = Annotated[str, StringConstraints(max_length=40)]
Query = Annotated[str, StringConstraints(max_length=LONGEST)]
YesNo = Literal["", "yes", "no"]
Switch = Literal["yes", "no"]
Which = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000),
    Field(description='An article: its id ("baodaknong/92175"), or any address it was met under.'),
]

_QUERY = "In the language of docs/asking.md; empty: every article."
_NAME = "Whole names, with marks exactly, without marks any; several mean any of them."
_DATE = "2022, 2022-03, 2022-03-29, 29/03/2022 or an ISO moment; a day is a day in Vietnam and belongs to the span."


class Filtered(BaseModel):
    """The filters; every route that takes articles has them."""

    model_config = ConfigDict(extra="forbid")  # a filter that is misspelt would silently ask for more

    newspaper: Names = Field([], description=f"Short name or title. {_NAME}")
    province: Names = Field([], description="What was called so on the day of publication, or a code. Several: any.")
    province_of: Name = Field("", description="In place of the day of publication: a year, a day, or a code.")
    platform: Names = Field([], description=f"System that the newspaper's site runs on. {_NAME}")
    author: Names = Field([], description=_NAME)
    agency: Names = Field([], description=_NAME)
    section: Names = Field([], description=_NAME)
    tag: Names = Field([], description=_NAME)
    reprint_of: Names = Field([], description="Other newspapers' copies of these articles; ids or addresses.")
    since: Date = Field("", description=f"Published then or later: {_DATE}")
    until: Date = Field("", description=f"Published then or earlier: {_DATE}")
    seen_since: Date = Field("", description="First seen by us then or later, written as for `since`.")
    seen_until: Date = Field("", description="First seen by us then or earlier.")
    views: YesNo = Field("", description="With a view count, or without one.")
    edited: YesNo = Field("", description="Seen edited, or never.")
    gone: YesNo = Field("", description="Gone from its site, or not.")
    reprint: YesNo = Field("", description="Another newspaper had its text first, or not.")
    reprinted: YesNo = Field("", description="Other newspapers had its text later, or not.")

    def filters(self, sort: str = Sort.NEWEST, limit: int = 20) -> Filters:
        """The filters that are meant.

        Raises:
            UsageError: a date that makes no sense.
        """
        said: dict[str, Any] = {name: getattr(self, name) for name in Filtered.model_fields}
        states = {name: {"yes": True, "no": False}.get(said[name]) for name in STATES}
        return Filters.of(**(said | states), sort=sort, limit=limit)


class Asked(Filtered):
    """A question: words and filters."""

    q: Query = Field("", description=_QUERY)


class Searched(Asked):
    """A search."""

    sort: Sort = Field(Sort.NEWEST, description="Which come first.")
    limit: int = Field(20, ge=1, le=MOST, description="Articles of a page; all are counted.")
    cursor: str = Field(
        "",
        max_length=LONGEST_CURSOR,
        description="`next` of the page before. Articles that are archived between two pages belong to no page.",
    )
    facets: Switch = Field("no", description="Count by newspaper, province, section, author and month too.")
    full: Switch = Field("no", description="Records with every key, as those of an article.")


class Compared(Asked):
    """A set of articles and what it is compared with."""

    against: Query = Field("", description="A query for what they are compared with; empty: all other articles.")
    limit: int = Field(50, ge=1, le=1000, description="Words.")


class Listed(Asked):
    """A list of some length."""

    limit: int = Field(50, ge=1, le=1000, description="Lines of each list; all are counted.")


class Followed(Filtered):
    """Queries through time."""

    q: list[Query] = Field(min_length=1, max_length=MOST_QUERIES, description=f"One or several. {_QUERY}")
    per: Per = Field(Per.MONTH, description="How long a period is; a week begins on Monday.")


class Covered(Asked):
    """Newspapers and days."""

    days: Switch = Field("no", description="Say it of each newspaper and day too.")


class Exported(Asked):
    """An export."""

    format: Literal["csv", "jsonl"] = "jsonl"
    raw: Switch = Field("no", description="CSV for programs: no byte order mark, formulas left as they are.")
    bundle: Switch = Field("no", description="A ZIP of the file, its codebook and the statement of what it is.")


def once(*several: str) -> Any:
    """A dependency of a route: a parameter that has one value is given once.

    Args:
        several: parameters that may be given several times, beside those of the filters.
    """
    allowed = {*NAMES, *several}

    def check(request: Request) -> None:
        seen = set[str]()
        for name, _ in request.query_params.multi_items():
            if name in seen and name not in allowed:
                raise Problem("parameter", f"{name[:100]}: is given more than once", {"parameter": name[:100]})
            seen.add(name)

    checked: Callable[[Request], None] = check
    return Depends(checked)
