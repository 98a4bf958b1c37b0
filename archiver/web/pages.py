"""The pages: gathers their groups of routes, and what is asked for beside them: styles, pictures, robots.txt."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from archiver.web import pages_api, pages_article, pages_feeds, pages_papers, pages_search, pages_trends, trouble
from archiver.web.rendering import STATIC

router = APIRouter(include_in_schema=False)
GROUPS: Final = (pages_search, pages_article, pages_papers, pages_trends, pages_feeds, pages_api)


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
def robots() -> PlainTextResponse:
    """The texts are other people's: no search engine shall offer them from here."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def mount(app: FastAPI) -> None:
    """Add the pages, their pictures and styles to the application; called once by `app.create_app`."""
    app.mount("/static", StaticFiles(directory=STATIC))
    app.include_router(router)
    for group in GROUPS:
        app.include_router(group.router)
    trouble.mount(app)
