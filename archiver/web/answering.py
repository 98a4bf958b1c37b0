"""Answers of the API as JSON, with a digest by which a client asks whether there is another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import Request
from starlette.responses import Response

FRESH = {"cache-control": "private, no-cache"}  # kept by the client alone, and asked about before it is used again


def answered(request: Request, said: Mapping[str, Any]) -> Response:
    """The answer as JSON; 304 without a body where the client has exactly this one.

    The digest is of the answer itself, so it is never older than the archive.
    """
    body = json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")
    return tagged(request, body, "application/json")


def tagged(request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Any answer that is whole, with its digest."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    told = {**FRESH, **(headers or {}), "etag": tag}
    if same(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    return Response(body, 200, told, media_type)


def same(asked: str, tag: str) -> bool:
    """Whether If-None-Match names the tag.

    Source:
        RFC 9110, 13.1.2: a list of tags or *, compared without regard to W/.

    >>> same('W/"a", "b"', '"a"'), same("*", '"a"'), same('"ab"', '"a"'), same("", '"a"')
    (True, True, False, False)
    """
    return asked.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in asked.split(",")}
