"""The command line, Python, the API and the page give the same articles and counts, on both engines."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import pytest
import typer
from starlette.testclient import TestClient
from typer.testing import CliRunner

from archiver import Archive
from archiver.cli import asking, filtering
from archiver.query.filters import Filters
from archiver.web.asked import NAMES
from archiver.web.parameters import Filtered
from tests.query import test_golden as golden
from tests.query.made import Made

made = golden.made  # six articles of two newspapers, in place of the usual sample

OPTIONS: list[dict[str, Any]] = [
    {"newspaper": ["baothu"]},
    {"newspaper": ["baomau", "bao thu"], "views": True},
    {"province": ["lam thu"], "province_of": ""},
    {"platform": ["onecms"], "sort": "views"},
    {"agency": ["hang tin mau"]},
    {"author": ["nguyen an"], "sort": "edits"},
    {"section": ["Thời sự"], "tag": ["mưa"]},
    {"since": "2022-03", "until": "2022-04"},
    {"seen_since": "2022-04", "sort": "relevance", "query": "bao"},
    {"views": False},
    {"edited": True},
    {"reprint": False, "reprinted": False},
    {"gone": False, "tag": ["mưa"]},
    {"newspaper": ["nowhere"]},
    {"since": "gestern"},
]


@pytest.mark.parametrize("query", golden.WAYS)
def test_a_query_has_one_answer_by_every_way(query: str, made: Made, client: TestClient) -> None:
    """The command line is held to the same table by tests/query/test_golden.py."""
    expected = golden.WAYS[query]
    by_api = client.get("/api/v1/search", params={"q": query, "limit": 200})
    assert by_api.status_code == 200, by_api.text
    assert golden.numbers(by_api.json()["records"]) == expected
    with Archive.open(made.url) as archive:
        by_python = archive.search(query, limit=200)
    assert by_api.json()["total"] == by_python.total == len(expected)
    assert by_api.json()["within"] == by_python.within
    assert _on_the_page(client, {"q": query, "limit": "200"}) == (len(expected), expected)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_filters_have_one_answer_by_every_way(
    options: dict[str, Any], made: Made, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = dict(options)
    query = str(said.pop("query", ""))
    params: dict[str, Any] = {"q": query} | {
        name: {True: "yes", False: "no"}[value] if isinstance(value, bool) else value for name, value in said.items()
    }
    by_api = client.get("/api/v1/search", params={"limit": 200, **params})
    words = []
    for name, value in said.items():
        option = name.replace("_", "-")
        if isinstance(value, bool):
            words += [f"--{option}" if value else f"--{'not' if name != 'views' else 'no'}-{option}"]
        else:
            words += [word for one in ([value] if isinstance(value, str) else value) for word in (f"--{option}", one)]
    if by_api.status_code == 400:
        with pytest.raises(AssertionError):
            _command(made, words, monkeypatch)
        assert client.get("/search", params=params).status_code == 400
        return
    by_command = _command(made, ["--limit", "200", *words, "--", query], monkeypatch)
    with Archive.open(made.url) as archive:
        by_python = archive.search(query, **{"limit": 200, **said})
    ids = [record["id"] for record in by_api.json()["records"]]
    assert ids == [record["id"] for record in by_python.records] == [record["id"] for record in by_command["records"]]
    assert by_api.json()["total"] == by_python.total == by_command["total"] == len(ids)
    assert _on_the_page(client, {**params, "limit": "200"}) == (len(ids), golden.numbers(by_api.json()["records"]))


def test_every_way_has_every_filter() -> None:
    of = set(inspect.signature(Filters.of).parameters) - {"sort", "limit"}
    assert of == set(filtering.OPTIONS) == set(Filtered.model_fields)
    assert {name for name, said in Filtered.model_fields.items() if said.default == []} == set(NAMES)


def _command(made: Made, words: list[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("ARCHIVER_DATABASE_URL", made.url)
    app = typer.Typer()
    asking.register(app)
    done = CliRunner().invoke(app, ["search", "--json", *words])
    assert done.exit_code == 0
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _on_the_page(client: TestClient, params: dict[str, Any]) -> tuple[int, list[int]]:
    """The number that the page of a search tells, and the articles that it links to."""
    page = client.get("/search", params={**params, "lang": "en"})
    assert page.status_code == 200
    told = re.search(r'id="results-title">([^<]*)<', page.text)
    assert told, page.text[:2000]
    number = re.search(r"\d+", told[1])
    linked = {int(one) for one in re.findall(r'href="/article/bao(?:mau|thu)/g(\d+)', page.text)}
    return int(number[0]) if number else 0, sorted(linked)
