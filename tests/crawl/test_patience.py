from datetime import UTC, datetime, timedelta

import pytest

from archiver.core.page import Fetch
from archiver.crawl.patience import LONGEST, pause_before, retry_after

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def said(value: str, status: int = 503, date: str = "") -> timedelta | None:
    headers = [("Retry-After", value)] + ([("Date", date)] if date else [])
    return retry_after(Fetch("https://baomau.example/", status, tuple(headers), b"", b"", NOW))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("Mon, 23 Nov 2026 08:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 07:00:00 GMT", 0),
        ("999999999999", LONGEST.total_seconds()),
        ("Fri, 01 Jan 2100 00:00:00 GMT", LONGEST.total_seconds()),
    ],
)
def test_seconds_and_dates(value: str, seconds: float) -> None:
    wait = said(value)
    assert wait is not None
    assert wait.total_seconds() == seconds


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "٣", "x" * 1000, "Mon, 99 Nov 2026 08:00:00 GMT"])
def test_what_says_nothing(value: str) -> None:
    assert said(value) is None


def test_a_wrong_clock_is_understood() -> None:
    wait = said("Tue, 24 Nov 2026 08:01:00 GMT", date="Tue, 24 Nov 2026 08:00:00 GMT")
    assert wait == timedelta(minutes=1)


def test_only_where_it_means_something() -> None:
    assert said("120", status=200) is None
    assert said("120", status=429) == timedelta(minutes=2)


def test_pauses_grow_and_follow_the_delay() -> None:
    assert pause_before(1, 0) < pause_before(2, 0) < 1
    assert pause_before(1, 2) == 6
