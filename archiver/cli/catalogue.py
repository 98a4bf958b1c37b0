"""Writes docs/newspapers.md from the definitions: `python -m archiver.cli.catalogue > docs/newspapers.md`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from archiver.config import Config
from archiver.core.newspaper import Basis, Newspaper
from archiver.core.provinces import MERGER, PROVINCES, unit_of
from archiver.crawl.registry import load

_HEAD = """# The newspapers

Written by `python -m archiver.cli.catalogue > docs/newspapers.md` from the files in `spiders/`; a test holds the two
together. `archiver newspaper show NAME` tells the rest: selectors, address forms, periods of the province.

Until 30 June 2025 Vietnam had 63 provinces, since then it has 34 units of the first level. Papers were merged with
their provinces. A paper that ended is read from imported pages or when it is named, never by `--all`.

What the reading of a paper's pages rests on:

| state | papers | what it means |
|---|---|---|
"""
_MEANING = {
    Basis.SEEN: "A layout was compared with a real page of this paper.",
    Basis.PLATFORM: "The layout was compared with a real page of another paper on the same system.",
    Basis.PUBLISHED: "Selectors that somebody published who read the site. No page of it was at hand.",
    Basis.GENERAL: "Nobody described its template: structured data and the general reader read it.",
}
_SOURCES = """
None was seen live. Evidence names its source: *crawl_lastest_news* is github.com/tammuoichanhoa/crawl_lastest_news
(commit 25733609, January 2026), *docbao* is github.com/hailoc12/docbao (commit 3af23da8, templates of 2019-21),
*wb_view_python_3* is github.com/hieunguyen-lang/wb_view_python_3. *Saved pages* lie in the tests of public
repositories (most in github.com/TranVu2005/r2ai-stage3); none is copied here. *Links in public files* are addresses of
articles that other repositories cite: they tell an address's form, and nothing of the page behind it.
"""


def page(papers: Sequence[Newspaper]) -> str:
    """The whole page in Markdown: the states, then one row a newspaper, by the unit that it belongs to now."""
    counts = Counter(paper.basis for paper in papers)
    lines = [f"| {basis} | {counts[basis]} | {_MEANING[basis]} |" for basis in Basis]
    return _HEAD + "\n".join(lines) + "\n" + _SOURCES + "\n" + "\n".join(_table(papers)) + "\n"


def _table(papers: Sequence[Newspaper]) -> Iterator[str]:
    yield "| unit since July 2025 | newspaper | name | province before | domains | system | state | evidence |"
    yield "|---|---|---|---|---|---|---|---|"
    order = {name: number for number, name in enumerate(PROVINCES)}
    for paper in sorted(papers, key=lambda paper: (_unit(paper), order.get(paper.province, 99), paper.name)):
        cells = (
            _unit(paper),
            paper.title,
            f"`{paper.name}`",
            paper.province,
            ", ".join((*paper.domains, *(f"({domain})" for domain in paper.former_domains))) + _end(paper),
            paper.platform or "-",
            str(paper.basis),
            paper.evidence,
        )
        yield "| " + " | ".join(cells) + " |"


def _unit(paper: Newspaper) -> str:
    unit = unit_of(paper.province, MERGER)
    return f"{unit.code} {unit.name}" if unit else "?"


def _end(paper: Newspaper) -> str:
    follows = f", then `{paper.successor}`" if paper.successor else ""
    return (
        f"; until {paper.until}{follows}" if paper.until else f"; an edition of `{paper.successor}`" if follows else ""
    )


if __name__ == "__main__":
    sys.stdout.write(page(load(Config(home=Path("/nonexistent"), database_url="sqlite://")).definitions()))
