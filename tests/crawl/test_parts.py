"""A paged article is one article: one revision of the whole, the evidence of every part, the same after a rebuild."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Clock, Config
from archiver.crawl import registry
from archiver.crawl.reread import rebuild
from archiver.crawl.run import CrawlRequest, NewspaperReport, crawl
from tests.crawl.fakesite import TEXT, FakeSite, a_paper, config_of, html, listing

START = datetime(2022, 3, 29, 4, tzinfo=UTC)


def run(config: Config, **asked: Any) -> NewspaperReport:
    (report,) = crawl(config, CrawlRequest(**{"names": ("baomau",), **asked})).newspapers
    return report


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def part(site: FakeSite, number: int, of: int, text: str = "") -> bytes:
    """A page of an article that is cut into `of` pages."""
    main = f"{site.base}/tin-a1.html"
    links = "".join(f'<a href="/tin-a1.html?page={n}">{n}</a> ' for n in range(1, of + 1) if n != number)
    following = f'<link rel=next href="{main}?page={number + 1}">' if number < of else ""
    return html(
        (
            f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Cầu mới</title>{following}"
            f'<link rel=canonical href="{main}"></head><body><h1>Cầu mới thông xe</h1><div class=date>29/03/2022 09:04'
            f"</div><div class=views>100 lượt xem</div><div class=content><p>{TEXT}</p><p>Phần số {number}. {text}"
            f"Ở thôn Hạ, đoàn thợ đã dọn lán trại, ra về từ sớm.</p></div><div class=trang>{links}</div></body></html>"
        ).encode()
    )


def put(site: FakeSite, of: int, text: str = "") -> None:
    site.routes["/"] = html(listing("/tin-a1.html"))
    for number in range(1, of + 1):
        site.routes[f"/tin-a1.html{f'?page={number}' if number > 1 else ''}"] = part(site, number, of, text)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


BODIES = "SELECT r.number, r.body_text FROM revision r ORDER BY r.id"
EVIDENCE = (
    "SELECT c.url, c.purpose, c.article_id, c.revision_id, c.sha256 FROM capture c WHERE c.article_id IS NOT NULL "
    "ORDER BY c.warc, c.offset"
)


def test_the_parts_are_one_article(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site, 3)
        report = run(config)
        assert (report.state, report.counts["articles_new"]) == ("finished", 1)
        ((number, body),) = rows(config, BODIES)
        assert number == 1
        assert [f"Phần số {n}." in body for n in (1, 2, 3)] == [True] * 3
        assert body.count(TEXT.strip()) == 1  # what every part repeats
        kept = rows(config, EVIDENCE)
        assert [(row[1], row[2], row[3]) for row in kept] == [("part", 1, 1), ("part", 1, 1), ("article", 1, 1)]
        assert len(rows(config, "SELECT 1 FROM alias WHERE how = 'part'")) == 2
        assert site.most_flying == 1
        before = (rows(config, BODIES), kept, rows(config, "SELECT url, how FROM alias ORDER BY 1"))
        rebuild(config, registry.load(config))
        after = (rows(config, BODIES), rows(config, EVIDENCE), rows(config, "SELECT url, how FROM alias ORDER BY 1"))
        assert after == before


def test_an_edit_of_a_further_part_is_an_edit(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site, 2)
        run(config)
        site.routes["/tin-a1.html?page=2"] = part(site, 2, 2, "Sửa: cầu dài bốn mươi hai mét. ")
        later = replace(config, clock=Clock.starting_at(START + timedelta(days=1)))
        assert run(later, revisit=True).counts["revisions_new"] == 1
        assert ["bốn mươi hai" in body for _, body in rows(config, BODIES)] == [False, True]


@pytest.mark.parametrize("answer", [html(b"", 404), html(b"", 500), html(listing("/tin-a9.html"))])
def test_a_missing_part_is_a_counted_problem_and_no_edit(config: Config, tmp_path: Path, answer: bytes) -> None:
    with a_paper(tmp_path) as site:
        put(site, 3)
        run(config)
        site.routes["/tin-a1.html?page=3"] = answer
        later = replace(config, clock=Clock.starting_at(START + timedelta(days=1)))
        report = run(later, revisit=True)
        assert report.counts["revisions_new"] == 0
        assert len(rows(config, BODIES)) == 1
        assert rows(config, "SELECT field, reason FROM problem WHERE reason = 'part_missing'") == [
            ("body_text", "part_missing")
        ]
        before = rows(config, BODIES)
        rebuild(config, registry.load(config))
        assert rows(config, BODIES) == before
        assert len(rows(config, "SELECT 1 FROM problem WHERE reason = 'part_missing'")) == 1


def test_parts_that_turn_in_a_circle_or_never_end(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site, 2)
        for number in range(2, 60):
            site.routes[f"/tin-a1.html?page={number}"] = part(site, number, 300)
        run(config)
        assert sum("page=" in path for path in site.paths) == 30
        assert len(rows(config, "SELECT 1 FROM article")) == 1


def test_a_part_that_a_list_names_is_no_article(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site, 2)
        site.routes["/"] = html(listing("/tin-a1.html?page=2", "/tin-a1.html"))
        run(config)
        assert len(rows(config, "SELECT 1 FROM article")) == 1
        ((_, body),) = rows(config, BODIES)
        assert "Phần số 1." in body
        assert "Phần số 2." in body


def test_robots_hold_for_parts(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site, 2)
        site.routes["/robots.txt"] = html(b"User-agent: *\nDisallow: /*?page=\n")
        run(config)
        assert not any("page=" in path for path in site.paths)
        assert len(rows(config, "SELECT 1 FROM problem WHERE reason = 'part_missing'")) == 1
