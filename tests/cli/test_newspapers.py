"""`archiver newspaper list | show`."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from archiver.cli.exits import Exit, exit_of
from archiver.cli.newspapers import register
from archiver.config import Config
from archiver.core.errors import UnhealthyError, UnknownNewspaper
from archiver.core.newspaper import Newspaper
from archiver.crawl import probe


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ARCHIVER_SPIDERS", raising=False)
    app = typer.Typer()
    register(app)
    app.callback()(lambda: None)
    return app


def test_list_for_programs(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "list", "--json"], catch_exceptions=False)
    said = json.loads(got.stdout)
    assert got.exit_code == 0
    assert said["broken"] == []
    papers = {paper["name"]: paper for paper in said["newspapers"]}
    assert papers["baodaknong"] == {
        "name": "baodaknong",
        "title": "Báo Đắk Nông",
        "province": "Đắk Nông",
        "domains": ["baodaknong.vn"],
        "platform": "onecms",
        "layouts": ["onecms", "2019"],
        "state": "platform seen on a real page",
        "until": "2025-06-30",
        "successor": "baolamdong",
        "evidence": papers["baodaknong"]["evidence"],
    }
    assert "not seen live" in papers["baodaknong"]["evidence"]
    assert papers["baolamdong"]["until"] is None


def test_list_tells_the_state_of_each(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "list", "--json"], catch_exceptions=False)
    states = {paper["name"]: paper["state"] for paper in json.loads(got.stdout)["newspapers"]}
    assert len(states) >= 64
    assert states["baocantho"] == "seen on a real page"
    assert states["baophutho"] == "published selectors"
    assert states["baokiengiang"] == "general reader only"
    line = next(
        line
        for line in CliRunner().invoke(app, ["newspaper", "list"]).stdout.splitlines()
        if line.startswith("baophutho")
    )
    assert "published selectors" in line


def test_list_for_people_is_not_cut(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "list"], catch_exceptions=False)
    assert got.exit_code == 0
    line = next(line for line in got.stdout.splitlines() if "baodaknong" in line)
    assert all(word in line for word in ("Báo Đắk Nông", "baodaknong.vn", "onecms, 2019", "2025-06-30", "baolamdong"))


def test_a_broken_file_is_listed_with_exit_code_6(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.py").write_text("class (", "utf-8")
    monkeypatch.setenv("ARCHIVER_SPIDERS", str(tmp_path))
    got = CliRunner().invoke(app, ["newspaper", "list", "--json"])
    assert isinstance(got.exception, UnhealthyError)
    assert exit_of(got.exception) is Exit.UNHEALTHY
    said = json.loads(got.stdout)
    assert [Path(entry["file"]).name for entry in said["broken"]] == ["bad.py"]
    assert "SyntaxError" in said["broken"][0]["problem"]
    assert len(said["newspapers"]) >= 6
    got = CliRunner().invoke(app, ["newspaper", "list"])
    assert "broken: " in got.stdout
    assert "1 file of newspapers cannot be used" in str(got.exception)


def test_show_for_programs(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "show", "baodaknong", "--json"], catch_exceptions=False)
    said = json.loads(got.stdout)
    assert said["former_domains"] == ["baodaknong.org.vn"]
    assert said["layouts"][1]["name"] == "2019"
    assert said["layouts"][1]["body"] == "div.newscontent"
    assert "views" not in said["layouts"][1]
    assert said["successor"] == "baolamdong"
    assert said["article_url"]


def test_show_tells_everything(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "show", "baodaknong", "--json"], catch_exceptions=False)
    assert {field.name for field in fields(Newspaper)} <= set(json.loads(got.stdout))


def test_show_tells_the_lineage(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "show", "baodaknong", "--json"], catch_exceptions=False)
    assert json.loads(got.stdout)["provinces"] == [
        {"name": "Đắk Nông", "code": "67", "valid_from": None, "valid_to": "2025-06-30"},
        {"name": "Lâm Đồng", "code": "68", "valid_from": "2025-07-01", "valid_to": None},
    ]
    got = CliRunner().invoke(app, ["newspaper", "show", "baolamdong", "--json"], catch_exceptions=False)
    assert json.loads(got.stdout)["took_over"] == ["baobinhthuan", "baodaknong"]
    got = CliRunner().invoke(app, ["newspaper", "show", "plo"], catch_exceptions=False)
    assert "seen on       plo.vn, baolaocai.vn" in got.stdout
    assert "reports on      TP. Hồ Chí Minh (code 79)" in got.stdout


def test_show_for_people(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "show", "baodaknong"], catch_exceptions=False)
    assert "layout 2019" in got.stdout
    assert "p.text-intro" in got.stdout
    assert "successor       baolamdong" in got.stdout


def test_an_unknown_name(app: typer.Typer) -> None:
    got = CliRunner().invoke(app, ["newspaper", "show", "baodaknog"])
    assert isinstance(got.exception, UnknownNewspaper)
    assert exit_of(got.exception) is Exit.USAGE
    assert "did you mean baodaknong" in str(got.exception)


def look(state: str, articles: dict[str, str]) -> probe.Check:
    shares = {"title": 1.0, "body_text": 1.0, "published_at": 1.0}
    return probe.Check("baocantho", state, None, 200, {"https://baocantho.com.vn/": "9 articles"}, articles, shares)


def test_check_of_a_site_that_fits(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def check(configuration: Config, paper: Newspaper, save: bool = False) -> probe.Check:
        asked.append((paper.name, save))
        return look("finished", {"https://baocantho.com.vn/x-a1.html": "layout content-fck"})

    monkeypatch.setattr(probe, "check", check)
    got = CliRunner().invoke(app, ["newspaper", "check", "baocantho", "--save", "--json"], catch_exceptions=False)
    assert got.exit_code == 0
    assert json.loads(got.stdout)["healthy"] is True
    assert asked == [("baocantho", True)]
    got = CliRunner().invoke(app, ["newspaper", "check", "baocantho"], catch_exceptions=False)
    assert got.stdout.startswith("baocantho: fits")
    assert "layout content-fck" in got.stdout


def test_check_of_a_site_that_does_not(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "check", lambda *_, **__: look("finished", {}))
    got = CliRunner().invoke(app, ["newspaper", "check", "baocantho", "--json"])
    assert isinstance(got.exception, UnhealthyError)
    assert exit_of(got.exception) is Exit.UNHEALTHY
    assert str(got.exception) == "baocantho does not fit its site: no article was found"
    assert json.loads(got.stdout)["healthy"] is False


def test_check_of_an_unknown_newspaper_asks_nobody(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "check", lambda *_, **__: pytest.fail("asked"))
    got = CliRunner().invoke(app, ["newspaper", "check", "baocanthoo"])
    assert isinstance(got.exception, UnknownNewspaper)


@pytest.mark.parametrize("command", ["list", "show", "check"])
def test_help_shows_an_example(app: typer.Typer, command: str) -> None:
    got = CliRunner().invoke(app, ["newspaper", command, "--help"])
    assert f"archiver newspaper {command}" in got.stdout
