"""The JSON API under /api/v1: gathers its groups of routes."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI

PREFIX: Final = "/api/v1"

router = APIRouter(prefix=PREFIX)


def mount(app: FastAPI) -> None:
    """Add the API to the application; called once by `app.create_app`."""
    app.include_router(router)
