"""When an article is worth asking for again: often while it is fresh, rarely when it is old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

AGES: tuple[timedelta, ...] = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=90),
    timedelta(days=365),
)
UNDATED = timedelta(days=7)  # an article without a date has no age: once a week
_CLOSE = 0.1  # of an age: a visit that comes so soon after the last one would tell nothing new


def next_visit(
    published: datetime | None, last_fetched: datetime, now: datetime, ages: Sequence[timedelta] = AGES
) -> datetime | None:
    """The moment at which to fetch an article again; `None` where it is old enough to be left alone.

    Args:
        published: as the page prints it, aware; a moment after `last_fetched` counts as `last_fetched`.
        last_fetched: when it was last seen, aware.
        now: the present moment; what is overdue is due now.
        ages: at which an article is visited, ascending.

    Source:
        newsdiffs checks by age, so that most edits, which fall into the first day, are seen (research/user_asks.md H).

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> next_visit(noon, noon + timedelta(minutes=5), noon + timedelta(minutes=5)) - noon
    datetime.timedelta(seconds=3600)
    >>> next_visit(noon, noon + timedelta(days=400), noon + timedelta(days=400)) is None
    True
    """
    if published is None:
        return max(now, last_fetched + UNDATED)
    born = min(published, last_fetched)
    for age in ages:
        if born + age >= last_fetched + _CLOSE * age:
            return max(now, born + age)
    return None
