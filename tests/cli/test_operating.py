"""health, schedule and doctor as an operator runs them."""

from __future__ import annotations

import fcntl
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli import health
from archiver.core.errors import ArchiverError, ConfigurationError, UsageError
from tests.query.made import Made, sample

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
GOOD = {"requests": 20, "articles_new": 9, "articles_read": 9, "fields": {"title": {"found": 9}}}


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return sample(tmp_path / "archive")


@pytest.fixture
def run(made: Made, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("ARCHIVER_DATABASE_URL", "ARCHIVER_PROXY", "ARCHIVER_SPIDERS", "ARCHIVER_DELAY", "ARCHIVER_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ARCHIVER_HOME", str(made.home))
    monkeypatch.setenv("ARCHIVER_NOW", NOW.isoformat())
    app = typer.Typer()
    health.register(app)

    def call(*words: str) -> Result:
        result = CliRunner().invoke(app, list(words))
        if isinstance(result.exception, ArchiverError):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return call


def of(said: str, name: str) -> dict[str, Any]:
    return next(paper for paper in json.loads(said)["newspapers"] if paper["newspaper"] == name)


def crawled(made: Made, days: int = 5, **more: object) -> None:
    for day in range(days, 0, -1):
        made.crawl("baomau", NOW - timedelta(days=day, hours=-1), **{**GOOD, **more})


def test_all_is_well(run: Any, made: Made) -> None:
    crawled(made, command="archiver crawl baomau")
    found = run("health", "--json")
    assert found.exit_code == 0, found.stdout
    assert json.loads(found.stdout)["healthy"] is True
    assert of(found.stdout, "baomau")["state"] == "ok"
    assert of(found.stdout, "baothu")["state"] == "idle"
    assert json.loads(found.stdout)["schedule"]["interval_seconds"] == 86400
    people = run("health")
    assert people.exit_code == 0
    assert "1 of 1 newspapers are well." in people.stdout


def test_a_failing_newspaper_is_exit_6_with_since_and_why(run: Any, made: Made) -> None:
    crawled(made, command="crawl baomau")
    made.crawl("baomau", NOW - timedelta(hours=3), state="failed", reason="http 503", command="crawl baomau")
    found = run("health", "--json")
    assert found.exit_code == 6
    paper = of(found.stdout, "baomau")
    assert paper["state"] == "failing"
    assert paper["since"] == "2026-11-23T05:00:00+07:00"
    assert paper["why"] == "1 run in a row: http 503"
    assert paper["last_success"] == "2026-11-22T09:00:00+07:00"
    people = run("health")
    assert people.exit_code == 6
    assert "since 2026-11-23 05:00: 1 run in a row: http 503" in people.stdout
    assert "0 of 1 newspapers are well." in people.stdout


def test_a_dead_run_is_shown_as_interrupted_and_a_live_one_as_running(run: Any, made: Made) -> None:
    crawled(made, command="crawl baomau")
    for hours in (5, 2):
        made.crawl("baomau", NOW - timedelta(hours=hours), state="running", ended_at=None, command="crawl baomau")
    assert of(run("health", "--json").stdout, "baomau")["state"] == "interrupted"
    with (made.home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert of(run("health", "--json").stdout, "baomau")["state"] == "running"


def test_cron_that_does_not_run_is_seen(run: Any, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled(made, command="crawl baomau")
    monkeypatch.setenv("ARCHIVER_NOW", (NOW + timedelta(days=2)).isoformat())
    found = run("health", "--json")
    assert found.exit_code == 6
    assert json.loads(found.stdout)["schedule"]["healthy"] is False
    monkeypatch.setenv("ARCHIVER_NOW", (NOW + timedelta(days=90)).isoformat())
    found = run("health")
    assert found.exit_code == 6
    assert "schedule: no run for 91 days" in found.stdout
    monkeypatch.setenv("ARCHIVER_NOW", NOW.isoformat())
    assert run("health", "--every", "12h").exit_code == 0
    assert run("health", "--every", "6h").exit_code == 6


def test_the_last_new_article_is_told_however_long_ago(run: Any, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled(made, command="crawl baomau")
    made.crawl("baomau", NOW - timedelta(hours=3), command="crawl baomau", articles_new=0)
    monkeypatch.setenv("ARCHIVER_NOW", (NOW + timedelta(days=400)).isoformat())
    paper = of(run("health", "--json").stdout, "baomau")
    assert paper["last_new_article"] == "2026-11-22T09:00:00+07:00"
    assert paper["last_run"] == "2026-11-23T05:00:00+07:00"


def test_an_archive_without_a_run_is_not_well(run: Any) -> None:
    found = run("health")
    assert found.exit_code == 6
    assert "no run was ever made" in found.stdout


def test_a_broken_file_is_told_and_stops_nobody(run: Any, made: Made, tmp_path: Path, monkeypatch: Any) -> None:
    crawled(made, command="crawl baomau")
    folder = tmp_path / "newspapers"
    folder.mkdir()
    (folder / "broken.py").write_text("def", "utf-8")
    monkeypatch.setenv("ARCHIVER_SPIDERS", str(folder))
    found = run("health", "--json")
    assert found.exit_code == 6
    assert "broken.py" in json.loads(found.stdout)["broken_files"][0]["file"]
    assert of(found.stdout, "baomau")["healthy"] is True
    assert "broken.py" in run("doctor").stdout


def test_schedule_prints_lines_with_absolute_paths(run: Any, made: Made, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCHIVER_CONTACT", "mailto:an@example.org")
    monkeypatch.setenv("ARCHIVER_REVISIT_AGES", "1d,30d")
    monkeypatch.setenv("ARCHIVER_DATABASE_URL", f"sqlite:///{made.home / 'archive.db'}?secret=1")
    monkeypatch.delenv("ARCHIVER_DATABASE_URL")
    monkeypatch.setenv("ARCHIVER_PROXY", "http://user:geheim@127.0.0.1:3128")
    monkeypatch.chdir(tmp_path)
    found = run("schedule", "--every", "2h")
    line = found.stdout.splitlines()[0]
    assert f"cd {tmp_path} && env ARCHIVER_HOME={made.home} ARCHIVER_CONTACT=mailto:an@example.org" in line
    assert " ARCHIVER_REVISIT_AGES=1d,30d " in line
    assert "geheim" not in found.output
    assert "ARCHIVER_PROXY may hold a password" in found.stderr
    assert "[Timer]" in found.stdout
    assert (made.home / "logs").is_dir()
    said = json.loads(run("schedule", "--json").stdout)
    assert set(said) == {"crontab", "systemd", "every_minutes"}
    with pytest.raises(UsageError, match="--every"):
        run("schedule", "--every", "7m")


def test_doctor_has_a_line_a_check_and_exit_4_where_one_fails(run: Any, made: Made, monkeypatch: Any) -> None:
    monkeypatch.delenv("ARCHIVER_NOW")
    found = run("doctor", "--json")
    said = {check["name"]: check for check in json.loads(found.stdout)["checks"]}
    assert {"python", "sqlite", "full text", "clock", "time zones", "certificates", "archive", "disk"} <= set(said)
    assert {"file system", "database", "lock", "contact", "delay", "proxy", "newspapers"} <= set(said)
    assert said["sqlite"]["level"] == ("warn" if sqlite3.sqlite_version_info < (3, 44, 6) else said["sqlite"]["level"])
    assert said["database"]["level"] == "ok"
    assert said["contact"]["level"] == "warn"
    assert all(check["do"] for check in said.values() if check["level"] != "ok")
    assert found.exit_code == 0, found.stdout
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    people = run("doctor")
    assert people.exit_code == 4
    assert "fail  certificates: SSL_CERT_FILE" in people.stdout


def test_doctor_sees_a_clock_that_went_back_and_hides_the_proxy_password(
    run: Any, made: Made, monkeypatch: Any
) -> None:
    made.crawl("baomau", NOW + timedelta(days=9), command="crawl baomau")
    monkeypatch.setenv("ARCHIVER_PROXY", "http://user:geheim@127.0.0.1:3128")
    said = run("doctor").stdout
    assert "warn  ledger: the last run began at 2026-12-02 08:00, which is still to come" in said
    assert "warn  clock: 2026-11-23 08:00 in Vietnam, set by ARCHIVER_NOW" in said
    assert "ok    proxy: http://127.0.0.1:3128" in said
    assert "geheim" not in said


def test_doctor_says_that_there_is_no_archive_and_makes_none(run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(tmp_path / "none"))
    found = run("doctor")
    assert found.exit_code == 4
    assert "fail  archive: no archive at" in found.stdout
    assert not (tmp_path / "none").exists()
    for words in (("health",), ("schedule",)):
        with pytest.raises(ConfigurationError, match="no archive at"):
            run(*words)
    assert not (tmp_path / "none").exists()


def test_doctor_names_a_damaged_database(run: Any, made: Made) -> None:
    made.writer.dispose()
    for leftover in ("archive.db-wal", "archive.db-shm"):
        (made.home / leftover).unlink(missing_ok=True)
    (made.home / "archive.db").write_bytes(b"x" * 8192)
    found = run("doctor")
    assert found.exit_code == 4
    assert "fail  database:" in found.stdout
