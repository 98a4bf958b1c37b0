"""How one newspaper stands, asked for alone: the same verdict as `archiver health` gives, from its own runs.

`health` looks at every run of every newspaper; a page about one newspaper need not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from archiver.operations import machine
from archiver.operations.health import HISTORY, Paper, Run, Verdict, judge, judge_schedule
from archiver.operations.ledger import papers
from archiver.storage.models import Crawl


@dataclass(frozen=True, slots=True)
class Standing:
    """How a newspaper stands, and its runs of the last weeks."""

    verdict: Verdict
    runs: tuple[Run, ...]  # latest first


def standing(conn: Connection, name: str, now: datetime, home: Path) -> Standing | None:
    """How the newspaper of this name stands; None where the archive does not have it.

    Args:
        home: of the archive, whose lock says whether a run is at work.
    """
    paper: Paper | None = next(iter(papers(conn, (), now, only=name)), None)
    if paper is None:
        return None
    begun = select(Crawl.run, func.min(Crawl.command), func.min(Crawl.started_at), func.min(Crawl.state))
    every = [
        Run(run=run, command=command, started_at=at, ended_at=None, state=state)
        for run, command, at, state in conn.execute(begun.where(Crawl.started_at >= now - HISTORY).group_by(Crawl.run))
    ]
    last = conn.scalar(select(func.max(Crawl.started_at)))
    plan = judge_schedule(every, now, last=last)
    for_all = any({"--all", "--due"} & set(run.command.split()) for run in every)
    verdict = judge(paper, now, plan, alive=machine.someone_runs(home), asked_for_all=for_all)
    return Standing(verdict, paper.runs[::-1])
