"""The command line is assembled from its groups, one at a time where one command is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typer

from archiver.cli import main
from archiver.cli.main import COMMANDS, assemble


def names(app: typer.Typer) -> set[str]:
    return set(typer.main.get_group(app).commands)


def test_the_table_names_every_command() -> None:
    assert names(assemble()) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_found_in_the_module_that_the_table_names(command: str) -> None:
    assert command in names(assemble(command))


def test_asking_does_not_wait_for_scrapy() -> None:
    code = "import sys; from archiver.cli.main import assemble; assemble('search'); print('scrapy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_version_is_told_before_any_command_is_loaded() -> None:
    code = (
        "import sys; from archiver.cli.main import run; sys.argv = ['archiver', '--version']\n"
        "try: run()\n"
        "except SystemExit as end: print(end.code, *{'typer', 'sqlalchemy', 'scrapy'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == f"archiver {version('archiver')}\n0\n"


def test_no_command_spends_its_time_on_a_search_for_garbage() -> None:
    code = (
        "import atexit, gc, sys; from archiver.cli.main import run; sys.argv = ['archiver', '--help'];"
        "began = sum(one['collections'] for one in gc.get_stats());"
        "ended = lambda: sum(one['collections'] for one in gc.get_stats()) - began;"
        "atexit.register(lambda: print(ended(), len(gc.get_objects()), file=sys.stderr)); run()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    searches, objects = map(int, told.stderr.split())
    assert searches < 10  # while its modules are loaded: hundreds by Python's own measure
    assert objects < 1000  # that Python still looks at when it ends: the modules alone are a hundred thousand


def test_an_unknown_command_is_a_usage_error() -> None:
    told = subprocess.run([sys.executable, "-m", "archiver", "fetch"], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "No such command" in told.stderr


def test_the_version_is_told() -> None:
    told = subprocess.run([sys.executable, "-m", "archiver", "--version"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, f"archiver {version('archiver')}\n", "")


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("ARCHIVER_PROXY", "http://[", 4),
        ("ARCHIVER_HOME", "~nobody-of-that-name/x", 4),
        ("ARCHIVER_HOME", "a" * 300, 3),
    ],
)
def test_no_setting_makes_a_traceback(variable: str, value: str, code: int, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "archiver", "search", "x"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], variable: value},
    )
    assert (told.returncode, told.stdout) == (code, "")
    assert len(told.stderr.splitlines()) == 1
    assert told.stderr.startswith("archiver: ")


def test_what_is_told_is_one_line_that_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    main._say("the page says\n\x1b[2J\u202eCầu mới")
    assert capsys.readouterr().err == "archiver: the page says \ufffd[2J\ufffdCầu mới\n"
