"""`archiver rebuild` and `archiver migrate` as an operator meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from archiver.cli import care
from archiver.config import Config
from archiver.core.errors import ConfigurationError, CorruptionError, LockedError
from archiver.storage import schema
from archiver.storage.lock import RunLock
from tests.crawl import recording


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    care.register(app)
    return app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = recording.at_home(tmp_path / "archive")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARCHIVER_HOME", str(config.home))
    monkeypatch.setattr(care, "load", lambda _: recording.REGISTRY)
    return config


def test_rebuild_says_what_it_made_and_where_the_old_one_is(app: typer.Typer, home: Config) -> None:
    recording.run(home, 4)
    before = recording.dump(home, without=("address", "host", "archive_info"))
    said = CliRunner().invoke(app, ["rebuild"], catch_exceptions=False)
    assert said.exit_code == 0
    assert "rebuilt from 4 captures" in said.output
    assert "archive.db.before-rebuild" in said.output
    assert recording.dump(home, without=("address", "host", "archive_info")) == before
    answer = json.loads(CliRunner().invoke(app, ["rebuild", "--json"], catch_exceptions=False).output)
    assert (answer["captures"], answer["rows"]["article"], answer["damaged"]) == (4, 4, [])


def test_rebuild_of_damaged_evidence_says_so(app: typer.Typer, home: Config) -> None:
    recording.run(home, 4)
    (file,) = home.warc.glob("*.warc.gz")
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 9] = b"\x00" * 9
    file.write_bytes(raw)
    with pytest.raises(CorruptionError, match="archiver verify"):
        CliRunner().invoke(app, ["rebuild"], catch_exceptions=False)


def test_no_archive_is_one_line(app: typer.Typer, home: Config) -> None:
    for command in ("rebuild", "migrate"):
        with pytest.raises(ConfigurationError, match="no archive"):
            CliRunner().invoke(app, [command], catch_exceptions=False)
    assert not home.home.exists()


def test_a_running_crawl_is_waited_for_by_the_operator(app: typer.Typer, home: Config) -> None:
    recording.run(home, 1)
    with RunLock(home):
        for command in ("rebuild", "migrate"):
            with pytest.raises(LockedError):
                CliRunner().invoke(app, [command], catch_exceptions=False)


def test_migrate_with_nothing_to_do_says_so(app: typer.Typer, home: Config) -> None:
    recording.run(home, 1)
    said = CliRunner().invoke(app, ["migrate"], catch_exceptions=False)
    assert said.output == f"nothing to do: the archive has version {schema.head()}\n"
    assert json.loads(CliRunner().invoke(app, ["migrate", "--json"]).output) == {"version": schema.head(), "passed": []}


@pytest.mark.parametrize("command", ["rebuild", "migrate"])
def test_help_shows_an_example(app: typer.Typer, command: str) -> None:
    assert f"archiver {command}" in CliRunner().invoke(app, [command, "--help"]).output
