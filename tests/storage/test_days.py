"""Lists of a day in a backfill: when one lists articles of its own, and what a step costs after thousands of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert

from archiver.config import Config
from archiver.core.addresses import address_key
from archiver.storage import days, walks
from archiver.storage.database import create_or_open, table
from archiver.storage.identity import Paper
from tests.storage.making import NOW, PAPER

FORM = "https://baomau.example/luu-tru/{day:%d-%m-%Y}"
DATED = Paper(1, replace(PAPER, archives=(FORM,)))
FIRST = date(2026, 11, 22)


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as conn:
        conn.execute(insert(table("newspaper")).values(name="baomau", title="Báo", province="Mẫu", domains=[]))
        yield conn


def back(number: int) -> date:
    return FIRST - timedelta(days=number)


def walked(conn: Connection, *numbers: int, **said: Any) -> None:
    """The lists of some days were read, so many days back."""
    rows = []
    for number in numbers:
        url = FORM.format(day=back(number))
        told: dict[str, Any] = {
            "purpose": "listing",
            "next_url": None,
            "next_key": None,
            "reason": "end",
            "since": None,
            "pages": 1,
        }
        told |= {"discovered": 3, "stale": 0, "shown": [f"k{number}"], "begun_at": NOW, "moved_at": NOW, **said}
        rows.append({"newspaper_id": 1, "source": url, "source_key": address_key(url), **told})
    conn.execute(insert(table("walk")), rows)


def archived(conn: Connection, key: str, day: date) -> None:
    """An article of a day is archived, at an address."""
    at = NOW.replace(year=day.year, month=day.month, day=day.day)
    article = {"public_id": key, "newspaper_id": 1, "url": key, "canonical_url": key, "kind": "article"}
    moments = {"first_seen_at": NOW, "last_seen_at": NOW, "published_at": at}
    made = conn.execute(insert(table("article")).values(**article, **moments)).inserted_primary_key
    address = {"newspaper_id": 1, "url": key, "url_key": key, "purpose": "article", "state": "stored", "priority": 50}
    found = {"found_by": "listing", "found_at": NOW, "article_id": made[0] if made else None}
    conn.execute(insert(table("address")).values(**address, **found))


def test_a_list_is_of_its_day_where_it_names_an_article_of_about_that_day(conn: Connection) -> None:
    archived(conn, "today", FIRST)
    archived(conn, "then", back(300))
    for keys, before, own in (
        ([], [], False),
        (["today"], [], False),
        (["then"], [], True),
        (["then", "today"], ["then", "today"], True),
        (["undated"], [], True),
        (["undated", "today"], ["undated"], False),
    ):
        assert days.names_its_own(conn, DATED, keys, back(301), before) is own, keys
    assert not days.names_its_own(conn, DATED, ["then"], back(303), [])


def test_quiet_days_are_counted_across_those_that_were_asked_for_first(conn: Connection) -> None:
    archived(conn, "k0", back(0))
    walked(conn, 0)
    walked(conn, 1, shown=[])
    walked(conn, 2, shown=[], stale=1)
    walked(conn, 3, shown=[])  # a probe: nothing was known of the days after it
    asked = [days.quiet_before(conn, DATED, FORM.format(day=back(number))) for number in range(5)]
    assert asked == [0, 0, 1, 2, 3]
    assert days.quiet_before(conn, DATED, "https://baomau.example/thoi-su") == 0


def test_quiet_days_are_counted_however_many_were_probes(conn: Connection) -> None:
    walked(conn, *range(1_200), shown=[])
    assert days.quiet_before(conn, DATED, FORM.format(day=back(1_200))) == days.MOST_QUIET
    assert days.quiet_before(conn, DATED, FORM.format(day=back(5))) == 5


def test_a_list_that_redirects_to_another_spelling_of_itself_leads_nowhere_else(conn: Connection) -> None:
    url = FORM.format(day=FIRST)
    address = {"newspaper_id": 1, "purpose": "listing", "state": "stored", "priority": 50, "found_by": "archive"}
    for one in (url, "https://baomau.example/"):
        row = {**address, "url": one, "url_key": address_key(one), "found_at": NOW}
        conn.execute(insert(table("address")).values(**row))
    assert not days.leads_away(conn, DATED, url, url.replace("https://", "http://"))
    assert days.leads_away(conn, DATED, url, "https://baomau.example/")


def test_a_form_of_lists_that_is_quiet_ends_alone(conn: Connection) -> None:
    other = "https://baomau.example/ngay?d={day:%Y%m%d}"
    both = [(back(number), form.format(day=back(number))) for number in range(9) for form in (FORM, other)]
    walked(conn, 0, 1)
    walked(conn, 2, reason=days.QUIET)
    asked: list[str] = []
    while (question := walks.next_question(conn, 1, NOW - timedelta(days=9), both, asked)) is not None:
        asked.append(address_key(question.url))
    assert asked == [address_key(other.format(day=back(number))) for number in range(9)]


@pytest.mark.parametrize("first_crawl", [False, True], ids=["backfill", "first crawl"])
def test_a_step_costs_the_same_after_thousands_of_days(tmp_path: Path, first_crawl: bool) -> None:
    engine = create_or_open(Config(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'archive.db'}"))
    every = [(back(number), FORM.format(day=back(number))) for number in range(9000)]
    with engine.begin() as conn:
        conn.execute(insert(table("newspaper")).values(name="baomau", title="Báo", province="Mẫu", domains=[]))
        few = steps(conn, every, range(600), first_crawl)
        many = steps(conn, every, range(600, 4000), first_crawl)
    engine.dispose()
    assert many <= few * 1.2


def steps(conn: Connection, every: list[tuple[date, str]], more: range, first_crawl: bool) -> int:
    """What the database does for the second question of a run, in tens of steps of its machine."""
    walked(conn, *more, shown=[f"k{number}" for number in range(30)])
    conn.info.clear()
    raw: Any = conn.connection.driver_connection
    counted: list[int] = []
    for _ in range(2):
        counted.clear()
        raw.set_progress_handler(lambda: counted.append(1), 10)
        if first_crawl:
            question = walks.next_day(conn, 1, every)
        else:
            question = walks.next_question(conn, 1, NOW - timedelta(days=9000), every)
        raw.set_progress_handler(None, 0)
    assert question is not None
    assert question.url == every[more.stop][1]
    return len(counted)
