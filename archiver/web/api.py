"""The JSON API under /api/v1: gathers its groups of routes."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from archiver.web import api_articles, api_counts, api_exports, api_search

PREFIX: Final = "/api/v1"
DESCRIPTION: Final = (
    "An archive of Vietnam's provincial newspapers, for reading: search, records with their history and evidence, "
    "series, exports and citations. Every answer says what the archive covers of what was asked for. The texts are "
    "other people's. Errors have one shape; an ETag comes with every answer that is whole."
)


def mount(app: FastAPI) -> None:
    """Add the API to the application; called once by `app.create_app`."""
    for group in (api_search, api_articles, api_counts, api_exports):
        app.include_router(group.router, prefix=PREFIX)
