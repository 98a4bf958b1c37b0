"""Articles that moved with their paper stay one article; what only looks so does not become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from archiver.core.addresses import public_id
from archiver.core.newspaper import Newspaper
from archiver.core.values import Precision
from archiver.query.history import find, record
from archiver.storage import frontier
from archiver.storage.database import table
from archiver.storage.values import Found, Outcome, Purpose, Visit
from tests.core.test_reprints import STORY
from tests.storage.conftest import Archive
from tests.storage.making import BODY, NOW, extraction, visit

KEY = r"-a(?P<key>\d+)\.html$"


def newspaper(name: str, **more: Any) -> Newspaper:
    said = {"title": name, "province": "Mẫu", "domains": (f"{name}.example",), "article_url": KEY}
    return Newspaper(name=name, **{**said, **more})


PAPERS = (
    newspaper("baocu", successor="baomoi", until=date(2026, 11, 22)),
    newspaper("baomoi"),
    newspaper("baodoi", domains=("baodoi.example",), former_domains=("baodoi.org.example",)),
)


@pytest.fixture
def papers(archive: Archive) -> Archive:
    for paper in PAPERS:
        archive.recorder.register(paper)
    return archive


def seen(archive: Archive, url: str, *, at: float = 0, day: str = "2026-11-22T07:30:00+07:00", **said: Any) -> Outcome:
    """Record a page of the paper that the address belongs to; the day of publication alone where `day` has no time."""
    whole = day if not day or "T" in day else f"{day}T00:00:00+07:00"
    page = {"title": "Trao quà vùng lũ", "body": STORY, "published": whole, **said}
    one: Visit = visit(url, page, minutes=at)
    if day != whole:
        read = extraction(url, page)
        assert read.published is not None
        one = replace(one, extraction=replace(read, published=replace(read.published, precision=Precision.DAY)))
    name = next(paper.name for paper in PAPERS if paper.owns(url.split("/")[2]))
    return archive.recorder.record([replace(one, newspaper=name)])[0]


def article(archive: Archive, which: str) -> Any:
    with archive.engine.begin() as conn:
        one = table("article")
        return conn.execute(select(one).where(one.c.id == find(conn, which))).one()


def test_a_paper_on_a_new_domain_keeps_its_articles(papers: Archive) -> None:
    old = "https://baodoi.org.example/trao-qua-a17.html"
    new = "https://baodoi.example/xa-hoi/trao-qua-vung-lu-a90017.html"
    assert seen(papers, old).article_id == "baodoi/17"
    again = seen(papers, new, at=90)
    assert (again.article_id, again.new_article, again.new_revision) == ("baodoi/17", False, False)
    row = article(papers, "baodoi/17")
    assert (row.canonical_url, row.article_key, row.url) == (new, "90017", new)
    assert record(papers.engine, "baodoi/17")["aliases"] == [old]
    for which in (old, new, "baodoi/90017"):
        assert article(papers, which).id == row.id
    assert seen(papers, new.replace("trao-qua", "sua-tit"), at=200).article_id == "baodoi/17"  # its key is known now


def test_the_old_domain_may_be_archived_last(papers: Archive) -> None:
    old, new = "https://baodoi.org.example/trao-qua-a17.html", "https://www.baodoi.example/trao-qua-a90017.html"
    assert seen(papers, new).article_id == "baodoi/90017"
    assert seen(papers, old, at=-9000).article_id == "baodoi/90017"  # an import: seen long before
    row = article(papers, old)
    assert row.canonical_url == new
    assert record(papers.engine, "baodoi/90017")["aliases"] == [old]


def test_a_merged_paper_keeps_its_articles_under_another_key(papers: Archive) -> None:
    old, new = "https://baocu.example/trao-qua-a17.html", "https://baomoi.example/trao-qua-a90017.html"
    seen(papers, old)
    assert seen(papers, new, at=90).article_id == "baocu/17"
    row = article(papers, "baocu/17")
    assert (row.article_key, row.canonical_url) == ("17", new)
    for which in (old, new, "baomoi/90017"):
        assert article(papers, which).id == row.id
    later = seen(papers, new, at=500, body=STORY + " Cập nhật thêm một câu.")
    assert (later.article_id, later.new_revision) == ("baocu/17", True)
    assert article(papers, new).canonical_url == new
    assert (
        seen(papers, "https://baomoi.example/khac-a17.html", at=600, title="Khác", body=BODY).article_id == "baomoi/17"
    )


def test_on_a_papers_own_domains_a_day_alone_agrees_with_an_hour_of_it(papers: Archive) -> None:
    seen(papers, "https://baodoi.org.example/trao-qua-a17.html")
    assert seen(papers, "https://baodoi.example/trao-qua-a5.html", at=9, day="2026-11-22").article_id == "baodoi/17"


@pytest.mark.parametrize("at", [-9000, 90], ids=["while both lived", "after the end"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2024-05-01", "2024-05-01T09:12:00+07:00"),
        ("2024-05-01T09:12:00+07:00", "2024-05-01"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T00:00:00+07:00", "2024-05-01T00:00:00+07:00"),
    ],
    ids=["a day, a minute", "a minute, a day", "a day", "a midnight"],
)
def test_what_an_agency_sent_to_both_while_they_lived_is_an_article_of_each(
    papers: Archive, old: str, new: str, at: float
) -> None:
    seen(papers, "https://baocu.example/trao-qua-a17.html", at=-9000, day=old)
    assert seen(papers, "https://baomoi.example/trao-qua-a5.html", at=at, day=new).article_id == "baomoi/5"


@pytest.mark.parametrize("first", ["baocu", "baomoi"])
def test_what_stood_in_both_before_the_end_is_an_article_of_each(papers: Archive, first: str) -> None:
    second = "baomoi" if first == "baocu" else "baocu"
    day = "2026-11-16T07:30:00+07:00"  # seen on the 16th and the 17th; the old one ended on the 22nd
    seen(papers, f"https://{first}.example/trao-qua-a17.html", at=-9000, day=day)
    assert seen(papers, f"https://{second}.example/trao-qua-a5.html", at=-8000, day=day).article_id == f"{second}/5"


def test_the_paper_that_ended_may_be_archived_last(papers: Archive) -> None:
    old, new = "https://baocu.example/trao-qua-a17.html", "https://baomoi.example/trao-qua-a90017.html"
    day = "2026-11-16T07:30:00+07:00"
    assert seen(papers, new, day=day).article_id == "baomoi/90017"
    assert seen(papers, old, at=-9000, day=day).article_id == "baomoi/90017"  # an import: seen while it lived
    assert article(papers, old).canonical_url == new


def test_a_page_of_which_nobody_knows_when_it_was_fetched_may_be_older_than_the_end(papers: Archive) -> None:
    seen(papers, "https://baocu.example/trao-qua-a17.html")
    said = {"title": "Trao quà vùng lũ", "body": STORY, "published": "2026-11-22T07:30:00+07:00"}
    page = visit("https://baomoi.example/trao-qua-a5.html", said, minutes=90)
    guessed = replace(page, newspaper="baomoi", fetch=replace(page.fetch, time_known=False))
    assert papers.recorder.record([guessed])[0].article_id == "baomoi/5"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"day": "2026-11-22T07:31:00+07:00"}),
        ({}, {"day": "2026-11-15T07:30:00+07:00"}),
        ({}, {"title": "Trao quà vùng hạn"}),
        ({}, {"body": STORY.replace("120", "95").replace("45", "30").replace("400", "350")}),
        ({"body": BODY}, {"body": BODY.replace("mới", "cũ")}),
        ({"day": ""}, {"day": ""}),
        ({"day": "2026-11-23T06:00:00+07:00"}, {"day": "2026-11-23T06:00:00+07:00"}),
    ],
    ids=["corrected, printed again", "a weekly column", "another title", "other numbers", "a short text", "undated",
         "after the end"],
)  # fmt: skip
def test_what_only_looks_so_is_another_article(papers: Archive, first: Any, second: Any) -> None:
    seen(papers, "https://baocu.example/trao-qua-a17.html", **first)
    assert seen(papers, "https://baomoi.example/trao-qua-a5.html", at=90, **second).article_id == "baomoi/5"


def test_on_one_domain_two_keys_are_two_articles(papers: Archive) -> None:
    seen(papers, "https://baodoi.example/trao-qua-a1.html")
    assert seen(papers, "https://baodoi.example/trao-qua-a2.html", at=9).article_id == "baodoi/2"
    assert seen(papers, "https://m.baodoi.example/trao-qua-a3.html", at=9).article_id == "baodoi/3"


def test_between_living_papers_the_same_text_is_a_reprint(papers: Archive) -> None:
    seen(papers, "https://baomoi.example/trao-qua-a1.html")
    assert seen(papers, "https://baodoi.example/trao-qua-a2.html", at=9).article_id == "baodoi/2"


OLD, NEW = "https://baodoi.org.example/trao-qua-a17.html", "https://baodoi.example/trao-qua-a17.html"
ANOTHER = {"title": "Chợ phiên", "body": BODY, "day": "2026-11-22T09:00:00+07:00"}


@pytest.mark.parametrize("first", [OLD, NEW])
@pytest.mark.parametrize("canonical", [None, NEW])
def test_a_number_that_a_new_site_gave_out_anew_is_another_article(
    papers: Archive, first: str, canonical: str | None
) -> None:
    second = NEW if first == OLD else OLD
    for minutes in (0, 60):
        assert seen(papers, first, at=minutes, canonical=canonical if first == OLD else None).article_id == "baodoi/17"
    other = [
        seen(papers, second, at=minutes, canonical=canonical if second == OLD else None, **ANOTHER)
        for minutes in (90, 120, 150)
    ]
    assert {one.article_id for one in other} == {public_id("baodoi", None, second)}
    assert [one.new_revision for one in other] == [False, False, False]
    assert seen(papers, first, at=200, canonical=canonical if first == OLD else None).article_id == "baodoi/17"
    assert {article(papers, url).canonical_url for url in (OLD, NEW)} == {OLD, NEW}


@pytest.mark.parametrize(
    "said",
    [{"body": BODY}, {"title": "Quà tới vùng lũ", "day": "2026-11-24T09:00:00+07:00"}, {"title": "Quà", "body": BODY}],
    ids=["the title is the same", "the text is", "the minute is"],
)
def test_a_number_that_a_paper_took_along_is_the_same_article(papers: Archive, said: Any) -> None:
    seen(papers, OLD)
    assert seen(papers, NEW, at=90, **said).article_id == "baodoi/17"
    assert article(papers, OLD).id == article(papers, NEW).id


def test_a_number_that_moved_on_is_free_on_the_new_domain(papers: Archive) -> None:
    seen(papers, OLD)
    assert seen(papers, NEW.replace("a17", "a90017"), at=60).article_id == "baodoi/17"
    for minutes in (90, 120):
        assert seen(papers, NEW, at=minutes, **ANOTHER).article_id == public_id("baodoi", None, NEW)
    assert seen(papers, NEW.replace("a17", "a90017"), at=150).article_id == "baodoi/17"
    assert seen(papers, OLD, at=180).article_id == "baodoi/17"


def test_an_address_that_redirects_says_which_article_it_is(papers: Archive) -> None:
    seen(papers, OLD)
    with papers.engine.begin() as conn:
        row = conn.execute(select(table("newspaper").c.id).where(table("newspaper").c.name == "baodoi")).scalar_one()
        frontier.add(conn, row, [Found(OLD, Purpose.ARTICLE, "feed")], NOW)
        known = frontier.find(conn, row, OLD)
    assert known is not None
    sent = visit(OLD, minutes=60, status=301, redirect_to=NEW, address_id=known.id, crawl_id=papers.crawl_id)
    papers.recorder.record([replace(sent, newspaper="baodoi")])
    with papers.engine.begin() as conn:
        target = frontier.find(conn, row, NEW)
    assert target is not None
    said = {"title": "Chợ phiên", "body": BODY, "published": "2026-11-22T09:00:00+07:00"}
    page = visit(NEW, said, minutes=61, address_id=target.id, crawl_id=papers.crawl_id)
    assert papers.recorder.record([replace(page, newspaper="baodoi")])[0].article_id == "baodoi/17"


def test_the_old_address_may_go_without_the_article_going(papers: Archive) -> None:
    old, new = "https://baocu.example/trao-qua-a17.html", "https://baomoi.example/trao-qua-a90017.html"
    seen(papers, old)
    seen(papers, new, at=90)
    for minutes in (200, 260):
        gone = replace(visit(old, minutes=minutes, status=404, reason="404"), newspaper="baocu")
        papers.recorder.record([gone])
    assert article(papers, new).gone_at is None


def test_a_moved_article_is_no_reprint_of_itself(papers: Archive) -> None:
    seen(papers, "https://baocu.example/trao-qua-a17.html")
    seen(papers, "https://baomoi.example/trao-qua-a90017.html", at=90)
    papers.recorder.comparer.compare()
    with papers.engine.begin() as conn:
        assert conn.execute(select(table("reprint"))).all() == []
