"""The page of commands names every command and every option, none that is not there, and its examples are right."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from archiver.cli import main
from archiver.cli.exits import Exit
from archiver.config import SETTINGS

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
ROOT = typer.main.get_command(main.assemble())


def leaves(command: object, name: str) -> Iterator[tuple[str, object]]:
    """Every command that does something, by its full name."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, child in below.items():
        if not child.hidden:
            yield from leaves(child, f"{name} {word}")


COMMANDS = dict(leaves(ROOT, "archiver"))


def section(name: str) -> str:
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md does not describe `{name}`"
    return found[1]


def examples(text: str) -> list[str]:
    """The lines of shell blocks that call the archiver, settings before the command left out."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL))
    lines = (re.sub(r"^(?:[A-Z_]+=\S* )*", "", line) for line in blocks.splitlines())
    return [line for line in lines if line.startswith("archiver ")]


def options(command: Any) -> set[str]:
    """Every long option, `--help` left out."""
    found = set()
    for parameter in command.params:
        if parameter.param_type_name == "option" and not parameter.hidden:
            found |= {o for o in (*parameter.opts, *parameter.secondary_opts) if o.startswith("--")}
    return found - {"--help"}


def parse(line: str) -> None:
    """Let the command line parse an example, without running it."""
    words = shlex.split(line.split(" | ")[0], comments=True)[1:]
    command, name = ROOT, "archiver"
    while hasattr(command, "commands"):
        assert words, f"{line}: no command"
        assert words[0] in command.commands, f"{line}: no command {words[0]}"
        name, command, words = f"{name} {words[0]}", command.commands[words[0]], words[1:]
    command.make_context(name, words)


def test_every_command_in_the_order_of_the_page() -> None:
    described = re.findall(r"^## (archiver .+)$", PAGE, flags=re.MULTILINE)
    assert sorted(described) == sorted(COMMANDS)
    assert len(set(described)) == len(described)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option(name: str) -> None:
    named = {
        o for cell in re.findall(r"^\| (.+?) \|", section(name), re.MULTILINE) for o in re.findall(r"--[a-z-]+", cell)
    }
    assert named == options(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_of_every_command(name: str) -> None:
    found = examples(section(name))
    assert any(line == name or line.startswith(f"{name} ") for line in found)


@pytest.mark.parametrize("line", examples(PAGE))
def test_every_example_is_understood(line: str) -> None:
    parse(line)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_shows_an_example(name: str) -> None:
    shown = getattr(COMMANDS[name], "help", "") or ""
    found = re.search(r"^Example: (archiver .+)$", shown, flags=re.MULTILINE)
    assert found, shown
    parse(found[1])


def test_every_setting_and_exit_code() -> None:
    assert re.findall(r"^\| `ARCHIVER_([A-Z_]+)` \|", PAGE, flags=re.MULTILINE) == [key.upper() for key in SETTINGS]
    assert re.findall(r"^\| (\d+) \|", PAGE, flags=re.MULTILINE) == [str(int(code)) for code in Exit]
