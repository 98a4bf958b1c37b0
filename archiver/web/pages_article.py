"""The page of an article, and the way to it from any address that it was met under."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.query import history
from archiver.query.citations import titles
from archiver.query.diffs import Change
from archiver.query.reading import snapshot
from archiver.web import views_article as views
from archiver.web.opening import Reading
from archiver.web.problems import Problem
from archiver.web.rendering import View, page
from archiver.web.views_search import language_tag

router = APIRouter(include_in_schema=False)


@router.get("/article")
def by_address(request: Request, engine: Reading) -> Response:
    """Leads to the page of the article that was met under an address."""
    address = request.query_params.get("address", "")
    return RedirectResponse(View.of(request).article(_record(engine, address)["id"]), 303)


@router.get("/article/{which:path}")
def article(request: Request, engine: Reading, which: str) -> Response:
    """One article: its text, where every fact came from, its views, its versions, and the bytes that prove them."""
    record = _record(engine, which)
    view = View.of(request)
    if record["id"] != which:
        return RedirectResponse(view.article(record["id"]), 303)
    known = history.history(engine, which)
    revisions = known["revisions"]
    params = request.query_params
    numbers = [revision["number"] for revision in revisions]
    chosen = views.shown(numbers, params.get("version"), params.get("older"), params.get("newer"))
    if chosen is None:
        raise Problem("not_found", f"{which} has no such version")
    with snapshot(engine) as conn:
        named = titles(conn)
    text = next((one for one in revisions if one["number"] == chosen.version), record)
    changes: list[Change] = []
    if chosen.older is not None and chosen.newer is not None and chosen.older != chosen.newer:
        changes = history.diff(engine, which, chosen.older, chosen.newer)
    return page(
        request,
        "article.html",
        record=record,
        known=known,
        text=text,
        latest=numbers[-1] if numbers else None,
        chosen=chosen,
        changes=changes,
        newspaper_title=named.get(record["newspaper"], record["newspaper"]),
        language=language_tag(record["language"]),
        facts=views.facts(record, view.words),
        sources=views.other_sources(record),
        problems=views.other_problems(record, view.words),
        curve=views.views(known["counts"], view.words),
        captures=views.fetches(record["id"], known["captures"]),
    )


def _record(engine: Engine, which: str) -> dict[str, Any]:
    try:
        return history.record(engine, which)
    except UsageError as error:
        raise Problem("not_found", str(error)[:500]) from error
