"""Windows that a feed missed: noticed, its paper's lists woken, closed by reading them; nothing cried for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from archiver.core.page import Fetch
from archiver.storage import frontier, watch, windows
from archiver.storage.database import table
from archiver.storage.values import CrawlState, Cut, Found, Purpose, State, Visit
from tests.storage.conftest import Archive
from tests.storage.making import NOW, url_of

HOUR = timedelta(hours=1)
FEED, LIST, SITEMAP = (f"https://baomau.example/{name}" for name in ("rss.xml", "thoi-su", "sitemap.xml"))


@pytest.fixture
def paper(archive: Archive) -> Archive:
    """With a feed and a list, which were read at the beginning."""
    with archive.engine.begin() as conn:
        sources = [Found(FEED, Purpose.FEED, "definition"), Found(LIST, Purpose.LISTING, "definition")]
        frontier.add(conn, archive.paper_id, sources, NOW)
    read(archive, LIST, Purpose.LISTING, [], at=0)
    return archive


def read(
    archive: Archive, url: str, purpose: Purpose, found: list[Found], *, at: float, status: int = 200, **more: Any
) -> None:
    """Record that a source was read, `at` hours later."""
    with archive.engine.begin() as conn:
        row = frontier.find(conn, archive.paper_id, url)
    assert row is not None
    fetch = Fetch(url, status, (("Content-Type", "text/xml"),), b"<rss/>", b"<rss/>", NOW + at * HOUR)
    visit = Visit("baomau", purpose, fetch, found=tuple(found), address_id=row.id, crawl_id=archive.crawl_id, **more)
    archive.recorder.record([visit])


def named(*numbers: int, dated: bool = True) -> list[Found]:
    """Articles of a feed; one an hour is published."""
    return [
        Found(url_of(number), Purpose.ARTICLE, "feed", modified_hint=NOW + number * HOUR if dated else None)
        for number in numbers
    ]


def missed(archive: Archive) -> list[tuple[float, float, float]]:
    """The windows, in hours."""
    with archive.engine.begin() as conn:
        rows = conn.execute(select(table("missed_window"))).all()
        return [tuple((moment - NOW) / HOUR for moment in (row.since, row.until, row.noticed_at)) for row in rows]


def finish(archive: Archive, *, at: float) -> None:
    """The crawl came to its end."""
    with archive.engine.begin() as conn:
        conn.execute(table("crawl").update().values(state=CrawlState.FINISHED.value, ended_at=NOW + at * HOUR))


def is_open(archive: Archive) -> bool:
    with archive.engine.begin() as conn:
        return bool(windows.open_windows(conn, [archive.paper_id]))


def test_a_feed_that_moved_on_too_far_is_noticed_and_its_lists_are_due(paper: Archive) -> None:
    read(paper, FEED, Purpose.FEED, named(1, 2, 3), at=4)
    assert missed(paper) == []  # the first look
    read(paper, FEED, Purpose.FEED, named(3, 4, 5), at=6)
    assert missed(paper) == []
    with paper.engine.begin() as conn:
        conn.execute(table("address").update().values(due_at=NOW + 30 * HOUR))
    read(paper, FEED, Purpose.FEED, named(8, 9, 10), at=10)
    assert missed(paper) == [(5, 8, 10)]
    assert is_open(paper)
    with paper.engine.begin() as conn:
        after = frontier.find(conn, paper.paper_id, LIST)
    assert after is not None
    assert after.due_at == NOW + 10 * HOUR


@pytest.mark.parametrize(
    "then",
    [named(5), named(5, 9), [*named(9), *named(3)], [], named(30, dated=False) + named(2)],
    ids=["the same", "one known", "an older one", "nothing", "one in the future, one older"],
)
def test_what_hangs_together_is_no_gap(paper: Archive, then: list[Found]) -> None:
    read(paper, FEED, Purpose.FEED, named(4, 5), at=6)
    read(paper, FEED, Purpose.FEED, then, at=10)
    assert missed(paper) == []


def test_a_feed_without_moments_is_compared_by_its_addresses(paper: Archive) -> None:
    read(paper, FEED, Purpose.FEED, named(1, 2, dated=False), at=3)
    read(paper, FEED, Purpose.FEED, named(2, 3, dated=False), at=4)
    read(paper, FEED, Purpose.FEED, named(7, 8, dated=False), at=9)
    assert missed(paper) == [(4, 9, 9)]


def test_a_feed_that_was_cut_tells_nothing(paper: Archive) -> None:
    read(paper, FEED, Purpose.FEED, named(1, 2), at=3)
    read(paper, FEED, Purpose.FEED, named(8), at=9, cut=Cut(since=NOW + 7 * HOUR))
    read(paper, FEED, Purpose.FEED, named(2, 8), at=10)
    assert missed(paper) == []


def test_a_window_is_closed_by_reading_every_list_in_a_crawl_that_ends(paper: Archive) -> None:
    with paper.engine.begin() as conn:
        frontier.add(conn, paper.paper_id, [Found(SITEMAP, Purpose.SITEMAP, "definition")], NOW)
    read(paper, FEED, Purpose.FEED, named(1), at=2)
    read(paper, FEED, Purpose.FEED, named(8), at=9)
    read(paper, LIST, Purpose.LISTING, [], at=9.5)
    with paper.engine.begin() as conn:
        conn.execute(
            table("crawl").update().values(state=CrawlState.FINISHED.value, reason=None, ended_at=NOW + 11 * HOUR)
        )
    assert is_open(paper)  # the sitemap was not read
    read(paper, SITEMAP, Purpose.SITEMAP, [], at=10)
    assert not is_open(paper)
    with paper.engine.begin() as conn:
        conn.execute(table("crawl").update().values(reason="time limit"))
    assert is_open(paper)


def test_a_paper_without_lists_keeps_its_window(paper: Archive) -> None:
    with paper.engine.begin() as conn:
        lists = table("address")
        conn.execute(lists.update().where(lists.c.purpose == "listing").values(state=State.GONE.value))
        conn.execute(table("crawl").update().values(state=CrawlState.FINISHED.value, ended_at=NOW + 20 * HOUR))
    read(paper, FEED, Purpose.FEED, named(1), at=2)
    read(paper, FEED, Purpose.FEED, named(8), at=9)
    assert is_open(paper)


def test_lists_are_read_beyond_what_the_feed_named_after_the_gap(paper: Archive) -> None:
    """A list whose first page holds what the feed holds would end there: what was missed stands behind it."""
    pages = [url_of(number) for number in (8, 9)]
    read(paper, FEED, Purpose.FEED, named(1, 2), at=3)
    with paper.engine.begin() as conn:
        assert watch.unknown(conn, paper.paper_id, [url_of(1), url_of(2)], LIST) == 0
    read(paper, FEED, Purpose.FEED, named(8, 9), at=10)
    with paper.engine.begin() as conn:
        assert watch.unknown(conn, paper.paper_id, pages, LIST) == 2
        assert watch.unknown(conn, paper.paper_id, pages, LIST + "?page=2") == 2
        assert watch.unknown(conn, paper.paper_id, [url_of(1), url_of(2)], LIST) == 0


def test_a_list_that_cannot_be_read_has_no_other_one_read_again_and_again(paper: Archive) -> None:
    with paper.engine.begin() as conn:
        frontier.add(conn, paper.paper_id, [Found(SITEMAP, Purpose.SITEMAP, "definition")], NOW)
    read(paper, FEED, Purpose.FEED, named(1, 2), at=3)
    read(paper, FEED, Purpose.FEED, named(8, 9), at=10)
    read(paper, LIST, Purpose.LISTING, [], at=11)
    read(paper, SITEMAP, Purpose.SITEMAP, [], at=12, status=500, reason="http 500")
    finish(paper, at=13)
    assert is_open(paper)
    with paper.engine.begin() as conn:
        assert windows.unread_since(conn, paper.paper_id, LIST) is None
        assert windows.unread_since(conn, paper.paper_id, SITEMAP) == NOW + 10 * HOUR
        assert watch.unknown(conn, paper.paper_id, [url_of(8), url_of(9)], LIST) == 0


@pytest.mark.parametrize("status", [500, 403])
def test_a_list_that_fails_later_opens_nothing_again(paper: Archive, status: int) -> None:
    read(paper, FEED, Purpose.FEED, named(1, 2), at=3)
    read(paper, FEED, Purpose.FEED, named(8, 9), at=10)
    read(paper, LIST, Purpose.LISTING, [], at=11)
    finish(paper, at=12)
    assert not is_open(paper)
    read(paper, LIST, Purpose.LISTING, [], at=50, status=status, reason=f"http {status}")
    assert not is_open(paper)


def test_a_list_that_was_found_later_opens_nothing_again(paper: Archive) -> None:
    read(paper, FEED, Purpose.FEED, named(1, 2), at=3)
    read(paper, FEED, Purpose.FEED, named(8, 9), at=10)
    read(paper, LIST, Purpose.LISTING, [], at=11)
    finish(paper, at=12)
    with paper.engine.begin() as conn:
        frontier.add(conn, paper.paper_id, [Found(SITEMAP, Purpose.SITEMAP, "definition")], NOW + 20 * HOUR)
    assert not is_open(paper)


PINNED = [Found(url_of(900), Purpose.ARTICLE, "feed", modified_hint=NOW - 500 * HOUR)]
UNDATED = [replace(PINNED[0], modified_hint=None)]


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("place", ["top", "bottom", "middle"])
def test_a_pinned_article_neither_hides_a_gap_nor_makes_one(paper: Archive, place: str, *, dated: bool) -> None:
    def feed(*numbers: int) -> list[Found]:
        shown = named(*numbers, dated=dated)
        at = {"top": 0, "bottom": len(shown), "middle": len(shown) // 2}[place]
        return [*shown[:at], *(PINNED if dated else UNDATED), *shown[at:]]

    read(paper, FEED, Purpose.FEED, feed(4, 3, 2, 1), at=5)
    read(paper, FEED, Purpose.FEED, feed(7, 6, 5, 4), at=8)
    assert missed(paper) == []
    read(paper, FEED, Purpose.FEED, feed(15, 14, 13, 12), at=16)
    assert missed(paper) == [(7, 12, 16) if dated else (8, 16, 16)]


def test_an_old_article_that_is_pinned_anew_hides_no_gap(paper: Archive) -> None:
    read(paper, FEED, Purpose.FEED, named(4, 3, 2, 1), at=5)
    read(paper, FEED, Purpose.FEED, [*PINNED, *named(15, 14, 13, 12)], at=16)
    assert missed(paper) == [(4, 12, 16)]


def test_an_article_that_was_taken_away_is_no_gap(paper: Archive) -> None:
    read(paper, FEED, Purpose.FEED, named(4, 3, 2, 1), at=5)
    read(paper, FEED, Purpose.FEED, named(6, 5, 3, 2), at=7)
    assert missed(paper) == []
