"""The page of an article, and the way to it from any address that it was met under."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from archiver.query import history
from archiver.query.citations import titles
from archiver.query.diffs import Change, changes
from archiver.query.reading import snapshot
from archiver.query.records import records
from archiver.web import views_article as views
from archiver.web.opening import PATIENCE, Reading
from archiver.web.problems import Problem, or_not_found
from archiver.web.rendering import View, page
from archiver.web.views_search import language_tag

router = APIRouter(include_in_schema=False)


@router.get("/article")
def by_address(request: Request, engine: Reading) -> Response:
    """Leads to the page of the article that was met under an address."""
    with or_not_found():
        record = history.record(engine, request.query_params.get("address", ""), seconds=PATIENCE)
    return RedirectResponse(View.of(request).article(record["id"]), 303)


@router.get("/article/{which:path}")
def article(request: Request, engine: Reading, which: str) -> Response:
    """One article: its text, where every fact came from, its views, its versions, and the bytes that prove them."""
    view = View.of(request)
    with or_not_found(), snapshot(engine) as conn:  # one state: a crawl may write while the page is made
        article_id = history.find(conn, which, seconds=PATIENCE)
        record: dict[str, Any] = records(conn, [article_id])[0]
        if record["id"] != which:
            return RedirectResponse(view.article(record["id"]), 303)
        known = history.told(conn, article_id)
        named = titles(conn)
    revisions = {revision["number"]: revision for revision in known["revisions"]}
    params = request.query_params
    chosen = views.shown(list(revisions), params.get("version"), params.get("older"), params.get("newer"))
    if chosen is None:
        raise Problem("not_found", f"{which} has no such version")
    compared: list[Change] = []
    if chosen.older is not None and chosen.newer is not None and chosen.older != chosen.newer:
        compared = changes(revisions[chosen.older], revisions[chosen.newer])
    return page(
        request,
        "article.html",
        record=record,
        known=known,
        text=revisions.get(chosen.version, record),
        latest=max(revisions, default=None),
        chosen=chosen,
        changes=compared,
        newspaper_title=named.get(record["newspaper"], record["newspaper"]),
        language=language_tag(record["language"]),
        facts=views.facts(record, view.words),
        sources=views.other_sources(record),
        problems=views.other_problems(record, view.words),
        curve=views.views(known["counts"], view.words),
        captures=views.fetches(record["id"], known["captures"]),
    )
