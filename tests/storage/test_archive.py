"""The one door for rows: identity, revisions, observations, disappearance, moves."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from archiver.core.errors import DiskError, UsageError
from archiver.core.values import Problem, Reason
from archiver.storage import articles, evidence, faults, frontier
from archiver.storage.database import table
from archiver.storage.evidence import captures, read, recover
from archiver.storage.ledger import Tally
from archiver.storage.search_index import matching_ids
from archiver.storage.values import Found, Outcome, Purpose, State, Visit
from archiver.storage.verify import EngineRows, verify
from tests.storage.conftest import Archive
from tests.storage.making import BODY, NOW, url_of, visit


def rows(archive: Archive, name: str, **where: Any) -> list[Any]:
    one = table(name)
    query = select(one).where(*(one.c[key] == value for key, value in where.items()))
    with archive.engine.begin() as conn:
        return list(conn.execute(query.order_by(*one.primary_key.columns)))


def count(archive: Archive, name: str) -> int:
    with archive.engine.begin() as conn:
        return int(conn.execute(select(func.count()).select_from(table(name))).scalar_one())


def ask(archive: Archive, url: str, said: dict[str, Any] | None = None, **more: Any) -> Outcome:
    """Record a visit of ours, its address in the frontier."""
    with archive.engine.begin() as conn:
        frontier.add(conn, archive.paper_id, [Found(url, Purpose.ARTICLE, "feed")], NOW)
        address = frontier.find(conn, archive.paper_id, url)
    assert address is not None
    made = visit(url, said, **more)
    return archive.recorder.record([replace(made, address_id=address.id, crawl_id=archive.crawl_id)])[0]


def address(archive: Archive, url: str) -> Any:
    with archive.engine.begin() as conn:
        return frontier.find(conn, archive.paper_id, url)


def found(archive: Archive, query: str) -> list[int]:
    with archive.engine.begin() as conn:
        return matching_ids(conn, query)


def test_a_new_article_has_all_its_rows(archive: Archive) -> None:
    said = {"authors": ["Nguyễn An", "Trần Bình"], "agencies": ["TTXVN"], "tags": ["cầu"], "views": 12, "comments": 3}
    got = ask(archive, url_of(1), said)
    assert (got.article_id, got.new_article, got.new_revision) == ("baomau/1", True, False)
    (article,) = rows(archive, "article")
    (revision,) = rows(archive, "revision")
    (capture,) = rows(archive, "capture")
    (observation,) = rows(archive, "observation")
    assert article.revision_id == revision.id == capture.revision_id
    assert (revision.number, revision.capture_id, revision.title) == (1, capture.id, "Cầu mới thông xe")
    assert (article.view_count, article.comment_count, observation.own_fetches_before) == (12, 3, 0)
    assert [row.name for row in rows(archive, "author")] == ["Nguyễn An", "Trần Bình"]
    assert [row.position for row in rows(archive, "byline")] == [1, 2]
    assert count(archive, "credit") == count(archive, "revision_tag") == 1
    stored = address(archive, url_of(1))
    assert (stored.state, stored.article_id, stored.fetches) == (State.STORED, article.id, 1)
    assert read(archive.config.warc, got.evidence).url == url_of(1)
    assert found(archive, "cầu") == found(archive, "nguyen an") == [article.id]


def test_the_same_facts_make_no_revision(archive: Archive) -> None:
    ask(archive, url_of(1), {"title": "“Cầu mới”", "views": 1})
    ask(archive, url_of(1), {"title": '"Cầu  mới"', "views": 9}, minutes=60)
    assert count(archive, "revision") == 1
    assert [row.own_fetches_before for row in rows(archive, "observation")] == [0, 1]
    assert rows(archive, "article")[0].view_count == 9


def test_a_date_that_counts_back_and_is_printed_in_full_later_is_no_edit(archive: Archive) -> None:
    url = url_of(1)
    hour = {"precision": "hour", "views": 1}
    ask(archive, url, {"published": "2026-11-23T06:00:00+07:00", "printed": "2 giờ trước", **hour})
    at_seven = {"published": "2026-11-23T07:00:00+07:00", "printed": "2 giờ trước", **hour}
    assert not ask(archive, url, at_seven, minutes=60).new_revision
    assert rows(archive, "revision")[0].published_raw == "2 giờ trước"
    full = {"published": "2026-11-23T06:45:00+07:00", "printed": "23/11/2026 06:45"}
    for minutes in (90, 120):
        assert not ask(archive, url, full, minutes=minutes).new_revision
    (revision,), (article,) = rows(archive, "revision"), rows(archive, "article")
    assert (revision.published_raw, revision.published_precision) == ("23/11/2026 06:45", "minute")
    assert revision.published_at == article.published_at == datetime(2026, 11, 22, 23, 45, tzinfo=UTC)
    shown = rows(archive, "capture")
    assert revision.capture_id == shown[2].id  # which prints that date
    assert revision.seen_at == shown[0].fetched_at
    assert {one.revision_id for one in shown} == {revision.id}
    assert not ask(archive, url, at_seven, minutes=130).new_revision  # known better
    assert rows(archive, "revision")[0].published_raw == "23/11/2026 06:45"
    assert len(found(archive, "cầu mới")) == 1


@pytest.mark.parametrize(
    "later",
    [
        {"published": "2026-11-23T08:30:00+07:00", "printed": "23/11/2026 08:30"},  # another date
        {
            "published": "2026-11-23T06:45:00+07:00",
            "printed": "23/11/2026 06:45",
            "title": "Khánh thành",
        },  # and a title
        {"published": None},
    ],
)
def test_a_date_that_counts_back_hides_no_edit(archive: Archive, later: dict[str, Any]) -> None:
    counted = {"published": "2026-11-23T06:00:00+07:00", "printed": "2 giờ trước", "precision": "hour"}
    ask(archive, url_of(1), counted)
    assert ask(archive, url_of(1), later, minutes=90).new_revision


def test_a_printed_date_that_changes_by_a_minute_is_an_edit(archive: Archive) -> None:
    ask(archive, url_of(1), {"published": "2026-11-23T06:00:00+07:00", "printed": "23/11/2026 06:00"})
    later = {"published": "2026-11-23T06:01:00+07:00", "printed": "23/11/2026 06:01"}
    assert ask(archive, url_of(1), later, minutes=90).new_revision


def test_an_edit_is_a_revision_and_a_flip_flop_is_none(archive: Archive) -> None:
    ask(archive, url_of(1), {"title": "Một"})
    assert ask(archive, url_of(1), {"title": "Khánh thành"}, minutes=10).new_revision
    assert rows(archive, "article")[0].revision_id == rows(archive, "revision")[1].id
    assert not ask(archive, url_of(1), {"title": "Một"}, minutes=20).new_revision
    first, second = rows(archive, "revision")
    assert rows(archive, "article")[0].revision_id == first.id
    assert (first.number, second.number) == (1, 2)
    assert found(archive, "khánh thành") == []
    assert len(found(archive, "một")) == 1


def test_an_imported_older_capture_does_not_become_the_latest(archive: Archive) -> None:
    ask(archive, url_of(1), {"title": "Mới", "views": 50})
    old = visit(url_of(1), {"title": "Cũ", "views": 5}, minutes=-60 * 24, found_by="import")
    archive.recorder.record([old])
    (article,) = rows(archive, "article")
    newer, older = rows(archive, "revision")
    assert (article.revision_id, article.view_count) == (newer.id, 50)
    assert (article.first_seen_at, article.last_seen_at) == (old.fetch.fetched_at, NOW)
    assert older.seen_at == old.fetch.fetched_at
    assert [row.own_fetches_before for row in rows(archive, "observation")] == [0, 0]
    assert found(archive, "cu") == []
    assert ask(archive, url_of(1), {"title": "Mới"}, minutes=5).new_revision is False
    assert rows(archive, "observation")[-1].own_fetches_before == 1


def test_a_fetch_of_ours_that_comes_late_is_counted_for_those_after_it(archive: Archive) -> None:
    ask(archive, url_of(1), {"views": 1})
    ask(archive, url_of(1), {"views": 9}, minutes=60)
    ask(archive, url_of(1), {"views": 5}, minutes=30)
    by_time = sorted(rows(archive, "observation"), key=lambda row: row.observed_at)
    assert [(row.view_count, row.own_fetches_before) for row in by_time] == [(1, 0), (5, 1), (9, 2)]
    assert rows(archive, "article")[0].view_count == 9


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("https://m.baomau.example/cau-moi-a1.html", {}),
        ("https://baomau.example/ten-khac-a1.html", {}),
        ("https://baomau.example/amp/x-a1.html", {"canonical": url_of(1)}),
        ("http://www.baomau.example/cau-moi-a1.html?utm_source=x", {}),
    ],
)
def test_one_key_is_one_article(archive: Archive, other: str, said: dict[str, Any]) -> None:
    ask(archive, url_of(1), {})
    ask(archive, other, said, minutes=5)
    assert count(archive, "article") == 1
    ask(archive, url_of(1), {}, minutes=10)
    assert count(archive, "article") == count(archive, "revision") == 1


def test_aliases_are_kept_and_known_to_the_frontier(archive: Archive) -> None:
    amp = "https://baomau.example/amp/cau-moi-a1.html"
    site_wide = "https://baomau.example/"
    ask(
        archive,
        url_of(1),
        {"aliases": [("amp", amp), ("og", site_wide), ("amp", "https://elsewhere.example/x-a1.html")]},
    )
    assert [(row.how, row.url) for row in rows(archive, "alias")] == [("amp", amp)]
    assert archive.recorder.add(archive.paper_id, [Found(amp, Purpose.ARTICLE, "home")], NOW) == 0


def test_another_articles_canonical_address_is_doubted_until_seen_twice(archive: Archive) -> None:
    ask(archive, url_of(1), {"title": "Một"})
    other = {"title": "Bài khác", "body": "Chuyện khác hẳn. " * 20, "canonical": url_of(2)}
    first = ask(archive, url_of(1), other, minutes=5)
    assert first.problems == {"canonical_url": "elsewhere"}
    assert first.recheck
    assert count(archive, "revision") == count(archive, "observation") == 1
    assert address(archive, url_of(1)).state == State.QUEUED
    assert ask(archive, url_of(1), other, minutes=6).new_revision
    assert count(archive, "article") == 1


def test_a_shrunk_page_is_doubted_until_seen_twice(archive: Archive) -> None:
    ask(archive, url_of(1), {})
    first = ask(archive, url_of(1), {"body": "Đang cập nhật."}, minutes=5)
    assert first.problems == {"body_text": "shrunk"}
    assert count(archive, "revision") == 1
    assert rows(archive, "capture")[1].revision_id is None
    assert not ask(archive, url_of(1), {}, minutes=6).problems
    assert ask(archive, url_of(1), {"body": "Đang cập nhật."}, minutes=7).problems
    assert ask(archive, url_of(1), {"body": "Đang cập nhật."}, minutes=8).new_revision
    assert len(BODY) > articles.SHORT


def test_gone_is_believed_at_the_second_look_and_undone_by_a_return(archive: Archive) -> None:
    ask(archive, url_of(1), {})
    first = ask(archive, url_of(1), status=404, reason="404", minutes=10)
    assert (first.recheck, first.gone) == (True, False)
    waiting = address(archive, url_of(1))
    assert (waiting.state, waiting.reason, waiting.priority) == (
        State.QUEUED,
        "recheck:404",
        frontier.REVISITS + frontier.LAST,
    )
    second = ask(archive, url_of(1), status=404, reason="404", minutes=11)
    assert (second.recheck, second.gone) == (False, True)
    (article,) = rows(archive, "article")
    assert article.gone_reason == "404"
    assert article.gone_at == visit(url_of(1), minutes=10).fetch.fetched_at
    assert address(archive, url_of(1)).state == State.GONE
    assert address(archive, url_of(1)).priority == frontier.REVISITS
    again = ask(archive, url_of(1), status=404, reason="404", minutes=12)
    assert (again.recheck, again.gone) == (False, False)
    ask(archive, url_of(1), {}, minutes=20)
    (article,) = rows(archive, "article")
    assert (article.gone_at, article.gone_reason) == (None, None)
    assert [row.status for row in rows(archive, "capture")] == [200, 404, 404, 404, 200]
    assert all(row.article_id == article.id for row in rows(archive, "capture"))


def test_a_disappearance_that_is_none_changes_nothing(archive: Archive) -> None:
    ask(archive, url_of(1), {})
    ask(archive, url_of(1), status=404, reason="404", minutes=10)
    ask(archive, url_of(1), {}, minutes=11)
    assert rows(archive, "article")[0].gone_at is None
    assert (address(archive, url_of(1)).state, address(archive, url_of(1)).reason) == (State.STORED, None)


def test_an_address_that_never_was_an_article_is_gone_at_once(archive: Archive) -> None:
    got = ask(archive, url_of(9), status=404, reason="404")
    assert (got.article_id, got.recheck, got.gone) == (None, False, False)
    assert address(archive, url_of(9)).state == State.GONE
    assert count(archive, "article") == 0


def test_a_former_address_that_dies_takes_no_article_with_it(archive: Archive) -> None:
    ask(archive, url_of(1), {})
    ask(archive, url_of(1, "ten-moi"), {}, minutes=5)
    got = ask(archive, url_of(1), status=404, reason="404", minutes=10)
    assert not got.recheck
    assert rows(archive, "article")[0].gone_at is None


def test_an_old_404_from_an_import_is_no_disappearance(archive: Archive) -> None:
    ask(archive, url_of(1), {})
    archive.recorder.record([visit(url_of(1), status=404, reason="404", minutes=-60, found_by="import")])
    assert rows(archive, "article")[0].gone_at is None
    assert address(archive, url_of(1)).state == State.STORED


def moved(to: str) -> dict[str, Any]:
    return {"status": 301, "headers": (("Location", to),), "redirect_to": to}


def test_a_move_joins_old_and_new_address(archive: Archive) -> None:
    ask(archive, url_of(1), {})
    ask(archive, url_of(1), minutes=5, **moved(url_of(77)))
    assert address(archive, url_of(77)).found_by == "redirect"
    got = ask(archive, url_of(77), {"canonical": url_of(77)}, minutes=6)
    assert (got.article_id, got.new_article) == ("baomau/1", False)
    (article,) = rows(archive, "article")
    assert (article.article_key, article.canonical_url) == ("77", url_of(77))
    assert [(row.how, row.url) for row in rows(archive, "alias")] == [("redirect", url_of(1))]
    assert ask(archive, url_of(77, "lai-doi-ten"), {}, minutes=7).article_id == "baomau/1"
    assert count(archive, "revision") == 1


def test_a_redirect_that_was_there_first_is_an_alias(archive: Archive) -> None:
    ask(archive, "https://baomau.example/cu-a5.html", **moved("https://baomau.example/giua-a6.html"))
    ask(archive, "https://baomau.example/giua-a6.html", minutes=1, **moved(url_of(7)))
    ask(archive, url_of(7), {}, minutes=2)
    assert {row.url for row in rows(archive, "alias")} == {
        "https://baomau.example/cu-a5.html",
        "https://baomau.example/giua-a6.html",
    }


def test_two_articles_that_prove_to_be_one_are_joined(archive: Archive) -> None:
    ask(archive, url_of(1), {"views": 1, "authors": ["Nguyễn An"]})
    ask(archive, url_of(1), {"views": 2, "title": "Cầu mới đã thông xe"}, minutes=1)
    ask(archive, url_of(77), {"views": 3, "authors": ["Nguyễn An"]}, minutes=2)
    ask(archive, url_of(77), {"views": 4, "title": "Sửa lần nữa"}, minutes=3)
    ask(archive, url_of(1), minutes=4, **moved(url_of(77)))
    (article,) = rows(archive, "article")
    assert (article.public_id, article.article_key, article.view_count) == ("baomau/1", "77", 4)
    assert [row.number for row in rows(archive, "revision")] == [1, 2, 3]
    assert [row.own_fetches_before for row in rows(archive, "observation")] == [0, 1, 2, 3]
    assert found(archive, "sửa lần nữa") == [article.id]
    assert ask(archive, url_of(77, "x"), {"title": "Sửa lần nữa"}, minutes=5).article_id == "baomau/1"


def test_a_thousand_redirects_to_one_notice_make_no_single_article(archive: Archive) -> None:
    notice = {"title": "Thông báo", "body": "Tòa soạn đã chuyển sang trang mới, kính mời bạn đọc."}
    for number in (1, 2, 3):
        ask(archive, url_of(number), {"title": f"Bài {number}", "body": f"chuyện{number} " * 50})
    ask(archive, url_of(99), notice, minutes=1)
    for number in (1, 2, 3):
        ask(archive, url_of(number), minutes=2, **moved(url_of(99)))
    assert count(archive, "article") == 4


def test_http_to_https_is_the_same_address(archive: Archive) -> None:
    ask(archive, "http://baomau.example/x-a1.html", **moved("https://baomau.example/x-a1.html"))
    again = address(archive, "http://baomau.example/x-a1.html")
    assert (again.state, again.url, again.due_at) == (State.QUEUED, "https://baomau.example/x-a1.html", NOW)
    for _ in range(9):
        ask(archive, again.url, **moved("http://baomau.example/x-a1.html"))
    assert address(archive, again.url).due_at is None


def test_not_modified_keeps_the_article_alive(archive: Archive) -> None:
    ask(archive, url_of(1), {}, headers=(("ETag", '"1"'),))
    got = ask(archive, url_of(1), status=304, minutes=30)
    assert got.article_id == "baomau/1"
    (article,) = rows(archive, "article")
    assert rows(archive, "capture")[1].revision_id == article.revision_id
    stored = address(archive, url_of(1))
    assert (stored.etag, stored.state) == (None, State.STORED)  # the next visit asks without conditions
    assert stored.due_at is not None
    assert count(archive, "observation") == 1


def test_a_failure_is_tried_again_with_growing_pauses(archive: Archive) -> None:
    states = []
    for attempt in range(len(frontier.PAUSES) + 1):
        ask(archive, url_of(1), status=503, reason="http 503", retry_at=NOW, minutes=attempt)
        row = address(archive, url_of(1))
        states.append((row.state, row.attempts, row.due_at is None))
    assert states[0] == (State.QUEUED, 1, False)
    assert states[2] == (State.FAILED, 3, False)
    assert states[-1] == (State.FAILED, 8, True)


def test_what_is_no_article_is_stored_and_not_asked_again(archive: Archive) -> None:
    ask(archive, url_of(1), {"kind": "listing"}, reason="listing")
    row = address(archive, url_of(1))
    assert (row.state, row.reason, row.due_at) == (State.STORED, "listing", None)
    assert count(archive, "article") == 0
    ask(archive, url_of(2), status=302, reason="other site", refusal=True)
    assert address(archive, url_of(2)).state == State.REFUSED


def test_the_ledger_counts_what_captures_tell(archive: Archive) -> None:
    ask(archive, url_of(1), {"views": 3})
    ask(archive, url_of(1), {"title": "Hai"}, minutes=1)
    ask(archive, url_of(2), status=503, reason="http 503", retry_at=NOW)
    (row,) = rows(archive, "crawl")
    assert (row.requests, row.failures, row.articles_new, row.articles_read, row.revisions_new) == (3, 1, 1, 2, 1)
    assert row.fields["view_count"] == {"found": 1, "missing": 1}
    assert row.fields["title"] == {"found": 2}


def test_a_field_that_was_found_counts_once_though_it_is_doubtful() -> None:
    page = visit(url_of(1), {"title": "Một"})
    one = page.extraction
    assert one is not None
    doubts = (Problem("title", Reason.ENCODING), Problem("lead", Reason.ENCODING), Problem("lead", Reason.TOO_LONG))
    tally = Tally()
    tally.read(replace(page, extraction=replace(one, lead="", problems=doubts)))
    assert {("title", "found"), ("lead", "encoding")} <= tally.fields.keys()
    assert tally.fields.total() == len({name for name, _ in tally.fields})


def test_a_visit_whose_rows_cannot_be_made_is_kept_alone(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hostile = visit(url_of(2), {"title": "Hỏng"}, crawl_id=archive.crawl_id)
    read_article = articles.read

    def read_or_fail(*given: Any) -> Any:
        one = next(value for value in given if isinstance(value, Visit))
        if one.fetch.url == url_of(2):
            read_article(*given)
            raise ZeroDivisionError("our own fault")
        return read_article(*given)

    monkeypatch.setattr(articles, "read", read_or_fail)
    good = [visit(url_of(n), {"authors": ["Lê Cường"]}, crawl_id=archive.crawl_id) for n in (1, 3)]
    got = archive.recorder.record([good[0], hostile, good[1]])
    assert [one.article_id for one in got] == ["baomau/1", None, "baomau/3"]
    assert got[1].problems == {"body_text": "reader_error"}
    assert count(archive, "capture") == 3
    assert count(archive, "article") == 2
    assert "its evidence is kept" in caplog.text


def test_text_that_no_engine_takes_is_stored(archive: Archive) -> None:
    one = visit(url_of(1), {"authors": ["x" * 5000, "\x00"], "body": "\x00" * 50})
    assert one.extraction is not None
    made = replace(one, extraction=replace(one.extraction, title="a\x00b\ud800c", tags=("\udfff", "ok\x00")))
    archive.recorder.record([made])
    (revision,) = rows(archive, "revision")
    assert revision.title == "a\ufffdb\ufffdc"
    assert len(rows(archive, "tag")) == 2


def test_a_disk_error_acknowledges_nothing_and_ends_the_writing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(archive, url_of(1), {})

    class FullError(Exception):
        sqlite_errorcode = 13
        sqlstate = "53100"

    def full(*given: Any, **more: Any) -> Any:
        raise OperationalError("INSERT", {}, FullError("database or disk is full"))

    monkeypatch.setattr(articles, "read", full)
    with pytest.raises(DiskError, match="make room"):
        archive.recorder.record([visit(url_of(2), {})])
    monkeypatch.undo()
    assert count(archive, "capture") == 1
    with pytest.raises(DiskError):
        archive.recorder.record([visit(url_of(3), {})])
    assert len(list(captures(archive.config.warc))) == 2


def test_an_unregistered_newspaper_is_refused_before_anything_is_written(archive: Archive) -> None:
    with pytest.raises(UsageError, match="not registered"):
        archive.recorder.record([replace(visit(url_of(1), {}), newspaper="khac")])
    assert list(captures(archive.config.warc)) == []


@pytest.mark.parametrize("point", ["write", "after_fsync", "after_begin"])
def test_whoever_stops_an_import_in_the_midst_of_writing_leaves_nothing_torn_and_nothing_hidden(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    ask(archive, url_of(1), {})
    with monkeypatch.context() as stopped:
        if point == "write":

            def write(descriptor: int, data: bytes) -> None:
                os.write(descriptor, data[: len(data) // 2])
                raise KeyboardInterrupt

            stopped.setattr(evidence, "write_all", write)
        else:

            def stop(name: str) -> None:
                if name == point:
                    raise KeyboardInterrupt

            stopped.setattr(faults, "point", stop)
        with pytest.raises(KeyboardInterrupt):
            archive.recorder.record([replace(visit(url_of(2), {}), found_by="import")])
    archive.recorder.close()
    found = recover(archive.config.warc, close=False, acknowledged=archive.recorder.acknowledged)
    assert not found.torn
    assert bool(found.files) == (point != "write")
    assert len(list(captures(archive.config.warc))) == 1 + bool(found.files)
    assert [one.what for one in verify(archive.config.warc, EngineRows(archive.engine))] == []
