"""coverage, trends and what belongs to them as a person or a program runs them."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli import trends
from archiver.core.errors import ArchiverError, UsageError
from archiver.storage import reprints
from tests.core.test_reprints import STORY
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
    assert (
        "baomau\t2022-03-29\t1\t1\t0\t0\t0\t0\t0\t0\t\tfailed: =http 503"
        in run("coverage", "newspaper:baomau", "--days").stdout
    )


@pytest.mark.parametrize("command", ["coverage", "attention", "typical", "edits", "reprints"])
def test_words_without_quotes_are_one_query(run: Any, command: str) -> None:
    assert run(command, "cà", "phê").stdout == run(command, "cà phê").stdout


def test_coverage_for_programs(run: Any) -> None:
    told = json.loads(run("coverage", "--newspaper", "baothu", "--json").stdout)
    assert [day["day"] for day in told["days"]] == ["2021-02-22", "2022-05-08"]
    rows = list(csv.DictReader(run("coverage", "published:2022", "--csv").stdout.splitlines()))
    assert [(row["newspaper"], row["archived"]) for row in rows] == [("baomau", "1"), ("baomau", "1"), ("baothu", "1")]
    with pytest.raises(UsageError):
        run("coverage", "newspaper:baonao")


def test_trends_say_counts_shares_and_what_is_covered(run: Any) -> None:
    said = run("trends", "cà phê", "newspaper:baothu", "--per", "year").stdout
    assert "cà phê\t2022\t1\t3\t0.33333\t1" in said
    assert "1 more match without a readable date" not in said
    assert "Of 1 newspaper 2 articles with a day are known" in said
    rows = list(csv.DictReader(run("trends", "bão", "--csv").stdout.splitlines()))
    assert rows[-1] == {
        "query": "bão", "period": "2022-05", "articles": "1", "archived": "1",
        "share": "1.00000", "days with a gap": "0", "gaps": "",
    }  # fmt: skip
    assert json.loads(run("trends", "bão", "--json").stdout)["series"][0]["total"] == 1


def test_attention_typical_and_edits(run: Any) -> None:
    assert "1 h\t4\t" in run("attention").stdout
    assert json.loads(run("attention", "--json").stdout)["with_counts"] == 4
    assert "baomau/2,3961," in run("attention", "--csv").stdout
    assert run("typical", "newspaper:baomau", "--limit", "3").exit_code == 0
    told = json.loads(run("typical", "newspaper:baomau", "--against", "newspaper:baothu", "--json").stdout)
    assert (told["articles"], told["others"]) == (3, 2)
    said = run("edits").stdout
    assert "2022-04-01 10:04\tsilent\ttitle, body_text\tCà phê mất mùa\tbaomau/2" in said
    assert "gone\t404\tBáo cáo tổng kết\tbaothu/8" in said
    assert "Of 5 articles 2 were looked at again" in said
    assert run("edits", "--csv").stdout.splitlines()[0] == "seen,what,how,title,id"
    assert json.loads(run("edits", "--json").stdout)["rates"]["gone"] == 0.5


@pytest.mark.parametrize(
    "words",
    [
        ("edits", "--limit", "0"),
        ("reprints", "--limit", "-1"),
        ("edits", "--patience", "-1"),
        ("trends", "bão", "--patience", "nan"),
    ],
)
def test_a_number_that_makes_no_sense_is_a_usage_error(run: Any, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample(tmp_path_factory.mktemp("copied"))
    for name, hours in (("baomau", 0), ("baothu", 5)):
        made.article(name, "777", title="=Trao quà", body=STORY, published_at=START + timedelta(hours=hours))
    with made.writer.begin() as conn:
        reprints.refresh(conn)
        while reprints.settle(conn):
            pass
    made.writer.dispose()
    return made.home


def test_reprints_for_people_and_programs(run: Any, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(copied))
    said = run("reprints").stdout
    assert "baomau\t2\t5 h\t5 h\t=Trao quà\tbaomau/777" in said
    assert "baothu\t0\t1\t5 h" in said
    assert "1 of them are reprinted from another newspaper. 1 texts were printed by several newspapers." in said
    rows = list(csv.DictReader(run("reprints", "--csv").stdout.splitlines()))
    assert [(row["first"], row["id"], row["seconds after the first"]) for row in rows] == [
        ("yes", "baomau/777", "0"),
        ("no", "baothu/777", "18000"),
    ]
    assert rows[0]["title"] == "'=Trao quà"
    told = json.loads(run("reprints", "reprint:yes", "--json").stdout)
    assert [story["first"] for story in told["listed"]] == ["baomau/777"]
    assert json.loads(run("reprints", "reprint-of:baomau/777", "--reprinted", "--json").stdout)["listed"] == []


@pytest.mark.parametrize(
    ("time", "said"),
    [(None, "-"), (timedelta(minutes=35), "35 min"), (timedelta(hours=30), "30 h"), (timedelta(days=9), "9 d")],
)
def test_a_time_between_two_publications(time: timedelta | None, said: str) -> None:
    assert trends.span(time) == said
