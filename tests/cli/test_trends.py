"""coverage, trends and what belongs to them as a person or a program runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli import trends
from archiver.core.errors import ArchiverError, UsageError
from tests.query.made import START, sample


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample(tmp_path_factory.mktemp("archive"))
    made.crawl("baomau", START, state="failed", reason="=http 503")
    made.writer.dispose()
    return made.home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    app = typer.Typer()
    app.callback()(lambda: None)  # so that a single command keeps its name
    trends.register(app)

    def call(*words: str) -> Result:
        result = CliRunner().invoke(app, list(words))
        if isinstance(result.exception, ArchiverError):
            raise result.exception
        return result

    return call


def test_coverage_by_newspaper_and_by_day(run: Any) -> None:
    said = run("coverage").stdout
    assert "baomau\t2022-03-29\t2022-03-31\t2\t2\t2\t0\t1" in said
    assert "1 day with a gap (1 failed: =http 503)" in said
    assert "baomau\t2022-03-29\t1\t1\t0\t\tfailed: =http 503" in run("coverage", "newspaper:baomau", "--days").stdout


def test_coverage_for_programs(run: Any) -> None:
    told = json.loads(run("coverage", "--newspaper", "baothu", "--json").stdout)
    assert [day["day"] for day in told["days"]] == ["2021-02-22", "2022-05-08"]
    rows = list(csv.DictReader(run("coverage", "published:2022", "--csv").stdout.splitlines()))
    assert [(row["newspaper"], row["archived"]) for row in rows] == [("baomau", "1"), ("baomau", "1"), ("baothu", "1")]
    with pytest.raises(UsageError):
        run("coverage", "newspaper:baonao")
