"""What the archive covers of what was asked: newspaper by day, what is missing and why, gaps and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert

from archiver.core.errors import UsageError
from archiver.query.filters import Filters
from archiver.query.reading import snapshot
from archiver.query.scope import MISSED, Scope, gap_reasons, scope
from archiver.query.search import search
from archiver.query.trends import trends
from archiver.storage.database import table
from tests.query.made import START, Made, fill


@pytest.fixture(scope="module")
def made(empty: Made) -> Made:
    """The sample, three nights of crawls of one newspaper, and addresses of articles that were not archived."""
    made = fill(empty)
    made.crawl("baomau", START)
    made.crawl("baomau", START + timedelta(days=1), state="failed", reason="http 503")
    made.crawl("baomau", START + timedelta(days=3))
    made.crawl("baothu", START + timedelta(days=3))
    with made.writer.begin() as conn:
        addresses: list[tuple[str, str | None, dict[str, Any]]] = [
            ("queued", None, {}),
            ("leased", None, {}),
            ("failed", "http 500", {"modified_hint": START + timedelta(days=2)}),
            ("refused", "robots", {"modified_hint": START}),
            ("stored", None, {}),  # read, and no article
            ("stored", None, {"article_id": 1}),
            ("queued", None, {"purpose": "listing"}),
        ]
        for number, (state, reason, more) in enumerate(addresses):
            row: dict[str, Any] = {
                "newspaper_id": made.papers["baomau"],
                "url": f"https://baomau.example/{number}",
                "url_key": f"baomau.example/{number}",
                "purpose": "article",
                "state": state,
                "reason": reason,
                "priority": 1,
                "attempts": 0,
                "fetches": 0,
                "found_by": "feed",
                "found_at": START + timedelta(days=3),
            }
            row.update(more)
            conn.execute(insert(table("address")).values(**row))
        conn.execute(
            insert(table("missed_window")).values(
                newspaper_id=made.papers["baothu"],
                source="https://baothu.example/rss",
                since=START + timedelta(days=1),
                until=START + timedelta(days=2),
                noticed_at=START + timedelta(days=3),
            )
        )
    return made


def held(engine: Engine, **filters: Any) -> Scope:
    with snapshot(engine) as conn:
        return scope(conn, Filters.of(**filters).criteria)


def test_each_newspaper_and_day(engine: Engine) -> None:
    first = date(2022, 3, 29)
    days = [(one.day, one.archived, one.missing, one.gap) for one in held(engine, newspaper="baomau").days or ()]
    assert days == [
        (first, 1, {"refused: robots": 1}, None),
        (first + timedelta(days=1), 0, {}, "failed: http 503"),
        (first + timedelta(days=2), 1, {"failed: http 500": 1}, "no run"),
        (first + timedelta(days=3), 0, {"waiting": 2}, None),
    ]


def test_a_window_that_a_feed_missed_is_a_gap_until_the_lists_were_read(made: Made, engine: Engine) -> None:
    missed = {(START + timedelta(days=day)).date() for day in (1, 2)}
    assert {one.day for one in held(engine, newspaper="baothu").days or () if one.gap == MISSED} == missed
    with snapshot(engine) as conn:
        assert {day for (paper, day), why in gap_reasons(conn).items() if paper == "baothu" and why == MISSED} == missed
    points = trends(engine, ["newspaper:baothu"], per="month")[0].points
    assert [point.gap_why for point in points if point.gap_days] == [{MISSED: 2}]
    with made.writer.begin() as conn:
        lists = {
            "newspaper_id": made.papers["baothu"],
            "purpose": "listing",
            "url": "u",
            "url_key": "baothu.example/tin",
        }
        row = {**lists, "state": "stored", "priority": 1, "attempts": 0, "fetches": 1, "found_by": "definition"}
        at = START + timedelta(days=3, minutes=1)
        conn.execute(insert(table("address")).values(**row, found_at=START, last_fetched_at=at))
    assert held(engine, newspaper="baothu").gaps == 0
    with made.writer.begin() as conn:
        conn.execute(delete(table("address")).where(table("address").c.url_key == "baothu.example/tin"))


def test_each_state_of_what_is_missing_is_counted(engine: Engine) -> None:
    (first, _, third, last) = (one.as_json() for one in held(engine, newspaper="baomau").days or ())
    assert (first["refused"], third["failed"], last["waiting"], last["gone"]) == (1, 1, 2, 0)
    gone = [one for one in held(engine).days or () if one.disappeared]
    assert [(one.newspaper, one.disappeared) for one in gone] == [("baothu", 1)]


def test_the_whole_says_what_is_known_and_what_not(engine: Engine) -> None:
    whole = held(engine)
    assert (whole.archived, whole.missing, whole.undated, whole.gaps) == (4, 4, 1, 4)
    assert whole.in_words() == (
        "Of 2 newspapers 8 articles with a day are known, 4 archived, 4 missing; 1 archived without a readable "
        "date; 4 days with a gap (2 feed window missed, 1 failed: http 503, 1 no run)."
    )
    said = whole.as_json()
    assert said["missing_why"] == {"refused: robots": 1, "failed: http 500": 1, "waiting": 2}
    assert sum(day["archived"] for day in said["days"]) == said["archived"]


def test_narrowed_as_the_question_is(engine: Engine) -> None:
    one = held(engine, newspaper="baomau", since="2022-03-30", until="2022-03-31")
    assert (one.archived, one.missing, one.gaps) == (1, 1, 2)
    assert (one.since, one.until) == (date(2022, 3, 30), date(2022, 3, 31))
    assert held(engine, province="lam thu").newspapers == ("baothu",)
    assert held(engine, platform="onecms").newspapers == ("baomau",)
    assert held(engine, author="Nguyễn An").archived == 4  # who would have written what is missing is not known
    assert (held(engine, since="1999", until="1999").archived, held(engine, since="1999", until="1999").gaps) == (0, 0)
    with pytest.raises(UsageError):
        held(engine, newspaper="baonao")


def test_a_search_carries_the_coverage_of_its_filters(engine: Engine) -> None:
    found = search(engine, "cà phê newspaper:baomau published:2022-03-31")
    by_day = held(engine, newspaper="baomau", since="2022-03-31", until="2022-03-31")
    assert found.scope == replace(by_day, days=None)
    assert found.as_json()["covers"]["gaps"] == 1
    outside = search(engine, "cà phê (newspaper:baomau OR tag:mưa)")
    assert outside.scope == replace(held(engine), days=None)
