"""Configuration: the only reader of the environment and of archiver.toml."""

from __future__ import annotations

import os
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from archiver.core.errors import ConfigurationError
from archiver.core.revisit import AGES, parse_ages
from archiver.core.values import VIETNAM

SETTINGS = {  # key of archiver.toml -> what it says; the environment variable is ARCHIVER_ + the key in capitals
    "home": "folder of the archive: archive.db, warc/, logs/",
    "database_url": "SQLAlchemy address of the database",
    "contact": "an address or page in the user agent where site owners can reach you",
    "delay": "seconds between two requests to one host",
    "proxy": "http proxy for all requests",
    "spiders": "a further folder of newspaper files",
    "revisit_ages": "ages at which an article is fetched again, ascending: 1h,6h,1d,3d,7d,30d,90d,1y",
    "rate": "requests a minute that one client may make to `archiver serve`; 0: any number",
    "now": "ISO moment at which the clock starts (tests and replays)",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time; started at another moment, it runs on from there."""

    offset: timedelta = timedelta(0)

    @classmethod
    def starting_at(cls, moment: datetime) -> Clock:
        """A clock that shows `moment` (aware) now."""
        return cls(moment - datetime.now(UTC))

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC) + self.offset

    @staticmethod
    def monotonic() -> float:
        """Seconds for measuring spans; never set back."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an operator can set. `database_url` and `proxy` may hold passwords: they stay out of `repr`."""

    home: Path
    database_url: str = field(repr=False)
    contact: str = ""
    delay: float = 2.0
    proxy: str = field(default="", repr=False)
    spiders: Path | None = None
    revisit_ages: tuple[timedelta, ...] = AGES
    rate: int = 600  # requests a minute of one client of the web; 0: any number
    clock: Clock = Clock()
    fault: str = ""  # for the kill tests alone: see storage.faults

    @property
    def warc(self) -> Path:
        """The folder of the evidence."""
        return self.home / "warc"

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.home / "logs"

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, None where the database is not SQLite."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme.split("+")[0] == "sqlite" and path else None


def load(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Config:
    """The configuration: environment variables win over archiver.toml in `folder` (default: the current one).

    Raises:
        ConfigurationError: archiver.toml is not TOML, names an unknown setting, or a value makes no sense.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    said = _from_file(folder / "archiver.toml")
    for key in SETTINGS:
        value = environ.get(f"ARCHIVER_{key.upper()}", "").strip()
        if value:
            said[key] = value
    home = _path("home", said.get("home", "archive"), folder)
    return Config(
        home=home,
        database_url=said.get("database_url", f"sqlite:///{home / 'archive.db'}"),
        contact=said.get("contact", ""),
        delay=_delay(said.get("delay", "2")),
        proxy=_proxy(said.get("proxy", "")),
        spiders=_path("spiders", said["spiders"], folder) if "spiders" in said else None,
        revisit_ages=_ages(said.get("revisit_ages", "")),
        rate=_rate(said.get("rate", "600")),
        clock=_clock(said.get("now", "")),
        fault=fault(environ),
    )


def fault(environ: Mapping[str, str] | None = None) -> str:
    """Where a kill test wants this process to die ("after_write:17"); "" in every other life. See `storage.faults`."""
    return (os.environ if environ is None else environ).get("ARCHIVER_FAULT", "").strip()


def _from_file(path: Path) -> dict[str, str]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigurationError(f"{path} is not valid TOML: {problem}") from problem
    unknown = sorted(set(values) - set(SETTINGS))
    if unknown:
        raise ConfigurationError(f"{path} has unknown settings {', '.join(unknown)}; known are {', '.join(SETTINGS)}")
    for key, value in values.items():
        if isinstance(value, (bool, list, dict)):
            raise ConfigurationError(f"{path}: {key} is not one text or number; it is the {SETTINGS[key]}")
    return {key: said for key, value in values.items() if (said := str(value).strip())}  # "" is not set, as outside


def _path(key: str, said: str, folder: Path) -> Path:
    try:
        return (folder / Path(said).expanduser()).resolve()
    except (OSError, RuntimeError, ValueError) as problem:  # too long or a loop; nobody's ~home; a NUL
        raise ConfigurationError(f"ARCHIVER_{key.upper()} is no folder that can be: {problem}") from problem


def _delay(said: str) -> float:
    try:
        delay = float(said)
    except ValueError:
        delay = -1.0
    if not 0 <= delay <= 3600:
        raise ConfigurationError(f"ARCHIVER_DELAY is {said!r}; it is a number of seconds from 0 to 3600")
    return delay


def _rate(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 8):
        raise ConfigurationError(
            f"ARCHIVER_RATE is {said!r}; it is a whole number of requests a minute, 0 for any number"
        )
    return int(said)


def _proxy(said: str) -> str:
    try:
        parts = urlsplit(said)
        fits = not said or (parts.scheme == "http" and parts.hostname and parts.port != 0)
    except ValueError:  # half a bracket, or a port that is no number
        fits = False
    if not fits:  # what it is may hold a password, and is not repeated
        raise ConfigurationError("ARCHIVER_PROXY is not an http proxy such as http://127.0.0.1:3128")
    return said


def _ages(said: str) -> tuple[timedelta, ...]:
    try:
        return parse_ages(said) if said else AGES
    except ValueError as problem:
        raise ConfigurationError(f"ARCHIVER_REVISIT_AGES: {problem}") from problem


def _clock(said: str) -> Clock:
    if not said:
        return Clock()
    try:
        moment = datetime.fromisoformat(said)
        if not 1970 <= moment.year < 2200:  # years beyond are no moments that every file and database can hold
            raise ValueError(said)
    except ValueError as problem:
        raise ConfigurationError(
            f"ARCHIVER_NOW is {said!r}; it is a moment such as 2026-11-23T08:00:00+07:00"
        ) from problem
    return Clock.starting_at(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM))


def other_variables() -> dict[str, str]:
    """The environment of this process without the archiver's own settings and without proxies.

    For a child that must not touch the operator's archive: the demonstration.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ARCHIVER_") and not name.lower().endswith("_proxy")
    }
