"""When an article is worth asking for again: often while it is fresh, rarely when it is old."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

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


def worth(published: datetime | None, due: datetime, ages: Sequence[timedelta] = AGES) -> int:
    """How much a visit at `due` is worth, 0 the most: the younger the article, the more it changes and is read.

    Args:
        published: as the page prints it; an article without a date is worth least.

    Returns:
        The number of the age that the visit is for, counted from 0; one more than there are ages where none is known.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> [worth(noon, noon + age) for age in (timedelta(hours=1), timedelta(days=30))], worth(None, noon)
    ([0, 5], 9)
    """
    if published is None:
        return len(ages) + 1
    return next((number for number, age in enumerate(ages) if due <= published + age), len(ages))


_SPAN = re.compile(r"(\d{1,5})\s*([mhdwy])")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}


def parse_ages(said: str) -> tuple[timedelta, ...]:
    """Ages as an operator writes them: `1h, 6h, 1d, 30d, 1y`; ascending.

    Raises:
        ValueError: one of them is no span, or they do not ascend.

    >>> parse_ages("1h, 6h, 1d")
    (datetime.timedelta(seconds=3600), datetime.timedelta(seconds=21600), datetime.timedelta(days=1))
    """
    ages = []
    for part in said.split(","):
        found = _SPAN.fullmatch(part.strip().lower())
        if found is None or not int(found[1]):
            raise ValueError(f"{part.strip()!r} is no age such as 6h, 3d or 1y")
        ages.append(int(found[1]) * _UNITS[found[2]])
    if any(one >= other for one, other in pairwise(ages)):
        raise ValueError(f"{said!r}: the ages do not ascend")
    return tuple(ages)
