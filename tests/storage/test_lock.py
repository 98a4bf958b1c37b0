"""The run lock: one run an archive, told at once, free after a kill."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.core.errors import ConfigurationError, DiskError, LockedError
from archiver.storage.lock import NAME, RunLock, ahead


def test_a_second_run_is_refused_at_once_and_told_by_whom(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    flock = fcntl.flock

    def watched(file: int, how: int) -> None:
        asked.append(how)
        assert how & fcntl.LOCK_NB, "it would wait for as long as the other run lasts"
        flock(file, how)

    def awaited(_: float) -> None:
        pytest.fail("a second run waits")

    with RunLock(config), monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", watched)
        patch.setattr(time, "sleep", awaited)
        with pytest.raises(LockedError, match=f"process {os.getpid()}"), RunLock(config):
            pass
        assert asked == [fcntl.LOCK_EX | fcntl.LOCK_NB]  # once, and without waiting
    with RunLock(config):
        pass


def test_a_database_is_locked_across_folders(config: Config, tmp_path: Path) -> None:
    elsewhere = replace(config, home=tmp_path / "another-machine")
    with RunLock(config):
        if config.sqlite_path is not None:
            with RunLock(elsewhere):  # the folder is the lock: two folders are two archives
                pass
            return
        with pytest.raises(LockedError, match="another machine"), RunLock(elsewhere):
            pass
    with RunLock(elsewhere):
        pass


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'archive.db'}")
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with RunLock(config):
                os.write(tell, b"x")
                time.sleep(60)
        finally:
            os._exit(0)
    os.read(ready, 1)
    with pytest.raises(LockedError, match=f"process {child}"), RunLock(config):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    os.close(tell)
    with RunLock(config):
        assert (config.home / NAME).read_text() == f"{os.getpid()}\n"


def test_of_twenty_runs_one_works(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'archive.db'}")
    over, working = os.pipe()  # closed when the nineteen have ended: the one works until then
    children = set()
    for _ in range(20):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(working)
                with RunLock(config):
                    os.read(over, 1)
                    code = 0
            except LockedError:
                code = 75
            finally:
                os._exit(code)
        children.add(child)
    codes = []
    while len(children) > 1:
        for child in tuple(children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                children.remove(child)
                codes.append(os.waitstatus_to_exitcode(status))
        time.sleep(0.01)
    os.close(working)
    codes += [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(over)
    assert sorted(codes) == [0] + [75] * 19


def test_the_lock_is_held_ahead_and_taken_over(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'archive.db'}")

    def held() -> bool:
        with (config.home / NAME).open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    with ahead(config):
        assert not config.home.exists()
    config.home.mkdir()
    with ahead(config):
        assert held()
        with pytest.raises(LockedError, match=f"process {os.getpid()}"), ahead(config):
            pass
        with RunLock(config):
            assert held()
        assert not held()
    with ahead(config):
        assert held()
    assert not held()


def test_a_second_run_is_refused_before_anything_large_is_loaded(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'archive.db'}")
    second = (
        "import sys; from archiver.cli.main import run\n"
        "try: run()\n"
        "except SystemExit as end: print(end.code, *{'typer', 'sqlalchemy', 'scrapy', 'twisted'} & set(sys.modules))"
    )
    environ = {**os.environ, "ARCHIVER_HOME": str(config.home)}
    with RunLock(config):
        done = subprocess.run(
            [sys.executable, "-c", second, "crawl", "--all"], env=environ, capture_output=True, text=True
        )
    assert done.stdout == "75\n", done.stderr


def test_no_folder_is_made_where_none_shall_be(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "wrong", database_url="sqlite:///x")
    with pytest.raises(ConfigurationError, match="no archive"), RunLock(config, create=False):
        pass
    assert not config.home.exists()


def test_a_folder_that_cannot_be_written_is_a_disk_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    config = Config(home=tmp_path / "file" / "home", database_url="sqlite:///x")
    with pytest.raises(DiskError, match="cannot be locked"), RunLock(config):
        pass
