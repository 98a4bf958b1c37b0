"""Makes pages, visits and newspapers for tests: a page is a small JSON body that `read_page` reads back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.values import (
    VIETNAM,
    Block,
    BlockKind,
    Byline,
    Extraction,
    Kind,
    Precision,
    Timestamp,
    ViewCount,
)
from archiver.storage.values import Purpose, Visit

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PAPER = Newspaper(
    name="baomau",
    title="Báo Mẫu",
    province="Mẫu",
    domains=("baomau.example",),
    article_url=r"-a(?P<key>\d+)\.html$",
    home="https://baomau.example/",
)
BODY = "Sáng nay, cây cầu mới nối hai xã vùng cao đã thông xe. " * 8


def url_of(number: int, slug: str = "cau-moi") -> str:
    """The address of an article."""
    return f"https://baomau.example/{slug}-a{number}.html"


def fetch(
    url: str,
    said: dict[str, Any] | None = None,
    *,
    minutes: float = 0,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
) -> Fetch:
    """An exchange whose body is `said` as JSON."""
    body = json.dumps(said, ensure_ascii=False).encode() if said is not None else b""
    at = NOW + timedelta(minutes=minutes)
    return Fetch(url, status, (("Content-Type", "application/json"), *headers), body, body, at)


def extraction(url: str, said: dict[str, Any]) -> Extraction:
    """What a page of the tests says."""
    published = said.get("published", "2026-11-23T06:00:00+07:00")
    return Extraction(
        url=url,
        kind=Kind(said.get("kind", "article")),
        canonical_url=said.get("canonical"),
        aliases=tuple((how, alias) for how, alias in said.get("aliases", ())),
        title=said.get("title", "Cầu mới thông xe"),
        lead=said.get("lead"),
        blocks=(Block(BlockKind.PARAGRAPH, said.get("body", BODY)),),
        byline=Byline(tuple(said["authors"]), tuple(said.get("agencies", ())), {}, ", ".join(said["authors"]))
        if said.get("authors")
        else None,
        published=Timestamp(
            datetime.fromisoformat(published).astimezone(VIETNAM),
            Precision(said.get("precision", "minute")),
            said.get("printed", published),
            "test",
        )
        if published
        else None,
        tags=tuple(said.get("tags", ())),
        views=ViewCount(said["views"], True, str(said["views"])) if "views" in said else None,
        comment_count=said.get("comments"),
        language="vi",
        sources={"title": "test"},
    )


def visit(
    url: str,
    said: dict[str, Any] | None = None,
    *,
    minutes: float = 0,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Visit:
    """A visit of an article's address; `more` are fields of `Visit`."""
    fetched = fetch(url, said, minutes=minutes, status=status, headers=headers)
    read = extraction(url, said) if said is not None and status == 200 else None
    return Visit("baomau", Purpose.ARTICLE, fetched, extraction=read, **more)


def at_address(one: Visit, address_id: int, crawl_id: int) -> Visit:
    """The visit as the answer to a lease."""
    return replace(one, address_id=address_id, crawl_id=crawl_id)
