"""Archives made for tests by plain inserts: invented articles, no evidence behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from archiver.core.text import fold
from archiver.storage import models, search_index
from archiver.storage.database import migrate, open_engine

START = datetime(2022, 3, 29, 2, 4, tzinfo=UTC)  # 09:04 in Vietnam


class Made:
    """An archive in a folder, filled by plain inserts."""

    def __init__(self, home: Path, url: str | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.url = url or f"sqlite:///{home / 'archive.db'}"
        self.writer = open_engine(self.url)
        migrate(self.writer)
        self.papers: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}
        self._captures = 0

    def paper(self, name: str, title: str, province: str, **more: Any) -> int:
        with self.writer.begin() as conn:
            values = {"name": name, "title": title, "province": province, "domains": [f"{name}.example"], **more}
            self.papers[name] = self._insert(conn, models.Newspaper, values)
        return self.papers[name]

    def crawl(self, name: str, started_at: datetime, **more: Any) -> int:
        values = {
            "newspaper_id": self.papers[name],
            "run": started_at.isoformat(),
            "command": "archiver crawl --due",
            "started_at": started_at,
            "ended_at": started_at + timedelta(minutes=5),
            "state": "finished",
            **more,
        }
        with self.writer.begin() as conn:
            return self._insert(conn, models.Crawl, values)

    def article(
        self,
        name: str,
        key: str,
        *,
        title: str = "Cầu mới thông xe",
        lead: str | None = "Sáng nay, cầu mới thông xe.",
        body: str = "Nhiều người dân đến xem.",
        authors: Sequence[tuple[str, str | None]] = (("Nguyễn An", None),),
        agencies: Sequence[str] = (),
        tags: Sequence[str] = (),
        section: str | None = "Thời sự",
        published_at: datetime | None = START,
        seen_at: datetime | None = None,
        views: int | None = 100,
        problems: Sequence[tuple[str, str]] = (),
        gone_at: datetime | None = None,
        canonical: str | None = None,
        edits: Sequence[dict[str, Any]] = (),
        images: Sequence[tuple[str, str | None]] = (),
        conn: Connection | None = None,
    ) -> int:
        """An article with one capture, or one more for each of `edits` (columns of the revision that changed)."""
        if conn is None:
            with self.writer.begin() as own:
                return self.article(**{k: v for k, v in locals().items() if k not in ("self", "conn", "own")}, conn=own)
        paper_id = self.papers[name]
        url = canonical or f"https://{name}.example/bai-viet-a{key}.html"
        seen_at = seen_at or (published_at or START) + timedelta(hours=1)
        article_id = self._insert(
            conn,
            models.Article,
            {
                "public_id": f"{name}/{key}",
                "newspaper_id": paper_id,
                "article_key": key,
                "url": url,
                "canonical_url": url,
                "kind": "article",
                "first_seen_at": seen_at,
                "last_seen_at": seen_at,
                "published_at": published_at,
                "view_count": views,
                "gone_at": gone_at,
                "gone_reason": "404" if gone_at else None,
            },
        )
        alias = {"newspaper_id": paper_id, "article_id": article_id, "how": "canonical", "since": seen_at}
        self._insert(conn, models.Alias, {**alias, "url": url, "url_key": f"{name}.example/bai-viet-a{key}.html"})
        facts: dict[str, Any] = {
            "title": title,
            "lead": lead,
            "body_text": body,
            "byline_raw": None,
            "section": section,
        }
        was = None
        for number, edit in enumerate([{}, *edits], 1):
            facts = {**facts, **edit}
            at = seen_at + timedelta(days=number - 1)
            capture_id = self._capture(conn, paper_id, article_id, url, at)
            revision_id = self._insert(
                conn,
                models.Revision,
                {
                    "article_id": article_id,
                    "number": number,
                    "capture_id": capture_id,
                    "seen_at": at,
                    "facts_sha256": hashlib.sha256(f"{key}{number}".encode()).hexdigest(),
                    "blocks": [["paragraph", facts["body_text"]]],
                    "published_at": published_at,
                    "published_precision": "minute" if published_at else None,
                    "published_raw": "29/03/2022 | 09:04" if published_at else None,
                    "language": "vi",
                    "layout": "2024",
                    "reader": "1",
                    "sources": {"title": "layout 2024"},
                    **facts,
                },
            )
            self._of_revision(conn, revision_id, authors, agencies, tags, images)
            conn.execute(
                models.Capture.__table__.update()  # type: ignore[attr-defined]
                .where(models.Capture.id == capture_id)
                .values(revision_id=revision_id)
            )
            observed = {"capture_id": capture_id, "article_id": article_id, "observed_at": at}
            if views is not None:
                shown = views + 10 * (number - 1)
                counts = {"view_count": shown, "view_count_exact": True, "view_count_raw": f"{shown} lượt xem"}
                self._insert(conn, models.Observation, {**observed, **counts, "own_fetches_before": number - 1})
            for field, reason in problems:
                self._insert(conn, models.Problem, {"capture_id": capture_id, "field": field, "reason": reason})
            names = tuple(author for author, _ in authors)
            search_index.index(conn, article_id, facts["title"], facts["lead"], facts["body_text"], names, was=was)
            was = search_index.Indexed(facts["title"], facts["lead"], facts["body_text"], names)
            conn.execute(
                models.Article.__table__.update()  # type: ignore[attr-defined]
                .where(models.Article.id == article_id)
                .values(
                    revision_id=revision_id,
                    last_seen_at=at,
                    view_count=views + 10 * (number - 1) if views is not None else None,
                )
            )
        return article_id

    def _capture(self, conn: Connection, paper_id: int, article_id: int, url: str, at: datetime) -> int:
        self._captures += 1
        return self._insert(
            conn,
            models.Capture,
            {
                "newspaper_id": paper_id,
                "article_id": article_id,
                "url": url,
                "purpose": "article",
                "kind": "article",
                "fetched_at": at,
                "status": 200,
                "content_type": "text/html",
                "warc": "made-20220329.warc.gz",
                "offset": 1000 * self._captures,
                "length": 900,
                "sha256": hashlib.sha256(str(self._captures).encode()).hexdigest(),
                "payload_sha256": "0" * 64,
            },
        )

    def _of_revision(
        self,
        conn: Connection,
        revision_id: int,
        authors: Sequence[tuple[str, str | None]],
        agencies: Sequence[str],
        tags: Sequence[str],
        images: Sequence[tuple[str, str | None]],
    ) -> None:
        for position, (author, role) in enumerate(authors, 1):
            author_id = self._named(conn, models.Author, author, folded=fold(author))
            row = {"revision_id": revision_id, "position": position, "author_id": author_id, "role": role}
            self._insert(conn, models.Byline, row)
        for position, agency in enumerate(agencies, 1):
            agency_id = self._named(conn, models.Agency, agency)
            row = {"revision_id": revision_id, "position": position, "agency_id": agency_id}
            self._insert(conn, models.Credit, row)
        for position, tag in enumerate(tags, 1):
            tag_id = self._named(conn, models.Tag, tag)
            self._insert(conn, models.RevisionTag, {"revision_id": revision_id, "position": position, "tag_id": tag_id})
        for position, (url, caption) in enumerate(images, 1):
            row = {"revision_id": revision_id, "position": position, "url": url, "caption": caption}
            self._insert(conn, models.Image, row)

    def _named(self, conn: Connection, table: Any, name: str, **more: Any) -> int:
        key = (table.__tablename__, name)
        if key not in self._names:
            self._names[key] = self._insert(conn, table, {"name": name, **more})
        return self._names[key]

    @staticmethod
    def _insert(conn: Connection, table: Any, values: dict[str, Any]) -> int:
        done = conn.execute(insert(table.__table__).values(**values))
        return int(done.inserted_primary_key[0])  # type: ignore[index]


def sample(home: Path, url: str | None = None) -> Made:
    """Two newspapers with a handful of articles: edited, gone, undated, with and without marks."""
    return fill(Made(home, url))


def fill(made: Made) -> Made:
    """Put the sample's articles into an empty archive."""
    made.paper("baomau", "Báo Mẫu", "Đắk Mẫu", platform="onecms")
    made.paper("baothu", "Báo Thử", "Lâm Thử")
    made.article("baomau", "1", title="Lễ hội ở Đắk Nông", body="Hoà bình và ấm no.", section="Văn hóa")
    made.article(
        "baomau",
        "2",
        title="Cà phê được mùa",
        body="Giá cà phê ở Dak Nong tăng.\n\nNông dân vui.",
        published_at=START + timedelta(days=2),
        authors=(("Trần Bình", "photo"), ("Lê Chi", None)),
        agencies=("Hãng tin Mẫu",),
        tags=("cà phê", "giá cả"),
        images=(("https://baomau.example/1.jpg", "Vườn cà phê"),),
        section="Kinh tế",
        views=3961,
        edits=({"title": "Cà phê mất mùa", "body_text": "Giá cà phê ở Dak Nong giảm.\n\nNông dân vui."},),
    )
    made.article("baomau", "3", title="Không có ngày", published_at=None, views=None, authors=(), lead=None)
    made.article("baothu", "7", title="Bão số 5 vào bờ", published_at=START + timedelta(days=40), section="Thời sự")
    made.article(
        "baothu",
        "8",
        title="Báo cáo tổng kết",
        published_at=START - timedelta(days=400),
        gone_at=START + timedelta(days=9),
        views=5,
        authors=(("Nguyen An", None),),
        problems=(("authors", "missing"),),
    )
    return made
