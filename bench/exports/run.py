"""How long an export takes and how much memory it needs: a synthetic archive, and one process for each format.

    python bench/exports/run.py [--articles 100000] [--home DIR] [FORMAT...]

Formats: csv jsonl parquet corpus. The archive is made once a folder: articles of some 2 KB of Zipf-distributed
Vietnamese syllables, every tenth edited once, three view counts each, in 12 newspapers and 60 months. No evidence
stands behind them, so packages of evidence (warc, wacz) are measured elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Connection, insert

from archiver.storage import models
from archiver.storage.database import migrate, open_engine

TEXT = (
    "của và các có được cho là người trong không tỉnh huyện xã năm với công tác phát triển kinh tế nông dân cà phê "
    "hồ tiêu giá tăng giảm mùa mưa đường cầu trường học sinh viên lễ hội văn hóa truyền thống bảo tồn di sản rừng suối "
    "thác núi buôn làng nghề gốm dệt thổ cẩm chợ nổi thuyền ghe lúa gạo tôm cá xuất khẩu doanh nghiệp đầu tư dự án"
)
SYLLABLES = TEXT.split()
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(SYLLABLES) + 1)))
NEWSPAPERS, MONTHS, SYLLABLES_EACH, GROUP = 12, 60, 420, 2_000
START = datetime(2021, 1, 3, 2, 4, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=["csv", "jsonl", "parquet", "corpus"])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--home", type=Path, default=None)
    said = parser.parse_args()
    home = said.home or Path(tempfile.gettempdir()) / f"archiver-bench-{said.articles}"
    if not (home / "archive.db").exists():
        make(home, said.articles)
    for name in said.formats:
        measure(home, name)


def measure(home: Path, name: str) -> None:
    """One line about `archiver export`, the whole process: from its start to its end."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        command = [sys.executable, "-m", "archiver", "export", f"{folder}/all.{name}", "--json"]
        started = time.monotonic()
        process = subprocess.Popen(command, env={**os.environ, "ARCHIVER_HOME": str(home)}, stdout=subprocess.PIPE)
        assert process.stdout is not None
        said = json.loads(process.stdout.read())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        wall, cpu = time.monotonic() - started, used.ru_utime + used.ru_stime
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    memory = used.ru_maxrss / 1024
    print(f"{name:8} {said['rows']:>9,} articles {wall:6.1f} s ({cpu:.1f} s CPU) {memory:6.0f} MB {size / 1e6:8.0f} MB")


def make(home: Path, articles: int) -> None:
    """An archive of invented articles, by plain inserts: the same at every call."""
    home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(f"sqlite:///{home / 'archive.db'}")
    migrate(engine)
    random.seed(1)
    with engine.begin() as conn:
        for number in range(1, NEWSPAPERS + 1):
            paper = {"id": number, "name": f"baomau{number:02}", "title": f"Báo Mẫu {number}", "province": "Mẫu"}
            _add(conn, models.Newspaper, [{**paper, "domains": [f"baomau{number:02}.example"]}])
        people = [{"id": n, "name": f"Nguyễn An {n}", "folded": f"nguyen an {n}"} for n in range(1, 501)]
        _add(conn, models.Author, people)
    for start in range(0, articles, GROUP):
        with engine.begin() as conn:
            _group(conn, range(start + 1, min(start + GROUP, articles) + 1))
    engine.dispose()


def _group(conn: Connection, numbers: range) -> None:
    rows: dict[type, list[dict[str, object]]] = {
        kind: []
        for kind in (models.Article, models.Capture, models.Revision, models.Byline, models.Observation, models.Alias)
    }
    for number in numbers:
        _article(number, rows)
    heads = [{**row, "revision_id": None} for row in rows[models.Article]]
    _add(conn, models.Article, heads)
    for kind in (models.Capture, models.Revision, models.Byline, models.Observation, models.Alias):
        _add(conn, kind, rows[kind])
    table = models.Base.metadata.tables["article"]
    for row in rows[models.Article]:
        conn.execute(table.update().where(table.c.id == row["id"]).values(revision_id=row["revision_id"]))


def _article(number: int, rows: dict[type, list[dict[str, object]]]) -> None:
    paper = number % NEWSPAPERS + 1
    name, key = f"baomau{paper:02}", str(10_000 + number)
    published = START + timedelta(days=30.4 * (number * 7919 % MONTHS), minutes=number % 1440)
    url = f"https://{name}.example/bai-viet-a{key}.html"
    edits = 2 if number % 10 == 0 else 1
    revisions = [number * 2 + edit for edit in range(edits)]
    for edit, revision in enumerate(revisions):
        text = random.choices(SYLLABLES, cum_weights=WEIGHTS, k=SYLLABLES_EACH)
        body = "\n\n".join(" ".join(text[at : at + 60]).capitalize() + "." for at in range(24, SYLLABLES_EACH, 60))
        facts: dict[str, object] = {
            "title": " ".join(text[:12]).capitalize(),
            "lead": " ".join(text[12:24]).capitalize() + ".",
            "body_text": body,
            "blocks": [["paragraph", body]],
        }
        seen = published + timedelta(hours=1 + edit)
        common = {"article_id": number, "capture_id": number * 3 + edit, "seen_at": seen}
        dates = {"published_at": published, "published_precision": "minute", "published_raw": "29/03/2022 | 09:04"}
        said = {"section": "Thời sự", "language": "vi", "reader": "1", "sources": {"title": "layout:2024 h1"}}
        digest = hashlib.sha256(f"{number}/{edit}".encode()).hexdigest()
        rows[models.Revision].append(
            {"id": revision, "number": edit + 1, "facts_sha256": digest, **common, **facts, **dates, **said}
        )
        rows[models.Byline].append({"revision_id": revision, "position": 1, "author_id": number % 500 + 1})
    for visit in range(3):
        capture = {"id": number * 3 + visit, "newspaper_id": paper, "article_id": number, "url": url, "status": 200}
        at = published + timedelta(hours=1 + visit)
        place = {"warc": "archive-20210103T000000Z-00001.warc.gz", "offset": 9000 * (number * 3 + visit)}
        more = {"purpose": "article", "kind": "article", "fetched_at": at, "content_type": "text/html", "length": 8000}
        sums = {"sha256": f"{number:064x}", "payload_sha256": f"{number:064x}"}
        rows[models.Capture].append({**capture, **place, **more, **sums, "revision_id": None, "truncated": False})
        count = {"view_count": 10 * visit + number % 997, "view_count_exact": True, "view_count_raw": "1.234 lượt xem"}
        told = {"capture_id": number * 3 + visit, "article_id": number, "observed_at": at, "own_fetches_before": visit}
        rows[models.Observation].append({**told, **count})
    rows[models.Alias].append(
        {
            "newspaper_id": paper,
            "article_id": number,
            "url": url,
            "url_key": url[8:],
            "how": "canonical",
            "since": START,
        }
    )
    head = {"id": number, "public_id": f"{name}/{key}", "newspaper_id": paper, "article_key": key, "url": url}
    times = {"first_seen_at": published, "last_seen_at": published + timedelta(hours=3), "published_at": published}
    latest = {"canonical_url": url, "kind": "article", "revision_id": revisions[-1], "view_count": 20 + number % 997}
    rows[models.Article].append({**head, **times, **latest})


def _add(conn: Connection, kind: type, values: list[dict[str, object]]) -> None:
    conn.execute(insert(kind.__table__), values)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
