from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.core.record import RECORD_KEYS
from archiver.query.diffs import marked
from archiver.query.history import diff, history, record
from archiver.storage import models
from tests.query.made import START, Made, sample


def test_the_record_has_every_key_and_json_types(engine: Engine) -> None:
    found = record(engine, "baomau/2")
    assert tuple(found) == RECORD_KEYS
    assert json.loads(json.dumps(found)) == found
    assert found["title"] == "Cà phê mất mùa"
    assert found["authors"] == ["Trần Bình", "Lê Chi"]
    assert found["roles"] == {"Trần Bình": "photo"}
    assert found["agencies"] == ["Hãng tin Mẫu"]
    assert found["images"] == [{"url": "https://baomau.example/1.jpg", "caption": "Vườn cà phê"}]
    assert found["published_at"] == "2022-03-31T09:04:00+07:00"
    assert found["view_count"] == 3971
    assert found["view_count_raw"] == "3971 lượt xem"
    assert found["views"] == [
        {"observed_at": "2022-03-31T10:04:00+07:00", "count": 3961, "own_fetches_before": 0},
        {"observed_at": "2022-04-01T10:04:00+07:00", "count": 3971, "own_fetches_before": 1},
    ]
    assert [(one["number"], one["title"]) for one in found["revisions"]] == [  # type: ignore[attr-defined]
        (1, "Cà phê được mùa"),
        (2, "Cà phê mất mùa"),
    ]
    assert found["first_seen_at"] == "2022-03-31T10:04:00+07:00"
    assert found["last_seen_at"] == "2022-04-01T10:04:00+07:00"
    evidence = found["evidence"]
    assert isinstance(evidence, dict)
    assert evidence["fetched_at"] == "2022-04-01T10:04:00+07:00"
    assert set(evidence) == {"warc", "offset", "length", "sha256", "fetched_at"}


def test_what_is_not_known_is_empty(engine: Engine) -> None:
    found = record(engine, "baomau/3")
    assert found["published_at"] is None
    assert found["views"] == []
    assert found["view_count"] is None
    assert found["authors"] == []
    gone = record(engine, "baothu/8")
    assert gone["gone_reason"] == "404"
    assert gone["problems"] == [{"field": "authors", "reason": "missing"}]


@pytest.mark.parametrize(
    "which",
    [
        "baomau/2",
        " baomau/2 ",
        "2",
        "https://baomau.example/bai-viet-a2.html",
        "http://www.baomau.example/bai-viet-a2.html?utm_source=x#binh-luan",
        "baomau.example/bai-viet-a2.html",
        "https://m.baomau.example/bai-viet-a2.html",
    ],
)
def test_an_article_is_found_by_id_and_by_any_spelling_of_its_address(engine: Engine, which: str) -> None:
    assert record(engine, which)["id"] == "baomau/2"


@pytest.mark.parametrize(
    "which", ["baomau/99", "99", "x/y", "", "javascript:alert(1)", "https://elsewhere.example/a1.html", "\0"]
)
def test_what_is_not_there_is_said(engine: Engine, which: str) -> None:
    with pytest.raises(UsageError, match="in this archive"):
        record(engine, which)


def test_an_address_that_gave_no_article_is_told_with_its_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = sample(tmp_path_factory.mktemp("refused"))
    with made.writer.begin() as conn:
        conn.execute(
            models.Address.__table__.insert().values(  # type: ignore[attr-defined]
                newspaper_id=made.papers["baomau"],
                url="https://baomau.example/kin-a9.html",
                url_key="baomau.example/kin-a9.html",
                purpose="article",
                state="refused",
                priority=1,
                attempts=0,
                fetches=0,
                found_by="feed",
                found_at=START,
                reason="robots",
            )
        )
    expected = r"met on 2022-03-29T09:04:00\+07:00 as article and is refused \(robots\): no article"
    with pytest.raises(UsageError, match=expected):
        record(made.writer, "https://baomau.example/kin-a9.html")


def test_a_key_of_two_newspapers_is_not_guessed(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = sample(tmp_path_factory.mktemp("twice"))
    made.article("baothu", "1")
    with pytest.raises(UsageError, match="may be any of baomau/1, baothu/1"):
        record(made.writer, "1")


def test_history_lists_captures_revisions_and_counts(engine: Engine) -> None:
    found = history(engine, "baomau/2")
    assert json.loads(json.dumps(found)) == found
    assert [capture["revision"] for capture in found["captures"]] == [1, 2]
    assert [capture["status"] for capture in found["captures"]] == [200, 200]
    assert [revision["title"] for revision in found["revisions"]] == ["Cà phê được mùa", "Cà phê mất mùa"]
    assert found["revisions"][1]["authors"] == ["Trần Bình", "Lê Chi"]
    assert [count["view_count"] for count in found["counts"]] == [3961, 3971]


def test_a_difference_is_word_by_word(engine: Engine) -> None:
    found = {change.field: marked(change.segments) for change in diff(engine, "baomau/2", 1, 2)}
    assert found == {
        "title": "Cà phê [-được-]{+mất+} mùa",
        "body_text": "Giá cà phê ở Dak Nong [-tăng.-]{+giảm.+}\n\nNông dân vui.",
    }
    with pytest.raises(UsageError, match="has no revision 3; it has 1, 2"):
        diff(engine, "baomau/2", 1, 3)


def test_problems_are_those_of_the_revision_and_of_the_latest_look(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = Made(tmp_path_factory.mktemp("problems"))
    paper = made.paper("baomau", "Báo Mẫu", "Mẫu")
    article = made.article("baomau", "1", problems=(("authors", "missing"),))
    with made.writer.begin() as conn:
        url = "https://baomau.example/bai-viet-a1.html"
        for days, reason in ((1, "ambiguous"), (2, "shrunk")):
            capture = made._capture(conn, paper, article, url, START + timedelta(days=days))
            made._insert(conn, models.Problem, {"capture_id": capture, "field": "body_text", "reason": reason})
    assert record(made.writer, "baomau/1")["problems"] == [
        {"field": "authors", "reason": "missing"},
        {"field": "body_text", "reason": "shrunk"},
    ]
