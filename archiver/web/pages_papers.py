"""The newspapers, one newspaper, one author, and what the archive covers."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.core.provinces import periods
from archiver.operations.standing import standing
from archiver.query import search
from archiver.query.filters import Filters
from archiver.query.held import Held, held
from archiver.query.newspapers import newspapers
from archiver.query.notes import Note
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.web import views_papers as views
from archiver.web import views_search
from archiver.web.asked import Asked
from archiver.web.opening import PATIENCE, Reading, Settings
from archiver.web.pages_search import names
from archiver.web.problems import Problem, problem_of
from archiver.web.rendering import View, page
from archiver.web.trouble import told

router = APIRouter(include_in_schema=False)

RUNS: Final = 10  # of a newspaper's page
NEWEST: Final = 10


@router.get("/newspapers")
def every(request: Request, engine: Reading) -> Response:
    """Every newspaper of the archive."""
    papers = newspapers(engine, seconds=PATIENCE)
    return page(request, "newspapers.html", papers=papers, titles={paper.name: paper.title for paper in papers})


@router.get("/newspaper/{name}")
def one(request: Request, engine: Reading, config: Settings, name: str) -> Response:
    """One newspaper: whom it followed, how it is crawled, which of its days are held, what it published last."""
    papers = newspapers(engine, seconds=PATIENCE)
    paper = next((paper for paper in papers if paper.name == name), None)
    if paper is None:
        unknown = Note("no_newspaper", asked=name[:100], there=", ".join(one.name for one in papers) or "none")
        raise Problem("not_found", unknown, words=unknown.words)
    now = config.clock.now()
    with snapshot(engine) as conn:
        stands = standing(conn, name, now, config.home)
    kept = _covered(engine, Filters.of(newspaper=name), days=True)
    found = search.search(engine, "", Filters.of(newspaper=name, limit=NEWEST), seconds=PATIENCE)
    before, after = views.lineage(paper, papers)
    titles = {paper.name: paper.title for paper in papers}
    return page(
        request,
        "newspaper.html",
        paper=paper,
        before=before,
        after=after,
        periods=periods(paper.province),
        stands=stands,
        runs=stands.runs[:RUNS] if stands else (),
        rows=[views_search.row(record, None, titles) for record in found.records],
        **_shown(kept, View.of(request)),
    )


@router.get("/author")
def author(request: Request, engine: Reading) -> Response:
    """One name in bylines: its articles, where and when they were published."""
    name = request.query_params.get("name", "").strip()
    if not name:
        raise Problem("not_found", "an author has a name: /author?name=...")
    view = View.of(request)
    asked = Asked.of([("author", name)])
    found = search.search(engine, "", asked.filters(), facets=True, seconds=PATIENCE)
    if found.total == 0:
        said = found.notes[0] if found.notes else Note("no_author", asked=name[:100])
        raise Problem("not_found", said, words=said.words)
    titles = names(engine)
    to_search = partial(view.url, "/search")
    return page(
        request,
        "author.html",
        name=name,
        asked=asked,
        total=found.total,
        notes=found.notes,
        covers=views_search.covers(found.scope, view.words),
        through=views_search.through(found, asked, to_search),
        facets=[
            facet for facet in views_search.spread(found.facets, asked, titles, to_search) if facet.name != "author"
        ],
        rows=[views_search.row(record, None, titles) for record in found.records],
    )


@router.get("/coverage")
def coverage(request: Request, engine: Reading) -> Response:
    """What the archive holds of the newspapers and days that are asked for, and what it lacks."""
    view = View.of(request)
    asked = Asked.of(request.query_params.multi_items())
    named = names(engine)
    known: dict[str, Any] = {"asked": asked, "papers": named, "problem": None, "held": None}
    known["chosen"] = views_search.chips(asked, named, view.words)
    try:
        kept = _covered(engine, asked.filters(), days=len(asked.values("newspaper")) == 1)
    except (Problem, UsageError) as error:
        wrong = problem_of(error)
        return page(request, "coverage.html", wrong.status, **known | {"problem": told(wrong, view.words)})
    return page(request, "coverage.html", **known | {"held": kept, "titles": named}, **_shown(kept, view))


def _shown(kept: Held, view: View) -> dict[str, Any]:
    """What the template shows of what is held."""
    return {
        "covers": views_search.covers(kept.scope, view.words),
        "months": kept.months,
        "spans": views.spans(kept.gaps),
        "most": views.MOST_SPANS,
        "years": views.years(kept.scope.days or ()),
        "missing": sorted(kept.scope.missing_why.items(), key=lambda why: -why[1]),
    }


def _covered(engine: Engine, filters: Filters, *, days: bool) -> Held:
    """What is held by newspaper and month; of one newspaper by day too, for the heat maps."""
    with snapshot(engine) as conn, patience(conn, PATIENCE, "counting what the archive covers"):
        return held(conn, filters.criteria, days=days)
