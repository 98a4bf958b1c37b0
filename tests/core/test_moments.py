"""Dates weighed against each other, apart from any page."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from archiver.core.extract import extract
from archiver.core.moments import DateRules, Moments, dates_of_text, settle, stated_dates, url_date
from archiver.core.page import Page
from archiver.core.stated import Stated
from archiver.core.values import VIETNAM, Extraction, Reason
from tests.core.pages import PARAGRAPHS, TITLE, URL, article, paragraphs

SEEN = datetime(2022, 4, 2, 10, 0, tzinfo=VIETNAM)
RULES = DateRules(VIETNAM, SEEN)


def verdict(
    printed: list[str],
    stated: list[str],
    modified: list[str] | None = None,
    *,
    url: str = "",
    rules: DateRules = RULES,
) -> Moments:
    shown = [one for text in printed for one in dates_of_text(text, "page", 2.0, rules)]
    return settle(
        shown,
        stated_dates([Stated(text, "meta") for text in stated], rules),
        stated_dates([Stated(text, "meta") for text in modified or []], rules),
        rules,
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
    rules = DateRules(VIETNAM, SEEN, local=False)
    got = verdict(["29/03/2022 09:04"], ["2022-03-29T09:04:00-04:00"], rules=rules)
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


def test_dates_are_read_where_elements_are_kept_apart_by_a_style_sheet_only() -> None:
    got = extract(article(date="<div><span>29/03/2022 09:04 GMT+7</span><span>Cỡ chữ: A- A A+</span></div>"))
    assert moment_of(got) == "2022-03-29T09:04:00+07:00"
    got = extract(article(date="<div><span>29/03/2022 09:04</span><span>532</span><a href='#in'>In bài</a></div>"))
    assert moment_of(got) == "2022-03-29T09:04:00+07:00"


def test_a_list_above_the_title_dates_the_article_and_the_clock_of_the_header_does_not() -> None:
    above = "<ul><li>29/03/2022 09:04</li><li>Hà Mẫu</li><li>1.234 lượt xem</li><li>3 phút đọc</li></ul>"
    got = extract(article(title=f"{above}<h1>{TITLE}</h1>", date=""))
    assert moment_of(got) == "2022-03-29T09:04:00+07:00"
    text = f"<h1>{TITLE}</h1>{paragraphs(*PARAGRAPHS * 4)}"
    clock = f"<html lang='vi'><body><div>Thứ tư, 30/03/2022 10:22</div><main>{text}</main></body></html>"
    assert moment_of(extract(Page(URL, clock.encode()))) is None


def test_a_line_behind_the_text_with_a_button_dates_the_article() -> None:
    after = "<div>29/03/2022 09:04 GMT+7 / <a href='#in'>In bài viết</a></div>"
    assert moment_of(extract(article(date="", after=after))) == "2022-03-29T09:04:00+07:00"
    listed = "<ul><li><a href='/nt'>Nông thôn</a></li><li>29/03/2022 09:04</li></ul>"
    assert moment_of(extract(article(date="", after=listed))) == "2022-03-29T09:04:00+07:00"
    card = "<div><a href='/b.html'>Bài thứ hai về cầu đường nông thôn</a></div><div>29/03/2022 09:04</div>"
    assert moment_of(extract(article(date="", after=card))) is None


def test_publication_and_update_are_told_apart_in_a_long_line() -> None:
    line = "Xuất bản: Thứ ba ngày 29 tháng 03 năm 2022, 09:04 - Cập nhật: Thứ tư ngày 30 tháng 03 năm 2022, 11:05"
    got = extract(article(date=f"<div>{line}</div>"))
    assert moment_of(got) == "2022-03-29T09:04:00+07:00"
    assert got.updated is not None
    assert got.updated.moment.isoformat() == "2022-03-30T11:05:00+07:00"


def moment_of(got: Extraction) -> str | None:
    return got.published.moment.isoformat() if got.published else None
