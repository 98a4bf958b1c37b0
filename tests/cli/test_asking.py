"""search, show and export as a person or a program runs them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli import asking, taking
from archiver.core.errors import ArchiverError, ConfigurationError, QueryError, UsageError
from archiver.core.record import RECORD_KEYS
from tests.query.made import sample


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample(tmp_path_factory.mktemp("archive"))
    made.article("baothu", "evil", title="Tên \x1b[2J\x9b0m\u202e xấu", body="[red]đậm[/red] \x07")
    made.writer.dispose()
    return made.home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    app = typer.Typer()
    asking.register(app)
    taking.register(app)

    def call(*words: str) -> Result:
        result = CliRunner().invoke(app, list(words))
        if isinstance(result.exception, ArchiverError):
            raise result.exception
        return result

    return call


def test_search_shows_a_table_the_numbers_and_the_denominator(run: Any) -> None:
    said = run("search", "dak nong", "--limit", "1", "--facets").stdout
    assert "2022-03-31 09:04\t3,971\tbaomau\tCà phê mất mùa\tbaomau/2" in said
    assert "1 of 2 matching articles are shown" in said
    assert "The archive holds 6 articles of 2 newspapers" in said
    assert "Kinh tế\t1" in said


def test_search_without_a_hit_is_a_sentence_and_no_error(run: Any) -> None:
    found = run("search", "voi biết bay")
    assert found.exit_code == 0
    assert found.stdout.startswith("No article matches")


def test_words_without_quotes_are_one_query(run: Any) -> None:
    apart = run("search", "cà", "phê", "--limit", "1", "mùa").stdout
    assert apart == run("search", "cà phê mùa", "--limit", "1").stdout
    assert "baomau/2" in apart
    assert "“phê” with exactly these marks" in run("freeze", "coffee", "cà", "phê").stdout


def test_search_as_json_has_records_total_and_facets_when_asked(run: Any) -> None:
    said = json.loads(run("search", '"cà phê"', "--json").stdout)
    assert said["total"] == 1
    assert list(said["records"][0]) == list(RECORD_KEYS)
    assert "facets" not in said
    assert "newspaper" in json.loads(run("search", "", "--facets", "--json").stdout)["facets"]


@pytest.mark.parametrize("query", ["'", "\\", "%", "\udcff", "-- x", "", "a & b; DROP TABLE article"])
def test_what_is_only_punctuation_is_no_error(run: Any, query: str) -> None:
    found = run("search", "--", query)
    assert found.exit_code == 0
    assert found.exception is None
    assert "matches: all articles" not in found.stdout


@pytest.mark.parametrize("query", ['"', "a AND", "NEAR(", "*", "title:", "(bão", "nonsense:x"])
def test_a_broken_query_is_an_error_of_the_one_who_asks(run: Any, query: str) -> None:
    with pytest.raises(QueryError, match="cannot be read at character"):
        run("search", "--", query)


def test_a_broken_query_is_pointed_at(home: Path) -> None:
    words = [sys.executable, "-m", "archiver", "search", "bão (lũ OR mưa"]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "ARCHIVER_HOME": str(home)})
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "archiver: the query cannot be read at character 5: this ( is not closed",
        "bão (lũ OR mưa",
        "    ^",
    ]


def test_explain_says_what_is_asked_and_needs_no_archive(run: Any, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(tmp_path / "none"))
    said = run("search", "bão (lũ OR mưa) -gone:yes", "--explain", "--since", "2022").stdout
    assert said.splitlines() == [
        (
            "articles that hold “bão” with exactly these marks and (“lũ” with exactly these marks or “mưa” with "
            "exactly these marks); published from 2022-01-01 00:00 +07:00, not gone from its site"
        ),
        "all of:",
        "  “bão” with exactly these marks",
        "  any of:",
        "    “lũ” with exactly these marks",
        "    “mưa” with exactly these marks",
        "  not:",
        "    gone from its site",
    ]
    assert json.loads(run("search", "a", "--explain", "--json").stdout)["in_words"].startswith("articles that hold")


def test_snippets_show_the_words(run: Any) -> None:
    said = run("search", "title:mùa OR giam", "--snippets").stdout
    assert "baomau/2: … thông xe. Giá cà phê ở Dak Nong [giảm.] Nông dân vui." in said


def test_more_filters_of_search(run: Any) -> None:
    for words, expected in (
        (["--platform", "onecms", "--tag", "cà phê"], ["baomau/2"]),
        (["--agency", "hang tin mau"], ["baomau/2"]),
        (["--gone"], ["baothu/8"]),
        (["--edited", "--views", "--not-gone"], ["baomau/2"]),
        (["--seen-until", "2021"], ["baothu/8"]),
        (["--sort", "edits", "--limit", "1"], ["baomau/2"]),
    ):
        found = json.loads(run("search", *words, "--json").stdout)
        assert [record["id"] for record in found["records"]] == expected, words


def test_filters_of_search(run: Any) -> None:
    found = json.loads(
        run(
            "search", "--newspaper", "bao mau", "--author", "lê chi", "--since", "2022", "--sort", "views", "--json"
        ).stdout
    )
    assert [record["id"] for record in found["records"]] == ["baomau/2"]
    with pytest.raises(UsageError, match="between 1 and 200"):
        run("search", "an", "--limit", "1000")
    with pytest.raises(UsageError, match="is no date"):
        run("search", "an", "--since", "gestern")


def test_show_tells_people_what_programs_get_as_the_record(run: Any) -> None:
    said = run("show", "baomau/2").stdout
    assert said.startswith("Cà phê mất mùa\nbaomau/2  https://baomau.example/bai-viet-a2.html\n")
    assert 'published  2022-03-31 09:04, to the minute; printed as "29/03/2022 | 09:04"' in said
    assert "our own fetches before the last: 1" in said
    record = json.loads(run("show", "baomau/2", "--json").stdout)
    assert list(record) == list(RECORD_KEYS)


def test_show_history_and_difference(run: Any) -> None:
    said = run("show", "baomau/2", "--history").stdout
    assert "2 captures" in said
    assert "2 revisions" in said
    assert "2022-04-01 10:04\t3971\t3971 lượt xem\t-\t1" in said
    assert len(json.loads(run("show", "baomau/2", "--history", "--json").stdout)["captures"]) == 2
    assert "Cà phê [-được-]{+mất+} mùa" in run("show", "baomau/2", "--diff", "1", "2").stdout
    same = json.loads(run("show", "baomau/2", "--diff", "1", "1", "--json").stdout)
    assert same == {"article": "baomau/2", "from": 1, "to": 1, "changes": {}}
    assert "read the same" in run("show", "baomau/2", "--diff", "2", "2").stdout


def test_what_a_newspaper_prints_cannot_steer_the_terminal(run: Any) -> None:
    for words in (("search", "xấu"), ("show", "baothu/evil"), ("show", "baothu/evil", "--history")):
        said = run(*words).stdout
        assert "xấu" in said
        assert not set(said) & set("\x1b\x9b\x07\u202e")
    assert "[red]đậm[/red]" in run("show", "baothu/evil").stdout


def test_export_writes_three_files_and_says_n_of_n(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "bao.csv"
    said = run("export", str(file), "--query", "bao").stdout
    assert f"{file}: 2 of 2 matching articles" in said
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["id"] for row in csv.DictReader(lines)] == ["baothu/8", "baothu/7"]
    told = json.loads(run("export", str(tmp_path / "all.jsonl"), "--newspaper", "baothu", "--json").stdout)
    assert told["rows"] == 3
    assert all(Path(path).is_file() for path in told["beside"])


@pytest.mark.parametrize("words", [("search", "an"), ("show", "x/1"), ("export", "a.csv")])
def test_nothing_begins_an_archive(run: Any, words: tuple[str, ...], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"no archive at .*none; run `archiver crawl NAME`"):
        run(*words)
    assert not list(tmp_path.iterdir())


def test_a_database_of_somebody_else_is_not_touched(run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "archive.db").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    monkeypatch.setenv("ARCHIVER_HOME", str(tmp_path))
    with pytest.raises(ConfigurationError, match="not an archive"):
        run("search", "an")


def test_every_help_shows_an_example(run: Any) -> None:
    for command in ("search", "show", "export"):
        assert f"Example: archiver {command}" in run(command, "--help").stdout
