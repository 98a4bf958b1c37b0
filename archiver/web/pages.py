"""The pages: where they are mounted into the application."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

router = APIRouter(include_in_schema=False)


def mount(app: FastAPI) -> None:
    """Add the pages, their pictures and styles to the application; called once by `app.create_app`."""
    app.include_router(router)
