"""Every layout of every newspaper reads a recorded page: found by itself, compared with what a person checked.

A folder of tests/pages/<newspaper>/ holds `page.html`, `page.json` (what is known of the fetch, the layout that
should read it, and who checked the expectation) and `expected.json`. Where the last is missing it is written and the
test fails: read it against the page, put your name and the day in `page.json`, then commit it.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.core.extract import extract
from archiver.core.layout import Layout
from archiver.core.page import Page
from archiver.core.values import Extraction
from archiver.crawl.newspaper import NewspaperSpider
from archiver.crawl.registry import Registry, load

PAGES = Path(__file__).parents[1] / "pages"
SPIDERS = Path(__file__).parents[2] / "spiders"
CHECKED = re.compile(r"\S.*, \d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Recorded:
    """One folder of tests/pages."""

    folder: Path

    @property
    def newspaper(self) -> str:
        return self.folder.parent.name

    @property
    def expected(self) -> Path:
        return self.folder / "expected.json"

    def known(self) -> dict[str, str]:
        known: dict[str, str] = json.loads((self.folder / "page.json").read_text("utf-8"))
        return known

    def extraction(self) -> Extraction:
        known = self.known()
        page = Page(
            url=known["url"],
            body=(self.folder / "page.html").read_bytes(),
            content_type=known["content_type"],
            fetched_at=datetime.fromisoformat(known["fetched_at"]),
        )
        paper = registry().get(self.newspaper).definition()
        return extract(page, paper.layouts, zone=paper.zone, newspaper=paper)


@cache
def registry() -> Registry:
    """The newspapers of this project, without any further folder."""
    return load(Config(home=Path("/nonexistent"), database_url="sqlite://"))


def recorded_pages() -> list[Recorded]:
    return [Recorded(path.parent) for path in sorted(PAGES.glob("*/*/page.html"))]


RECORDED = recorded_pages()
NEWSPAPERS = sorted(registry().newspapers)


def test_no_newspaper_of_the_project_is_broken() -> None:
    assert registry().broken == {}
    assert set(NEWSPAPERS) >= {"baodaknong", "baolamdong", "baonghean", "baolaocai", "baocantho", "baodaklak"}


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: f"{r.newspaper}/{r.folder.name}")
def test_reads_the_recorded_page(recorded: Recorded) -> None:
    got = recorded.extraction().record()
    if not recorded.expected.exists():
        recorded.expected.write_text(json.dumps(got, ensure_ascii=False, indent=2) + "\n", "utf-8")
        pytest.fail(f"wrote {recorded.expected}: read it against the page, then commit it")
    assert got == json.loads(recorded.expected.read_text("utf-8"))


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: f"{r.newspaper}/{r.folder.name}")
def test_a_person_has_checked_the_expectation(recorded: Recorded) -> None:
    assert CHECKED.fullmatch(recorded.known().get("checked", "")), "page.json lacks `checked`: who, and the day"


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: f"{r.newspaper}/{r.folder.name}")
def test_the_layout_meant_for_the_page_read_it(recorded: Recorded) -> None:
    extraction = recorded.extraction()
    assert extraction.layout == recorded.known()["layout"]
    assert extraction.kind.is_article


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda r: f"{r.newspaper}/{r.folder.name}")
def test_the_recorded_address_is_an_article_of_its_newspaper(recorded: Recorded) -> None:
    paper = registry().get(recorded.newspaper).definition()
    url = recorded.known()["url"]
    assert paper.article_key(url) is not None
    owner = registry().owner_of(url)
    assert owner is not None
    assert owner.name == recorded.newspaper


@pytest.mark.parametrize("name", NEWSPAPERS)
def test_every_layout_has_a_recorded_page(name: str) -> None:
    """One of the newspaper's own, or where newspapers share a layout, of one of those that do."""
    layouts = registry().get(name).definition().layouts
    assert len({layout.name for layout in layouts}) == len(layouts)
    assert set(layouts) <= recorded_layouts()


@cache
def recorded_layouts() -> frozenset[Layout]:
    """Every layout that reads a recorded page of its newspaper."""
    return frozenset(
        layout
        for recorded in RECORDED
        for layout in registry().get(recorded.newspaper).definition().layouts
        if layout.name == recorded.known()["layout"]
    )


@pytest.mark.parametrize("name", NEWSPAPERS)
def test_a_newspaper_says_what_it_rests_on_and_a_base_has_no_name(name: str) -> None:
    spider = registry().get(name)
    assert spider.definition().evidence
    for base in spider.__mro__[1 : spider.__mro__.index(NewspaperSpider) + 1]:
        assert not base.__dict__.get("name"), f"{base.__name__} is a platform: it has no name"


@pytest.mark.parametrize("file", sorted(SPIDERS.glob("[!_]*.py")), ids=lambda file: file.stem)
def test_a_newspaper_is_a_small_file_of_declarations(file: Path) -> None:
    text = file.read_text("utf-8")
    assert len(text.splitlines()) < 25
    assert file.stem in NEWSPAPERS, "the file is called like the newspaper"
    tree = ast.parse(text)
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert all(name.startswith("archiver.crawl.") or name == "datetime" for name in imported), imported
    assert not [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
