"""The demonstration's folder: made, emptied and used by it alone, whatever the operator's own settings say."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from archiver import config
from archiver.core.errors import ArchiverError, DiskError, LockedError, UnhealthyError, UsageError
from archiver.demo.spider import NAME

MARKER = ".archiver-demo"
NOTE = "`archiver demo` made this folder. The next demo that is given it deletes all that lies here.\n"
PATIENCE = 120  # seconds that one command of the demonstration may take
ERRORS: dict[int, type[ArchiverError]] = {3: DiskError, 75: LockedError}


def configuration_of(home: Path) -> config.Config:
    """The configuration of a demonstration's archive: nothing of it comes from the environment.

    >>> configuration_of(Path("/tmp/demo")).database_url
    'sqlite:////tmp/demo/archive.db'
    """
    return config.Config(home=home, database_url=f"sqlite:///{home / 'archive.db'}", delay=0)


class DemoHome:
    """The demonstration's folder while it is used: `with DemoHome(path) as home: home.command("crawl", ...)`.

    It is an archive's home (archive.db, warc/, logs/) with a folder `spiders/` for the sample newspaper's file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.afresh = False  # an earlier demonstration's archive was deleted
        self._marker: TextIOWrapper | None = None

    @property
    def newspapers(self) -> Path:
        """Where the sample newspaper's file lies: in the folder of an archive that every command looks into."""
        return self.path / "spiders"

    @property
    def configuration(self) -> config.Config:
        """The archive's configuration."""
        return configuration_of(self.path)

    def __enter__(self) -> DemoHome:
        """Make the folder, or empty it where an earlier demonstration made it.

        Raises:
            UsageError: it holds something that no demonstration put there.
            LockedError: another demonstration is using it.
            DiskError: it cannot be made or emptied.
        """
        try:
            self._open()
        except OSError as problem:
            self._close()
            wrong = f"cannot use {self.path} for the demo: {problem.strerror}; --home takes another folder"
            raise DiskError(wrong) from problem
        except ArchiverError:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._marker is not None:
            self._marker.close()

    def _open(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(f"{self.path} is a file; --home takes a folder")
        self.path.mkdir(parents=True, exist_ok=True)
        marker = self.path / MARKER
        if not marker.exists() and any(self.path.iterdir()):
            raise UsageError(f"{self.path} is not empty and no demo made it; --home takes another folder")
        self._marker = marker.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise LockedError(f"another demo is running in {self.path}; --home takes another folder") from problem
        if others := self._other_newspapers():
            raise UsageError(f"{self.path} holds {', '.join(others)} beside the demo; --home takes another folder")
        for entry in self.path.iterdir():
            if entry != marker:
                self.afresh = True
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        if not marker.stat().st_size:
            self._marker.write(NOTE)
            self._marker.flush()

    def _other_newspapers(self) -> list[str]:
        """What somebody crawled into the demonstration's archive: that is not ours to delete."""
        database = self.path / "archive.db"
        if not database.is_file():
            return []
        try:
            with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as conn:
                rows = conn.execute("SELECT name FROM newspaper WHERE name <> ? ORDER BY name", (NAME,)).fetchall()
        except sqlite3.Error:
            return []  # no archive, or a damaged one: nothing in it can be lost that a demonstration did not make
        return [name for (name,) in rows]

    def environment(self, now: datetime) -> dict[str, str]:
        """The environment of a command: the operator's own, without any setting of the archiver and without proxies."""
        package = str(Path(config.__file__).parents[1])
        passed_on = config.other_variables()
        return passed_on | {
            "PYTHONPATH": os.pathsep.join(filter(None, (package, passed_on.get("PYTHONPATH")))),
            "PYTHONIOENCODING": "utf-8",
            "ARCHIVER_HOME": str(self.path),
            "ARCHIVER_SPIDERS": str(self.newspapers),
            "ARCHIVER_DELAY": "0",
            "ARCHIVER_NOW": now.isoformat(),
        }

    def command(self, words: Sequence[str], now: datetime) -> str:
        """What `archiver` printed when it was given `words` at the simulated moment `now`: in a process of its own.

        Raises:
            UnhealthyError, DiskError, LockedError: it failed; the message is its own.
        """
        try:
            done = subprocess.run(  # noqa: S603 - our own program with our own words
                [sys.executable, "-P", "-m", "archiver", *words],
                cwd=self.path,
                env=self.environment(now),
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as problem:
            raise UnhealthyError(f"`archiver {' '.join(words)}` of the demo took more than {PATIENCE} s") from problem
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip() or "nothing was said").splitlines()[-1]
            kind = ERRORS.get(done.returncode, UnhealthyError)
            raise kind(f"`archiver {' '.join(words)}` of the demo ended with {done.returncode}: {said}")
        return done.stdout
