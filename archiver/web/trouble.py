"""What a reader is told when something is wrong: a page with a message, its place in a query, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request, Response

from archiver.web.problems import Problem
from archiver.web.rendering import View, page
from archiver.web.words import Words

AROUND: Final = 60  # letters of a query shown on each side of what is wrong
_DETAILED: Final = frozenset(
    {"query", "parameter", "request", "host", "not_found"}
)  # codes whose own message helps a reader


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as a page shows it."""

    said: str
    advice: str
    detail: str = ""  # what the archiver itself says
    language: str = "en"  # of the detail
    start: int | None = None  # where a query is wrong
    before: str = ""
    wrong: str = ""
    after: str = ""


def told(problem: Problem, t: Words) -> Told:
    """What is said of a problem.

    >>> told(Problem("query", "-", {"query": "bão (lũ", "start": 4, "end": 5}), Words("en")).wrong
    '('
    """
    said, advice = t(f"error.{problem.code}"), t(f"error.{problem.code}.advice")
    if problem.words is not None:
        key, values = problem.words
        return Told(said, advice, t(key, **values), language=t.language)
    if "start" not in problem.where:
        return Told(said, advice, problem.message if problem.code in _DETAILED else "")
    query, start, end = (problem.where[name] for name in ("query", "start", "end"))
    return Told(
        said,
        advice,
        problem.message,
        start=start,
        before=("…" if start > AROUND else "") + query[max(0, start - AROUND) : start],
        wrong=query[start:end],
        after=query[end : end + AROUND],
    )


def problem_page(request: Request, problem: Problem) -> Response:
    """The page of a problem that leaves nothing else to be shown."""
    return page(request, "error.html", problem.status, problem=told(problem, View.of(request).words))


def mount(app: FastAPI) -> None:
    """Let the problems of people be pages."""
    app.state.problem_page = problem_page
