"""A link between pages of this project leads to a page, and every decision stands in the list of decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_pages(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    lost = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert lost == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    said = (folder / "README.md").read_text("utf-8")
    decisions = sorted(path.name for path in folder.glob("0*.md"))
    assert len(decisions) >= 10
    assert [name for name in decisions if f"({name})" not in said] == []
