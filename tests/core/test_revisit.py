from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.revisit import AGES, UNDATED, next_visit

BORN = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age_at_visit", "age_at_next"),
    [
        (timedelta(minutes=2), timedelta(hours=1)),
        (timedelta(minutes=54), timedelta(hours=1)),
        (timedelta(minutes=57), timedelta(hours=6)),  # three minutes before the hour: another look would tell nothing
        (timedelta(hours=1), timedelta(hours=6)),
        (timedelta(days=2), timedelta(days=3)),
        (timedelta(days=100), timedelta(days=365)),
    ],
)
def test_visits_by_age(age_at_visit: timedelta, age_at_next: timedelta) -> None:
    seen = BORN + age_at_visit
    assert next_visit(BORN, seen, seen) == BORN + age_at_next


def test_an_old_article_is_left_alone() -> None:
    seen = BORN + timedelta(days=366)
    assert next_visit(BORN, seen, seen) is None


def test_an_undated_article_is_seen_every_week() -> None:
    assert next_visit(None, BORN, BORN) == BORN + UNDATED


def test_a_date_in_the_future_counts_as_now() -> None:
    assert next_visit(BORN + timedelta(days=30), BORN, BORN) == BORN + AGES[0]


def test_what_is_overdue_is_due_now() -> None:
    now = BORN + timedelta(days=10)
    assert next_visit(BORN, BORN + timedelta(minutes=1), now) == now


@settings(max_examples=200)
@given(st.timedeltas(timedelta(0), timedelta(days=500)), st.timedeltas(timedelta(0), timedelta(days=50)))
def test_never_before_now_and_never_for_ever(age: timedelta, late: timedelta) -> None:
    seen = BORN + age
    visits, now = 0, seen + late
    following = next_visit(BORN, seen, now)
    while following is not None:
        assert following >= now
        visits += 1
        now = following
        following = next_visit(BORN, now, now)
    assert visits <= len(AGES)
