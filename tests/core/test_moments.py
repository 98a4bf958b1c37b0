"""Dates weighed against each other, apart from any page."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from archiver.core.moments import Moments, Reading, dates_of_text, settle, stated_dates, url_date
from archiver.core.stated import Stated
from archiver.core.values import VIETNAM, Reason

SEEN = datetime(2022, 4, 2, 10, 0, tzinfo=VIETNAM)
READING = Reading(VIETNAM, SEEN)


def verdict(
    printed: list[str],
    stated: list[str],
    modified: list[str] | None = None,
    *,
    url: str = "",
    reading: Reading = READING,
) -> Moments:
    shown = [one for text in printed for one in dates_of_text(text, "page", 2.0, reading)]
    return settle(
        shown,
        stated_dates([Stated(text, "meta") for text in stated], reading),
        stated_dates([Stated(text, "meta") for text in modified or []], reading),
        reading,
        url,
    )  # fmt: skip


def shown(got: Moments) -> tuple[str | None, str | None]:
    return (
        got.published.stamp.moment.isoformat() if got.published else None,
        got.updated.stamp.moment.isoformat() if got.updated else None,
    )


PRINT, SHOWN, EXACT = "29/03/2022 09:04", "2022-03-29T09:04:00+07:00", "2022-03-29T09:04:37+07:00"
LATER, FETCH = "2022-03-30T10:00:00+07:00", "2022-04-02T10:00:01+07:00"


@pytest.mark.parametrize(
    ("printed", "stated", "modified", "expected"),
    [
        ([PRINT], [], [], (SHOWN, None)),
        (["Cập nhật: 29/03/2022 09:04"], [], [], (SHOWN, None)),
        ([PRINT, "Sửa lần cuối 30/03/2022 10:00"], [], [], (SHOWN, LATER)),
        (["29/03/2022 09:04 (Cập nhật: 30/03/2022 10:00)"], [], [], (SHOWN, LATER)),
        ([PRINT], [EXACT], [], (EXACT, None)),
        ([PRINT], ["2022-03-29T02:04:37Z"], [], (EXACT, None)),
        ([PRINT], ["2022-03-29T09:04:37Z"], ["2022-03-29T11:00:00Z"], (EXACT, "2022-03-29T11:00:00+07:00")),
        ([PRINT], ["2022-03-29"], [], (SHOWN, None)),
        ([PRINT], ["1970-01-01T07:00:00+07:00"], [], (SHOWN, None)),
        ([PRINT], [FETCH], [FETCH], (SHOWN, None)),
        (["29/03/2022"], [EXACT], [], (EXACT, None)),
        (["29/03/2022"], [], [], ("2022-03-29T00:00:00+07:00", None)),
        ([], [EXACT], [EXACT], (EXACT, None)),
        ([], ["2022-03-29T09:04:00"], ["2022-03-29T09:04:00Z"], (SHOWN, None)),
        ([], [SHOWN], ["2022-03-28T09:04:00+07:00"], (SHOWN, None)),
        (["Cập nhật: 30/03/2022 10:00"], [SHOWN], [], (SHOWN, LATER)),
        (["3 giờ trước"], ["2022-04-02T07:12:00+07:00"], [], ("2022-04-02T07:12:00+07:00", None)),
        ([], [], [], (None, None)),
    ],
)  # fmt: skip
def test_verdicts(
    printed: list[str], stated: list[str], modified: list[str], expected: tuple[str | None, str | None]
) -> None:
    assert shown(verdict(printed, stated, modified)) == expected


def test_a_day_of_updates_is_refined_by_its_statement() -> None:
    got = verdict(
        ["29/03/2022", "Sửa lần cuối 30/03/2022"], ["2022-03-29T09:04:00+07:00"], ["2022-03-30T10:00:00+07:00"]
    )
    assert shown(got) == ("2022-03-29T09:04:00+07:00", "2022-03-30T10:00:00+07:00")


def test_the_future_is_a_problem() -> None:
    got = verdict(["29/03/2032 09:04"], ["2032-03-29T09:04:00+07:00"])
    assert (got.published, got.problem) == (None, Reason.FUTURE)
    tomorrow = verdict(["03/04/2022 09:04"], [])
    assert shown(tomorrow) == ("2022-04-03T09:04:00+07:00", None)


@pytest.mark.parametrize(
    ("printed", "stated", "url", "expected"),
    [
        ("3/4/2022 9:04 AM", [], "", "2022-04-03"),
        ("3/4/2022 9:04 AM", [], "https://baomau.example/2022/03/04/a.html", "2022-03-04"),
        ("3/4/2022 9:04 AM", ["2022-03-04T09:04:00+07:00"], "", "2022-03-04"),
        ("3/4/2022 9:04 AM", ["2022-04-03T09:04:00+07:00"], "", "2022-04-03"),
        ("3/29/2022 9:04 AM", [], "", "2022-03-29"),
    ],
)
def test_day_or_month_first_by_what_else_the_page_tells(
    printed: str, stated: list[str], url: str, expected: str
) -> None:
    got = verdict([printed], stated, url=url)
    assert got.published is not None
    assert got.published.stamp.moment.date().isoformat() == expected


def test_abroad_the_statement_knows_its_zone_and_the_print_does_not() -> None:
    reading = Reading(VIETNAM, SEEN, local=False)
    got = verdict(["29/03/2022 09:04"], ["2022-03-29T09:04:00-04:00"], reading=reading)
    assert shown(got) == ("2022-03-29T20:04:00+07:00", None)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://baomau.example/2022/03/29/cau/", date(2022, 3, 29)),
        ("https://baomau.example/20220329/cau-a1.aspx", date(2022, 3, 29)),
        ("https://baomau.example/cau-20220329090412345.htm", date(2022, 3, 29)),
        ("https://baomau.example/cau-2022-03-29-a1.html", date(2022, 3, 29)),
        ("https://baomau.example/cau-a20220399.html", None),
        ("https://baomau.example/cau-a2022.html", None),
        ("https://baomau.example/2022/02/30/cau/", None),
    ],
)
def test_the_day_of_an_address(url: str, expected: date | None) -> None:
    assert url_date(url) == expected
