"""Whether this machine and these settings can keep an archive: one line a check, each with what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select

from archiver.config import Config
from archiver.core.errors import ArchiverError, ConfigurationError
from archiver.core.values import VIETNAM
from archiver.crawl import registry
from archiver.operations import machine
from archiver.query.reading import open_for_reading, snapshot
from archiver.storage import schema
from archiver.storage.models import Capture, Crawl

LEAST_FREE = 500 * 2**20  # bytes; a run stops below
MIB = 2**20


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor."""

    name: str
    level: Level
    said: str  # what was found
    do: str = ""  # what to do about it; "" where all is well

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {**asdict(self), "level": str(self.level)}


def examine(config: Config) -> list[Check]:
    """All checks, in the order in which an operator would mend them. Nothing is written, and nobody is contacted."""
    checks: tuple[Callable[[Config], Iterator[Check]], ...] = (
        _python,
        _sqlite,
        _clock,
        _zones,
        _certificates,
        _home,
        _disk,
        _file_system,
        _database,
        _lock,
        _contact,
        _delay,
        _proxy,
        _newspapers,
    )
    return [line for check in checks for line in check(config)]


def _python(_config: Config) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", Level.OK, f"{version} at {sys.executable}")


def _sqlite(_config: Config) -> Iterator[Check]:
    version = sqlite3.sqlite_version
    major, minor, patch = sqlite3.sqlite_version_info[:3]
    if machine.has_wal_reset_bug((major, minor, patch)):
        yield Check(
            "sqlite",
            Level.WARN,
            f"{version} has the WAL-reset bug; one writer at a time, as the lock makes sure, does not meet it",
            "let no other program write to archive.db; 3.51.3, 3.50.7 or 3.44.6 mend it",
        )
    else:
        yield Check("sqlite", Level.OK, version)
    if machine.has_fts5():
        yield Check("full text", Level.OK, "SQLite has FTS5")
    else:
        yield Check("full text", Level.FAIL, "SQLite lacks FTS5", "use a Python whose SQLite has it, or PostgreSQL")


def _clock(config: Config) -> Iterator[Check]:
    now = config.clock.now()
    said = f"{now.astimezone(VIETNAM):%Y-%m-%d %H:%M} in Vietnam"
    if abs(config.clock.offset) > timedelta(seconds=1):
        yield Check("clock", Level.WARN, f"{said}, set by ARCHIVER_NOW", "unset ARCHIVER_NOW but for tests and replays")
        return
    newest = _newest_file(config.warc)
    if now.year < 2026 or (newest is not None and newest > now + timedelta(minutes=5)):
        yield Check("clock", Level.FAIL, f"{said}: earlier than what was already done", "set the clock (NTP)")
    else:
        yield Check("clock", Level.OK, said)


def _newest_file(folder: Path) -> datetime | None:
    try:
        times = [path.stat().st_mtime for path in folder.glob("*.warc.gz*")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _zones(_config: Config) -> Iterator[Check]:
    try:
        offset = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).utcoffset()
    except ZoneInfoNotFoundError:
        yield Check(
            "time zones", Level.WARN, "no time zone data", "pip install tzdata; Vietnam's own +07:00 is built in"
        )
        return
    if offset == timedelta(hours=7):
        yield Check("time zones", Level.OK, "Asia/Ho_Chi_Minh is +07:00")
    else:
        yield Check("time zones", Level.WARN, f"Asia/Ho_Chi_Minh is {offset}", "renew the system's tzdata")


def _certificates(_config: Config) -> Iterator[Check]:
    try:
        count = machine.certificates()
    except OSError as problem:
        yield Check("certificates", Level.FAIL, f"SSL_CERT_FILE: {problem.strerror}", "mend or unset SSL_CERT_FILE")
        return
    if count:
        yield Check("certificates", Level.OK, f"{count} authorities are trusted")
    else:
        yield Check("certificates", Level.FAIL, "none: no https page can be fetched", "install ca-certificates")


def _home(config: Config) -> Iterator[Check]:
    if not config.home.is_dir():
        do = "run `archiver crawl NAME` to begin one, or set ARCHIVER_HOME to where it is"
        yield Check("archive", Level.FAIL, f"no archive at {config.home}", do)
    elif not os.access(config.home, os.W_OK | os.X_OK):
        do = "run as its owner, or change its owner; reading works"
        yield Check("archive", Level.FAIL, f"{config.home} cannot be written by this user", do)
    else:
        yield Check("archive", Level.OK, str(config.home))


def _disk(config: Config) -> Iterator[Check]:
    place = _existing(config.home)
    free = shutil.disk_usage(place).free
    said = f"{free / MIB:,.0f} MiB free at {place}"
    if free < LEAST_FREE:
        yield Check("disk", Level.FAIL, said, f"make room: runs stop below {LEAST_FREE // MIB} MiB")
    elif free < 4 * LEAST_FREE:
        yield Check("disk", Level.WARN, said, "make room soon: about 30 kB a page are kept")
    else:
        yield Check("disk", Level.OK, said)


def _existing(path: Path) -> Path:
    """The folder itself, or the nearest above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _file_system(config: Config) -> Iterator[Check]:
    try:
        kind = machine.file_system(_existing(config.home), Path("/proc/self/mounts").read_text("utf-8", "replace"))
    except OSError:
        kind = None
    if kind is None:
        yield Check("file system", Level.OK, "unknown: this system does not tell")
    elif kind in machine.NETWORK_FILE_SYSTEMS:
        do = "keep the database on a disk of this machine, or use PostgreSQL"
        yield Check("file system", Level.WARN, f"{kind}: locks and syncs over a network are not to be trusted", do)
    elif kind in ("tmpfs", "ramfs", "overlay"):
        do = "fine for a trial; an archive belongs on a disk (in a container: on a volume)"
        yield Check("file system", Level.WARN, f"{kind}: may be gone after a restart", do)
    else:
        yield Check("file system", Level.OK, kind)


def _database(config: Config) -> Iterator[Check]:
    try:
        engine = open_for_reading(config)
    except ArchiverError as problem:
        if config.home.is_dir() or config.sqlite_path is None:  # else the archive's own line has said so
            yield Check("database", Level.FAIL, str(problem), "see there")
        return
    try:
        with snapshot(engine) as conn:
            newest = conn.scalar(select(func.max(Crawl.started_at)))
            captures = conn.scalar(select(func.max(Capture.id))) or 0
            kind = conn.dialect.name
    except ArchiverError as problem:
        yield Check("database", Level.FAIL, str(problem), "see there")
        return
    finally:
        engine.dispose()
    yield Check("database", Level.OK, f"{kind}, schema {schema.head()}, {captures:,} captures")
    if newest is not None and newest > config.clock.now() + timedelta(minutes=5):
        said = f"the last run began at {newest.astimezone(VIETNAM):%Y-%m-%d %H:%M}, which is still to come"
        yield Check("ledger", Level.WARN, said, "set the clock: it went back since, or it was wrong then")


def _lock(config: Config) -> Iterator[Check]:
    try:
        holder = machine.lock_holder(config.home / "lock", Path("/proc/locks").read_text("ascii", "replace"))
    except OSError:
        yield Check("lock", Level.OK, "unknown: this system does not tell")
        return
    if holder is None:
        yield Check("lock", Level.OK, "free: no run is at work")
    else:
        yield Check("lock", Level.OK, f"a run is at work (process {holder or 'of another container'})")


def _contact(config: Config) -> Iterator[Check]:
    if config.contact:
        yield Check("contact", Level.OK, config.contact)
    else:
        do = "set ARCHIVER_CONTACT to a mail address or page of yours: real hosts are not crawled without it"
        yield Check("contact", Level.WARN, "not set", do)


def _delay(config: Config) -> Iterator[Check]:
    said = f"{config.delay:g} s between two requests to one host"
    if config.delay < 1 and not config.proxy:
        yield Check("delay", Level.WARN, said, "below 1 s is taken for loopback and behind ARCHIVER_PROXY only")
    else:
        yield Check("delay", Level.OK, said)


def _proxy(config: Config) -> Iterator[Check]:
    if not config.proxy:
        yield Check("proxy", Level.OK, "none")
        return
    parts = urlsplit(config.proxy)  # without user and password
    yield Check("proxy", Level.OK, f"{parts.scheme}://{parts.hostname}:{parts.port or 80}")


def _newspapers(config: Config) -> Iterator[Check]:
    try:
        known = registry.load(config)
    except ConfigurationError as problem:
        yield Check("newspapers", Level.FAIL, str(problem), "mend ARCHIVER_SPIDERS")
        return
    for file, wrong in known.broken.items():
        yield Check("newspapers", Level.FAIL, f"{file}: {wrong}", "mend or remove that file; the others go on")
    yield Check("newspapers", Level.OK, f"{len(known.newspapers)} defined")
