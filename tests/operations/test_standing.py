"""One newspaper asked for alone stands as it does among all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.operations.health import judge, judge_schedule
from archiver.operations.ledger import papers
from archiver.operations.standing import standing
from archiver.query.reading import snapshot
from tests.query.made import Made, sample

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = sample(tmp_path)
    for day in range(20):
        at = NOW - timedelta(days=day, hours=1)
        made.crawl("baomau", at, articles_new=3, requests=9, articles_read=9)
        state = {"state": "failed", "reason": "http 503"} if day < 3 else {}
        made.crawl("baothu", at, run=at.isoformat(), requests=9, failures=9 * bool(state), **state)
    return made


@pytest.mark.parametrize("name", ["baomau", "baothu"])
def test_the_verdict_is_the_same_as_of_all(made: Made, name: str) -> None:
    with snapshot(made.writer) as conn:
        every = papers(conn, (), NOW)
        alone = standing(conn, name, NOW, made.home)
        assert standing(conn, "nobody", NOW, made.home) is None
    runs = [run for paper in every for run in paper.runs]
    plan = judge_schedule(runs, NOW, last=max(run.started_at for run in runs))
    paper = next(paper for paper in every if paper.name == name)
    assert alone is not None
    assert alone.verdict == judge(paper, NOW, plan, alive=False, asked_for_all=True)
    assert alone.verdict.condition.well == (name == "baomau")
    assert alone.runs == paper.runs[::-1]
