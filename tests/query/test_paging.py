"""Pages one after the other hold every article once, though a crawl goes on between them."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.query.filters import Filters, Sort
from archiver.query.paging import Cursor
from archiver.query.search import Results, search
from tests.query.made import START, Made

HELD = 23


@pytest.fixture(scope="module")
def made(empty: Made) -> Made:
    """Some articles at the same moment, some without a date, a count or an edit."""
    made = empty
    made.paper("baomau", "Báo Mẫu", "Đắk Mẫu")
    for number in range(HELD):
        made.article(
            "baomau",
            f"p{number}",
            title=f"Bão số {number % 4}",
            published_at=None if number % 5 == 0 else START + timedelta(hours=number // 3),
            views=None if number % 4 == 0 else 100 * (number // 4),
            edits=({"lead": "Đã sửa"},) if number % 6 == 0 else (),
        )
    return made


def walk(engine: Engine, query: str, filters: Filters, made: Made | None = None) -> list[Results]:
    pages: list[Results] = []
    cursor = ""
    while len(pages) <= HELD:
        pages.append(search(engine, query, filters, full=False, cursor=cursor, seconds=None))
        cursor = pages[-1].following or ""
        if not cursor:
            return pages
        if made is not None:  # the crawl goes on: newer and older articles come
            for at in (START + timedelta(days=9), START, START - timedelta(days=9)):
                made.article("baomau", f"later{made._captures}", title="Bão mới", published_at=at, views=2000)
    raise AssertionError("the pages have no end")


def ids(pages: list[Results]) -> list[object]:
    return [record["id"] for page in pages for record in page.records]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("query", ["", "bão", "bão -lead:sửa", 'title:"số 1" OR edited:yes'])
def test_pages_are_the_whole_in_its_order(engine: Engine, sort: Sort, query: str) -> None:
    whole = search(engine, query, Filters.of(sort=sort, limit=200), full=False)
    assert len(whole.records) > 5
    for size in (1, 4, HELD, 200):
        pages = walk(engine, query, Filters.of(sort=sort, limit=size))
        assert ids(pages) == [record["id"] for record in whole.records]
        assert {page.total for page in pages} == {whole.total}
        assert all(len(page.records) == size for page in pages[:-1])


def test_a_cursor_of_another_question_is_refused(engine: Engine) -> None:
    cursor = search(engine, "bão", Filters.of(limit=2), cursor="").following
    assert cursor is not None
    assert search(engine, "bão", Filters.of(limit=3), cursor=cursor).records  # pages may have other sizes
    for query, filters in (
        ("bão số", Filters.of(limit=2)),
        ("bão", Filters.of(limit=2, newspaper="baomau")),
        ("bão", Filters.of(limit=2, sort="views")),
    ):
        with pytest.raises(UsageError, match="of another question"):
            search(engine, query, filters, cursor=cursor)


@given(
    text=st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
)
@example(text=str(Cursor("0" * 16, 2**80, 1, 1)))
@example(text=str(Cursor("0" * 16, 1, 1, 2**61)))
@example(text=base64.urlsafe_b64encode(b"[" * 300).decode())
@example(text=base64.urlsafe_b64encode(b'["a",true,1,null]').decode())
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"this is no cursor|of another question"):
        Cursor.read(text, "bão", Filters())


def test_no_moment_is_beyond_what_a_cursor_may_name(engine: Engine) -> None:
    cursor = search(engine, "bão", Filters.of(limit=2), cursor="").following
    assert cursor is not None
    known = Cursor.read(cursor, "bão", Filters())
    forged = str(Cursor(known.of, known.newest, known.last, 2**61))
    with pytest.raises(UsageError, match="names no moment"):
        search(engine, "bão", Filters.of(limit=2), cursor=forged)


@pytest.mark.parametrize("sort", Sort)
def test_articles_that_come_meanwhile_shift_nothing(engine: Engine, made: Made, sort: Sort) -> None:
    before = ids(walk(engine, "bão", Filters.of(sort=sort, limit=5)))
    during = walk(engine, "bão", Filters.of(sort=sort, limit=5), made)
    assert ids(during) == before
    assert during[-1].total == len(before) + 3 * (len(during) - 1)
