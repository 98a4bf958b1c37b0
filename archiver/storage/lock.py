"""The run lock: one run an archive. Held by an open file, so that a kill frees it; there is no stale lock."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from archiver.config import Config
from archiver.core.errors import ConfigurationError, DiskError, LockedError
from archiver.storage.files import room_at

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

NAME = "lock"
ADVISORY_KEY = 0x41524356  # of PostgreSQL's advisory lock; such keys belong to one database


_ahead: dict[Path, int] = {}  # folder -> the open file that a RunLock of this process takes over


@contextmanager
def ahead(config: Config) -> Iterator[None]:
    """Hold the file of the lock from here on, for a `RunLock` of this process to take over.

    So that of many runs started at once, all but one end before they load anything. Makes no archive where none is.

    Raises:
        LockedError: another run holds the lock.
        DiskError: the folder cannot be written.
    """
    if not config.home.is_dir():
        yield
        return
    _ahead[config.home] = _take(config.home)
    try:
        yield
    finally:
        left = _ahead.pop(config.home, None)
        if left is not None:
            os.close(left)


def _take(home: Path) -> int:
    """The lock's file, open and locked."""
    file: int | None = None
    try:
        file = os.open(home / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o640)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        said = ""
        if file is not None:
            said = os.read(file, 32).decode("ascii", "replace").strip()
            os.close(file)
        if isinstance(problem, BlockingIOError):  # who holds it is for the message: the lock itself is the kernel's
            holder = f" (process {said})" if said.isdecimal() else ""
            raise LockedError(f"another run{holder} holds {home / NAME}: wait for it to end") from problem
        raise DiskError(f"{home / NAME} cannot be locked: {problem.strerror} ({room_at(home)})") from problem
    with suppress(OSError):  # a full disk: the lock holds without its words
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
    return file


class RunLock:
    """The right to write to one archive: `with RunLock(config): ...`.

    On PostgreSQL an advisory lock of the server is held too: two machines may share one database, but not one folder.
    """

    def __init__(self, config: Config, *, create: bool = True) -> None:
        self._config = config
        self._create = create  # False: a folder that is missing is an error, not a new archive
        self._file: int | None = None
        self._engine: Engine | None = None
        self._server: Connection | None = None

    def __enter__(self) -> RunLock:
        """Take the lock, now or not at all.

        Raises:
            LockedError: another run holds it.
            ConfigurationError: there is no archive, or its database server cannot be used.
            DiskError: the folder cannot be written.
        """
        try:
            self._take_file()
            if not self._config.database_url.startswith("sqlite"):
                self._take_server()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        if self._server is not None:
            self._server.close()
        if self._engine is not None:
            self._engine.dispose()
        if self._file is not None:
            os.close(self._file)
        self._server = self._engine = self._file = None

    def _take_file(self) -> None:
        home = self._config.home
        if not self._create and not home.is_dir():
            raise ConfigurationError(
                f"there is no archive at {home}; set ARCHIVER_HOME, or crawl one newspaper by name"
            )
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise DiskError(f"{home / NAME} cannot be locked: {problem.strerror} ({room_at(home)})") from problem
        self._file = _ahead.pop(home, None)
        if self._file is None:
            self._file = _take(home)

    def _take_server(self) -> None:
        from sqlalchemy import text  # here, not above: a second run is told before a database library is loaded

        from archiver.storage import database

        with database.errors_told():
            engine = database.open_engine(self._config.database_url)
            self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
            self._server = self._engine.connect()
            got = self._server.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}).scalar_one()
        if not got:
            raise LockedError("another run, perhaps on another machine, holds this database: wait for it to end")
