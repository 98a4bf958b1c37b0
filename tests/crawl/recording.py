"""A newspaper whose pages are made from a number and a moment, and a run that records them without any network."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archiver.config import Clock, Config
from archiver.core.layout import Layout
from archiver.core.page import Fetch
from archiver.crawl import reread
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.registry import Registry
from archiver.crawl.visits import read_visit
from archiver.storage import faults
from archiver.storage.archive import Recorder
from archiver.storage.database import create_or_open, open_engine, table
from archiver.storage.evidence import EvidenceWriter
from archiver.storage.journal import Journal
from archiver.storage.models import Base
from archiver.storage.values import CrawlState, Found, Leased, Purpose, Visit

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SITE = "https://baomau.example"
AUTHORS = ("Nguyễn An", "Trần Bình", "Lê Cường", "Phạm Dung")


class BaoMau(NewspaperSpider):
    """The newspaper of these tests."""

    name = "baomau"
    newspaper = "Báo Mẫu"
    province = "Mẫu"
    domains = ("baomau.example",)
    article_url = r"-a(?P<key>\d+)\.html$"
    layouts = (
        Layout(name="2026", title="h1.title", published=".date", byline=".author", views=".views", body=".content"),
    )


REGISTRY = Registry({"baomau": BaoMau})


def html(number: int, *, edition: int = 0, views: int = 100) -> str:
    """The page of an article; another `edition` has another text."""
    text = f"Sáng nay, cây cầu số {number} nối hai bờ sông đã thông xe sau {number + 2} năm thi công. " * 6
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cầu số {number}</title>
<link rel="canonical" href="{SITE}/cau-a{number}.html"></head>
<body><article><h1 class="title">Cầu số {number} thông xe</h1>
<div class="date">23/11/2026 0{number % 7 + 1}:05</div><p class="author">{AUTHORS[number % 4]}</p>
<span class="views">{views} lượt xem</span><div class="content"><p>{text}</p><p>Bản {edition}.</p></div></article>
</body></html>"""


def answer(url: str, at: datetime, body: str = "", status: int = 200, **headers: str) -> Fetch:
    """An exchange."""
    sent = (("Content-Type", "text/html; charset=utf-8"), *((k.replace("_", "-"), v) for k, v in headers.items()))
    return Fetch(url, status, sent, body.encode(), body.encode(), at, tls_verified=True)


def open_archive(config: Config, registry: Registry = REGISTRY) -> Recorder:
    """The archive as a run opens it: what a killed run left is put in order first."""
    engine = create_or_open(config)
    evidence = EvidenceWriter(config.warc, software="test", operator="", now=config.clock.now)
    recorder = Recorder(engine, evidence, Journal(config.warc), config.clock)
    reread.put_in_order(recorder, registry)
    return recorder


def close_archive(recorder: Recorder) -> None:
    """End a run as it should end."""
    recorder.close()
    recorder._engine.dispose()


def run(config: Config, articles: int, fault: str = "", acknowledge: Callable[[str], None] = lambda _: None) -> None:
    """Record every article that is due, two in a group; dies where `fault` says.

    Args:
        acknowledge: told each address once it is durable.
    """
    faults.arm(fault)
    recorder = open_archive(config)
    paper = BaoMau.definition()
    paper_id = recorder.register(paper)
    crawl_id = recorder.open_crawl(paper_id, f"run-{os.getpid()}", "crawl baomau")
    found = [Found(f"{SITE}/cau-a{n}.html", Purpose.ARTICLE, "feed") for n in range(1, articles + 1)]
    recorder.add(paper_id, found, NOW)
    while leased := recorder.lease(paper_id, "run", NOW + timedelta(minutes=1), 2):
        visits = [visit(one, crawl_id, NOW, html(number_of(one.url))) for one in leased]
        recorder.record(visits)
        for one in leased:
            acknowledge(one.url)
    recorder.close_crawl(crawl_id, CrawlState.FINISHED)
    close_archive(recorder)
    faults.arm("")


def visit(leased: Leased, crawl_id: int, at: datetime, body: str = "", status: int = 200, **headers: str) -> Visit:
    """What a crawl makes of an answer; next due in a year, so that each article is asked for once."""
    fetch = answer(leased.url, at, body, status, **headers)
    return replace(
        read_visit(BaoMau.definition(), leased.purpose, fetch, leased=leased, crawl_id=crawl_id), next_due=None
    )


def number_of(url: str) -> int:
    """The key of an article's address."""
    return int(url.rpartition("-a")[2].removesuffix(".html"))


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process; its exit status, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dump(config: Config, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of its key."""
    engine = open_engine(config.database_url, read_only=True)
    with engine.begin() as conn:
        rows = {
            name: [tuple(row) for row in conn.execute(select(one).order_by(*one.primary_key.columns))]
            for name, one in Base.metadata.tables.items()
            if name not in without
        }
    engine.dispose()
    return rows


def at_home(home: Path) -> Config:
    """An SQLite archive in a folder."""
    return Config(home=home, database_url=f"sqlite:///{home / 'archive.db'}", clock=Clock.starting_at(NOW))


CAPTURE = table("capture")
