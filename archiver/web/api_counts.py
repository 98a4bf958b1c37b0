"""The API's counts: coverage, trends, attention, typical words, edits, reprints."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from archiver.query import attention as reads
from archiver.query import edits as changed
from archiver.query import language
from archiver.query import reprints as copied
from archiver.query import trends as through_time
from archiver.query import typical as words
from archiver.query.matching import narrowing
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.query.scope import scope
from archiver.web import answers, answers_counts
from archiver.web.answering import answered
from archiver.web.opening import LONG_PATIENCE, PATIENCE, Reading
from archiver.web.parameters import Asked, Compared, Covered, Followed, Listed, once

MOST_READ: Final = 1_000  # articles of each side of a comparison: a second and a half of the time that it may take

router = APIRouter(tags=["counts"], responses=answers.problems())


@router.get("/coverage", response_model=answers.Coverage, dependencies=[once()])
def coverage(request: Request, engine: Reading, asked: Annotated[Covered, Query()]) -> Response:
    """What the archive holds of newspapers and days: discovered, archived, missing and why, gaps and why.

    Of the query only fields narrow it (`newspaper:`, `published:`): whether an article that we do not have would hold
    a word is not known.
    """
    question = language.parse(asked.q)
    with snapshot(engine) as conn, patience(conn, PATIENCE, "counting what the archive covers"):
        held = scope(conn, narrowing(question, asked.filters()), days=asked.days == "yes")
    return answered(request, held.as_json())


@router.get("/trends", response_model=answers_counts.Trends, dependencies=[once("q")])
def trends(request: Request, engine: Reading, asked: Annotated[Followed, Query()]) -> Response:
    """One or several queries through time, as counts and as shares of what was archived; gaps are marked."""
    found = through_time.trends(engine, asked.q, asked.filters(), per=asked.per, seconds=LONG_PATIENCE)
    return answered(request, {"per": asked.per.value, "series": [one.as_json() for one in found]})


@router.get("/attention", response_model=answers_counts.Attention, dependencies=[once()])
def attention(request: Request, engine: Reading, asked: Annotated[Asked, Query()]) -> Response:
    """How fast articles were read: their views 1 hour, 1, 7 and 30 days after publication; our own fetches are part."""
    return answered(request, reads.attention(engine, asked.q, asked.filters(), seconds=PATIENCE).as_json())


@router.get("/typical", response_model=answers_counts.Typical, dependencies=[once()])
def typical(request: Request, engine: Reading, asked: Annotated[Compared, Query()]) -> Response:
    """The words that stand more often in a set of articles than in the rest, by log-likelihood."""
    found = words.typical(
        engine,
        asked.q,
        asked.filters(),
        against=asked.against or None,
        limit=asked.limit,
        seconds=LONG_PATIENCE,
        most_read=MOST_READ,
    )
    return answered(request, found.as_json())


@router.get("/edits", response_model=answers_counts.Edits, dependencies=[once()])
def edits(request: Request, engine: Reading, asked: Annotated[Listed, Query()]) -> Response:
    """What newspapers changed without a word and what disappeared, listed, and as a share of what was seen again."""
    found = changed.edits(engine, asked.q, asked.filters(), limit=asked.limit, seconds=PATIENCE)
    return answered(request, found.as_json())


@router.get("/reprints", response_model=answers_counts.Reprints, dependencies=[once()])
def reprints(request: Request, engine: Reading, asked: Annotated[Listed, Query()]) -> Response:
    """The texts that several newspapers printed: who was first, how fast and how far they spread."""
    found = copied.reprints(engine, asked.q, asked.filters(), limit=asked.limit, seconds=PATIENCE)
    return answered(request, found.as_json())
