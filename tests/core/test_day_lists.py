"""The day whose list an address is: the way back from every form that a paper's archive is declared in."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.day_lists import day_listed

SITE = "https://baomau.example"
FORMS = (
    "/luu-tru/{day:%d-%m-%Y}",
    "/{day:%Y/%m/%d}/",
    "/{day:%Y}/{day:%m}/tin-{day:%d-%m-%Y}.html",
    "/xem?nam={day:%Y}&thang={day.month}&ngay={day.day}",
    "/ngay?d={day:%d%%2F%m%%2F%Y}",
    "/lich/{day.year}/{day.month}/{day.day}",
    "/lich/{day}",
    "/a+b(c)/{day:%d%m%Y}?x={{1}}",
)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30, deadline=None)
@given(day=st.dates(date(1998, 1, 1), date(2030, 12, 31)))
def test_there_and_back(form: str, day: date) -> None:
    address = (SITE + form).format(day=day)
    assert day_listed(SITE + form, address) == day
    assert day_listed(SITE + form, f"{address}x") is None
    assert day_listed(SITE + form, SITE + "/thoi-su") is None


def test_what_is_no_day_is_none() -> None:
    assert day_listed(f"{SITE}/{{day:%d-%m-%Y}}", f"{SITE}/31-02-2022") is None
    assert day_listed(f"{SITE}/{{day:%m-%Y}}", f"{SITE}/02-2022") is None  # a month's
    assert day_listed(f"{SITE}/{{day:%d-%m-%Y}}", f"{SITE}/9-03-2022") is None  # written otherwise
