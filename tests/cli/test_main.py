"""The command line is assembled from its groups, one at a time where one command is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

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


def test_an_unknown_command_is_a_usage_error() -> None:
    told = subprocess.run([sys.executable, "-m", "archiver", "fetch"], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "No such command" in told.stderr
