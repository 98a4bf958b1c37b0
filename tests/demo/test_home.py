"""The demonstration's folder: emptied only where a demonstration made it; no setting of the operator gets in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.core.errors import DiskError, LockedError, UnhealthyError, UsageError
from archiver.crawl.registry import folders
from archiver.demo.home import MARKER, DemoHome

NOW = datetime(2022, 3, 29, 11, tzinfo=UTC)


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    with DemoHome(tmp_path / "a" / "demo") as home:
        assert home.path == tmp_path / "a" / "demo"
        assert not home.afresh
    assert "deletes all" in (tmp_path / "a" / "demo" / MARKER).read_text("utf-8")


def test_what_a_demonstration_left_is_deleted(tmp_path: Path) -> None:
    with DemoHome(tmp_path) as home:
        home.newspapers.mkdir()
        (home.newspapers / "baomau.py").write_text("x = 1\n")
        (home.path / "archive.db").write_bytes(b"no database")
    elsewhere = tmp_path.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("kept")
    (tmp_path / "link").symlink_to(elsewhere)
    with DemoHome(tmp_path) as home:
        assert home.afresh
        assert [entry.name for entry in tmp_path.iterdir()] == [MARKER]
    assert (elsewhere / "kept.txt").read_text() == "kept"


def test_its_newspaper_is_known_to_whoever_opens_the_archive(tmp_path: Path) -> None:
    with DemoHome(tmp_path) as home:
        home.newspapers.mkdir()
        opened = replace(home.configuration, spiders=None)  # as `ARCHIVER_HOME=./demo-archive archiver rebuild` does
        assert folders(opened) == [home.newspapers]


def test_what_others_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader")
    with pytest.raises(UsageError, match="no demo made it"), DemoHome(tmp_path):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(UsageError, match="is a file"), DemoHome(tmp_path / "letter.txt"):
        pass


def test_newspapers_crawled_into_it_are_left_alone(tmp_path: Path) -> None:
    with DemoHome(tmp_path), closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("CREATE TABLE newspaper (name TEXT)")
        conn.executemany("INSERT INTO newspaper VALUES (?)", [("baomau",), ("baolamdong",)])
    with pytest.raises(UsageError, match="holds baolamdong"), DemoHome(tmp_path):
        pass
    assert (tmp_path / "archive.db").exists()


def test_two_at_once(tmp_path: Path) -> None:
    with DemoHome(tmp_path) as first:
        (first.path / "archive.db").write_bytes(b"")
        with pytest.raises(LockedError, match="another demo"), DemoHome(tmp_path):
            pass
        assert (first.path / "archive.db").exists()
    with DemoHome(tmp_path):
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="cannot use"), DemoHome(tmp_path / "file" / "demo"):
        pass


def test_the_operators_settings_stay_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARCHIVER_HOME", "ARCHIVER_DATABASE_URL", "ARCHIVER_PROXY", "http_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://operator.example/")
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    with DemoHome(tmp_path) as home:
        environment = home.environment(NOW)
        assert not any("operator.example" in value for value in environment.values())
        assert environment["LANG"] == "vi_VN.UTF-8"
        assert environment["ARCHIVER_HOME"] == str(tmp_path)
        assert environment["ARCHIVER_NOW"] == "2022-03-29T11:00:00+00:00"
        assert home.configuration.sqlite_path == tmp_path / "archive.db"


def test_a_command_that_fails_is_told_in_its_own_words(tmp_path: Path) -> None:
    with DemoHome(tmp_path) as home, pytest.raises(UnhealthyError, match=r"ended with \d+: .*nosuch"):
        home.command(["nosuch"], NOW)
