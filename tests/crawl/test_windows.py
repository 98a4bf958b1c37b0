"""A feed that moved on too far between two crawls: what it missed is read from the paper's lists, page after page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver import Archive
from archiver.config import Clock
from archiver.crawl.run import CrawlRequest, crawl
from archiver.query.scope import MISSED
from tests.crawl.fakesite import FakeSite, a_paper, article, config_of, html, listing, rss

START = datetime(2022, 3, 29, 4, tzinfo=UTC)
PAGE = 2  # articles on a page of the list, and in the feed


def publish(site: FakeSite, last: int) -> None:
    """The site shows the articles up to a number, the newest first."""
    names = [f"/tin-a{number}.html" for number in range(last, 0, -1)]
    for name in names:
        site.routes[name] = html(article(int(name[6:-5])))
    pages = [names[at : at + PAGE] for at in range(0, len(names), PAGE)]
    for number, page in enumerate(pages, 1):
        following = [f"/thoi-su?page={number + 1}"] if number < len(pages) else []
        site.routes["/thoi-su" + (f"?page={number}" if number > 1 else "")] = html(listing(*page, *following))
    site.routes["/rss.xml"] = rss(*(site.base + name for name in names[:PAGE]))
    site.routes["/"] = html(listing("/thoi-su"))


@pytest.mark.parametrize("lists", [True, False])
def test_what_a_feed_missed_is_read_from_the_lists(tmp_path: Path, *, lists: bool) -> None:
    config = config_of(tmp_path, clock=Clock.starting_at(START))
    with a_paper(tmp_path, feeds=["BASE/rss.xml"], sections=["BASE/thoi-su"]) as site:
        (spider,) = (tmp_path / "papers").glob("*.py")
        spider.write_text(spider.read_text("utf-8").replace("BASE", site.base), "utf-8")
        publish(site, 4)
        crawl(config, CrawlRequest(names=("baomau",)))
        publish(site, 12)
        if not lists:
            site.routes["/thoi-su"] = html(b"", 500)
        later = replace(config, clock=Clock.starting_at(START + timedelta(days=1)))
        crawl(later, CrawlRequest(names=("baomau",)))
    with closing(sqlite3.connect(config.home / "archive.db")) as database:
        (archived,) = database.execute("SELECT count(*) FROM article").fetchone()
        (missed,) = database.execute("SELECT count(*) FROM missed_window").fetchone()
    with Archive.open(config.home) as archive:
        gaps = archive.coverage().gap_days
    assert missed == 1
    assert archived == (12 if lists else 6)
    assert gaps.get(MISSED, 0) == (0 if lists else 2)  # from the day of the look before to that of this one
