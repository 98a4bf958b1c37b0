"""View counts that come by a second request: asked for politely, kept as evidence, the same after a rebuild."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Clock, Config
from archiver.crawl import registry
from archiver.crawl.probe import check
from archiver.crawl.reread import rebuild
from archiver.crawl.run import CrawlRequest, NewspaperReport, crawl
from tests.crawl.fakesite import FakeSite, a_paper, article, config_of, html, listing

START = datetime(2022, 3, 29, 4, tzinfo=UTC)


def run(config: Config, **asked: Any) -> NewspaperReport:
    (report,) = crawl(config, CrawlRequest(**{"names": ("baomau",), **asked})).newspapers
    return report


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def page(number: int) -> bytes:
    return html(article(number).replace(f"<div class=views>{100} lượt xem</div>".encode(), b"<i class=views></i>"))


def count(views: int) -> bytes:
    return html(f'{{"id": 1, "views": {views}}}'.encode(), Content_Type="application/json")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FakeSite]:
    with a_paper(tmp_path) as site:
        (spider,) = (tmp_path / "papers").glob("*.py")
        text = spider.read_text("utf-8")
        assert 'views=".views"' in text
        spider.write_text(text.replace('views=".views"', 'views=".views", views_url="/api/views?id={key}"'), "utf-8")
        numbers = (1, 2, 3)
        site.routes["/"] = html(listing(*(f"/tin-a{n}.html" for n in numbers)))
        site.routes.update({f"/tin-a{n}.html": page(n) for n in numbers})
        site.routes.update({f"/api/views?id={n}": count(10 * n) for n in numbers})
        yield site


COUNTS = "SELECT a.public_id, a.view_count, a.comment_count FROM article a ORDER BY 1"
OBSERVED = (
    "SELECT a.public_id, o.observed_at, o.view_count, o.view_count_raw, o.own_fetches_before, c.purpose, c.sha256 "
    "FROM observation o JOIN article a ON a.id = o.article_id JOIN capture c ON c.id = o.capture_id ORDER BY 2, 1, 6"
)


def test_each_count_follows_its_page_and_is_evidence(config: Config, site: FakeSite) -> None:
    report = run(config)
    assert report.state == "finished"
    assert [views for _, views, _ in rows(config, COUNTS)] == [10, 20, 30]
    asked = [path for path in site.paths if "tin-a" in path or "/api/" in path]
    assert asked == [one for n in (1, 2, 3) for one in (f"/tin-a{n}.html", f"/api/views?id={n}")]
    assert site.most_flying == 1
    assert report.counts["fields"]["view_count"] == {"found": 3}
    kept = rows(
        config, "SELECT count(*) FROM capture WHERE purpose = 'views' AND length > 0 AND article_id IS NOT NULL"
    )
    assert kept == [(3,)]
    counted = [row for row in rows(config, OBSERVED) if row[2] is not None]
    assert [(row[2], row[3], row[4], row[5]) for row in counted] == [
        (10 * n, str(10 * n), 1, "views") for n in (1, 2, 3)
    ]


def test_a_revisit_counts_again_and_a_rebuild_gives_the_same_rows(config: Config, site: FakeSite) -> None:
    run(config)
    site.routes["/api/views?id=2"] = count(77)
    later = replace(config, clock=Clock.starting_at(START + timedelta(days=2)))
    run(later, revisit=True)
    assert [views for _, views, _ in rows(config, COUNTS)] == [10, 77, 30]
    series = [row for row in rows(config, OBSERVED) if row[0] == "baomau/2" and row[2] is not None]
    assert [(row[2], row[4]) for row in series] == [(20, 1), (77, 2)]
    before = (rows(config, COUNTS), rows(config, OBSERVED))
    states = rows(config, "SELECT url, purpose, state, article_id IS NULL FROM address ORDER BY 1")
    rebuild(config, registry.load(config))
    assert (rows(config, COUNTS), rows(config, OBSERVED)) == before
    assert rows(config, "SELECT url, purpose, state, article_id IS NULL FROM address ORDER BY 1") == states


@pytest.mark.parametrize(
    "answer",
    [
        html(b"{}", 404),
        html(b"", 500),
        html(b"", 403),
        html(b'{"views": null}'),
        html(b"<!DOCTYPE html><html><body>1.234</body></html>"),
    ],
)
def test_a_failure_costs_the_article_nothing(config: Config, site: FakeSite, answer: bytes) -> None:
    site.routes["/api/views?id=2"] = answer
    report = run(config)
    assert report.state == "finished"
    assert [views for _, views, _ in rows(config, COUNTS)] == [10, None, 30]
    assert report.counts["articles_new"] == 3
    assert report.counts["fields"]["view_count"] == {"found": 2, "behind_request": 1}


def test_an_endpoint_that_never_answers_well_is_left_alone(config: Config, site: FakeSite) -> None:
    numbers = range(1, 13)
    site.routes["/"] = html(listing(*(f"/tin-a{n}.html" for n in numbers)))
    site.routes.update({f"/tin-a{n}.html": page(n) for n in numbers})
    site.routes.update({f"/api/views?id={n}": html(b"", 500) for n in numbers})
    report = run(config)
    assert (report.state, report.reason) == ("finished", None)
    assert report.counts["articles_new"] == 12
    assert sum("/api/" in path for path in site.paths) == 5


def test_robots_hold_for_counts_too(config: Config, site: FakeSite) -> None:
    site.routes["/robots.txt"] = html(b"User-agent: *\nDisallow: /api/\n")
    report = run(config)
    assert (report.state, report.counts["articles_new"]) == ("finished", 3)
    assert not any("/api/" in path for path in site.paths)


def test_one_address_for_all_is_the_first_articles(config: Config, site: FakeSite) -> None:
    for n in (1, 2, 3):
        site.routes[f"/api/views?id={n}"] = html(b"", 302, Location="/api/views?all=1")
    site.routes["/api/views?all=1"] = count(5)
    run(config)
    counts = [views for _, views, _ in rows(config, COUNTS)]
    assert counts.count(5) == 1
    assert rows(config, "SELECT count(*) FROM article") == [(3,)]


def test_a_limit_does_not_part_an_article_from_its_count(config: Config, site: FakeSite) -> None:
    run(config, limit=1)
    assert rows(config, "SELECT view_count FROM article") == [(10,)]


def test_a_look_at_the_site_asks_for_the_counts_too(config: Config, site: FakeSite) -> None:
    for n in (4, 5, 6):
        site.routes |= {f"/tin-a{n}.html": page(n), f"/api/views?id={n}": count(10 * n)}
    site.routes["/"] = html(listing(*(f"/tin-a{n}.html" for n in range(1, 7))))
    run(config)
    paper = registry.load(config).get("baomau").definition()
    same = check(config, paper)
    assert (same.problem, same.recorded["view_count"], same.fields["view_count"]) == ("", 1, 1)
    assert not any("/api/views" in url for url in same.sources)  # they list no articles
    site.routes.update({f"/api/views?id={n}": html(b"", 500) for n in range(1, 7)})
    assert check(config, paper).lost == ("view_count",)
