"""Comparing texts beside the writing: in short pieces, and no visit fails by it."""

from __future__ import annotations

import re
from unittest.mock import Mock

import pytest
from sqlalchemy import select

from archiver.core.errors import DiskError, UnhealthyError
from archiver.crawl.run import RunReport
from archiver.storage import reprints
from archiver.storage.database import table
from archiver.storage.values import CrawlState
from tests.core.test_reprints import STORY
from tests.storage.conftest import Archive
from tests.storage.test_reprints import OTHER, PAPERS, clusters, told


@pytest.fixture
def papers(archive: Archive) -> Archive:
    for paper in PAPERS:
        archive.recorder.register(paper)
    return archive


def due(archive: Archive) -> int:
    with archive.engine.begin() as conn:
        return len(conn.execute(select(table("reprint_due"))).all())


def test_a_visit_waits_for_one_group_of_texts_and_no_longer(papers: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [told(paper, key, STORY, at=key) for key in range(1, 4) for paper in range(4)]
    papers.recorder.record(many)
    monkeypatch.setattr(reprints, "GROUP", 3)
    papers.recorder.record([told(0, 9, OTHER), told(0, 10, OTHER + " Một", at=1), told(0, 11, OTHER + " Hai", at=2)])
    assert due(papers) == 15 - 3
    monkeypatch.setattr("archiver.storage.comparing.CLOSING", 0.0)
    papers.recorder.close_crawl(papers.crawl_id, CrawlState.FINISHED)
    assert due(papers) == 15 - 6
    papers.recorder.comparer.compare(seconds=60.0)
    assert due(papers) == 0


@pytest.mark.parametrize(
    ("problem", "said"),
    [(DiskError("no room"), "no room"), (KeyError("bao0/1"), "a bug: KeyError: 'bao0/1'")],
    ids=["foreseen", "bug"],
)
def test_texts_that_cannot_be_compared_fail_no_visit_and_are_told(
    papers: Archive, monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str
) -> None:
    monkeypatch.setattr(reprints, "GROUP", 1)
    with monkeypatch.context() as ill:
        ill.setattr(reprints, "settle", Mock(side_effect=problem))
        first = papers.recorder.record([told(0, 1, STORY)])
        second = papers.recorder.record([told(1, 1, STORY, hour=8)])
        papers.recorder.close_crawl(papers.crawl_id, CrawlState.FINISHED)
        with pytest.raises(type(problem)):
            papers.recorder.comparer.compare()
    assert [one.article_id for one in (*first, *second)] == ["bao0/1", "bao1/1"]
    assert papers.recorder.comparer.uncompared == {said: 3}
    with papers.engine.begin() as conn:
        assert conn.scalar(select(table("crawl").c.state)) == "finished"
    papers.recorder.comparer.compare()
    assert set(clusters(papers)) == {"bao0/1", "bao1/1"}
    with pytest.raises(UnhealthyError, match=f"{re.escape(said)} .3 times"):
        RunReport("run", (), 1.0, uncompared=papers.recorder.comparer.uncompared).check()
