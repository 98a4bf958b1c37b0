"""A paper's lists of a day: their form is told from the addresses that its pages name."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.page import Page
from archiver.core.tree import parse
from archiver.crawl.adding import archives
from archiver.crawl.adding.daily import day_lists

SITE = "https://baomau.example"


@pytest.mark.parametrize(
    ("written", "template"),
    [
        ("/luu-tru/{day:%d-%m-%Y}", "/luu-tru/{day:%d-%m-%Y}"),
        ("/{day:%Y/%m/%d}/", "/{day:%Y/%m/%d}/"),
        ("/tin-ngay-{day:%Y-%m-%d}.html", "/tin-ngay-{day:%Y-%m-%d}.html"),
        ("/LuuTru.aspx?ngay={day:%d-%m-%Y}", "/LuuTru.aspx?ngay={day:%d-%m-%Y}"),
        ("/Default.aspx?mod=list&d={day:%d%%2F%m%%2F%Y}", "/Default.aspx?mod=list&d={day:%d}%2F{day:%m}%2F{day:%Y}"),
        ("/lich-su/{day:%Y%m%d}", "/lich-su/{day:%Y%m%d}"),
        ("/lich-su/{day:%d%m%Y}.html", "/lich-su/{day:%d%m%Y}.html"),
        ("/luu-tru/{day.day}-{day.month}-{day.year}", "/luu-tru/{day.day}-{day.month}-{day:%Y}"),
        ("/xem?nam={day.year}&thang={day.month}&ngay={day.day}", "/xem?nam={day:%Y}&thang={day.month}&ngay={day.day}"),
        ("/xem?y={day:%Y}&m={day:%m}&d={day:%d}&cat=3", "/xem?y={day:%Y}&m={day:%m}&d={day:%d}&cat=3"),
    ],
)
def test_the_form_of_a_day(written: str, template: str) -> None:
    days = [date(2022, 3, n) for n in (9, 13, 27, 28)]
    found = day_lists([f"{SITE}/thoi-su/", *(SITE + written.format(day=day) for day in days)])
    assert (found[0].template, found[0].days) == (SITE + template, frozenset(days))
    assert {found[0].address(day) for day in days} == {SITE + written.format(day=day) for day in days}


def test_days_with_one_figure_and_with_two_are_one_form() -> None:
    found = day_lists(f"{SITE}/lich/2022/3/{n}" for n in range(1, 29))
    assert [(one.template, len(one.days)) for one in found] == [
        (f"{SITE}/lich/{{day:%Y}}/{{day.month}}/{{day.day}}", 28)
    ]


def test_month_first_is_thought_of_last() -> None:
    day_first, month_first = day_lists(f"{SITE}/luu-tru/{n:02}-03-2022" for n in range(1, 12))
    assert (day_first.template, month_first.template) == (
        f"{SITE}/luu-tru/{{day:%d-%m-%Y}}",
        f"{SITE}/luu-tru/{{day:%m-%d-%Y}}",
    )


@pytest.mark.parametrize(
    "url",
    [
        "/2022/03/29/cau-moi-thong-xe/",  # an article in a folder of its day
        "/diem-tin-29-03-2022-cau-moi.html",
        "/luu-tru/29-03-2022/trang-2.html",
        "/thoi-su/2022/03/",
        "/tin/20221399",
        "/bao-in-so-29-03-2022.html",  # one only, and no word that says that there are more
        "/anh?w=300&h=2022",
    ],
)
def test_no_list_of_a_day(url: str) -> None:
    assert day_lists([SITE + url]) == []


def test_one_link_is_enough_where_its_words_say_so() -> None:
    assert [one.template for one in day_lists([f"{SITE}/luu-tru/29-03-2022"])] == [f"{SITE}/luu-tru/{{day:%d-%m-%Y}}"]


def test_folders_of_articles_are_a_guess() -> None:
    articles = [f"{SITE}/tin/2022/03/{n}/cau-moi-{n}/" for n in (11, 17, 28)]
    assert [(one.template, one.days) for one in day_lists(articles, articles)] == [
        (f"{SITE}/tin/{{day:%Y/%m/%d}}/", frozenset())
    ]


@pytest.mark.parametrize(
    ("form", "template"),
    [
        ('<form action="/luu-tru"><input name="ngay" placeholder="dd/mm/yyyy"></form>', "/luu-tru?ngay={day:%d/%m/%Y}"),
        ('<form action="/luu-tru"><input name="d" value="29-03-2022"></form>', "/luu-tru?d={day:%d-%m-%Y}"),
        ('<form action="/luu-tru"><input name="d" type="date"></form>', "/luu-tru?d={day:%Y-%m-%d}"),
        ('<form action="/x?a=1"><input type=hidden name="m" value="list"><input name="ngay"></form>',
         "/x?m=list&ngay={day:%d/%m/%Y}"),
        ('<form action="/luu-tru" method="post"><input name="ngay"></form>', None),
        ('<form action="/tim"><input name="q" placeholder="Tìm kiếm"></form>', None),
        ('<form action="/tim"><input type="date" name="tu"><input type="date" name="den"></form>', None),
    ],
)  # fmt: skip
def test_a_form_that_asks_for_a_day(form: str, template: str | None) -> None:
    tree = parse(Page(f"{SITE}/", f"<html><body>{form}</body></html>".encode(), "text/html; charset=utf-8"))
    assert [one.template for one in day_lists([], (), tree)] == ([SITE + template] if template else [])


@settings(max_examples=100)
@given(st.lists(st.text("abc/?&=-.{}%2F01239", max_size=40), max_size=6))
def test_any_addresses_give_forms_that_can_be_filled_in(found: list[str]) -> None:
    for one in day_lists([f"{SITE}/{tail}" for tail in found]):
        assert one.days <= {day for day in one.days if one.address(day).startswith(SITE)}


def day_of(number: int) -> date:
    return date(2022, 3, number)


def key(number: int) -> str:
    return f"baomau.example/a{number}"


KNOWN = [(day_of(number), f"{SITE}/a{number}") for number in (3, 9, 17, 22)]
EVERY = {key(number) for number in (3, 9, 17, 22)}


@pytest.mark.parametrize(
    ("known", "front", "named", "believed"),
    [
        (KNOWN, set(), {key(3)}, True),
        (KNOWN, set(), {key(3), key(9)}, True),  # of three others one
        (KNOWN, set(), EVERY, False),
        (KNOWN, set(), {key(9)}, False),
        (KNOWN[:1], set(), {key(3)}, False),  # nothing else is known: the newest list names it as well
        (KNOWN, EVERY - {key(3)}, {key(3)}, False),  # the others are on every page
        (KNOWN, {key(3)}, {key(3)}, False),
    ],
)
def test_a_list_is_of_its_day_where_known_articles_of_other_days_tell(
    known: list[tuple[date, str]], front: set[str], named: set[str], believed: bool
) -> None:
    assert archives._is_of_its_day(known, front, named, f"{SITE}/a3", day_of(3)) is believed


def test_two_days_tell_where_each_names_its_own_alone() -> None:
    assert archives._differ([(key(3), {key(3), key(30)}), (key(9), {key(9), key(30)})])
    assert not archives._differ([(key(3), EVERY), (key(9), EVERY)])
    assert not archives._differ([(key(3), {key(3)}), (key(9), {key(8)})])
    assert not archives._differ([(key(3), {key(3)})])


def test_the_days_that_are_asked_for_are_apart_and_of_articles_that_are_not_everywhere() -> None:
    assert archives._spread(KNOWN, set()) == [KNOWN[0], KNOWN[2]]
    assert archives._spread(KNOWN, {key(3), key(22)}) == [KNOWN[1], KNOWN[2]]
    assert archives._spread(KNOWN, EVERY - {key(22)}) == [KNOWN[3], KNOWN[1]]
    assert archives._spread([KNOWN[0], (day_of(4), f"{SITE}/a4")], set()) == [KNOWN[0]]
