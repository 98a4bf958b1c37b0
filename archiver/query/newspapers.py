"""The newspapers of the archive: what their definitions say of them, and what is held of each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, func, select

from archiver.core.record import iso
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
    held = select(
        Article.newspaper_id,
        func.count().label("articles"),
        func.count(Article.gone_at).label("gone"),
        func.min(Article.published_at).label("first"),
        func.max(Article.published_at).label("last"),
    ).group_by(Article.newspaper_id)
    if engine.dialect.name == "sqlite":  # not through the index, row by row: a third of the time
        held = held.with_only_columns(*held.selected_columns).group_by(None).group_by(Article.newspaper_id + 0)
    with snapshot(engine) as conn, patience(conn, seconds, "counting the newspapers"):
        papers = conn.execute(select(*_SAID).order_by(Row.name)).all()
        last = {row.newspaper_id: row.last for row in conn.execute(crawls)}
        held_of = {row.newspaper_id: row for row in conn.execute(held)}
    found = []
    for paper in papers:
        has = held_of.get(paper.id)
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
                articles=has.articles if has else 0,
                gone=has.gone if has else 0,
                first_published=has.first if has else None,
                last_published=has.last if has else None,
                last_crawl_at=last.get(paper.id),
            )
        )
    return found


_SAID = tuple(
    getattr(Row, name)
    for name in (
        "id", "name", "title", "province", "domains", "platform", "predecessor", "successor", "valid_from", "valid_to",
    )
)  # fmt: skip
