"""A newspaper's past, night by night: walked down, resumed where it ended, the same after a kill or a rebuild."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archiver.config import Clock, Config
from archiver.core import backfill
from archiver.crawl import past, registry
from archiver.crawl.reread import rebuild
from archiver.crawl.run import CrawlRequest, NewspaperReport, crawl
from archiver.storage import days
from archiver.storage.database import create_or_open
from tests.crawl.fakesite import FakeSite, a_paper, article, config_of, html, listing, moved

START = datetime(2022, 3, 29, 4, tzinfo=UTC)
PAGES = 12
PER_PAGE = 4


def run(config: Config, **asked: Any) -> NewspaperReport:
    (report,) = crawl(config, CrawlRequest(**{"names": ("baomau",), "backfill": True, **asked})).newspapers
    return report


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def dated(number: int) -> bytes:
    """An article; each page of the list is a month older than the one before."""
    day = datetime(2022, 3, 25, tzinfo=UTC) - timedelta(days=30 * ((number - 1) // PER_PAGE))
    return html(article(number).replace(b"29/03/2022 09:04", day.strftime("%d/%m/%Y 09:04").encode()))


def put_list(site: FakeSite, path: str, pages: int, first: int = 1) -> None:
    """A list of so many pages; each page links the next one."""
    for page in range(1, pages + 1):
        numbers = range(first + (page - 1) * PER_PAGE, first + page * PER_PAGE)
        links = [f"/tin-a{n}.html" for n in numbers]
        following = [f"{path}?page={page + 1}"] if page < pages else []
        site.routes[path if page == 1 else f"{path}?page={page}"] = html(listing(*links, *following))
        site.routes.update({f"/tin-a{n}.html": dated(n) for n in numbers})


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FakeSite]:
    with a_paper(tmp_path) as site:
        (spider,) = (tmp_path / "papers").glob("*.py")
        spider.write_text(
            spider.read_text("utf-8").replace("sections = []", f"sections = ['{site.base}/thoi-su']"), "utf-8"
        )
        assert "/thoi-su" in spider.read_text("utf-8")
        site.routes["/"] = html(listing("/tin-a1.html"))
        put_list(site, "/thoi-su", PAGES)
        yield site


ARTICLES = "SELECT public_id, published_at FROM article ORDER BY 1"
WALKS = "SELECT source, purpose, next_url, reason, pages, discovered, stale, shown, begun_at FROM walk ORDER BY 1"
ADDRESSES = "SELECT url, purpose, state, due_at, found_by FROM address ORDER BY 1"


def asked_pages(site: FakeSite) -> list[str]:
    return [path for path in site.paths if "page=" in path]


def test_walks_a_list_down_to_its_end(config: Config, site: FakeSite) -> None:
    report = run(config)
    assert (report.state, report.reason) == ("finished", None)
    assert len(rows(config, ARTICLES)) == PAGES * PER_PAGE
    assert asked_pages(site) == [f"/thoi-su?page={n}" for n in range(2, PAGES + 1)]
    assert rows(config, "SELECT reason, pages, next_url FROM walk") == [("end", PAGES, None)]
    assert report.past is not None
    assert (report.past.progress.queued, report.past.progress.not_reached) == (0, ())
    assert report.past.lines()[-1].strip() == "nothing is left"
    again = len(site.asked)
    run(config)
    assert asked_pages(site)[PAGES - 1 :] == []
    assert len(site.asked) - again <= 3  # robots.txt, the front page, the section


def test_goes_on_where_it_ended_night_by_night(config: Config, site: FakeSite) -> None:
    reports = [run(config, limit=10) for _ in range(5)]
    assert reports[0].past is not None
    assert reports[0].past.progress.not_reached
    assert len(rows(config, ARTICLES)) == PAGES * PER_PAGE
    assert asked_pages(site) == [f"/thoi-su?page={n}" for n in range(2, PAGES + 1)]  # none of them twice


def test_since_ends_the_walk_and_an_older_since_goes_on(config: Config, site: FakeSite) -> None:
    since = datetime(2021, 11, 1, tzinfo=UTC)  # the fifth page is of 25 November, the sixth of 26 October
    report = run(config, since=since)
    assert asked_pages(site) == [f"/thoi-su?page={n}" for n in range(2, 7)]
    assert report.past is not None
    assert report.past.progress.not_reached == ()
    run(config, since=since - timedelta(days=60))
    assert asked_pages(site) == [f"/thoi-su?page={n}" for n in range(2, 9)]


def test_a_rebuild_walks_as_the_crawl_did(config: Config, site: FakeSite) -> None:
    run(config, limit=14)
    before = [rows(config, query) for query in (ARTICLES, WALKS, ADDRESSES)]
    rebuild(config, registry.load(config))
    after = [rows(config, query) for query in (ARTICLES, WALKS, ADDRESSES)]
    assert after[:2] == before[:2]
    assert [row[:2] for row in after[2]] == [row[:2] for row in before[2]]
    run(config)
    assert len(rows(config, ARTICLES)) == PAGES * PER_PAGE
    assert asked_pages(site) == [f"/thoi-su?page={n}" for n in range(2, PAGES + 1)]


def test_a_trap_that_repeats_itself_ends(config: Config, site: FakeSite) -> None:
    for page in range(PAGES, PAGES + 30):
        links = [f"/tin-a{n}.html" for n in range(1, PER_PAGE + 1)]
        site.routes[f"/thoi-su?page={page}"] = html(listing(*links, f"/thoi-su?page={page + 1}"))
    run(config)
    assert len(asked_pages(site)) == PAGES
    assert rows(config, "SELECT reason FROM walk") == [("repeats",)]


def test_sitemaps_by_month_the_youngest_first_and_none_older_than_asked(config: Config, site: FakeSite) -> None:
    def xml(tag: str, *links: str) -> bytes:
        root = {"url": "urlset", "sitemap": "sitemapindex"}[tag]
        return html(f"<{root}>{''.join(f'<{tag}><loc>{x}</loc></{tag}>' for x in links)}</{root}>".encode())

    site.routes["/robots.txt"] = html(f"Sitemap: {site.base}/sitemap.xml\n".encode())
    months = ("2021-12", "2022-01", "2022-02", "2014-05")
    site.routes["/sitemap.xml"] = xml("sitemap", *(f"{site.base}/sitemap-{m}.xml" for m in months))
    for number, month in enumerate(months):
        links = (f"{site.base}/tin-a{n}.html" for n in range(900 + 5 * number, 902 + 5 * number))
        site.routes[f"/sitemap-{month}.xml"] = xml("url", *links)
        site.routes.update({f"/tin-a{n}.html": dated(1) for n in range(900 + 5 * number, 902 + 5 * number)})
    crawl(config, CrawlRequest(names=("baomau",), limit=1))
    site.asked.clear()
    # months that are known already are walked all the same: what they name may have been left out then
    run(config, since=datetime(2021, 1, 1, tzinfo=UTC))
    walked = [
        row[0].rpartition("/")[2]
        for row in rows(config, "SELECT source FROM walk WHERE purpose = 'sitemap' ORDER BY id")
    ]
    assert walked == ["sitemap.xml", "sitemap-2022-02.xml", "sitemap-2022-01.xml", "sitemap-2021-12.xml"]
    engine, since = create_or_open(config), datetime(2014, 1, 1, tzinfo=UTC)
    with engine.begin() as conn:  # of two, what was older was left out
        conn.execute(text("UPDATE walk SET since = '2021-01-01 00:00:00.000000' WHERE source LIKE '%sitemap-2022%'"))
        paper = registry.load(config).get("baomau").definition()
        left = past._left(conn, 1, paper, since, datetime(2022, 4, 1, tzinfo=UTC), [])
    engine.dispose()
    found = [(url.rpartition("/")[2], why) for url, why in left if "sitemap-2022" in url]
    assert found == [(f"sitemap-2022-0{n}.xml", "read for younger articles only") for n in (2, 1)]


def test_days_of_an_archive_are_walked_backwards(config: Config, site: FakeSite, tmp_path: Path) -> None:
    (spider,) = (tmp_path / "papers").glob("*.py")
    text = spider.read_text("utf-8")
    line = f"    archives = ['{site.base}/luu-tru/{{day:%d-%m-%Y}}']\n"
    spider.write_text(text.replace("    feeds =", line + "    feeds ="), "utf-8")
    site.routes.update({f"/luu-tru/{n}-03-2022": html(listing(f"/tin-a{n}99.html")) for n in (26, 27, 28)})
    site.routes.update({f"/tin-a{n}99.html": dated(1) for n in (26, 27, 28)})
    report = run(config, since=datetime(2022, 3, 25, 17, tzinfo=UTC))
    assert report.past is not None
    assert report.past.lines()[-1].strip() == "nothing is left"
    days = [path for path in site.paths if path.startswith("/luu-tru/")]
    assert days == [f"/luu-tru/{n}-03-2022" for n in (28, 27, 26)]
    assert {"baomau/2699", "baomau/2899"} <= {row[0] for row in rows(config, ARTICLES)}


def test_days_that_are_left_are_told(config: Config, site: FakeSite, tmp_path: Path) -> None:
    """Each day is one page, and is known by none of the lists."""
    (spider,) = (tmp_path / "papers").glob("*.py")
    text = spider.read_text("utf-8").replace(f"'{site.base}/thoi-su'", "")
    line = f"    archives = ['{site.base}/luu-tru/{{day:%d-%m-%Y}}']\n"
    spider.write_text(text.replace("    feeds =", line + "    feeds ="), "utf-8")
    site.routes.update({f"/luu-tru/{n}-03-2022": html(listing(f"/tin-a{n}99.html")) for n in range(10, 29)})
    site.routes.update({f"/tin-a{n}99.html": dated(1) for n in range(10, 29)})
    report = run(config, limit=6, since=datetime(2022, 3, 9, 17, tzinfo=UTC))
    walked = len([path for path in site.paths if path.startswith("/luu-tru/")])
    assert 0 < walked < 19
    assert report.past is not None
    url = f"{site.base}/luu-tru/{28 - walked}-03-2022"
    assert (url, f"the next of {19 - walked} lists of a day") in report.past.progress.not_reached
    assert "nothing is left" not in "\n".join(report.past.lines())


def test_where_nothing_else_is_left_numbers_are_walked_down(
    config: Config, site: FakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "MISSES", 4)
    (spider,) = (tmp_path / "papers").glob("*.py")
    line = f"    numbers = '{site.base}/tin-a{{key}}.html'\n"
    spider.write_text(spider.read_text("utf-8").replace("    feeds =", line + "    feeds ="), "utf-8")
    site.routes["/thoi-su"] = html(listing("/tin-a130.html"))
    site.routes.update({f"/tin-a{n}.html": dated(1) for n in (130, 129, 127, 124, 119)})
    crawl(config, CrawlRequest(names=("baomau",)))
    assert "/tin-a129.html" not in site.paths  # only under backfill
    first = run(config, limit=2)
    assert first.past is not None
    assert "nothing is left" not in "\n".join(first.past.lines())
    assert first.past.progress.not_reached[-1][0].endswith("/tin-a126.html")
    last = run(config)
    assert last.past is not None
    assert "4 in a row are no articles" in last.past.lines()[-1]
    numbers = [int(path[6:-5]) for path in site.paths if path.startswith("/tin-a1") and len(path) == 14]
    assert sorted(set(numbers), reverse=True) == list(range(130, 119, -1))
    assert "/tin-a119.html" not in site.paths  # four numbers in a row were no articles
    site.asked.clear()
    run(config)
    assert not [path for path in site.paths if path.startswith("/tin-a12")]


def test_numbers_of_before_since_are_not_asked_for(config: Config, site: FakeSite, tmp_path: Path) -> None:
    (spider,) = (tmp_path / "papers").glob("*.py")
    line = f"    numbers = '{site.base}/tin-a{{key}}.html'\n"
    spider.write_text(spider.read_text("utf-8").replace("    feeds =", line + "    feeds ="), "utf-8")
    site.routes["/thoi-su"] = html(listing("/tin-a130.html"))
    site.routes.update({f"/tin-a{n}.html": dated(1 + (130 - n) * PER_PAGE) for n in range(120, 131)})
    run(config, since=datetime(2022, 1, 1, tzinfo=UTC))
    assert "/tin-a127.html" in site.paths
    assert "/tin-a125.html" not in site.paths


def test_since_holds_for_what_waits_already(config: Config, site: FakeSite) -> None:
    feed = "".join(
        f"<item><link>{site.base}/tin-a{n}.html</link><pubDate>{day}</pubDate></item>"
        for n, day in ((1, "Mon, 28 Mar 2022 01:00:00 GMT"), (40, "Fri, 01 Jan 2021 01:00:00 GMT"))
    )
    (spider,) = Path(str(config.spiders)).glob("*.py")
    text = spider.read_text("utf-8").replace("feeds = []", f"feeds = ['{site.base}/rss']")
    spider.write_text(text.replace(f"['{site.base}/thoi-su']", "[]"), "utf-8")
    site.routes["/rss"] = html(f"<rss><channel>{feed}</channel></rss>".encode())
    crawl(config, CrawlRequest(names=("baomau",), limit=1))
    assert len(rows(config, "SELECT 1 FROM address WHERE purpose = 'article' AND state = 'queued'")) == 1
    crawl(config, CrawlRequest(names=("baomau",), since=datetime(2022, 1, 1, tzinfo=UTC)))
    assert "/tin-a40.html" not in site.paths
    crawl(config, CrawlRequest(names=("baomau",)))
    assert "/tin-a40.html" in site.paths


def test_progress_is_told_by_month(config: Config, site: FakeSite) -> None:
    report = run(config, limit=9, since=datetime(2015, 1, 1, tzinfo=UTC))
    assert report.past is not None
    said = report.past.as_json()
    json.dumps(said)
    months = said["months"]
    assert isinstance(months, dict)
    assert months["2022-03"]["archived"] == PER_PAGE
    assert sum(month["archived"] for month in months.values()) == 9
    assert said["not_reached"]
    assert "wait" in str(said["told"])


def test_what_a_killed_night_left_is_walked_on(config: Config, site: FakeSite) -> None:
    run(config, limit=6)
    # killed between asking and answer: the question stands in the frontier, leased by a dead run
    with sqlite3.connect(config.home / "archive.db") as database:
        ((following,),) = database.execute("SELECT next_url FROM walk").fetchall()
        database.execute(
            "INSERT INTO address (newspaper_id, url, url_key, purpose, state, priority, attempts, fetches, due_at,"
            " found_by, found_at, lease_owner, before_lease) SELECT newspaper_id, ?, ?, 'listing', 'leased', 60, 0, 0,"
            " found_at, 'backfill', found_at, 'dead', 'queued' FROM address LIMIT 1",
            (following, following.split("//")[1]),
        )
        database.commit()
    database.close()
    later = replace(config, clock=Clock.starting_at(START + timedelta(days=1)))
    run(later)
    assert len(rows(config, ARTICLES)) == PAGES * PER_PAGE
    assert rows(config, "SELECT reason, pages FROM walk") == [("end", PAGES)]


def with_days(site: FakeSite, folder: Path) -> None:
    """Declare the paper's archive of days."""
    (spider,) = (folder / "papers").glob("*.py")
    line = f"    archives = ['{site.base}/luu-tru/{{day:%d-%m-%Y}}']\n"
    spider.write_text(spider.read_text("utf-8").replace("    feeds =", line + "    feeds ="), "utf-8")


def asked_days(site: FakeSite) -> list[str]:
    return [path.removeprefix("/luu-tru/") for path in site.paths if path.startswith("/luu-tru/")]


@pytest.mark.parametrize("answer", ["nothing", "the newest", "the front page", "404"])
def test_days_that_list_nothing_of_their_own_end_the_past(
    config: Config, site: FakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(days, "MOST_QUIET", 5)
    with_days(site, tmp_path)
    newest = ["/tin-a1.html", "/tin-a2.html", "/tin-a3.html"]
    for at in range(1, 60):
        day = START - timedelta(days=at)
        path = f"/luu-tru/{day:%d-%m-%Y}"
        if at <= 4 or at == 7:  # on the fifth and sixth day nothing was printed
            site.routes[path] = html(listing(f"/tin-a{900 + 5 * at}.html", *newest))
            told = article(900 + 5 * at).replace(b"29/03/2022 09:04", f"{day:%d/%m/%Y} 09:04".encode())
            site.routes[f"/tin-a{900 + 5 * at}.html"] = html(told)
        elif answer == "nothing":
            site.routes[path] = html(listing())
        elif answer == "the newest":
            site.routes[path] = html(listing(*newest))
        elif answer == "the front page":
            site.routes[path] = moved(f"{site.base}/", 302)
    report = run(config)
    assert len(asked_days(site)) == 7 + 5 + 1
    assert asked_days(site)[-1] == "16-03-2022"
    assert report.past is not None
    said = dict(report.past.progress.not_reached)
    assert said == {f"{site.base}/luu-tru/16-03-2022": "it and the 5 days after it list no article of their own"}
    before = rows(config, WALKS)
    rebuild(config, registry.load(config))
    assert rows(config, WALKS) == before
    site.asked.clear()
    later = replace(config, clock=Clock.starting_at(START + timedelta(days=1)))
    run(later)
    assert asked_days(site) == ["29-03-2022"]


def test_a_quiet_summer_ends_no_archive(
    config: Config, site: FakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "MOST_QUIET", 5)
    with_days(site, tmp_path)
    for at in (1, 6, 11, 16):
        day = START - timedelta(days=at)
        site.routes[f"/luu-tru/{day:%d-%m-%Y}"] = html(listing(f"/tin-a{900 + 5 * at}.html"))
        told = article(900 + 5 * at).replace(b"29/03/2022 09:04", f"{day:%d/%m/%Y} 09:04".encode())
        site.routes[f"/tin-a{900 + 5 * at}.html"] = html(told)
    run(config)
    assert asked_days(site)[-1] == "07-03-2022"
    assert rows(config, "SELECT count(*) FROM article WHERE published_at < '2022-03-14'") != [(0,)]
