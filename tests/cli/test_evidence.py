"""`archiver import` and `archiver verify`."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli.evidence import register
from archiver.cli.exits import exit_of
from archiver.core.errors import ArchiverError, ConfigurationError, CorruptionError, UsageError
from tests.crawl.saved import Foreign, address, environment, page


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.chdir(tmp_path)
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    app = typer.Typer()
    register(app)
    app.callback()(lambda: None)
    return app


def run(app: typer.Typer, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def a_warc(tmp_path: Path, count: int = 3) -> Path:
    foreign = Foreign()
    for number in range(count):
        foreign.response(address(number), page(number))
    foreign.response("https://elsewhere.example/", page(9))
    return foreign.save(tmp_path / "other.warc.gz")


def the_file(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "archive" / "warc").glob("*.warc.gz")
    return path


def test_import_then_verify(app: typer.Typer, tmp_path: Path) -> None:
    got = run(app, "import", a_warc(tmp_path))
    assert got.exit_code == 0, got.exception
    assert got.stdout.splitlines() == [
        "3 pages stored from 1 files (3 new articles, 0 new revisions); 0 were there already",
        "  skipped       1  of no known newspaper",
    ]
    again = json.loads(run(app, "import", a_warc(tmp_path), "--json").stdout)
    assert (again["stored"], again["known"], again["skipped"]) == (0, 3, {"of no known newspaper": 1})
    got = run(app, "verify")
    assert got.exit_code == 0, got.exception
    assert (
        got.stdout == f"all is as it was written: 3 captures in 1 files, {the_file(tmp_path).stat().st_size:,} bytes\n"
    )
    assert json.loads(run(app, "verify", "--json").stdout)["ok"] is True


def test_damage_is_told_with_place_and_articles(app: typer.Typer, tmp_path: Path) -> None:
    run(app, "import", a_warc(tmp_path))
    path = the_file(tmp_path)
    data = bytearray(path.read_bytes())
    data[-700] ^= 1
    path.write_bytes(data)
    got = run(app, "verify")
    assert isinstance(got.exception, CorruptionError)
    assert exit_of(got.exception) == 5
    assert got.stdout.startswith(f"{path.name} at byte ")
    assert got.stdout.endswith("; touches baomau/2\n")
    assert "1 damages in 1 files, 1 articles touched: put the files back from a backup" in str(got.exception)
    said = json.loads(run(app, "verify", "--json").stdout)
    assert (said["ok"], [one["articles"] for one in said["damages"]]) == (False, [["baomau/2"]])


def test_a_lost_database_is_told(app: typer.Typer, tmp_path: Path) -> None:
    run(app, "import", a_warc(tmp_path))
    (tmp_path / "archive" / "archive.db").unlink()
    got = run(app, "verify")
    assert isinstance(got.exception, CorruptionError)
    assert "the evidence is whole; run `archiver rebuild`" in str(got.exception)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["verify"], ConfigurationError, "there is no archive at"),
        (["import", "nowhere.warc"], UsageError, "there is no nowhere.warc"),
        (["import", "."], UsageError, "nothing to import below"),
    ],
)
def test_what_makes_no_sense(
    app: typer.Typer, arguments: list[str], error: type[ArchiverError], message: str, tmp_path: Path
) -> None:
    got = run(app, *arguments)
    assert isinstance(got.exception, error)
    assert message in str(got.exception)
    assert not (tmp_path / "archive").exists()  # a mistake begins no archive


def test_a_file_that_is_refused(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to("/etc/passwd")
    got = run(app, "import", a_warc(tmp_path), tmp_path / "link.html")
    assert isinstance(got.exception, UsageError)
    assert "link.html: a symbolic link" in str(got.exception)
    assert got.stdout.startswith("3 pages stored")


@pytest.mark.parametrize("name", ["other.wacz", "other.warc", "OTHER.warc.gz"])
@pytest.mark.parametrize("data", [b"garbage", b"", b"PK\x03\x04garbage", b"\x1f\x8b\x08garbage", gzip.compress(b"hi")])
def test_a_package_that_is_none_is_refused(app: typer.Typer, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    got = run(app, "import", name)
    assert isinstance(got.exception, UsageError)
    assert f"not read to its end: {name}: " in str(got.exception)
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("command", ["import", "verify"])
def test_the_help_shows_an_example(app: typer.Typer, command: str) -> None:
    assert f"Example: archiver {command}" in run(app, command, "--help").stdout


def test_one_line_and_the_exit_code_on_a_shell(tmp_path: Path) -> None:
    shell = {**os.environ, **environment(tmp_path)}
    run = [sys.executable, "-m", "archiver", "verify"]
    done = subprocess.run(run, capture_output=True, text=True, env=shell, cwd=tmp_path)
    assert done.returncode == 4
    assert done.stderr.startswith("archiver: there is no archive at ")
    assert done.stderr.count("\n") == 1
