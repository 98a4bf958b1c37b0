"""What a crawl left out of what pages name, a rebuild leaves out too."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Clock, Config
from archiver.crawl import registry
from archiver.crawl.cutting import without
from archiver.crawl.reread import rebuild
from archiver.crawl.run import CrawlRequest, crawl
from archiver.storage.values import Cut, Found, Purpose
from tests.crawl.fakesite import a_paper, article, config_of, html, listing

START = datetime(2022, 3, 29, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


FRONTIER = "SELECT url, purpose, state, found_by, due_at IS NULL FROM address ORDER BY url"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


def test_a_rebuild_walks_into_no_trap_that_the_crawl_left(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        names = [f"/tin-a{n}.html" for n in (1, 2, 3)]
        site.routes |= {name: html(article(n)) for n, name in enumerate(names, 1)}
        site.routes["/"] = html(listing("/thoi-su/", *names))
        for n in range(1, 50):
            here = "/thoi-su/" + (f"?page={n}" if n > 1 else "")
            site.routes[here] = html(listing(*names, f"/thoi-su/?page={n + 1}"))
        crawl(config, CrawlRequest(names=("baomau",)))
        before = rows(config, FRONTIER)
        assert not any("page=9" in row[0] for row in before)
        rebuild(config, registry.load(config))
        assert rows(config, FRONTIER) == before
        site.asked.clear()
        crawl(replace(config, clock=Clock.starting_at(START + DAY)), CrawlRequest(names=("baomau",)))
        assert not any("page=" in path for path in site.paths)


def test_a_rebuild_leaves_out_what_since_left_out(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path, feeds=["BASE/rss"]) as site:
        (spider,) = (tmp_path / "papers").glob("*.py")
        spider.write_text(spider.read_text("utf-8").replace("BASE", site.base), "utf-8")
        items = "".join(
            f"<item><link>{site.base}/tin-a{n}.html</link><pubDate>{day}</pubDate></item>"
            for n, day in ((1, "Mon, 28 Mar 2022 01:00:00 GMT"), (2, "Fri, 01 Jan 2021 01:00:00 GMT"))
        )
        site.routes["/rss"] = html(f"<rss><channel>{items}</channel></rss>".encode())
        site.routes["/"] = html(listing())
        site.routes |= {f"/tin-a{n}.html": html(article(n)) for n in (1, 2)}
        crawl(config, CrawlRequest(names=("baomau",), since=datetime(2022, 1, 1, tzinfo=UTC)))
        before = rows(config, FRONTIER)
        assert not any("tin-a2" in row[0] for row in before)
        rebuild(config, registry.load(config))
        assert rows(config, FRONTIER) == before


def test_a_cut_comes_back_from_its_context() -> None:
    for cut in (Cut(), Cut(since=START), Cut(START - DAY, START, frozenset({"paging", "brief"}))):
        assert Cut.from_context(cut.as_context()) == cut
        assert bool(cut) == bool(cut.as_context())


def test_what_is_cut() -> None:
    base = "https://baomau.example/"
    found = (
        Found(f"{base}1", Purpose.SITEMAP, "sitemap"),
        Found(f"{base}2", Purpose.LISTING, "paging"),
        Found(f"{base}3", Purpose.ARTICLE, "feed", modified_hint=START - 30 * DAY),
        Found(f"{base}4", Purpose.ARTICLE, "listing"),
    )

    def left(cut: Cut) -> str:
        return "".join(one.url[-1] for one in without(found, cut))

    assert left(Cut()) == "1234"
    assert left(Cut(kinds=frozenset({"sitemap"}))) == "234"
    assert left(Cut(kinds=frozenset({"paging"}))) == "134"
    assert left(Cut(kinds=frozenset({"brief"}))) == "134"
    assert left(Cut(since=START)) == "124"
    assert left(Cut(until=START - 60 * DAY)) == "124"
