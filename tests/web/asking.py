"""Asks an application as a server would, without one: thousands of requests in seconds, addresses of any bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

import anyio
from starlette.types import ASGIApp, Message, Send


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def ask(
    app: ASGIApp, path: bytes, query: bytes = b"", client: str = "127.0.0.1", sending: Send | None = None
) -> Answer:
    """One GET; an error that the application lets through fails the test.

    Args:
        sending: takes what comes back, in place of the answer.
    """
    answer, sent = Answer(), False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await anyio.sleep_forever()  # the client stays
        sent = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path.decode("latin-1")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "client": (client, 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, sending or send)
    return answer


def ask_all(app: ASGIApp, requests: Iterable[tuple[bytes, bytes]]) -> list[Answer]:
    """Many requests, one after the other."""

    async def run() -> list[Answer]:
        return [await ask(app, path, query) for path, query in requests]

    return anyio.run(run)
