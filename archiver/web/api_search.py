"""The API's lists: search, newspapers, authors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from archiver.query import authors as named
from archiver.query import newspapers as papers
from archiver.query import search as searching
from archiver.web import answers
from archiver.web.answering import answered
from archiver.web.opening import PATIENCE, Reading
from archiver.web.parameters import Name, Searched, once

router = APIRouter(tags=["search"], responses=answers.problems())


@router.get("/search", response_model=answers.Found, dependencies=[once()])
def search(request: Request, engine: Reading, asked: Annotated[Searched, Query()]) -> Response:
    """The articles that words and filters mean, page by page, with what the archive covers of them."""
    found = searching.search(
        engine,
        asked.q,
        asked.filters(asked.sort, asked.limit),
        facets=asked.facets == "yes",
        full=asked.full == "yes",
        seconds=PATIENCE,
        cursor=asked.cursor,
    )
    return answered(request, {**found.as_json(), "next": found.following})


class Nothing(BaseModel):
    """A route without parameters."""

    model_config = ConfigDict(extra="forbid")


@router.get("/newspapers", response_model=answers.Newspapers, dependencies=[once()])
def newspapers(request: Request, engine: Reading, _: Annotated[Nothing, Query()]) -> Response:
    """The newspapers of the archive: lineage, province, platform, and what is held of each."""
    found = papers.newspapers(engine, seconds=PATIENCE)
    return answered(request, {"newspapers": [one.as_json() for one in found]})


class Begins(BaseModel):
    """A page of names."""

    model_config = ConfigDict(extra="forbid")
    begins: Name = Field("", description="How the name begins, with marks or without.")
    after: Name = Field("", description="`next` of the page before.")
    limit: int = Field(100, ge=1, le=named.MOST)


@router.get("/authors", response_model=answers.Authors, dependencies=[once()])
def authors(request: Request, engine: Reading, asked: Annotated[Begins, Query()]) -> Response:
    """Names in bylines, and how many articles each has; two persons of one name are one."""
    found = named.authors(engine, asked.begins, after=asked.after, limit=asked.limit, seconds=PATIENCE)
    lines = [{"name": one.name, "articles": one.articles} for one in found.writers]
    return answered(request, {"authors": lines, "next": found.following})
