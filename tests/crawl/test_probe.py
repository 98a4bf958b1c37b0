"""`newspaper check`: a look at a site that leaves no trace in the archive."""

import json
from pathlib import Path

import pytest

from archiver.core.newspaper import Newspaper
from archiver.crawl.probe import ARTICLES, check
from archiver.crawl.registry import load
from archiver.crawl.run import CrawlRequest, crawl
from tests.crawl.fakesite import CHALLENGE, FakeSite, a_paper, article, config_of, html, listing, moved


def put(site: FakeSite, articles: int = 30) -> None:
    links = [f"/tin-a{n}.html" for n in range(1, articles + 1)]
    sections = [f"/muc-{name}/" for name in ("mot", "hai", "ba", "bon")]
    site.routes["/"] = html(listing(*sections, *links[:9]))
    for section in sections:
        site.routes[section] = html(listing(*links[:20], f"{section}?page=2"))
        site.routes[f"{section}?page=2"] = html(listing(*links[20:]))
    site.routes |= {link: html(article(n)) for n, link in enumerate(links, 1)}


def paper(tmp_path: Path) -> Newspaper:
    return load(config_of(tmp_path)).get("baomau").definition()


def test_a_site_that_fits(tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site)
        found = check(config_of(tmp_path), paper(tmp_path))
        assert (found.healthy, found.problem, found.robots) == (True, "", 404)
        assert len(found.articles) == ARTICLES
        assert set(found.articles.values()) == {"layout 2019"}
        assert found.fields["title"] == found.fields["published_at"] == 1
        assert sum("tin" in path for path in site.paths) == ARTICLES
        assert sum("muc" in path for path in site.paths) == 1
        assert len(site.paths) == ARTICLES + 3  # with robots.txt and the front page: no minute at any pace
        assert json.loads(json.dumps(found.as_json()))["healthy"] is True
        assert "baomau: fits" in str(found)
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda site: site.routes.update({"/": html(listing("/khac/"))}), "no article was found"),
        (lambda site: site.routes.update({p: html(CHALLENGE) for p in site.routes if "tin" in p or p == "/"}),
         "blocked: challenge"),
        (lambda site: site.routes.update({"/robots.txt": html(b"", 500)}), "robots.txt: http 500"),
        (lambda site: site.routes.update({"/": moved("https://baothu.example/")}), "every address was refused"),
        (lambda site: site.routes.update(
            {p: html(article(1).replace(b"29/03/2022 09:04", b"h\xc3\xb4m")) for p in site.routes if "tin" in p}),
         "published_at shows on 0% of the articles"),
    ],
)  # fmt: skip
def test_a_site_that_does_not(tmp_path: Path, spoil: object, problem: str) -> None:
    assert callable(spoil)
    with a_paper(tmp_path) as site:
        put(site)
        spoil(site)
        found = check(config_of(tmp_path), paper(tmp_path))
        assert not found.healthy
        assert problem in found.problem
        assert found.advice
        assert f"what to do: {found.advice}" in str(found)


def test_pages_are_kept_where_asked(tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site)
        found = check(config_of(tmp_path), paper(tmp_path), save=True)
    assert len(found.saved) == ARTICLES
    for folder in map(Path, found.saved):
        assert json.loads((folder / "expected.json").read_text("utf-8"))["title"].startswith("Cầu mới")
        assert folder.is_relative_to(tmp_path / "archive" / "checked" / "baomau")
        assert json.loads((folder / "page.json").read_text("utf-8"))["url"].endswith(".html")
        assert b"C\xe1\xba\xa7u m\xe1\xbb\x9bi" in (folder / "page.html").read_bytes()


def test_what_is_archived_is_compared_with_today(tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site)
        crawl(config_of(tmp_path), CrawlRequest(names=("baomau",), limit=12))
        same = check(config_of(tmp_path), paper(tmp_path))
        assert same.recorded["view_count"] == 1
        assert same.healthy
        assert "archived: 100%" in str(same)
        without = {path: html(article(1).replace(b"class=views", b"class=x").replace("lượt xem".encode(), b"")) for
                   path in site.routes if "tin" in path}  # fmt: skip
        site.routes.update(without)
        found = check(config_of(tmp_path), paper(tmp_path))
        assert found.lost == ("view_count",)
        assert "view_count showed on 100% of the archived articles, now on 0%" in found.problem
        assert "--save" in found.advice


def test_a_newspaper_that_was_added_is_compared_with_its_report(tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site)
        report = tmp_path / "archive" / "added" / "baomau" / "report.json"
        report.parent.mkdir(parents=True)
        report.write_text(json.dumps({"fields": {"view_count": {"share": 1.0}, "tags": {"share": 1.0}}}), "utf-8")
        found = check(config_of(tmp_path), paper(tmp_path))
        assert found.recorded == {"view_count": 1.0, "tags": 1.0}
        assert found.lost == ("tags",)
