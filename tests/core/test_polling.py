"""Sources are asked by the rhythm in which they bring news, within bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.polling import LEAST, MOST, UNKNOWN, next_poll
from archiver.core.revisit import AGES, parse_ages, worth

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # ten in the morning in Vietnam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def wait(news: list[datetime], polled: datetime = NOW, known_since: datetime | None = None) -> timedelta:
    return next_poll(news, polled, known_since=known_since) - polled


def daily(hours: range, days: int = 20) -> list[datetime]:
    """An article at each of these hours of the Vietnamese day, on so many days before the present one."""
    midnight = datetime(2026, 11, 22, 17, tzinfo=UTC)
    return [midnight - DAY * day + HOUR * hour for day in range(1, days + 1) for hour in hours]


def test_busy_sources_are_asked_often_and_quiet_ones_rarely() -> None:
    busy = [NOW - timedelta(minutes=5 * n) for n in range(500)]
    slow = [NOW - HOUR * 8 * n for n in range(1, 40)]
    assert wait(busy) == LEAST
    assert LEAST < wait(slow) <= timedelta(hours=9)
    assert wait([NOW - DAY * 25, NOW - DAY * 20]) == MOST


def test_what_is_not_known_yet_is_asked_hourly_and_then_less() -> None:
    assert wait([]) == UNKNOWN
    assert wait([], known_since=NOW - HOUR) == UNKNOWN
    assert wait([], known_since=NOW - DAY) == timedelta(hours=3)
    assert wait([], known_since=NOW - DAY * 100) == MOST
    assert wait([NOW - HOUR] * 20) == UNKNOWN  # all of one look: no rhythm


def test_a_newsroom_has_its_hours() -> None:
    news = daily(range(6, 18))
    day, night = NOW, datetime(2026, 11, 22, 18, tzinfo=UTC)  # ten in the morning, one at night
    assert wait(news, day) < wait(news, night)
    assert wait(news, night) <= timedelta(hours=7)  # it is there when the day begins


def test_a_source_that_fell_silent_is_asked_less_and_less() -> None:
    news = [NOW - HOUR * n for n in range(1, 200)]
    waits = [wait(news, NOW + DAY * days) for days in (0, 2, 6, 30)]
    assert waits == sorted(waits)
    assert waits[0] < HOUR * 2
    assert waits[-1] == MOST


@settings(max_examples=100)
@given(st.lists(st.integers(-10_000, 200_000), max_size=60), st.integers(0, 100_000))
def test_the_bounds_hold_for_any_news(minutes: list[int], known: int) -> None:
    news = [NOW - timedelta(minutes=one) for one in minutes]  # some of them in the future
    got = wait(news, known_since=NOW - timedelta(minutes=known))
    assert LEAST <= got <= MOST
    assert got == wait(list(reversed(news)), known_since=NOW - timedelta(minutes=known))


def test_young_articles_are_worth_more() -> None:
    values = [worth(NOW, NOW + age) for age in AGES]
    assert values == list(range(len(AGES)))
    assert worth(NOW, NOW + DAY * 900) == len(AGES) < worth(None, NOW)


def test_ages_as_an_operator_writes_them() -> None:
    assert parse_ages("1h,6h,1d,3d,7d,30d,90d,1y") == AGES
    assert parse_ages(" 30m , 2W ") == (timedelta(minutes=30), timedelta(days=14))


@pytest.mark.parametrize("wrong", ["", "1", "h", "0h", "6h,1h", "1h,1h", "1h;6h", "-1h", "9999999h", "1h,"])
def test_ages_that_are_none(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"age|ascend"):
        parse_ages(wrong)
