"""export and freeze as a person or a program runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli import taking
from archiver.cli.filtering import OPTIONS
from archiver.core.errors import ConfigurationError, UsageError
from tests.query.made import sample


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = sample(tmp_path / "archive")
    made.writer.dispose()
    return made.home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    monkeypatch.chdir(home.parent)
    app = typer.Typer()
    taking.register(app)

    def call(*words: str) -> Result:
        result = CliRunner().invoke(app, list(words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_a_set_is_frozen_listed_shown_and_exported(run: Any, home: Path) -> None:
    said = run("freeze", "coffee", "cà phê", "--newspaper", "baomau").stdout
    assert "coffee: 1 articles, 2 captures" in said
    assert "archiver export FILE --frozen coffee" in said
    assert "coffee\t" in run("freeze", "--list").stdout
    assert "in the newspaper baomau" in run("freeze", "--list").stdout
    shown = run("freeze", "coffee", "--show").stdout
    assert "since then: 1 as it was" in shown
    assert "baomau/2\t2\tas it was" in shown
    told = json.loads(run("freeze", "coffee", "--show", "--json").stdout)
    assert told["members"] == [{"id": "baomau/2", "revision": 2, "now": "as it was"}]
    assert [one["name"] for one in json.loads(run("freeze", "--list", "--json").stdout)] == ["coffee"]
    written = json.loads(run("export", "a.jsonl", "--frozen", "coffee", "--json").stdout)
    assert written["statement"] == "1 of 1 matching articles"
    assert json.loads((home.parent / "a.jsonl").read_text("utf-8"))["id"] == "baomau/2"


def test_every_filter_of_the_command_line_is_a_filter(run: Any) -> None:
    for name in OPTIONS:
        assert f"--{name.replace('_', '-')}" in run("freeze", "--help").stdout
    told = json.loads(run("freeze", "a", "--author", "lê chi", "--since", "2022", "--until", "2022", "--json").stdout)
    assert told["articles"] == 1
    assert told["query"]["filters"]["author"] == ["lê chi"]


def test_one_article_or_a_set_is_cited(run: Any) -> None:
    (item,) = json.loads(run("cite", "baomau/2", "--format", "csl-json").stdout)
    assert item["author"] == [{"literal": "Trần Bình"}, {"literal": "Lê Chi"}]
    assert item["container-title"] == "Báo Mẫu"
    assert len(json.loads(run("cite", "baomau/2", "baothu/7", "--format", "csl-json").stdout)) == 2
    assert len(json.loads(run("cite", "--newspaper", "baomau", "--format", "csl-json").stdout)) == 3
    assert "--frozen coffee gives the same bytes" in run("freeze", "coffee", "cà phê").stdout
    assert run("cite", "--frozen", "coffee").stdout == run("cite", "--query", "cà phê").stdout
    assert run("cite", "--frozen", "coffee").stdout.startswith("@article{baomau-2,")
    assert "TY  - NEWS" in run("cite", "https://baothu.example/bai-viet-a7.html", "--format", "ris").stdout
    replayed = run("cite", "baomau/2", "--format", "csl-json", "--replay", "https://replay.example/all").stdout
    assert "https://replay.example/all/20220401030400/https://baomau.example/" in replayed


@pytest.mark.parametrize(
    "words",
    [
        ("cite",),
        ("cite", "baomau/2", "--query", "x"),
        ("cite", "baomau/2", "--frozen", "a"),
        ("cite", "nobody/1"),
        ("cite", "baomau/2", "--replay", "pywb"),
        ("freeze",),
        ("freeze", "a", "--list"),
        ("freeze", "--show"),
        ("freeze", "a", "cà phê", "--show"),
        ("freeze", "--list", "--newspaper", "baomau"),
        ("export", "a.csv", "--frozen", "a", "--query", "x"),
        ("export", "a.csv", "--frozen", "a", "--since", "2022"),
        ("export", "a.csv", "--frozen", "none"),
        ("export", "a.xlsx"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(run: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        run(*words)


@pytest.mark.parametrize("words", [("freeze", "a"), ("freeze", "--list"), ("export", "a.csv", "--frozen", "a")])
def test_nothing_begins_an_archive(run: Any, words: tuple[str, ...], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(tmp_path / "none"))
    with pytest.raises(ConfigurationError, match="no archive at"):
        run(*words)
    assert not (tmp_path / "none").exists()
