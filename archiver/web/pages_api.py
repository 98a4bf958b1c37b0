"""The page about the API."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from archiver.web.rendering import page
from archiver.web.views_api import operations

router = APIRouter(include_in_schema=False)


@router.get("/api")
def api(request: Request) -> Response:
    """What programs may ask, from the description that the API gives of itself."""
    described = request.app.openapi()
    return page(
        request, "api.html", described=described, operations=operations(described), address=request.app.openapi_url
    )
