"""The page of newspapers is what the definitions say."""

from __future__ import annotations

from pathlib import Path

from archiver.cli import catalogue
from archiver.config import Config
from archiver.crawl.registry import load

PAGE = Path(__file__).parents[2] / "docs" / "newspapers.md"


def test_the_page_is_that_of_the_definitions() -> None:
    papers = load(Config(home=Path("/nonexistent"), database_url="sqlite://")).definitions()
    said = PAGE.read_text("utf-8")
    assert said == catalogue.page(papers), "python -m archiver.cli.catalogue > docs/newspapers.md"
    for paper in papers:
        assert f"| `{paper.name}` |" in said
