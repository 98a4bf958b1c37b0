"""The frontier: what is due, in which order, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select, update

from archiver.config import Config
from archiver.core.addresses import address_key
from archiver.storage import frontier
from archiver.storage.database import create_or_open, table
from archiver.storage.lists import IS_LIST
from archiver.storage.values import Found, Purpose, State
from tests.storage.making import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def conn(engine: Engine) -> Any:
    with engine.begin() as conn:
        for name in ("mot", "hai"):
            conn.execute(insert(table("newspaper")).values(name=name, title=name, province="Mẫu", domains=[]))
        yield conn


def article(number: int, **more: Any) -> Found:
    return Found(f"https://baomau.example/x-a{number}.html", Purpose.ARTICLE, "feed", **more)


def row(conn: Connection, one: Found) -> Any:
    return conn.execute(select(frontier.ADDRESS).where(frontier.ADDRESS.c.url_key == address_key(one.url))).one()


def settle(conn: Connection, one: Found, **values: Any) -> None:
    conn.execute(update(frontier.ADDRESS).where(frontier.ADDRESS.c.url_key == address_key(one.url)).values(**values))


def test_only_new_articles_are_counted(conn: Connection) -> None:
    feed = Found("https://baomau.example/rss", Purpose.FEED, "definition", 10)
    assert frontier.add(conn, 1, [article(1), article(2), article(1), feed], NOW) == 2
    assert frontier.add(conn, 1, [article(1), article(3)], NOW) == 1
    assert frontier.add(conn, 2, [article(1)], NOW) == 1
    assert frontier.add(conn, 1, [Found("https://baomau.example/" + "x" * 3000, Purpose.ARTICLE, "feed")], NOW) == 0


def test_order_is_priority_then_due_then_newest(conn: Connection) -> None:
    frontier.add(conn, 1, [article(1), article(2, modified_hint=NOW - HOUR), article(3, modified_hint=NOW)], NOW)
    frontier.add(conn, 1, [article(4)], NOW - HOUR)
    frontier.add(conn, 1, [article(5, priority=10)], NOW)
    frontier.add(conn, 1, [article(6, priority=99)], NOW - 5 * HOUR)
    got = frontier.lease(conn, 1, "run", NOW, 10)
    assert [one.url[-6] for one in got] == ["5", "4", "3", "2", "1", "6"]
    assert {one.newspaper for one in got} == {"mot"}


def test_a_lease_is_held_until_it_ends(conn: Connection) -> None:
    frontier.add(conn, 1, [article(1)], NOW)
    assert len(frontier.lease(conn, 1, "run", NOW, 5)) == 1
    assert frontier.lease(conn, 1, "other", NOW + HOUR / 6, 5) == []
    again = frontier.lease(conn, 1, "other", NOW + HOUR, 5)
    assert [one.state_before for one in again] == [State.QUEUED]
    assert frontier.release(conn, 1) == 1
    assert row(conn, article(1)).state == State.QUEUED
    assert len(frontier.lease(conn, 1, "third", NOW, 5)) == 1


def test_release_gives_back_the_state_before(conn: Connection) -> None:
    frontier.add(conn, 1, [article(1), article(2)], NOW)
    settle(conn, article(1), state=State.GONE.value)
    settle(conn, article(2), state=State.STORED.value)
    leased = frontier.lease(conn, 1, "run", NOW, 5)
    assert [one.state_before for one in leased] == [State.GONE, State.STORED]
    assert frontier.release(conn) == 2
    assert [row(conn, article(n)).state for n in (1, 2)] == [State.GONE, State.STORED]


def test_only_what_is_due_and_wanted_is_leased(conn: Connection) -> None:
    feed = Found("https://baomau.example/rss", Purpose.FEED, "definition", 10)
    frontier.add(conn, 1, [article(1), article(2), article(3), feed], NOW)
    settle(conn, article(1), due_at=NOW + HOUR)
    settle(conn, article(2), due_at=None)
    assert [one.url for one in frontier.lease(conn, 1, "r", NOW, 5, purposes=[Purpose.ARTICLE])] == [article(3).url]
    assert frontier.next_due(conn, 1) == NOW
    assert [one.purpose for one in frontier.lease(conn, 1, "r", NOW, 5)] == [Purpose.FEED]
    assert frontier.next_due(conn, 1) == NOW + HOUR
    assert frontier.next_due(conn, 2) is None
    assert frontier.lease(conn, 1, "r", NOW, 0) == []


@pytest.mark.parametrize(
    ("hint", "state", "due"),
    [
        (NOW + HOUR / 2, State.STORED, True),
        (NOW + HOUR / 2, State.GONE, True),
        (NOW + HOUR / 2, State.FAILED, True),
        (NOW + HOUR / 2, State.REFUSED, False),
        (NOW - HOUR, State.STORED, False),
        (NOW + 5 * HOUR, State.STORED, False),  # lies in the future: says nothing
        (None, State.STORED, False),
    ],
)
def test_a_known_address_is_due_when_its_source_says_it_changed(
    conn: Connection, hint: Any, state: State, due: bool
) -> None:
    frontier.add(conn, 1, [article(1)], NOW)
    settle(conn, article(1), state=state.value, due_at=None, last_fetched_at=NOW)
    assert frontier.add(conn, 1, [article(1, modified_hint=hint)], NOW + HOUR) == 0
    assert (row(conn, article(1)).due_at == NOW + HOUR) is due
    settle(conn, article(1), due_at=None, last_fetched_at=NOW + HOUR)
    frontier.add(conn, 1, [article(1, modified_hint=hint)], NOW + 2 * HOUR)
    assert row(conn, article(1)).due_at is None or hint == NOW + 5 * HOUR


def test_pauses_grow_and_end(conn: Connection) -> None:
    frontier.add(conn, 1, [article(1)], NOW)
    address_id = row(conn, article(1)).id
    seen = []
    for _ in range(len(frontier.PAUSES) + 1):
        frontier.failed(conn, address_id, "timeout", NOW)
        seen.append(row(conn, article(1)))
    assert [one.due_at and one.due_at - NOW for one in seen] == [*frontier.PAUSES, None]
    assert [one.state for one in seen] == ["queued"] * frontier.IN_RUN + ["failed"] * (len(seen) - frontier.IN_RUN)
    assert list(frontier.PAUSES) == sorted(frontier.PAUSES)


def test_patience_is_never_shorter_than_asked_for(conn: Connection) -> None:
    frontier.add(conn, 1, [article(1), article(2)], NOW)
    frontier.failed(conn, row(conn, article(1)).id, "http 429", NOW, retry_at=NOW + 3 * HOUR)
    assert row(conn, article(1)).due_at == NOW + 3 * HOUR
    frontier.failed(conn, row(conn, article(2)).id, "http 400", NOW, final=True)
    assert (row(conn, article(2)).state, row(conn, article(2)).due_at) == (State.FAILED, None)


def test_refused_is_never_leased(conn: Connection) -> None:
    frontier.add(conn, 1, [article(1)], NOW)
    frontier.refused(conn, row(conn, article(1)).id, "robots")
    assert frontier.lease(conn, 1, "r", NOW + 999 * HOUR, 5) == []
    assert frontier.counts(conn, 1) == {**{state.value: 0 for state in State}, "refused": 1}


def test_lists_are_found_among_articles_by_an_index_of_their_own(tmp_path: Path) -> None:
    engine = create_or_open(Config(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'archive.db'}"))
    said: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2:4]))
    address = table("address")
    for more in ([], [address.c.purpose == "sitemap"], [address.c.state.not_in(("gone", "refused"))]):
        with engine.begin() as conn:
            conn.execute(select(address).where(address.c.newspaper_id.in_((1, 2)), IS_LIST, *more)).all()
            statement, values = said[-1]
            plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        assert "ix_address_lists (newspaper_id=?" in str(plan)
    engine.dispose()


def test_a_large_backlog_is_leased_without_sorting_it(tmp_path: Path) -> None:
    engine = create_or_open(Config(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'archive.db'}"))
    with engine.begin() as conn:
        plan = conn.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM address WHERE newspaper_id = 1 AND priority = 50 AND due_at <= '2030' "
            "AND (state != 'leased' OR lease_until < '2026') ORDER BY due_at LIMIT 5"
        ).all()
    engine.dispose()
    assert any("ix_address_next" in str(step) for step in plan)
    assert not any("TEMP B-TREE FOR ORDER BY" in str(step) for step in plan)
