"""--due takes what is due: sources by their rhythm, then articles, what is worth most first."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Clock, Config
from archiver.crawl.run import CrawlRequest, RunReport, crawl
from tests.crawl.fakesite import FakeSite, a_paper, article, config_of, html, listing

START = datetime(2022, 3, 29, 4, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


def at(config: Config, later: timedelta) -> Config:
    return replace(config, clock=Clock.starting_at(START + later))


def due(config: Config, **asked: Any) -> RunReport:
    return crawl(config, CrawlRequest(names=("baomau",), due=True, **asked))


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def counted(number: int, day: datetime) -> bytes:
    printed = (day + timedelta(hours=7)).strftime("%d/%m/%Y %H:%M")
    return html(article(number).replace(b"29/03/2022 09:04", printed.encode()))


def paths(site: FakeSite) -> list[str]:
    return [path for path in site.paths if path != "/robots.txt"]


def test_nothing_is_asked_before_it_is_due(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        site.routes["/"] = html(listing("/tin-a1.html"))
        site.routes["/tin-a1.html"] = counted(1, START - timedelta(days=2))
        crawl(config, CrawlRequest(names=("baomau",)))
        site.asked.clear()
        assert due(at(config, timedelta(minutes=10))).newspapers == ()
        assert site.asked == []
        (report,) = due(at(config, timedelta(minutes=70))).newspapers
        assert report.state == "finished"
        assert paths(site) == ["/"]
        site.asked.clear()
        due(at(config, timedelta(days=2)))
        assert paths(site) == ["/", "/tin-a1.html"]  # its third day
        site.asked.clear()
        (report,) = due(at(config, timedelta(days=2, minutes=55))).newspapers  # the ledger shows that a run was made
        assert (report.state, report.counts["requests"], site.asked) == ("finished", 0, [])


def test_every_source_has_its_own_rhythm(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path, feeds=["BASE/nhanh", "BASE/cham"]) as site:
        (spider,) = (tmp_path / "papers").glob("*.py")
        spider.write_text(spider.read_text("utf-8").replace("BASE", site.base), "utf-8")

        def feed(name: str, first: int, every: timedelta) -> None:
            items = "".join(
                f"<item><link>{site.base}/tin-a{n}.html</link>"
                f"<pubDate>{(START - every * (n - first)).strftime('%a, %d %b %Y %H:%M:%S GMT')}</pubDate></item>"
                for n in range(first, first + 8)
            )
            site.routes[name] = html(f"<rss><channel>{items}</channel></rss>".encode())

        feed("/nhanh", 100, timedelta(minutes=12))
        feed("/cham", 200, timedelta(days=3))
        site.routes["/"] = html(listing())
        site.routes.update({f"/tin-a{n}.html": counted(n, START) for n in (*range(100, 108), *range(200, 208))})
        crawl(config, CrawlRequest(names=("baomau",)))
        site.asked.clear()
        due(at(config, timedelta(hours=3)))
        assert "/nhanh" in site.paths
        assert "/cham" not in site.paths


def test_what_is_worth_most_comes_first(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        ages = {1: timedelta(hours=60), 2: timedelta(minutes=50), 3: timedelta(days=6), 4: timedelta(hours=5)}
        site.routes["/"] = html(listing(*(f"/tin-a{n}.html" for n in ages)))
        site.routes.update({f"/tin-a{n}.html": counted(n, START - age) for n, age in ages.items()})
        crawl(config, CrawlRequest(names=("baomau",)))
        site.routes["/"] = html(listing(*(f"/tin-a{n}.html" for n in (1, 2, 3, 4, 5))))
        site.routes["/tin-a5.html"] = counted(5, START)
        site.asked.clear()
        due(at(config, timedelta(days=2)))
        assert paths(site) == [
            "/",
            *(f"/tin-a{n}.html" for n in (2, 4, 1, 3, 5)),
        ]  # what was leased with the list; by age


def test_an_article_whose_page_shows_no_count_is_asked_with_conditions_every_other_time(
    config: Config, tmp_path: Path
) -> None:
    plain = article(1).replace(b"<div class=views>100 l\xc6\xb0\xe1\xbb\xa3t xem</div>", b"")
    with a_paper(tmp_path) as site:
        site.routes["/"] = html(listing("/tin-a1.html"))
        first = html(plain, ETag='"v1"', Last_Modified="Tue, 29 Mar 2022 02:04:00 GMT")
        site.routes["/tin-a1.html"] = [first, html(b"", 304), html(plain, ETag='"v1"')]
        for day in range(3):
            crawl(at(config, timedelta(days=day)), CrawlRequest(names=("baomau",), revisit=True))
        asked = [one.headers.get("if-none-match") for one in site.asked if one.path == "/tin-a1.html"]
        assert asked == [None, '"v1"', None]
        assert rows(config, "SELECT count(*) FROM revision") == [(1,)]


def test_the_ages_are_the_operators(config: Config, tmp_path: Path) -> None:
    mine = replace(config, revisit_ages=(timedelta(days=2), timedelta(days=4)))
    with a_paper(tmp_path) as site:
        site.routes["/"] = html(listing("/tin-a1.html"))
        site.routes["/tin-a1.html"] = counted(1, START)
        crawl(mine, CrawlRequest(names=("baomau",)))
        (found,) = rows(config, "SELECT due_at FROM address WHERE purpose = 'article'")
        assert found[0].startswith("2022-03-31 04:00")
