"""How long to wait: what a host asks for (Retry-After), and the pauses between our own attempts. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from archiver.core.page import Fetch

LONGEST = timedelta(days=7)  # a host that asks for more is asked again after that
_SHORTEST = 0.3  # seconds before a second attempt, where there is no delay to go by


def retry_after(fetch: Fetch) -> timedelta | None:
    """How long a 429 or 503 asks us to stay away; None where it does not say.

    A date is measured from the answer's own Date, so that a host whose clock is wrong is understood all the same.

    Source:
        RFC 9110 section 10.2.3.

    >>> said = Fetch("https://baomau.example/", 503, (("Retry-After", "120"),), b"", b"", datetime.now(UTC))
    >>> retry_after(said)
    datetime.timedelta(seconds=120)
    """
    said = fetch.header("Retry-After").strip()
    if fetch.status not in (429, 503) or not said or len(said) > 64:
        return None
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST)
    until = _date(said)
    if until is None:
        return None
    return min(max(until - (_date(fetch.header("Date")) or fetch.fetched_at), timedelta(0)), LONGEST)


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def pause_before(attempt: int, delay: float) -> float:
    """Seconds to wait before the n-th further attempt at one address: growing, and in proportion to the delay.

    >>> pause_before(1, 2.0), pause_before(2, 2.0), pause_before(1, 0.0)
    (6.0, 18.0, 0.3)
    """
    return max(_SHORTEST, 3 * delay) * float(3 ** (attempt - 1))
