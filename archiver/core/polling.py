"""When a source is worth asking again: by the rhythm in which it itself brings news. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from archiver.core.values import VIETNAM

LEAST = timedelta(minutes=15)  # between two looks at a source, however busy it is
MOST = timedelta(days=1)  # however quiet
UNKNOWN = timedelta(hours=1)  # of a source of which nothing is known yet
MEMORY = timedelta(days=28)  # four weeks: what was before says little of today
QUIET = 8  # a source that was silent for so long is left alone for the eighth part of it
_SHORTEST = timedelta(hours=1)  # a feed that holds no more than this is lost when it is not asked so often
_STEP = timedelta(minutes=15)
_EVEN = 0.5  # share of the rhythm that is not believed to follow the hour of the day


def next_poll(
    news: Iterable[datetime],
    polled: datetime,
    *,
    known_since: datetime | None = None,
    zone: tzinfo = VIETNAM,
    least: timedelta = LEAST,
    most: timedelta = MOST,
) -> datetime:
    """The moment at which to look at a source again: when one more article may be expected of it.

    A newsroom has its hours: what a source brings at seven in the morning says little of two at night. So half of the
    expectation follows the hours of the day at which it brought news before.

    Args:
        news: when the articles were published, or first seen, that this source was the first to name; aware.
        polled: when it was looked at last.
        known_since: since when the source is known: one that never was the first to name anything is left alone more
            and more.
        zone: where the newsroom's day is.
        least, most: the bounds of what comes back, after `polled`.

    Returns:
        Between `polled + least` and `polled + most`.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> (next_poll([], noon) - noon, next_poll([noon - timedelta(days=20)], noon) - noon)
    (datetime.timedelta(seconds=3600), datetime.timedelta(days=1))
    >>> busy = [noon - timedelta(minutes=10 * n) for n in range(400)]
    >>> next_poll(busy, noon) - noon
    datetime.timedelta(seconds=900)
    """
    moments = sorted(moment for moment in news if moment <= polled)
    young = [moment for moment in moments if moment > polled - MEMORY and moment > moments[0]]
    if not young:  # nothing, or all of it from one look: when the look was is no rhythm
        silent = moments[0] if moments else known_since or polled
        return polled + _within(max(UNKNOWN, (polled - silent) / QUIET), least, most)
    days = max(_SHORTEST, polled - max(moments[0], polled - MEMORY)) / timedelta(days=1)
    hours = [0] * 24
    for moment in young:
        hours[moment.astimezone(zone).hour] += 1
    per_day = len(young) / days
    expected, at = 0.0, polled
    while expected < 1.0 and at < polled + most:
        share = _EVEN / 24 + (1 - _EVEN) * hours[at.astimezone(zone).hour] / len(young)
        expected += per_day * share * (_STEP.total_seconds() / 3600)
        at += _STEP
    quiet = (polled - moments[-1]) / QUIET  # a source that fell silent is asked less and less
    return polled + _within(max(at - polled, quiet), least, most)


def _within(wait: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return max(least, min(wait, most))
