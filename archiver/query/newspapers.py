"""The newspapers of the archive: what their definitions say of them, and what is held of each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from archiver.core.record import iso
from archiver.query.calendar import by_newspaper, columns_of
from archiver.query.patience import patience
from archiver.query.reading import snapshot
from archiver.storage.models import Article, Crawl
from archiver.storage.models import Newspaper as Row


@dataclass(frozen=True, slots=True)
class Newspaper:
    """A newspaper, and what the archive holds of it."""

    name: str
    title: str
    province: str
    domains: tuple[str, ...]
    platform: str | None
    predecessor: str | None  # name of the newspaper that it continues
    successor: str | None
    valid_from: date | None
    valid_to: date | None
    articles: int
    gone: int  # of the articles
    first_published: datetime | None
    last_published: datetime | None
    last_crawl_at: datetime | None  # when the last one started, however it ended

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        said = asdict(self)
        for key, value in said.items():
            if isinstance(value, datetime):
                said[key] = iso(value)
            elif isinstance(value, date):
                said[key] = value.isoformat()
        return {**said, "domains": list(self.domains)}


def newspapers(engine: Engine, *, seconds: float | None = None) -> list[Newspaper]:
    """Every newspaper that the archive knows, by name; those without an article too.

    Raises:
        TooSlow: it took longer than it may.
    """
    crawls = select(Crawl.newspaper_id, func.max(Crawl.started_at).label("last")).group_by(Crawl.newspaper_id)
    with snapshot(engine) as conn, patience(conn, seconds, "counting the newspapers"):
        papers = conn.execute(select(*_SAID).order_by(Row.name)).all()
        last = {row.newspaper_id: row.last for row in conn.execute(crawls)}
        held_of = _held(conn)
    found = []
    for paper in papers:
        articles, gone, first, latest = held_of.get(paper.id, (0, 0, None, None))
        found.append(
            Newspaper(
                name=paper.name,
                title=paper.title,
                province=paper.province,
                domains=tuple(map(str, paper.domains)),
                platform=paper.platform,
                predecessor=paper.predecessor,
                successor=paper.successor,
                valid_from=paper.valid_from,
                valid_to=paper.valid_to,
                articles=articles,
                gone=gone,
                first_published=first,
                last_published=latest,
                last_crawl_at=last.get(paper.id),
            )
        )
    return found


def _held(conn: Connection) -> dict[int, tuple[int, int, datetime | None, datetime | None]]:
    """Of each newspaper, by its row number: articles, those that are gone, first and last publication."""
    gone = select(Article.newspaper_id, func.count().label("number")).where(Article.gone_at.is_not(None))
    columns = columns_of(conn)
    if columns is not None:
        lost: dict[int, int] = {key: number for key, number in conn.execute(gone.group_by(Article.newspaper_id + 0))}  # noqa: C416 - rows
        every = by_newspaper(columns, columns.every)
        return {key: (number, lost.get(key, 0), first, last) for key, (number, first, last) in every.items()}
    held = select(
        Article.newspaper_id,
        func.count().label("articles"),
        func.count(Article.gone_at).label("gone"),
        func.min(Article.published_at).label("first"),
        func.max(Article.published_at).label("last"),
    ).group_by(Article.newspaper_id)
    return {row.newspaper_id: (row.articles, row.gone, row.first, row.last) for row in conn.execute(held)}


_SAID = tuple(
    getattr(Row, name)
    for name in (
        "id", "name", "title", "province", "domains", "platform", "predecessor", "successor", "valid_from", "valid_to",
    )
)  # fmt: skip
