"""Asking for reprints: the filters, the list, the first, and what is said of them by every way."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet
import pytest
from sqlalchemy import Engine, delete, insert

from archiver import Archive
from archiver.core.errors import QueryError, UsageError
from archiver.query.filters import Filters
from archiver.query.freezing import Frozen, freeze
from archiver.query.reprints import firsts_of, reprints, story_of
from archiver.storage import reprints as storage
from archiver.storage.database import open_engine, table
from tests.core.test_reprints import LEAD, STORY
from tests.query.made import START, Made


@pytest.fixture(scope="module")
def made(empty: Made) -> Made:
    """Three newspapers; one story in all of them, one in two of them, one alone."""
    hour = timedelta(hours=1)
    other = "Chợ phiên sáng nay đông kín người, " + " ".join(
        f"gian hàng thứ {number} bày đủ thứ quả đầu mùa của bà con bản trên" for number in range(12)
    )
    for name in ("baomau", "baothu", "baosen"):
        empty.paper(name, f"Báo {name}", "Mẫu")
    empty.article("baomau", "1", title="Trao quà", body=STORY, published_at=START + 3 * hour, agencies=["TTXVN"])
    empty.article("baothu", "1", title="Ấm lòng vùng lũ", body=LEAD + STORY, published_at=START + hour)
    empty.article("baosen", "1", title="120 suất quà", body=STORY[: len(STORY) * 3 // 4], published_at=None)
    empty.article("baomau", "2", title="Chợ phiên", body=other, published_at=START)
    empty.article("baosen", "2", title="Phiên chợ sớm", body=other, published_at=START + 30 * hour)
    empty.article("baosen", "3", title="Một mình")
    with empty.writer.begin() as conn:
        storage.refresh(conn)
    with empty.writer.begin() as conn:
        assert storage.settle(conn) == 6
    return empty


@pytest.fixture
def archive(made: Made) -> Iterator[Archive]:
    with Archive(open_engine(made.url, read_only=True)) as archive:
        yield archive


@pytest.mark.parametrize(
    ("query", "filters", "ids"),
    [
        ("reprint:yes", {"reprint": True}, {"baomau/1", "baosen/1", "baosen/2"}),
        ("reprint:no", {"reprint": False}, {"baothu/1", "baomau/2", "baosen/3"}),
        ("reprinted:yes", {"reprinted": True}, {"baothu/1", "baomau/2"}),
        ("reprinted:no -reprint:yes", {"reprinted": False, "reprint": False}, {"baosen/3"}),
        ("reprint-of:baomau/1", {"reprint_of": "baomau/1"}, {"baothu/1", "baosen/1"}),
        ("reprint-of:baothu/1 newspaper:baomau", {"reprint_of": "baothu/1", "newspaper": "baomau"}, {"baomau/1"}),
        ("reprint-of:baosen/3", {"reprint_of": "baosen/3"}, set()),
        (
            'reprint-of:"https://baomau.example/bai-viet-a2.html"',
            {"reprint_of": ["https://baomau.example/bai-viet-a2.html"]},
            {"baosen/2"},
        ),
    ],
)
def test_the_query_and_the_filters_find_the_same(
    archive: Archive, query: str, filters: dict[str, object], ids: set[str]
) -> None:
    by_query, by_filters = archive.search(query), archive.search(**filters)  # type: ignore[arg-type]
    assert {record["id"] for record in by_query.records} == {record["id"] for record in by_filters.records} == ids
    assert Filters.of(**filters).narrow  # type: ignore[arg-type]


def test_an_article_without_copies_gets_a_note(archive: Archive) -> None:
    assert archive.search("reprint-of:baosen/3").notes == (
        "As far as is known, no other newspaper here printed the text of 'baosen/3'.",
    )


def test_an_article_that_is_not_there_is_an_error_at_its_place(archive: Archive) -> None:
    with pytest.raises(QueryError) as caught:
        archive.search("quà reprint-of:baomau/999")
    assert caught.value.pointed().endswith("    ^^^^^^^^^^")
    with pytest.raises(UsageError):
        archive.search(reprint_of="baomau/999")


def test_the_list_names_the_first_and_how_it_spread(archive: Archive) -> None:
    found = archive.reprints()
    assert [(story.first.id, story.newspapers, story.certain) for story in found.listed] == [
        ("baothu/1", 3, False),  # one copy has no date
        ("baomau/2", 2, True),
    ]
    wide, narrow = found.listed
    assert [copy.id for copy in wide.copies] == ["baothu/1", "baomau/1", "baosen/1"]
    assert (wide.delay, wide.spread) == (timedelta(hours=2), timedelta(hours=2))
    assert wide.copies[1].agencies == ("TTXVN",)
    assert wide.copies[2].after is None
    assert narrow.spread == timedelta(hours=30)
    assert [(one.newspaper, one.first, one.later) for one in found.shares] == [
        ("baomau", 1, 1), ("baothu", 1, 0), ("baosen", 0, 2),
    ]  # fmt: skip
    assert found.shares[2].median == timedelta(hours=30)
    assert (found.articles, found.copied, found.stories, found.waiting) == (6, 3, 2, 0)
    assert (found.scope.archived, found.scope.undated) == (5, 1)
    told = found.as_json()
    assert told["listed"][0]["copies"][1]["after_seconds"] == 7200
    assert told["covers"]["newspapers"] == ["baomau", "baosen", "baothu"]


def test_a_question_takes_the_stories_of_which_one_copy_matches(engine: Engine) -> None:
    found = reprints(engine, "title:chợ", Filters.of(newspaper="baosen"))
    assert [story.first.id for story in found.listed] == ["baomau/2"]
    assert (found.articles, found.copied) == (1, 1)
    assert reprints(engine, limit=1).stories == 2
    assert len(reprints(engine, limit=1).listed) == 1


def test_the_copies_of_one_article(engine: Engine, archive: Archive) -> None:
    story = story_of(engine, "baosen/1")
    assert story is not None
    assert story.first.id == "baothu/1"
    assert archive.copies("baosen/3") is None
    with engine.connect() as conn:
        assert sorted(firsts_of(conn, range(1, 50)).values()) == ["baomau/2"] * 2 + ["baothu/1"] * 3


@pytest.mark.parametrize("ending", ["csv", "parquet", "corpus"])
def test_an_export_tells_reprints_and_days_with_gaps(made: Made, archive: Archive, tmp_path: Path, ending: str) -> None:
    with made.writer.begin() as conn:
        missed = {"newspaper_id": made.papers["baosen"], "source": "https://baosen.example/rss", "since": START}
        conn.execute(
            insert(table("missed_window")).values(**missed, until=START, noticed_at=START + timedelta(hours=9))
        )
    made.article("baosen", f"9{len(ending)}", published_at=START)
    archive.export(tmp_path / f"all.{ending}", raw=True)
    if ending == "parquet":
        rows = pyarrow.parquet.read_table(tmp_path / "all.parquet").to_pylist()
    else:
        file = tmp_path / ("all.csv" if ending == "csv" else "all.corpus/metadata.csv")
        rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    told = {row["id"]: (row["reprint_of"] or None, row["gap"] or None) for row in rows}
    assert told["baomau/1"] == ("baothu/1", None)
    assert told["baothu/1"] == (None, None)
    assert told[f"baosen/9{len(ending)}"] == (None, "feed window missed")
    assert told["baosen/1"] == ("baothu/1", None)  # no date, no day
    with made.writer.begin() as conn:
        conn.execute(delete(table("missed_window")))


def test_a_frozen_set_keeps_what_it_said_of_reprints(made: Made, tmp_path: Path) -> None:
    engine = open_engine(made.url, read_only=True)
    freeze(engine, tmp_path, "qua", text="title:quà", now=START)
    engine.dispose()
    (batch,) = Frozen(tmp_path, "qua").batches(captures=False)
    assert {one.record["id"]: one.beside.get("reprint_of") for one in batch} == {
        "baomau/1": "baothu/1",
        "baosen/1": "baothu/1",
    }
