"""The data dictionary describes every key and every column, and none that is not there."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from archiver.core.record import RECORD_KEYS
from archiver.core.values import BlockKind, Kind, Precision, Reason
from archiver.storage import views
from archiver.storage.models import Base
from archiver.storage.values import CrawlState, Purpose, State

PAGE = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text("utf-8")
TABLES = Base.metadata.tables


def rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, cells without the marks of code."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    lines = [line for line in found[1].splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def names(heading: str) -> list[str]:
    return [row[0].strip("`") for row in rows(heading)]


def headings(level: int, below: str) -> list[str]:
    part = PAGE.split(f"\n## {below}\n")[1].split("\n## ")[0]
    return re.findall(rf"^{'#' * level} (.+)$", part, flags=re.MULTILINE)


def test_every_key_of_the_record_in_its_order() -> None:
    assert names("The record") == list(RECORD_KEYS)


def test_every_table() -> None:
    assert headings(3, "The tables") == list(dict.fromkeys(TABLES))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_in_its_order(table: str) -> None:
    assert names(table) == [column.name for column in TABLES[table].columns]


def test_every_view_and_its_columns() -> None:
    assert headings(3, "The views") == list(views.COLUMNS)
    for name, columns in views.COLUMNS.items():
        assert names(name) == list(columns)


@pytest.mark.parametrize("table", TABLES)
def test_what_may_be_empty(table: str) -> None:
    said = {row[0].strip("`"): row[2] != "no" for row in rows(table)}
    assert said == {column.name: bool(column.nullable) for column in TABLES[table].columns}


@pytest.mark.parametrize("table", TABLES)
def test_references_name_the_table_they_lead_to(table: str) -> None:
    for row, column in zip(rows(table), TABLES[table].columns, strict=True):
        leads_to = {key.column.table.name for key in column.foreign_keys}
        assert set(re.findall(r"row of `(\w+)`", row[1])) == leads_to, column.name


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Kinds", Kind),
        ("Reasons", Reason),
        ("Purposes", Purpose),
        ("States of an address", State),
        ("States of a crawl", CrawlState),
    ],
)
def test_every_closed_list(heading: str, values: type[StrEnum]) -> None:
    assert names(heading) == [value.value for value in values]


def test_lists_inside_cells() -> None:
    precision = next(row[1] for row in rows("The record") if row[0] == "`published_precision`")
    assert re.findall(r"`(\w+)`", precision) == [value.value for value in Precision]
    blocks = next(row[3] for row in rows("revision") if row[0] == "`blocks`")
    assert re.findall(r"`(\w+)`", blocks) == [value.value for value in BlockKind]


def test_no_cell_is_empty() -> None:
    for heading in ("The record", *TABLES):
        for row in rows(heading):
            assert all(row), f"{heading}: {row}"
            assert len(row) == (4 if heading == "The record" else 5), f"{heading}: {row}"


def test_links_lead_to_headings() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
