"""The API's exports: all that matches, streamed while it is read, with its codebook and what it covers."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from itertools import accumulate
from typing import Annotated, Final, Literal
from urllib.parse import quote, urlencode

from anyio import CancelScope, move_on_after
from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from archiver.query.codebook import Shape, codebook
from archiver.query.streams import Stream
from archiver.web import answers
from archiver.web.answering import tagged
from archiver.web.opening import Reading, Settings
from archiver.web.parameters import Exported, Switch, once
from archiver.web.problems import Problem

router = APIRouter(tags=["exports"], responses=answers.problems())

AT_ONCE: Final = 3  # exports; each holds a connection and one state of the archive
LONGEST: Final = 1800.0  # seconds that a client may take to read one: until then the database keeps that state
PATIENCE: Final = 30.0  # seconds that finding the articles may take
_HEADER: Final = 1000  # bytes of a text in a header: a proxy takes some thousands for all of them
_MEDIA: Final = {"csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl; charset=utf-8"}
_running = threading.BoundedSemaphore(AT_ONCE)


class Described(BaseModel):
    """A format of exports."""

    model_config = ConfigDict(extra="forbid")
    format: Literal["csv", "jsonl"] = "jsonl"
    raw: Switch = Field("no", description="As for the export.")


@router.get(
    "/export",
    response_class=StreamingResponse,
    dependencies=[once()],
    responses={
        200: {
            "description": "Every article that matches, in the order of newspaper, publication and id.",
            "content": {media.partition(";")[0]: {} for media in (*_MEDIA.values(), "application/zip")},
            "headers": {
                "X-Archiver-Rows": {"description": "Articles in it.", "schema": {"type": "integer"}},
                "X-Archiver-Question": {
                    "description": "In words, with %; cut with … where it is long.",
                    "schema": {"type": "string"},
                },
                "X-Archiver-Covers": {"description": "What is held of it, the same way.", "schema": {"type": "string"}},
            },
        }
    },
)
async def export(request: Request, engine: Reading, config: Settings, asked: Annotated[Exported, Query()]) -> Response:
    """Every article that matches, as CSV or JSON Lines, of one state of the archive though a crawl goes on.

    The same bytes as `archiver export` writes. `bundle=yes` packs the file with its codebook and a statement: the
    question, the time, versions, "N of N", what the archive covers, SHA-256.
    """
    if not _running.acquire(blocking=False):
        raise Problem("too_many", f"{AT_ONCE} exports are being read already: ask again later", retry_after=30)
    name = f"articles.{asked.format}"
    command = f"{request.url.path}?{urlencode(request.query_params.multi_items())}"
    try:
        stream = await run_sync(
            lambda: Stream(
                engine,
                name,
                text=asked.q,
                filters=asked.filters(),
                raw=asked.raw == "yes",
                now=config.clock.now(),
                command=command,
                seconds=PATIENCE,
            )
        )
    except BaseException:
        _running.release()
        raise
    bundled = asked.bundle == "yes"
    pieces = stream.bundle() if bundled else stream.content()
    told = {
        "content-disposition": f'attachment; filename="{name}{".zip" if bundled else ""}"',
        "cache-control": "no-store",
        "x-archiver-rows": str(stream.total),
        "x-archiver-question": _short(stream.source.question["in_words"]),
        "x-archiver-covers": _short(stream.source.covers["asked"]["in_words"]),
        "link": f'<codebook?format={asked.format}&raw={asked.raw}>; rel="describedby"',
    }
    return _Reading(stream, pieces, told, "application/zip" if bundled else _MEDIA[asked.format])


def _short(said: str) -> str:
    """A text as a header, whole where it is not too long; the bundle holds all of it."""
    ends = accumulate(len(quote(letter)) for letter in said)
    text = "".join(letter for letter, end in zip(said, ends, strict=True) if end <= _HEADER)
    return quote(text if text == said else f"{text}…")


class _Reading(StreamingResponse):
    """An export while it is read; its connection and its place are given back however that ends."""

    def __init__(self, stream: Stream, pieces: Iterator[bytes], headers: dict[str, str], media_type: str) -> None:
        super().__init__(_read(pieces), 200, headers, media_type)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; the client may go away before the first byte is made, or stop reading and stay."""
        try:
            with move_on_after(LONGEST) as limit:
                await super().__call__(scope, receive, send)
            if limit.cancelled_caught:  # what was sent must not pass for the whole
                raise Problem("too_slow", f"an export was given up that was not read within {LONGEST:g} s")
        finally:
            with CancelScope(shield=True):
                await run_sync(self._stream.close)
            _running.release()


async def _read(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread."""
    while (piece := await run_sync(next, pieces, None)) is not None:
        if piece:
            yield piece


@router.get(
    "/codebook",
    response_class=Response,
    dependencies=[once()],
    responses={200: {"description": "Markdown", "content": {"text/markdown": {}}}},
)
def columns(request: Request, asked: Annotated[Described, Query()]) -> Response:
    """What every column of an export means, in which unit."""
    shape = Shape.CSV if asked.format == "csv" else Shape.JSONL
    text = codebook(f"articles.{asked.format}", shape, raw=asked.raw == "yes", own_fetches=None)
    return tagged(request, text.encode(), "text/markdown; charset=utf-8")
