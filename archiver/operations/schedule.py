"""The lines that make an operating system run the archiver: for cron, and for systemd. Printed, never installed."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from archiver.core.errors import UsageError

_EVERY = re.compile(r"(\d{1,4})\s*(m|min|h|d)", re.IGNORECASE)
_DIVISORS = {60: (5, 6, 10, 12, 15, 20, 30), 24: (1, 2, 3, 4, 6, 8, 12)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run, where, how often, and with which settings."""

    program: tuple[str, ...]  # absolute path of the archiver, or of Python with its arguments
    folder: Path  # where it is run: archiver.toml is read from there
    home: Path  # of the archive
    environment: tuple[tuple[str, str], ...]  # settings that are in the environment now and would be missing in cron
    minutes: int  # between two runs

    @property
    def minute(self) -> int:
        """The minute of the hour at which runs start: differs from archive to archive, so that not all strike at once.

        >>> Plan(("/bin/archiver",), Path("/srv"), Path("/srv/archive"), (), 60).minute
        58
        """
        return crc32(str(self.home).encode()) % 60


def parse_every(text: str) -> int:
    """The number of minutes that "30m", "1h" or "1d" names.

    Only what divides the hour or the day, so that the gaps are equal: cron can say nothing else.

    Raises:
        UsageError: another number, or no such text.

    >>> parse_every("1h"), parse_every("30m"), parse_every("1d")
    (60, 30, 1440)
    """
    found = _EVERY.fullmatch(text.strip())
    if found:
        count, unit = int(found[1]), found[2][0].lower()
        minutes = count * {"m": 1, "h": 60, "d": 1440}[unit]
        if minutes in _DIVISORS[60] or minutes == 1440:
            return minutes
        if minutes % 60 == 0 and minutes // 60 in _DIVISORS[24]:
            return minutes
    raise UsageError(f"--every {text!r}: write 5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d")


def crontab(plan: Plan) -> str:
    """Two lines for `crontab -e`: the crawl, and a daily look at its health that cron mails only where all is not well.

    No lock is needed around them: a run that finds another at work ends at once with exit code 75.
    """
    log = shlex.quote(str(plan.home / "logs" / "cron.log"))
    status = shlex.quote(str(plan.home / "logs" / "health.txt"))
    start = f"cd {shlex.quote(str(plan.folder))} && env {_settings(plan)} {shlex.join(plan.program)}"
    health_minute = (plan.minute + 30) % 60
    lines = [
        f"{_when(plan)} {start} crawl --due >> {log} 2>&1",
        f"{health_minute} 7 * * * {start} health > {status} 2>&1 || cat {status}",
    ]
    return "".join(line.replace("%", r"\%") + "\n" for line in lines)  # cron takes a bare % for a new line


def systemd(plan: Plan) -> dict[str, str]:
    """The service and the timer, by file name, for /etc/systemd/system or ~/.config/systemd/user."""
    environment = "".join(f"Environment={_unit_quote(f'{name}={value}')}\n" for name, value in _all_settings(plan))
    log = _unit_path(plan.home / "logs" / "systemd.log")
    service = (
        "[Unit]\n"
        "Description=Archive provincial newspapers\n"
        "Wants=network-online.target\n"
        "After=network-online.target\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"WorkingDirectory={_unit_path(plan.folder)}\n"
        f"{environment}"
        f"ExecStart={' '.join(_unit_quote(part).replace('$', '$$') for part in plan.program)} crawl --due\n"
        f"StandardOutput=append:{log}\n"
        f"StandardError=append:{log}\n"
        "# 75: another run is at work, which is no failure\n"
        "SuccessExitStatus=75\n"
        "UMask=0027\n"
        "NoNewPrivileges=true\n"
        "PrivateTmp=true\n"
    )
    timer = (
        "[Unit]\n"
        "Description=Archive provincial newspapers, again and again\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar={_calendar(plan)}\n"
        "Persistent=true\n"
        "RandomizedDelaySec=60\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )
    return {"archiver.service": service, "archiver.timer": timer}


def _when(plan: Plan) -> str:
    """The five fields of cron."""
    if plan.minutes < 60:
        first = plan.minute % plan.minutes
        return f"{first}-59/{plan.minutes} * * * *"
    if plan.minutes == 60:
        return f"{plan.minute} * * * *"
    if plan.minutes < 1440:
        return f"{plan.minute} */{plan.minutes // 60} * * *"
    return f"{plan.minute} 5 * * *"


def _calendar(plan: Plan) -> str:
    """The same as systemd says it."""
    if plan.minutes < 60:
        return f"*:{plan.minute % plan.minutes:02d}/{plan.minutes}"
    if plan.minutes == 60:
        return f"*:{plan.minute:02d}"
    if plan.minutes < 1440:
        return f"0/{plan.minutes // 60}:{plan.minute:02d}"
    return f"*-*-* 05:{plan.minute:02d}"


def _all_settings(plan: Plan) -> list[tuple[str, str]]:
    return [("ARCHIVER_HOME", str(plan.home)), *plan.environment]


def _settings(plan: Plan) -> str:
    return " ".join(f"{name}={shlex.quote(value)}" for name, value in _all_settings(plan))


def _unit_quote(text: str) -> str:
    """A word in a unit file: % is a specifier there, and quotes and backslashes are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _unit_path(path: Path) -> str:
    """A path in a setting that takes one path: no quotes there."""
    return str(path).replace("%", "%%")
