"""Timestamps: the corpus, the forms that papers print, round trips, what is no moment, and hostile text."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.layout import DateOrder
from archiver.core.text import clean, fold
from archiver.core.timestamps import MAX_LENGTH, _plain, _printed, parse_timestamp
from archiver.core.values import VIETNAM, Precision
from tests.corpora import corpus

PROPERTY = settings(max_examples=200)
SEEN = datetime(2026, 3, 1, 12, 0, 30, tzinfo=VIETNAM)


def read(raw: str, order: DateOrder = "dmy") -> tuple[str, str] | None:
    """Moment and precision of a text, as text."""
    got = parse_timestamp(raw, seen_at=SEEN, date_order=order)
    return None if got is None else (got.moment.isoformat(), got.precision.value)


def test_every_string_of_the_corpus_is_read_right() -> None:
    wrong = []
    for entry in corpus("research", "timestamps.json"):
        seen = datetime.fromisoformat(entry["seen_at"]) if "seen_at" in entry else None
        got = parse_timestamp(entry["raw"], seen_at=seen)
        expected = entry["expected"]
        if expected is None:
            right = got is None
        else:
            moment = datetime.fromisoformat(expected)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
            right = got is not None and (got.moment, got.precision.value) == (moment, entry["precision"])
        if not right:
            wrong.append((entry["raw"], expected, got))
    assert wrong == []


MINUTE = "2024-05-07T09:04:00+07:00"  # a Tuesday; 7/5 and 5/7 are both days


@pytest.mark.parametrize(
    "raw",
    [
        "Cập nhật ngày: 07/05/2024 | 09:04 GMT+7",
        "Ngày đăng: 07.05.2024 - 9 giờ 04 phút",
        "Thứ ba, ngày 7 tháng 5 năm 2024 | 9:04",
        "NGÀY 7 THÁNG 5, 2024 | 09:04",
        "Thứ Ba, 07/05/2024, 09:04 [GMT+7]",
        "07/05/2024 09:04 GMT+7Cỡ chữ",
        "Thứ 3, 07/05/2024 09:04 [(GMT +7)]",
        "T3, 07/05/2024 09:04",
        "Thu ba, 7/5/2024 9:04",
        "09h04 ngày 7/5/2024",
        "Cập nhật lúc 09h04, ngày 7/5/2024",
        "9g04 7/5/2024",
        "Lúc 9 giờ 4' ngày 7-5-2024",
        "07/05/2024 09:04 SA",
        "SA 09:04 07/05/2024",
        "07/05/24 09:04",
        "07-05-2024 - 09:04 AM",
        "7 / 5 / 2024 - 09:04",
        "09:0407/05/2024",
        "07/05/202409:04",
        "Báo Mẫu07/05/2024 09:04",
        "09.04 | 07/05/2024",
        "07/05/2024 09:04 (GMT+07:00)",
        "07/05/2024 -09:04",
        "09:04-07/05/2024",
        "7 Tháng Năm, 2024 09:04",
        "Tháng Năm 7, 2024 9:04",
        "Th5 7, 2024 9:04",
        "7/5 năm 2024, 09:04",
        "May 7, 2024 9:04 am",
        "7th May 2024 at 09:04",
        "Tuesday, May 7, 2024 9:04 AM",
        "2024/05/07 09:04",
        "2024-05-07 09:04 +07:00",
        "2024-05-07T02:04Z",
        "Đăng: 07/05/2024 09:04 - Cập nhật: 08/05/2024 10:00",
        "Cập nhật: 08/05/2024 10:00 | Đăng: 07/05/2024 09:04",
        "07/05/2024 09:04 | 07/05/2024",
        "Báo 24h 07/05/2024 09:04",
        "Thứ Tư, 07/05/2024 09:04",  # a weekday that fits neither order is a slip, not a reason to refuse
    ],
)
def test_one_minute_in_many_forms(raw: str) -> None:
    assert read(raw) == (MINUTE, "minute")


@pytest.mark.parametrize(
    ("raw", "moment", "precision"),
    [
        ("2024-05-07T09:04:05+07:00", "2024-05-07T09:04:05+07:00", "second"),
        ("2024-05-07T09:04:05.987+0700", "2024-05-07T09:04:05+07:00", "second"),
        ("2024-05-07T09:04:05&#x2B;07:00", "2024-05-07T09:04:05+07:00", "second"),
        ("7 05 2024", "2024-05-07T00:00:00+07:00", "day"),  # no pattern knows it: dateparser's
        ("2024-05-07T09:04:05 07:00", "2024-05-07T09:04:05+07:00", "second"),
        ("20240507T090405+0700", "2024-05-07T09:04:05+07:00", "second"),
        ("2024-05-06T22:04:05-0400", "2024-05-07T09:04:05+07:00", "second"),
        ("1715047445", "2024-05-07T09:04:05+07:00", "second"),
        ("1715047445000", "2024-05-07T09:04:05+07:00", "second"),
        ("20240507", "2024-05-07T00:00:00+07:00", "day"),
        ("Tue, 07 May 2024 09:04:05 +0700", "2024-05-07T09:04:05+07:00", "second"),
        ("Tue, 07 May 2024 02:04:05 GMT", "2024-05-07T09:04:05+07:00", "second"),
        ("Tue, 07 May 2024 09:04:05 GMT+7", "2024-05-07T09:04:05+07:00", "second"),
        ("Tue, 07 May 24 02:04:05 GMT", "2024-05-07T09:04:05+07:00", "second"),
        ("Tue May 07 09:04:05 ICT 2024", "2024-05-07T09:04:05+07:00", "second"),
        ("7/5/2024 | 9:04:05 AM", "2024-05-07T09:04:05+07:00", "second"),
        ("7/5/2024 2:30 chiều", "2024-05-07T14:30:00+07:00", "minute"),
        ("7/5/2024 11:30 đêm", "2024-05-07T23:30:00+07:00", "minute"),
        ("7/5/2024 1:30 trưa", "2024-05-07T13:30:00+07:00", "minute"),
        ("7/5/2024 02:30 CH", "2024-05-07T14:30:00+07:00", "minute"),
        ("7/5/2024 12:30 AM", "2024-05-07T00:30:00+07:00", "minute"),
        ("7/5/2024 12:30 PM", "2024-05-07T12:30:00+07:00", "minute"),
        ("7/5/2024 13:15 PM", "2024-05-07T13:15:00+07:00", "minute"),
        ("7/5/2024 00:01 AM", "2024-05-07T00:01:00+07:00", "minute"),
        ("9 giờ ngày 7/5/2024", "2024-05-07T09:00:00+07:00", "hour"),
        ("9h 7/5/2024", "2024-05-07T09:00:00+07:00", "hour"),
        ("Hà Nội, ngày 7 tháng 5 năm 2024", "2024-05-07T00:00:00+07:00", "day"),
        ("7 tháng Năm năm 2024", "2024-05-07T00:00:00+07:00", "day"),
        ("Tháng Mười Hai 3, 2024", "2024-12-03T00:00:00+07:00", "day"),
        ("07/05/2024 - 3 phút đọc", "2024-05-07T00:00:00+07:00", "day"),
        ("5/23/2024 9:04:05 AM", "2024-05-23T09:04:05+07:00", "second"),
        ("Thứ Sáu, 7/5/2024", "2024-07-05T00:00:00+07:00", "day"),  # only month first is a Friday
        ("5 phút trước", "2026-03-01T11:55:00+07:00", "minute"),
        ("2 giờ trước", "2026-03-01T10:00:00+07:00", "hour"),
        ("Cách đây 3 ngày", "2026-02-26T00:00:00+07:00", "day"),
        ("Đăng 1 giờ 20 phút trước", "2026-03-01T10:40:00+07:00", "minute"),
        ("vừa xong", "2026-03-01T12:00:00+07:00", "minute"),
        ("Hôm qua, 15:22", "2026-02-28T15:22:00+07:00", "minute"),
        ("15:22 hôm nay", "2026-03-01T15:22:00+07:00", "minute"),
        ("hôm kia", "2026-02-27T00:00:00+07:00", "day"),
        ("2 hours ago", "2026-03-01T10:00:00+07:00", "hour"),
    ],
)
def test_forms_and_their_precision(raw: str, moment: str, precision: str) -> None:
    assert read(raw) == (moment, precision)
    assert read(unicodedata.normalize("NFD", raw)) == (moment, precision)
    assert read(f"\n   {raw}\u00a0\u200b ") == (moment, precision)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "(12/04)",
        "Đời sống - 09:34 sáng",
        "280 ngày",
        "2 giờ",
        "Thứ ba",
        "09:04",
        "2024",
        "05/2024",
        "2024-05",
        "tháng 5 năm 2024",
        "2 tuần trước",
        "3 tháng trước",
        "vài giờ trước",
        "2 giờ trước trận đấu",
        "31/04/2024",
        "30/02/2024 09:04",
        "2024-13-07",
        "07/05/2024 25:00",
        "07/05/2024 09:61",
        "07/05/2024 09:04 - 10:30",  # a span: which end is not said
        "từ 07/05/2024 đến 08/05/2024",
        "Cập nhật 07/05/2024, cập nhật 08/05/2024",
        "1970-01-01T07:00:00+07:00",
        "1/1/1970",
        "1900-01-01",
        "0001-01-01T00:00:00",
        "1/1/0001 12:00:00 AM",
        "29 tháng Giêng năm 2024",  # perhaps the lunar month
        "192.168.1.2024",
        "Số 123/2024/QĐ-UBND",
        "Điện thoại 0261.3544.123",
        "99999999999999999999",
        "2024-05-07T09:04:00+99:00",
        "Lượt xem: 1.234",
        "7/5/2024 " + "x" * MAX_LENGTH,
        "7/5/2024 " * 300,
    ],
)
def test_what_is_no_moment_stays_empty(raw: str) -> None:
    assert read(raw) is None


@pytest.mark.parametrize("raw", ["2 giờ trước", "hôm qua", "vừa xong"])
def test_a_relative_form_needs_the_fetch(raw: str) -> None:
    assert parse_timestamp(raw) is None
    assert parse_timestamp(raw, seen_at=SEEN.replace(tzinfo=None)) is None


def test_the_order_is_the_sites_unless_the_page_says_otherwise() -> None:
    assert read("3/4/2024 9:04:00 AM") == ("2024-04-03T09:04:00+07:00", "second")
    assert read("3/4/2024 9:04:00 AM", "mdy") == ("2024-03-04T09:04:00+07:00", "second")
    assert read("23/4/2024", "mdy") == ("2024-04-23T00:00:00+07:00", "day")
    assert read("Thứ Tư, 3/4/2024", "mdy") == ("2024-04-03T00:00:00+07:00", "day")  # only day first is a Wednesday
    assert read("24-05-07", "ymd") == ("2024-05-07T00:00:00+07:00", "day")


def test_a_moment_is_told_in_the_papers_zone() -> None:
    elsewhere = timezone(timedelta(hours=9))
    got = parse_timestamp("07/05/2024 09:04", zone=elsewhere)
    assert got is not None
    assert got.moment.isoformat() == "2024-05-07T09:04:00+09:00"
    got = parse_timestamp("07/05/2024 09:04 GMT+7", zone=elsewhere)
    assert got is not None
    assert got.moment.isoformat() == "2024-05-07T11:04:00+09:00"


def test_raw_and_rule_are_kept() -> None:
    raw = " Cập nhật:\n07/05/2024\u00a009:04 "
    got = parse_timestamp(raw)
    assert got is not None
    assert (got.raw, got.rule) == (raw, "day-first")


DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
SHORT_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")


def twelve(moment: datetime, am: str, pm: str) -> str:
    """The clock of twelve hours."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {am if moment.hour < 12 else pm}"


FORMS: dict[str, tuple[Callable[[datetime], str], Precision]] = {
    "slash": (lambda d: f"{d:%d/%m/%Y %H:%M}", Precision.MINUTE),
    "short": (lambda d: f"{d.day}/{d.month}/{d.year}, {d.hour}:{d:%M}", Precision.MINUTE),
    "time first": (lambda d: f"{d:%H:%M, %d/%m/%Y}", Precision.MINUTE),
    "weekday": (lambda d: f"{DAYS[d.weekday()]}, {d:%d/%m/%Y - %H:%M} (GMT+7)", Precision.MINUTE),
    "short weekday": (lambda d: f"{SHORT_DAYS[d.weekday()]}, {d:%d-%m-%Y %H:%M}", Precision.MINUTE),
    "words": (
        lambda d: f"{DAYS[d.weekday()]}, ngày {d.day} tháng {d.month} năm {d.year} | {d:%H:%M}",
        Precision.MINUTE,
    ),
    "clock in words": (lambda d: f"{d.hour} giờ {d:%M} phút, ngày {d:%d.%m.%Y}", Precision.MINUTE),
    "hour sign": (lambda d: f"{d:%Hh%M} ngày {d.day}/{d.month}/{d.year}", Precision.MINUTE),
    "halves": (lambda d: f"{d:%d/%m/%Y} {twelve(d, 'SA', 'CH')}", Precision.MINUTE),
    "am": (lambda d: f"{d:%d/%m/%Y} {twelve(d, 'AM', 'PM')}", Precision.MINUTE),
    "am on 24 hours": (lambda d: f"{d:%d/%m/%Y %H:%M} {'AM' if d.hour < 12 else 'PM'}", Precision.MINUTE),
    "two digits": (lambda d: f"{d:%d/%m/%y %H:%M}", Precision.MINUTE),
    "seconds": (lambda d: f"{d:%H:%M:%S %d/%m/%Y}", Precision.SECOND),
    "iso": (lambda d: d.isoformat(timespec="seconds"), Precision.SECOND),
    "iso in UTC": (lambda d: f"{d.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", Precision.SECOND),
    "iso without colon": (lambda d: f"{d:%Y-%m-%dT%H:%M:%S%z}", Precision.SECOND),
    "naive": (lambda d: f"{d:%Y-%m-%d %H:%M:%S}", Precision.SECOND),
    "epoch": (lambda d: str(int(d.timestamp())), Precision.SECOND),
    "mail": (format_datetime, Precision.SECOND),
    "mail in GMT": (lambda d: f"{d.astimezone(UTC):%a, %d %b %Y %H:%M:%S GMT}", Precision.SECOND),
    "java": (lambda d: f"{d:%a %b %d %H:%M:%S} ICT {d.year}", Precision.SECOND),
    "english": (lambda d: f"{d:%B} {d.day}, {d.year} {twelve(d, 'am', 'pm')}", Precision.MINUTE),
    "month name": (lambda d: f"Tháng {MONTHS[d.month - 1]} {d.day}, {d.year}", Precision.DAY),
    "day and month name": (lambda d: f"{d.day} Tháng {MONTHS[d.month - 1]}, {d.year}", Precision.DAY),
    "day": (lambda d: f"Ngày đăng: {d:%d/%m/%Y}", Precision.DAY),
}
MOMENTS = st.integers(1_010_000_000, 2_870_000_000).map(lambda epoch: datetime.fromtimestamp(epoch, VIETNAM))


@PROPERTY
@given(MOMENTS, st.sampled_from(sorted(FORMS)), st.sampled_from(("NFC", "NFD")))
def test_a_moment_printed_in_any_form_comes_back(moment: datetime, form: str, normal: Literal["NFC", "NFD"]) -> None:
    write, precision = FORMS[form]
    if form == "am on 24 hours" and moment.hour == 12:
        moment = moment.replace(hour=13)  # "12:30 PM" is the same on both clocks
    got = parse_timestamp(unicodedata.normalize(normal, write(moment)))
    expected = moment
    if precision is not Precision.SECOND:
        expected = moment.replace(second=0)
    if precision is Precision.DAY:
        expected = moment.replace(hour=0, minute=0, second=0)
    assert got is not None, write(moment)
    assert (got.moment, got.precision) == (expected, precision), write(moment)


@PROPERTY
@given(MOMENTS, st.sampled_from(["slash", "short", "time first", "weekday", "seconds", "day"]))
def test_the_fast_way_reads_as_the_thorough_one(moment: datetime, form: str) -> None:
    text = fold(clean(FORMS[form][0](moment)))
    fast = _plain(text, VIETNAM, "dmy")
    assert fast is not None
    assert fast == _printed(text, VIETNAM, "dmy")


@PROPERTY
@given(st.text(alphabet="0123456789/-.: ,|hgTZ+thángnămgiờSACHngày", max_size=60))
def test_nothing_raises_and_every_moment_is_aware(raw: str) -> None:
    got = parse_timestamp(raw, seen_at=SEEN)
    assert got is None or (got.moment.tzinfo is not None and got.moment.microsecond == 0)


HOSTILE = [
    piece * (128 // len(piece))
    for piece in (
        "1/", "2024-", "1", "12:", "1 ", " ", "thang ", "thứ ", "1h", "gmt+", "1/1/", "ngày 1 tháng ", "9999-", "a",
        "2 giờ ", "cách đây ", "hôm ", "1.1.", "- ", "+07", "&#x2B;", "\u0301", "T", "may 1 ", "1 may 20", "12:34:",
    )
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_text_costs_little(raw: str) -> None:
    started = time.process_time()
    parse_timestamp(raw, seen_at=SEEN)
    assert time.process_time() - started < 0.1


def test_a_huge_text_is_never_given_to_a_pattern() -> None:
    huge = "1/" * 500_000
    started = time.process_time()
    assert parse_timestamp(huge) is None
    assert time.process_time() - started < 0.05


@pytest.mark.parametrize("raw", ["Minh Thu 12/04/2025 07:16", "Phóng viên Minh Thư | Đăng lúc 07:16 | 12/04/2025"])
def test_a_name_that_reads_as_an_english_day_turns_no_date_round(raw: str) -> None:
    assert datetime(2025, 12, 4, tzinfo=UTC).weekday() == 3  # a Thursday: the name would agree with month-first
    got, english = parse_timestamp(raw), parse_timestamp("Thu, 12/04/2025 07:16")
    assert got is not None
    assert got.moment.isoformat() == "2025-04-12T07:16:00+07:00"
    assert english is not None
    assert english.moment.isoformat() == "2025-12-04T07:16:00+07:00"
