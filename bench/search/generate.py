"""An archive of many invented articles: python bench/search/generate.py HOME NUMBER [DATABASE_URL]

Syllables are put together by rule from onsets, rimes and tones, the commonest from a list of our own, and drawn by
Zipf's law (rank + 2.7) ** -1.0: the commonest stand in nearly all articles, as in real papers. Title 10 syllables, lead
25, body 400: about 2 KB. 40 newspapers, 12 sections, 500 authors, ten years of days. The same number gives the same
archive. Rows are inserted directly, with no evidence behind them.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert, text

from archiver.core.text import fold
from archiver.storage import models, search_index
from archiver.storage.database import migrate, open_engine

COMMON = (  # noqa: SIM905 - a list of words
    "và của là có cho các được trong một với không người để đã những này ở từ khi đến năm ra vào tỉnh ngày công đồng "
    "dân trên về làm nhà phát xã đường huyện tại phố thành đầu nước hội sản việc kinh nông cây giá triển chính phương "
    "mùa trường bão lũ mưa cà phê hồ tiêu rừng biển sông chợ lễ học sinh giáo viên y tế bệnh viện điện xe cầu đất lúa"
).split()
ONSETS = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x".split()  # noqa: SIM905
RIMES = (  # noqa: SIM905
    "a ai an ang anh ao at ay ăn ăng âm ân âu e em en êm ên i inh o oan oc oi ong ôi ôn ông ơi ơn u ung uôi ưng ươi ương"  # noqa: E501
).split()
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
START = datetime(2016, 1, 1, tzinfo=UTC)
BATCH = 5_000


def syllables() -> list[str]:
    """Some thousand syllables, the commonest first."""
    made = []
    for onset, rime, tone in itertools.product(ONSETS, RIMES, TONES):
        at = next(place for place, letter in enumerate(rime) if letter in "aăâeêioôơuưy")
        made.append(unicodedata.normalize("NFC", onset + rime[: at + 1] + tone + rime[at + 1 :]))
    random.Random(7).shuffle(made)
    return list(dict.fromkeys((*COMMON, *made)))


def fill(conn: Connection, number: int, *, first: int = 1) -> None:
    """Insert articles `first` to `number`; the index is made afterwards, from the rows."""
    draw = random.Random(first)
    words = syllables()
    weights = list(itertools.accumulate((rank + 2.7) ** -1.0 for rank in range(len(words))))
    for start in range(first, number + 1, BATCH):
        rows = list(_batch(draw, words, weights, range(start, min(start + BATCH, number + 1)), number))
        for place, table in enumerate((models.Article, models.Revision, models.Byline)):
            conn.execute(insert(table.__table__), [row[place] for row in rows])
        if conn.dialect.name == "sqlite":
            conn.commit()
        print(f"{start + len(rows) - 1:,}", file=sys.stderr, flush=True)


def _batch(
    draw: random.Random, words: list[str], weights: list[float], numbers: range, of: int
) -> Iterator[tuple[dict, dict, dict]]:
    for number in numbers:
        drawn = draw.choices(words, cum_weights=weights, k=435)
        title, lead = " ".join(drawn[:10]).capitalize(), " ".join(drawn[10:35]).capitalize() + "."
        body = ". ".join(" ".join(drawn[at : at + 20]).capitalize() for at in range(35, 435, 20)) + "."
        published = START + timedelta(seconds=int(number / of * 3650 * 86400) + draw.randrange(-864000, 864000))
        author = 1 + min(int(draw.paretovariate(0.6)), 499)
        yield (
            {"id": number, "public_id": f"p/{number}", "newspaper_id": 1 + number % 40, "article_key": str(number),
             "url": f"https://p.example/{number}", "canonical_url": f"https://p.example/{number}", "kind": "article",
             "first_seen_at": published, "last_seen_at": published, "gone_at": None, "gone_reason": None,
             "revision_id": None, "published_at": published, "view_count": draw.randrange(10_000),
             "comment_count": None},
            {"id": number, "article_id": number, "number": 1, "capture_id": 1, "seen_at": published,
             "facts_sha256": "0", "title": title, "lead": lead, "body_text": body, "blocks": [], "byline_raw": None,
             "published_at": published, "published_precision": "minute", "section": f"Mục {number % 12}",
             "reader": "1", "sources": {}},
            {"revision_id": number, "position": 1, "author_id": author},
        )  # fmt: skip


def main(home: Path, number: int, url: str | None = None) -> None:
    home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(url or f"sqlite:///{home / 'archive.db'}")
    migrate(engine)
    began = time.monotonic()
    with engine.connect() as conn:
        if conn.dialect.name == "sqlite":
            conn.rollback()
            raw = conn.connection.driver_connection
            raw.execute("PRAGMA synchronous = OFF")
            raw.execute("PRAGMA foreign_keys = OFF")
        else:
            conn.execute(text("SET session_replication_role = replica"))
        papers = [
            {"id": one, "name": f"bao{one}", "title": f"Báo {one}", "province": f"Tỉnh {1 + one % 34}", "domains": []}
            for one in range(1, 41)
        ]
        conn.execute(insert(models.Newspaper.__table__), papers)
        names = [f"Tác giả {one}" for one in range(1, 501)]
        conn.execute(
            insert(models.Author.__table__),
            [{"id": one, "name": name, "folded": fold(name)} for one, name in enumerate(names, 1)],
        )
        conn.execute(
            insert(models.Capture.__table__).values(
                id=1, newspaper_id=1, url="u", purpose="article", fetched_at=START, status=200, content_type="",
                warc="w", offset=0, length=0, sha256="", payload_sha256="", truncated=False,
            )
        )  # fmt: skip
        fill(conn, number)
        conn.execute(text("UPDATE article SET revision_id = id"))
        conn.commit()
    for step in (search_index.refresh, search_index.optimise, search_index.write_runs):
        with engine.begin() as conn:
            step(conn)
        print(f"{step.__name__}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(f"{number:,} articles in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
