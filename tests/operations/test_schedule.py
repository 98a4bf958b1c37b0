from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from archiver.core.errors import UsageError
from archiver.operations.schedule import Plan, crontab, parse_every, systemd

PLAN = Plan(
    ("/opt/arch iver/bin/archiver",), Path("/srv/100%"), Path("/srv/100%/it's"), (("ARCHIVER_CONTACT", "a b"),), 60
)


def minutes(field: str) -> set[int]:
    found = re.fullmatch(r"(\d+)(?:-(\d+)(?:/(\d+))?)?", field)
    assert found
    first, last, step = int(found[1]), int(found[2] or found[1]), int(found[3] or 1)
    return set(range(first, last + 1, step))


@pytest.mark.parametrize("every", ["5m", "6m", "10m", "12m", "15m", "20m", "30m", "1h", "2h", "3h", "12h", "1d", "24h"])
def test_runs_are_as_far_apart_as_asked_for(every: str) -> None:
    plan = Plan(PLAN.program, PLAN.folder, PLAN.home, (), parse_every(every))
    minute, hour, *rest = crontab(plan).splitlines()[0].split(" ")[:5]
    hours = set(range(24)) if hour == "*" else set(range(0, 24, int(hour[2:]))) if hour[:2] == "*/" else {int(hour)}
    starts = sorted(60 * h + m for h in hours for m in minutes(minute))
    assert rest == ["*", "*", "*"]
    assert {(later - earlier) % 1440 for earlier, later in zip(starts, [*starts[1:], starts[0]], strict=True)} <= {
        plan.minutes % 1440
    }
    assert len(starts) == 1440 // plan.minutes


@pytest.mark.parametrize("every", ["7m", "45m", "5h", "2d", "0m", "1w", "", "hourly", "-1h"])
def test_what_cron_cannot_say_is_refused(every: str) -> None:
    with pytest.raises(UsageError, match="--every"):
        parse_every(every)


def test_the_line_does_in_a_shell_what_it_says(tmp_path: Path) -> None:
    program = tmp_path / "a b" / "archiver"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$ARCHIVER_HOME|$ARCHIVER_CONTACT|$PWD|$*"\ntest "$1" = crawl\n')
    program.chmod(0o755)
    home = tmp_path / "it's 100% (mine)"
    (home / "logs").mkdir(parents=True)
    plan = Plan((str(program),), tmp_path, home, (("ARCHIVER_CONTACT", "a $b"),), 60)
    crawl, health = crontab(plan).splitlines()
    for line in (crawl, health):
        command = line.split(" ", 5)[5]
        assert not re.search(r"(?<!\\)%", command)
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace(r"\%", "%")], capture_output=True, text=True, check=True
        )
    assert (home / "logs" / "cron.log").read_text() == f"{home}|a $b|{tmp_path}|crawl --due\n"
    assert done.stdout == f"{home}|a $b|{tmp_path}|health\n"  # it failed, so cron mails what it said


def test_units_are_what_systemd_takes(tmp_path: Path) -> None:
    units = systemd(PLAN)
    assert 'ExecStart="/opt/arch iver/bin/archiver" crawl --due' in units["archiver.service"]
    assert "WorkingDirectory=/srv/100%%" in units["archiver.service"]
    assert 'Environment="ARCHIVER_HOME=/srv/100%%/it\'s"' in units["archiver.service"]
    assert f"OnCalendar=*:{PLAN.minute:02d}" in units["archiver.timer"]
    if shutil.which("systemd-analyze"):
        calendar = re.search("OnCalendar=(.*)", units["archiver.timer"])
        assert calendar
        subprocess.run(["systemd-analyze", "calendar", calendar[1]], check=True, capture_output=True)


def test_nothing_in_a_path_is_run(tmp_path: Path) -> None:
    plan = Plan(("/bin/archiver",), tmp_path, Path("/srv/$(touch x);`id`"), (), 1440)
    words = shlex.split(crontab(plan).splitlines()[0].split(" ", 5)[5])
    assert "ARCHIVER_HOME=/srv/$(touch x);`id`" in words
