"""What is answered where a question cannot be: one shape for programs, a page for people, never a traceback."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from archiver.core.errors import (
    ArchiverError,
    ConfigurationError,
    LockedError,
    QueryError,
    SchemaError,
    TooSlow,
    UsageError,
)
from archiver.query.notes import Note

API: Final = "/api/"  # below it programs are answered, elsewhere people
_LOG = logging.getLogger(__name__)
_LONGEST: Final = 500  # characters of a message

CODES: Final = {  # code -> status and what it means
    "query": (400, "the query cannot be read; `query`, `start`, `end` and `pointed` say where"),
    "parameter": (400, "a parameter that does not exist, or whose value makes no sense"),
    "request": (400, "an address with NUL, with bytes that are no UTF-8, or that is too long"),
    "not_found": (404, "no such article, newspaper, author, capture or address"),
    "method": (405, "only GET is answered"),
    "host": (421, "asked under a name that this server was not told: `archiver serve --name`"),
    "too_slow": (422, "the question took longer than it may and was stopped: ask for less"),
    "too_many": (429, "too many requests; Retry-After says the seconds to wait"),
    "bug": (500, "our mistake; the server's log has the details"),
    "archive": (503, "the archive cannot be read now: being rebuilt, moved, or damaged"),
    "busy": (503, "too many questions at the same time; Retry-After says the seconds to wait"),
}


@dataclass(eq=False)  # not frozen: Python notes on an error where it was raised
class Problem(Exception):  # noqa: N818 - it is what is answered, and may be raised by a route
    """What is wrong with a question, and where."""

    code: str  # of `CODES`
    message: str
    where: dict[str, Any] = field(default_factory=dict)  # of a query: the text read, the place, the text with marks
    retry_after: int | None = None  # seconds
    allow: str | None = None  # methods
    words: tuple[str, Mapping[str, object]] | None = None  # the message in either language: key of `said`, values

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CODES[self.code][0]

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the status asks for."""
        said = {"cache-control": "no-store"}
        if self.retry_after is not None:
            said["retry-after"] = str(self.retry_after)
        if self.allow is not None:
            said["allow"] = self.allow
        return said

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"error": {"code": self.code, "status": self.status, "message": self.message, **self.where}}


@contextmanager
def or_not_found() -> Iterator[None]:
    """What the archive does not have is 404, where an article is asked for by its id or address."""
    try:
        yield
    except TooSlow:  # a UsageError too
        raise
    except UsageError as error:
        raise _usage("not_found", error) from error


def problem_of(error: Exception) -> Problem:
    """What to answer to an error."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, QueryError):
        where = {"query": error.query, "start": error.start, "end": error.end, "pointed": error.pointed()}
        return Problem("query", _short(str(error)), where)
    if isinstance(error, TooSlow):
        return Problem("too_slow", _short(error.said))
    if isinstance(error, UsageError):
        return _usage("parameter", error)
    if isinstance(error, LockedError):
        return Problem("busy", "another program holds the database; ask again", retry_after=5)
    if isinstance(error, (SchemaError, ConfigurationError)):
        return Problem("archive", "there is no archive of this version here now; ask again later", retry_after=60)
    if isinstance(error, ArchiverError):
        return Problem("archive", "the archive cannot be read: it is damaged, or its disk is", retry_after=600)
    if isinstance(error, PoolExhausted):
        return Problem("busy", "too many questions at the same time; ask again", retry_after=5)
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        return _http(error)
    return Problem("bug", "this is our mistake; the server's log has the details")


def answer(request: Request, problem: Problem) -> Response:
    """The answer to a request that cannot be answered otherwise.

    Below /api/ it is JSON; elsewhere `app.state.problem_page(request, problem)` makes it, where pages set it.
    """
    if str(request.scope["path"]).startswith(API):
        body = json.dumps(problem.as_json(), ensure_ascii=False).encode("utf-8", "replace")
        return Response(body, problem.status, problem.headers, "application/json")
    make = getattr(request.app.state, "problem_page", None)
    if make is None:
        return PlainTextResponse(problem.message, problem.status, problem.headers)
    page: Response = make(request, problem)
    page.headers.update(problem.headers)
    return page


def mount(app: FastAPI) -> None:
    """Let every error be answered in these shapes; called once by `app.create_app`."""
    for kind in (Problem, ArchiverError, PoolExhausted, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _handle)


async def _handle(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.status == 503 and isinstance(error, ArchiverError):
        _LOG.error("%s", error)  # what the operator must know stands in the log, not in the answer
    return answer(request, problem)


def _invalid(error: RequestValidationError) -> Problem:
    """The first of what is wrong with the parameters."""
    first = error.errors()[0]
    name = str(first["loc"][-1] if len(first["loc"]) < 3 else first["loc"][1])[:100]
    said = "there is no such parameter" if first["type"] == "extra_forbidden" else str(first["msg"])
    return Problem("parameter", _short(f"{name}: {said[:1].lower()}{said[1:]}"), {"parameter": name})


def _usage(code: str, error: UsageError) -> Problem:
    """Whatever was asked wrongly, in the words of both languages where there are some."""
    said = error.args[0] if error.args else ""
    return Problem(code, _short(str(error)), words=said.words if isinstance(said, Note) else None)


def _http(error: HTTPException) -> Problem:
    if error.status_code == 405:
        return Problem("method", "only GET is answered here", allow="GET")
    if error.status_code == 404:
        return Problem("not_found", "there is nothing at this address")
    return Problem("request", _short(str(error.detail)))


def _short(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
