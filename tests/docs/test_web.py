"""The page about the web page names every page, header and file as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver.web import pages
from archiver.web.safety import HEADERS
from archiver.web.saved import FILE, parsed

TEXT = (Path(__file__).parents[2] / "docs" / "web.md").read_text("utf-8")


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_page_is_named() -> None:
    said = re.findall(r"^\| `(/[^`]*)` \|", section("Pages"), re.MULTILINE)
    routers = (pages.router, *(group.router for group in pages.GROUPS))
    there = [getattr(route, "path", "") for router in routers for route in router.routes]
    assert sorted(said) == sorted(there)


@pytest.mark.parametrize("header", HEADERS)
def test_every_header_is_told_as_it_is(header: str) -> None:
    assert f"| `{header}` | `{HEADERS[header]}` |" in section("Safety of readers")
    assert section("Safety of readers").count("\n| `") == len(HEADERS)


def test_the_example_of_saved_searches_is_read() -> None:
    said = section("Saved searches")
    assert FILE in said
    found = parsed(re.findall(r"```toml\n(.*?)```", said, re.DOTALL)[0])
    assert [one.asked.query for one in found] == ["cà phê", ""]
    assert found[0].asked.values("newspaper") == ("baomau",)
    assert found[1].asked.state("gone") == "yes"
