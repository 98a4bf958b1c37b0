"""Every query on the page about asking is understood, and the message it shows is the one that is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver.core.errors import QueryError
from archiver.query.language import FIELDS, parse
from tests.query.made import sample

PAGE = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8")
QUERIES = [query for row in re.findall(r"^\| (`.+?) \|", PAGE, re.MULTILINE) for query in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("query", [*QUERIES, *re.findall(r"archiver search '([^']+)'", PAGE)])
def test_every_query_is_read(query: str) -> None:
    question = parse(query)
    assert question.node is not None
    assert question.notes == ()


def test_every_field_is_described() -> None:
    assert {name for name in FIELDS if f"`{name}:" in PAGE} == set(FIELDS)


def test_the_message_is_the_one_that_is_given() -> None:
    shown = re.search(r"```\narchiver: (.+)\n(.+)\n(.+)\n```", PAGE)
    assert shown
    with pytest.raises(QueryError) as caught:
        parse(shown[2])
    assert str(caught.value) == shown[1]
    assert caught.value.pointed().splitlines() == [shown[2], shown[3]]


def test_the_python_on_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.search(r"```python\n(.+?)```", PAGE, re.DOTALL)
    assert shown
    made = sample(tmp_path / "archive")
    made.paper("baodaklak", "Báo Đắk Lắk", "Đắk Lắk")
    made.article("baodaklak", "1", title="Giá cà phê")
    made.writer.dispose()
    monkeypatch.chdir(tmp_path)
    printed: list[tuple[object, ...]] = []
    exec(shown[1], {"print": lambda *said: printed.append(said)})
    assert printed[0][:2] == (1, 1)
    assert [said[0] for said in printed[1:]] == ["bão", "lũ"]
