"""Reprints in the archive: found between newspapers, whatever the order and the groups, gone with their texts."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from archiver.core.newspaper import Newspaper
from archiver.core.reprints import Wording
from archiver.storage import frontier, reprints
from archiver.storage.database import table
from archiver.storage.values import CrawlState, Found, Purpose, Visit
from tests.core.test_reprints import LEAD, STORY
from tests.storage.conftest import Archive
from tests.storage.making import visit

PAPERS = tuple(
    Newspaper(
        name=f"bao{number}",
        title=f"Báo {number}",
        province="Mẫu",
        domains=(f"bao{number}.example",),
        article_url=r"-a(?P<key>\d+)\.html$",
    )
    for number in range(4)
)
OTHER = "Chiều qua, " + " ".join(f"đoạn văn thứ {number} kể về phiên chợ vùng cao rất đông" for number in range(30))


@pytest.fixture
def papers(archive: Archive) -> Archive:
    for paper in PAPERS:
        archive.recorder.register(paper)
    return archive


def told(paper: int, key: int, body: str, *, hour: int = 6, title: str = "Trao quà", at: int = 0, **said: Any) -> Visit:
    url = f"https://bao{paper}.example/tin-a{key}.html"
    page = {"title": title, "body": body, "published": f"2026-11-22T{hour:02}:00:00+07:00", **said}
    return replace(visit(url, page, minutes=at), newspaper=f"bao{paper}")


def clusters(archive: Archive) -> dict[str, str]:
    """Of each copy the first."""
    article, reprint = table("article"), table("reprint")
    first = article.alias()
    with archive.engine.begin() as conn:
        rows = conn.execute(
            select(article.c.public_id, first.c.public_id)
            .join(reprint, reprint.c.article_id == article.c.id)
            .join(first, first.c.id == reprint.c.first_id)
        )
        return {row[0]: row[1] for row in rows}


def derived(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that comparing made."""
    with archive.engine.begin() as conn:
        return {
            name: [tuple(row) for row in conn.execute(select(table(name)).order_by(*table(name).primary_key.columns))]
            for name in ("reprint_due", "sketch", "likeness", "reprint")
        }


def compared_at_once(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """What comes out when everything is compared anew, in one group."""
    with archive.engine.begin() as conn:
        for name in ("reprint_due", "sketch", "likeness", "reprint"):
            conn.execute(delete(table(name)))
        conn.execute(insert(table("reprint_due")).from_select(["article_id"], select(table("article").c.id)))
    archive.recorder.comparer.compare()
    return derived(archive)


def compared(archive: Archive, *visits: Visit) -> dict[str, str]:
    """Of each copy the first, when some visits more are recorded and compared."""
    archive.recorder.record(visits)
    archive.recorder.comparer.compare()
    return clusters(archive)


def holds_at_once(archive: Archive) -> None:
    """What was compared in groups, as it came, is what comes out when everything is compared anew."""
    before = derived(archive)
    assert compared_at_once(archive) == before


def test_copies_of_other_newspapers_find_the_first_of_them(papers: Archive) -> None:
    papers.recorder.record([told(0, 1, STORY, hour=9), told(1, 5, LEAD + STORY, hour=7, title="Ấm lòng")])
    papers.recorder.record([told(2, 8, STORY[: len(STORY) * 2 // 3], hour=12), told(3, 9, OTHER, hour=1)])
    assert clusters(papers) == {}  # not in the visit
    papers.recorder.comparer.compare()
    assert clusters(papers) == {"bao0/1": "bao1/5", "bao1/5": "bao1/5", "bao2/8": "bao1/5"}
    before = derived(papers)
    assert before["reprint_due"] == []
    assert compared_at_once(papers) == before


def test_one_newspaper_does_not_reprint_itself(papers: Archive) -> None:
    assert compared(papers, told(0, 1, STORY, hour=9), told(0, 2, STORY, hour=10, title="Vẫn trao quà")) == {}


def test_a_text_that_changes_leaves_its_cluster_and_comes_back(papers: Archive) -> None:
    compared(papers, told(0, 1, STORY, hour=7), told(1, 1, STORY, hour=8), told(2, 1, STORY, hour=9))
    assert compared(papers, told(0, 1, OTHER, hour=7, at=60)) == {"bao1/1": "bao1/1", "bao2/1": "bao1/1"}
    assert set(compared(papers, told(0, 1, STORY, hour=7, at=120)).values()) == {"bao0/1"}
    holds_at_once(papers)


def test_a_crawl_compares_what_it_brought(papers: Archive) -> None:
    papers.recorder.record([told(0, 1, STORY), told(1, 1, STORY, hour=8)])
    papers.recorder.close_crawl(papers.crawl_id, CrawlState.FINISHED)
    assert set(clusters(papers)) == {"bao0/1", "bao1/1"}


def test_two_articles_that_turn_out_to_be_one_take_their_copies_along(papers: Archive) -> None:
    copies = compared(papers, told(0, 1, STORY, hour=7), told(0, 2, STORY, hour=6), told(1, 1, STORY, hour=8))
    assert copies == {"bao0/2": "bao0/2", "bao1/1": "bao0/2"}
    with papers.engine.begin() as conn:
        row = conn.execute(select(table("newspaper").c.id).where(table("newspaper").c.name == "bao0")).scalar_one()
        found = [Found("https://bao0.example/tin-a1.html", Purpose.ARTICLE, "feed")]
        frontier.add(conn, row, found, papers.config.clock.now())
        known = frontier.find(conn, row, found[0].url)
    assert known is not None
    moved = replace(
        visit(found[0].url, status=301, minutes=90, redirect_to="https://bao0.example/tin-a2.html"),
        newspaper="bao0",
        address_id=known.id,
        crawl_id=papers.crawl_id,
    )
    assert compared(papers, moved) == {"bao0/1": "bao0/1", "bao1/1": "bao0/1"}
    holds_at_once(papers)


def test_a_copy_that_turns_out_to_have_been_seen_before_may_be_the_first(papers: Archive) -> None:
    """Where no page tells its day, the one that was seen first is the first: an import may move that."""
    first = compared(papers, told(0, 1, STORY, published=""), told(1, 1, STORY, at=60, published=""))
    assert set(first.values()) == {"bao0/1"}
    assert set(compared(papers, told(1, 1, STORY, at=-600, published="")).values()) == {"bao1/1"}
    holds_at_once(papers)


def test_an_import_of_a_dated_article_is_not_compared_again(papers: Archive) -> None:
    papers.recorder.record([told(0, 1, STORY), told(1, 1, STORY, at=60)])
    papers.recorder.comparer.compare()
    papers.recorder.record([told(1, 1, STORY, at=-600)])
    assert derived(papers)["reprint_due"] == []


@pytest.mark.parametrize("seed", range(3))
def test_groups_and_order_do_not_matter(papers: Archive, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Also where keys become too common on the way, and rare again."""
    monkeypatch.setattr(reprints, "COMMON", 6)
    monkeypatch.setattr(reprints, "GROUP", 3)
    monkeypatch.setattr(reprints, "_REMEMBERED", 400)
    monkeypatch.setattr(reprints, "_TEXTS_AT_ONCE", 2)
    luck = random.Random(seed)
    words = ("rừng", "suối", "nương", "rẫy", "chợ", "bếp", "lửa", "sàn", "mái", "cau", "ao", "đồng", "trâu", "gà")
    footer = " ".join(luck.choice(words) for _ in range(70))
    stories = [" ".join(luck.choice(words) for _ in range(120)) for _ in range(5)]
    pages = [
        (paper, key, luck.choice(stories) + (f" {footer}" if luck.random() < 0.6 else ""), luck.randrange(24))
        for key in range(1, 7)
        for paper in range(4)
    ]
    luck.shuffle(pages)
    for at, (paper, key, body, hour) in enumerate(pages):
        papers.recorder.record([told(paper, key, body, hour=hour, at=at)])
        if luck.random() < 0.5:
            papers.recorder.comparer.compare()
    for paper, key, _, hour in luck.sample(pages, 10):
        papers.recorder.record([told(paper, key, luck.choice(stories), hour=hour, at=200)])
        papers.recorder.comparer.compare()
    papers.recorder.comparer.compare()
    before = derived(papers)
    assert before["likeness"]
    assert compared_at_once(papers) == before


def test_what_is_held_does_not_grow_with_the_texts(papers: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is compared: so many words, and the texts that are read at once."""
    monkeypatch.setattr(reprints, "_REMEMBERED", 500)
    monkeypatch.setattr(reprints, "_TEXTS_AT_ONCE", 2)
    held: list[int] = []

    class Watched(reprints._Texts):
        def of(self, articles: Any) -> Any:
            for one in super().of(articles):
                held.append(sum(len(wording.shingles) for wording in self._known.values()))
                yield one

    monkeypatch.setattr(reprints, "_Texts", Watched)
    stories = [STORY + " ".join(f"và thêm câu thứ {number * 50 + n}" for n in range(30)) for number in range(12)]
    papers.recorder.record([told(n % 4, n, story) for n, story in enumerate(stories, 1)])
    papers.recorder.comparer.compare()
    longest = max(len(Wording.of(story).shingles) for story in stories)
    assert len(held) > 20
    assert 500 < max(held) <= 500 + 4 * longest


def test_an_archive_that_was_compared_otherwise_is_compared_anew(
    papers: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.recorder.record([told(0, 1, STORY), told(1, 1, STORY, hour=8)])
    papers.recorder.comparer.compare()
    before = derived(papers)
    with papers.engine.begin() as conn:
        conn.execute(delete(table("likeness")))
        assert not reprints.refresh(conn)
    monkeypatch.setattr(reprints, "_BOUNDS", ("another",))
    with papers.engine.begin() as conn:
        assert reprints.refresh(conn)
    papers.recorder.comparer.compare()
    assert derived(papers) == before
