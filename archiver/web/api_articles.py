"""The API of one article: its record, its history, its citation, and the bytes that prove it."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from archiver.query import evidence as proving
from archiver.query import history as knowing
from archiver.query.citations import CitationFormat, citations, cited, titles
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.query.records import records
from archiver.web import answers
from archiver.web.answering import answered, tagged
from archiver.web.opening import PATIENCE, Reading, Settings
from archiver.web.parameters import Which, once
from archiver.web.problems import or_not_found

router = APIRouter(tags=["articles"], responses=answers.problems(404))

MOST_CITED: Final = 200
_CITED: Final = {
    CitationFormat.BIBTEX: ("application/x-bibtex", "bib"),
    CitationFormat.RIS: ("application/x-research-info-systems", "ris"),
    CitationFormat.CSL_JSON: ("application/vnd.citationstyles.csl+json", "json"),
}


class One(BaseModel):
    """An article."""

    model_config = ConfigDict(extra="forbid")
    id: Which


class Two(One):
    """An article and two of its revisions."""

    older: int = Field(alias="from", ge=1, le=1_000_000, description="Number of a revision.")
    newer: int = Field(alias="to", ge=1, le=1_000_000, description="Number of a revision.")


class Quoted(BaseModel):
    """Articles and how they are cited."""

    model_config = ConfigDict(extra="forbid")
    id: list[Which] = Field(min_length=1, max_length=MOST_CITED, description="One or several articles.")
    format: CitationFormat = CitationFormat.BIBTEX


class Proved(One):
    """An article and one of its captures."""

    sha256: str = Field(
        "",
        pattern=r"^([0-9a-f]{64})?$",
        description="Digest of the capture, as `history` lists them; empty: the one that the latest revision is from.",
    )


@router.get("/article", response_model=answers.Record, dependencies=[once()])
def article(request: Request, engine: Reading, asked: Annotated[One, Query()]) -> Response:
    """The record of an article: every key, the same as in an export."""
    with or_not_found():
        found = knowing.record(engine, asked.id, seconds=PATIENCE)
    return answered(request, found)


@router.get("/history", response_model=answers.History, dependencies=[once()])
def history(request: Request, engine: Reading, asked: Annotated[One, Query()]) -> Response:
    """The captures, revisions and counts of an article, oldest first."""
    with or_not_found():
        found = knowing.history(engine, asked.id, seconds=PATIENCE)
    return answered(request, found)


@router.get("/diff", response_model=answers.Difference, dependencies=[once()])
def diff(request: Request, engine: Reading, asked: Annotated[Two, Query()]) -> Response:
    """What changed between two revisions of an article, word by word."""
    with or_not_found():
        found = knowing.diff(engine, asked.id, asked.older, asked.newer, seconds=PATIENCE)
    changes = {one.field: [{"op": op, "text": text} for op, text in one.segments] for one in found}
    return answered(request, {"article": asked.id, "from": asked.older, "to": asked.newer, "changes": changes})


@router.get(
    "/cite",
    response_class=Response,
    dependencies=[once("id")],
    responses={200: {"description": "Citations", "content": {media: {} for media, _ in _CITED.values()}}},
)
def cite(request: Request, engine: Reading, asked: Annotated[Quoted, Query()]) -> Response:
    """Citations with the original and the archived address, the time of access and the digest of the evidence."""
    with or_not_found(), snapshot(engine) as conn:
        named = titles(conn)
        with patience(conn, PATIENCE, "finding the articles"):
            which = [knowing.find(conn, one) for one in asked.id]
        found = records(conn, which)
    text = "".join(citations((cited(one, named) for one in found), asked.format))
    media, ending = _CITED[asked.format]
    headers = {"content-disposition": f'attachment; filename="citations.{ending}"'}
    return tagged(request, text.encode("utf-8", "replace"), media, headers)


@router.get(
    "/evidence",
    response_class=Response,
    dependencies=[once()],
    responses={200: {"description": "A WARC record as a gzip member", "content": {"application/warc": {}}}},
)
def evidence(request: Request, engine: Reading, config: Settings, asked: Annotated[Proved, Query()]) -> Response:
    """The WARC record of one capture, byte for byte as it lies in the evidence: its SHA-256 is the one in the record.

    Never shown as a page: it is somebody else's, and would act as if it were ours.
    """
    with or_not_found():
        found = proving.capture(engine, config.warc, asked.id, asked.sha256, seconds=PATIENCE)
    headers: dict[str, Any] = {
        "content-disposition": f'attachment; filename="capture-{found.place.sha256[:16]}.warc.gz"',
        "x-archiver-sha256": found.place.sha256,
    }
    return tagged(request, found.bytes, "application/warc", headers)
