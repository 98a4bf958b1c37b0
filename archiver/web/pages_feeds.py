"""Following what is published: the saved searches, and the Atom feed that every search has."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Request, Response

from archiver.core.errors import ConfigurationError
from archiver.query.citations import titles
from archiver.query.reading import snapshot
from archiver.query.search import search
from archiver.web.answering import tagged
from archiver.web.asked import Asked
from archiver.web.opening import PATIENCE, Reading, Settings
from archiver.web.rendering import View, page, text_of
from archiver.web.saved import FILE, saved
from archiver.web.views_search import row
from archiver.web.words import WORDS

router = APIRouter(include_in_schema=False)

_LOG = logging.getLogger(__name__)
BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC).isoformat()  # of a feed without an article


@router.get("/saved")
def searches(request: Request, config: Settings) -> Response:
    """The searches that the operator gave a name, and how everybody keeps one of their own."""
    broken = ""
    try:
        found = saved(config.home)
    except ConfigurationError as problem:
        _LOG.error("%s", problem)
        found, broken = [], str(problem)
    for one in found:
        if one.wrong is not None:
            _LOG.error("%s: %s: %s", FILE, one.name, WORDS["en"](one.wrong[0], **one.wrong[1]))
    return page(request, "saved.html", searches=found, broken=broken, file=FILE)


@router.get("/feed.atom")
def feed(request: Request, engine: Reading) -> Response:
    """The newest articles of a search, for programs that follow it; nothing is kept of who asks."""
    asked = Asked.of(request.query_params.multi_items())
    found = search(engine, asked.query, asked.filters(), seconds=PATIENCE)
    with snapshot(engine) as conn:
        named = titles(conn)
    base = str(request.base_url).rstrip("/")
    view = View.of(request)
    entries = [_entry(record, named, base) for record in found.records]
    text = text_of(
        "feed.xml",
        view,
        title=" · ".join(filter(None, (asked.query, *(value for _, value in asked.chosen()))))
        or view.words("front.all"),
        id=_id(f"feed:{asked.pairs(page=False)}"),
        updated=max((entry["updated"] for entry in entries), default=BEGINNING),
        itself=base + view.url("/feed.atom", asked.pairs(page=False)),
        page=base + view.url("/search", asked.pairs(page=False)),
        entries=entries,
    )
    return tagged(request, text.encode("utf-8", "replace"), "application/atom+xml; charset=utf-8")


def _entry(record: Mapping[str, Any], named: Mapping[str, str], base: str) -> dict[str, Any]:
    shown = row(record, None, named)
    changed = [record["first_seen_at"], record["gone_at"], *(one["seen_at"] for one in record["revisions"])]
    return {
        "id": _id(shown.id),
        "row": shown,
        "url": f"{base}/article/{quote(shown.id, safe='/~')}",
        "original": record["url"],
        "updated": max(filter(None, changed), default=BEGINNING),
    }


def _id(name: str) -> str:
    """The same for the same thing, wherever the archive is served."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'archiver:{name}')}"
