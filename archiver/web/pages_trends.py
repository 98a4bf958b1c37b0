"""Trends: queries through time, each beside what the archive holds of the same time."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from archiver.core.errors import UsageError
from archiver.query.trends import Per, trends
from archiver.web import views_search, views_trends
from archiver.web.asked import Asked, unusable
from archiver.web.opening import LONG_PATIENCE, Reading
from archiver.web.pages_search import names
from archiver.web.problems import Problem, problem_of
from archiver.web.rendering import View, page
from archiver.web.trouble import told

router = APIRouter(include_in_schema=False)

MOST: Final = 6  # queries: as many as there are kinds of lines
FIELDS: Final = 4  # of the form, at least


@router.get("/trends")
def through_time(request: Request, engine: Reading) -> Response:
    """One or several queries through time."""
    view = View.of(request)
    params = request.query_params
    asked = Asked.of([pair for pair in params.multi_items() if pair[0] != "q"], "per", "show")
    queries = views_trends.queries(params.getlist("q"))
    per = params.get("per") or Per.MONTH.value
    share = params.get("show") != "count"
    named = names(engine)
    known: dict[str, Any] = {
        "asked": asked,
        "papers": named,
        "chosen": views_search.chips(asked, named, view.words),
        "others": [*(("q", query) for query in queries), ("per", per), ("show", "share" if share else "count")],
        "fields": [*queries, *[""] * (FIELDS - len(queries))],
        "per": per,
        "periods": list(Per),
        "share": share,
        "problem": None,
        "found": None,
    }
    try:
        filters = asked.filters()
        if not queries:
            return page(request, "trends.html", **known)
        if len(queries) > MOST:
            raise unusable("many", "q", most=MOST)
        series = trends(engine, queries, filters, per=per, seconds=LONG_PATIENCE)
    except (Problem, UsageError) as error:
        wrong = problem_of(error)
        return page(request, "trends.html", wrong.status, **known | {"problem": told(wrong, view.words)})
    covered = [(one, views_search.covers(one.scope, view.words)) for one in series]
    alike = len({one.scope.as_json()["in_words"] for one in series}) == 1  # one statement for all, or one for each
    return page(
        request,
        "trends.html",
        **known
        | {
            "found": views_trends.compared(series, share=share),
            "series": series,
            "covered": covered[:1] if alike else covered,
            "notes": list(dict.fromkeys(note for one in series for note in one.notes)),
            "searches": [[("q", one.query), *asked.pairs(page=False)] for one in series],
        },
    )
