"""The front page and the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.query import search
from archiver.query.citations import titles
from archiver.query.filters import Sort
from archiver.query.reading import snapshot
from archiver.web import views_search as views
from archiver.web.asked import Asked
from archiver.web.opening import PATIENCE, Reading
from archiver.web.problems import Problem, problem_of
from archiver.web.rendering import View, page
from archiver.web.trouble import told

router = APIRouter(include_in_schema=False)

AT_ONCE: Final = 200_000  # matching articles whose spread is counted without being asked for
NEWEST: Final = 8  # articles of the front page


@router.get("/")
def front(request: Request, engine: Reading) -> Response:
    """What the archive holds, the newest articles, and where to ask."""
    named = names(engine)
    found = search.search(engine, "", Asked(limit=NEWEST).filters(), seconds=PATIENCE)
    rows = [views.row(record, None, named) for record in found.records]
    return page(
        request, "front.html", asked=Asked(), problem=None, papers=named, orders=list(Sort), held=found.coverage,
        rows=rows, covers=views.covers(found.scope, View.of(request).words),
    )  # fmt: skip


@router.get("/search")
def results(request: Request, engine: Reading) -> Response:
    """What a search finds; without words and filters, every article."""
    view = View.of(request)
    asked = Asked.of(request.query_params.multi_items())
    named = names(engine)
    known: dict[str, Any] = {"asked": asked, "papers": named, "orders": list(Sort), "problem": None, "found": None}
    known["chosen"] = views.chips(asked, named, view.words)
    try:
        found = search.search(
            engine,
            asked.query,
            asked.filters(),
            facets=True,
            facets_up_to=None if asked.facets else AT_ONCE,
            cursor=asked.cursor,
            seconds=PATIENCE,
        )
    except (Problem, UsageError) as error:
        wrong = problem_of(error)
        return page(request, "search.html", wrong.status, **known | {"problem": told(wrong, view.words)})
    return page(request, "search.html", **known | {"found": _shown(found, asked, named, view)})


def names(engine: Engine) -> dict[str, str]:
    """Name → title of every newspaper."""
    with snapshot(engine) as conn:
        return titles(conn)


def _shown(found: search.Results, asked: Asked, named: Mapping[str, str], view: View) -> dict[str, Any]:
    """What the template shows of a result."""
    t = view.words
    to_search = partial(view.url, "/search")
    first = replace(asked, cursor="", facets=False)
    return {
        "counted": views.counted(found, t),
        "rows": [
            views.row(record, snippet, named) for record, snippet in zip(found.records, found.snippets, strict=True)
        ],
        "covers": [*views.covers(found.scope, t), *views.share(found, t)],
        "coverage": [
            pair for pair in first.pairs() if pair[0] in ("newspaper", "province", "platform", "since", "until")
        ],
        "notes": found.notes,
        "sorted": {name: replace(first, sort=name).pairs() for name in Sort},
        "following": replace(asked, cursor=found.following, facets=False).pairs() if found.following else None,
        "first": first.pairs() if asked.cursor else None,
        "through": views.through(found, asked, to_search),
        "facets": views.spread(found.facets, asked, named, to_search),
        "count_facets": replace(first, facets=True).pairs() if found.facets is None and not asked.facets else None,
        "trend": first.pairs(page=False),
    }
