"""What is asked of the columns is what the database itself answers: written down, not written down, changed since."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text

from archiver.core.text import fold
from archiver.query import calendar, facets
from archiver.query.filters import Filters
from archiver.query.matching import Selection, select_articles
from archiver.query.paging import page
from archiver.query.ranking import by_relevance
from archiver.query.reading import snapshot
from archiver.storage import models, search_index, search_runs
from archiver.storage.database import migrate, open_engine

WORDS = "bão lũ bao cà phê được mùa biển đông dong người nguoi ở tỉnh mẫu".split()  # noqa: SIM905 - easier to read
QUERIES = (
    "", "bão", "bao", "lũ -bão", "-bão", "bão OR lũ", "dong nguoi", '"cà phê"', '"ca phe"', '"bão lũ" OR dong', "đông*",
    "title:bão", "bão title:lũ", "bão NEAR/2 lũ", "author:an", "section:\"mục 1\"", "bão OR section:\"mục 1\"",
    "published:2020 bão", "-published:2020", "newspaper:baomot lũ", "-newspaper:baomot lũ", "gone:no bão", "edited:yes",
    "views:no lũ", 'bão (published:2019 OR -lũ OR author:"lê chi")', "khôngđâucó", "bão khôngđâucó",
)  # fmt: skip
FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"newspaper": "baohai"}, {"author": "Lê Chi"}, {"section": "muc 2"}, {"since": "2020", "until": "2021"},
)  # fmt: skip
GAP = 1_500  # between two row numbers: 60 articles lie in 22 runs
ARTICLES = 60


class Sparse:
    """An archive of articles that lie far from each other."""

    def __init__(self, home: Path) -> None:
        self.engine = open_engine(f"sqlite:///{home / 'archive.db'}")
        migrate(self.engine)
        self.draw = random.Random(5)
        with self.engine.begin() as conn:
            rows: list[dict[str, Any]] = [
                {"id": one, "name": name, "title": name, "province": province, "domains": []}
                for one, (name, province) in enumerate((("baomot", "Bình Phước"), ("baohai", "Mẫu")), 1)
            ]
            conn.execute(insert(models.Newspaper), rows)
            names = ("Lê Chi", "Nguyễn An")
            conn.execute(
                insert(models.Author),
                [{"id": one, "name": name, "folded": fold(name)} for one, name in enumerate(names, 1)],
            )
            seen = datetime(2022, 1, 1, tzinfo=UTC)
            capture = {"id": 1, "newspaper_id": 1, "url": "u", "purpose": "article", "fetched_at": seen, "status": 200,
                       "content_type": "", "warc": "w", "offset": 0, "length": 0, "sha256": "",
                       "payload_sha256": "", "truncated": False}  # fmt: skip
            conn.execute(insert(models.Capture), [capture])
            for number in range(1, ARTICLES + 1):
                self.article(conn, number * GAP)
        self.readers = open_engine(str(self.engine.url), read_only=True)

    def article(self, conn: Any, key: int) -> None:
        draw = self.draw
        title, lead, body = (" ".join(draw.choices(WORDS, k=size)) for size in (3, 5, 20))
        moment = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(days=draw.randrange(2_600), microseconds=key)
        published = None if draw.random() < 0.1 else moment
        article = {"id": key, "public_id": f"p/{key}", "newspaper_id": draw.choice((1, 2)), "url": "u",
                   "canonical_url": "u", "kind": "article", "first_seen_at": moment, "last_seen_at": moment,
                   "gone_at": moment if draw.random() < 0.2 else None, "published_at": published,
                   "view_count": draw.choice((None, 5))}  # fmt: skip
        conn.execute(insert(models.Article), [article])
        edits = draw.choice((1, 1, 2))
        for number in range(1, edits + 1):
            revision = {"id": key + number, "article_id": key, "number": number, "capture_id": 1, "seen_at": moment,
                        "facts_sha256": str(number), "title": title, "lead": lead, "body_text": body, "blocks": [],
                        "published_at": published, "section": draw.choice((None, "Mục 1", "Mục 2")), "reader": "1",
                        "sources": {}}  # fmt: skip
            conn.execute(insert(models.Revision), [revision])
        authors = draw.sample((1, 2), k=draw.randrange(3))
        rows = [{"revision_id": key + edits, "position": at, "author_id": who} for at, who in enumerate(authors, 1)]
        if rows:
            conn.execute(insert(models.Byline), rows)
        conn.execute(
            text("UPDATE article SET revision_id = :revision WHERE id = :id"), {"revision": key + edits, "id": key}
        )
        names = tuple({1: "Lê Chi", 2: "Nguyễn An"}[who] for who in authors)
        search_index.index(conn, key, title, lead, body, names)

    def write(self) -> None:
        with self.engine.begin() as conn:
            search_index.write_runs(conn, partial=True)


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sparse]:
    made = Sparse(tmp_path_factory.mktemp("sparse"))
    yield made
    made.readers.dispose()
    made.engine.dispose()


def answers(engine: Engine, query: str, filters: dict[str, Any], *, by_columns: bool) -> dict[str, Any]:
    """Everything that is asked of a selection."""
    told: dict[str, Any] = {}
    with snapshot(engine) as conn:
        for limit in (1, 20):
            selection = _selected(conn, query, {**filters, "limit": limit}, by_columns)
            told[f"first {limit}"] = selection.first_ids(conn, limit)
        selection = _selected(conn, query, filters, by_columns)
        told["count"], told["within"] = selection.count(conn), selection.count_within(conn)
        told["ids"] = list(selection.all_ids(conn))
        told["relevant"] = by_relevance(conn, selection, 5)
        told["facets"] = facets.facets(conn, selection, seconds=None)
    return told


def _selected(conn: Any, query: str, filters: dict[str, Any], by_columns: bool) -> Selection:
    selection = select_articles(conn, query, Filters.of(**filters))
    assert selection.columns is not None
    return selection if by_columns else replace(selection, columns=None)


def compare(sparse: Sparse) -> int:
    """Ask all questions both ways; how many articles were found in all."""
    found = 0
    asked = [(query, FILTERS[number % len(FILTERS)]) for number, query in enumerate(QUERIES)]
    for query, filters in [
        *((query, {}) for query in QUERIES),
        *(("bão OR dong", filters) for filters in FILTERS),
        *asked,
    ]:
        expected = answers(sparse.readers, query, filters, by_columns=False)
        assert answers(sparse.readers, query, filters, by_columns=True) == expected, (query, filters)
        found += expected["count"]
    return found


def test_nothing_is_written_down(sparse: Sparse) -> None:
    with sparse.engine.connect() as conn:
        assert search_runs.written(conn) == []
    assert compare(sparse) > 500


def test_all_is_written_down(sparse: Sparse) -> None:
    sparse.write()
    with sparse.engine.connect() as conn:
        assert search_runs.written(conn) == list(range(ARTICLES * GAP // search_runs.RUN + 1))
        assert dict(search_runs.bits_of(conn, "exact", "bão"))
    assert compare(sparse) > 500


def test_pages_are_the_same_either_way(sparse: Sparse) -> None:
    sparse.write()
    with snapshot(sparse.readers) as conn:
        for query in ("", "bão", "-lũ"):
            both = []
            for by_columns in (False, True):
                selection, cursor = _selected(conn, query, {"limit": 7}, by_columns), None
                told: list[list[int]] = []
                while not told or cursor is not None:
                    ids, cursor, _ = page(conn, query, selection, cursor)
                    told.append(ids)
                known = selection.up_to(40 * GAP)
                told.append([known.count(conn), *known.first_ids(conn, 100), *by_relevance(conn, known, 5)[0]])
                both.append(told)
            assert both[0] == both[1]
            assert query == "-lũ" or len(both[0]) > 6


CHANGES = {
    "another newspaper": "UPDATE article SET newspaper_id = 3 - newspaper_id WHERE id = 4500",
    "another day": "UPDATE article SET published_at = '2020-05-05 00:00:00.000000' WHERE id = 6000",
    "an older revision": "UPDATE article SET revision_id = id + 1",
    "another section": "UPDATE revision SET section = 'Mục 3' WHERE article_id = 9000",
    "no author": "DELETE FROM byline WHERE revision_id > 30000 AND revision_id < 40000",
    "another author": "UPDATE byline SET author_id = 1 WHERE position = 1",
}


def test_the_index_is_asked_once_of_each_article(sparse: Sparse) -> None:
    """Shown, ranked, counted and spread: to walk through common words is what takes the time."""
    with sparse.engine.begin() as conn:
        search_runs.forget_all(conn)
    for query in ('"cà phê"', "bão", "dong*", "bão NEAR/2 lũ"):
        asked: Counter[str] = Counter()
        with snapshot(sparse.readers) as conn:
            raw: Any = conn.connection.driver_connection
            raw.set_trace_callback(lambda said, asked=asked: asked.update(_runs_asked(said)))
            selection = _selected(conn, query, {}, True)
            selection.first_ids(conn, 2)
            by_relevance(conn, selection, 2)
            selection.count(conn)
            facets.facets(conn, selection, seconds=None)
            raw.set_trace_callback(None)
        assert set(asked.values()) == {1}, query


def _runs_asked(statement: str) -> Iterator[str]:
    """What FTS5 is asked, without where the words must stand, and of which runs of articles."""
    found = re.search(r"MATCH '(.+)' AND rowid BETWEEN (\d+) AND (\d+)", statement)
    if found is not None:
        words, first, last = found.groups()
        yield from (f"{words} {run}" for run in range(int(first) // search_runs.RUN, int(last) // search_runs.RUN + 1))


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_known_at_once(sparse: Sparse, change: str) -> None:
    sparse.write()
    with sparse.engine.begin() as conn:
        assert conn.execute(text(CHANGES[change])).rowcount > 0
    for query in ("", "bão", "published:2020"):
        expected = answers(sparse.readers, query, {}, by_columns=False)
        assert answers(sparse.readers, query, {}, by_columns=True) == expected


def test_a_new_article_is_found_at_once_and_one_rolled_back_never(sparse: Sparse) -> None:
    sparse.write()
    before = answers(sparse.readers, "bão OR lũ OR bao", {}, by_columns=True)
    with sparse.engine.connect() as conn, conn.begin() as transaction:
        sparse.article(conn, 7_510)
        search_index.remove(conn, 3_000, latest(conn, 3_000))
        search_index.write_runs(conn, partial=True)
        transaction.rollback()
    assert answers(sparse.readers, "bão OR lũ OR bao", {}, by_columns=True) == before
    with sparse.engine.begin() as conn:
        sparse.article(conn, 7_520)
    with sparse.engine.begin() as conn:
        search_index.index(conn, 7_520, "mộtchữmới", None, "", (), was=latest(conn, 7_520))
    assert answers(sparse.readers, "mộtchữmới", {}, by_columns=True)["ids"] == [7_520]
    sparse.write()
    assert answers(sparse.readers, "mộtchữmới", {}, by_columns=True)["ids"] == [7_520]


@pytest.mark.parametrize("fraction", ["999400", "999500", "999600", "999999"])
def test_a_fraction_of_a_second_takes_no_article_to_the_next_month(sparse: Sparse, fraction: str) -> None:
    moment = datetime(2020, 1, 31, 16, 59, 59, int(fraction), UTC)  # in Vietnam the last second of January
    with sparse.engine.begin() as conn:
        changed = text("UPDATE article SET published_at = :at WHERE id = 7500").bindparams(at=f"{moment:%F %T.%f}")
        assert conn.execute(changed).rowcount == 1
        run, place = divmod(7500, search_runs.RUN)
        told = search_runs.facts(conn, run).published[place]
        assert told == (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        one = models.Article.id == 7500
        published = models.Article.published_at
        assert conn.scalar(select(calendar.month_of("sqlite", published)).where(one)) == "2020-01"
        assert conn.scalar(select(calendar.day_of("sqlite", published)).where(one)) == "2020-01-31"
        shown = conn.scalar(text("SELECT published FROM articles WHERE id = 'p/7500'"))
        assert shown == "2020-01-31T23:59:59+07:00"
    for query in ("published:2020-01", "published:2020-02"):
        expected = answers(sparse.readers, query, {}, by_columns=False)
        assert answers(sparse.readers, query, {}, by_columns=True) == expected
        assert (7500 in expected["ids"]) == (query == "published:2020-01")


def latest(conn: Any, article: int) -> search_index.Indexed:
    """The texts that an article is findable by."""
    revision = conn.scalar(text("SELECT revision_id FROM article WHERE id = :id"), {"id": article})
    return search_index.indexed(conn, revision)
