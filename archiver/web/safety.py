"""What every answer carries so that a text of somebody else can do nothing in a reader's browser."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = "; ".join(
    (
        "default-src 'none'",  # no script, no frame, no font, no request from within a page
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",  # for browsers that do not know frame-ancestors
    "referrer-policy": "no-referrer",  # a newspaper does not learn what was searched for
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "x-robots-tag": "noindex, nofollow",  # the texts are other people's: no search engine shall offer them from here
}
USUAL: Final = {"cache-control": "private, no-cache"}  # what was taken down is not shown again from a cache

_FIXED: Final = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_NAMES: Final = frozenset(name for name, _ in _FIXED)


class Safety:
    """Puts the headers on whatever the application answers, errors and files too; nothing within can change them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and an answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _guard(message)
            await send(message)

        await self._app(scope, receive, guarded)


def _guard(message: MutableMapping[str, Any]) -> None:
    kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in _NAMES]
    said = {name.lower() for name, _ in kept}
    usual = [(name.encode(), value.encode()) for name, value in USUAL.items() if name.encode() not in said]
    message["headers"] = [*kept, *_FIXED, *usual]


class SafeFastAPI(FastAPI):
    """A FastAPI whose every answer is guarded, the one of the outermost error handler too."""

    def build_middleware_stack(self) -> ASGIApp:
        """The application as the server calls it."""
        return Safety(super().build_middleware_stack())
