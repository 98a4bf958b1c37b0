"""`archiver ... | head`: where nobody reads on, a command ends quietly, with the code that shells know."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from archiver.cli.main import BROKEN_PIPE
from tests.query.made import sample

COMMANDS = {
    "search": ("search",),
    "search --json": ("search", "--json"),
    "show": ("show", "baomau/2", "--history"),
    "cite": ("cite", "--newspaper", "baomau"),
    "export": ("export", "a.jsonl"),
    "newspaper list": ("newspaper", "list"),
    "schedule": ("schedule", "--json"),
    "verify": ("verify", "--json"),
    "help": ("search", "--help"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample(tmp_path_factory.mktemp("archive"))
    made.writer.dispose()
    return made.home


def told(home: Path, words: Sequence[str], *, read: bool) -> tuple[int, str]:
    """Exit code and standard error of a command whose output is read to the end, or not at all."""
    ours, theirs = os.pipe()
    if not read:
        os.close(ours)
    process = subprocess.Popen(
        [sys.executable, "-m", "archiver", *words],
        stdout=theirs,
        stderr=subprocess.PIPE,
        cwd=home.parent,
        env={"PATH": os.environ["PATH"], "ARCHIVER_HOME": str(home)},
        text=True,
    )
    os.close(theirs)
    if read:
        with os.fdopen(ours) as stream:
            assert stream.read()
    return process.wait(60), process.communicate()[1]


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_broken_pipe_ends_a_command_quietly(home: Path, words: tuple[str, ...]) -> None:
    assert told(home, words, read=False) == (BROKEN_PIPE, "")


def test_a_whole_answer_ends_well(home: Path) -> None:
    assert told(home, ("search",), read=True) == (0, "")


def test_the_code_is_that_of_sigpipe() -> None:
    assert BROKEN_PIPE == 141


def test_output_that_is_closed_is_no_bug(home: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m archiver search >&-",
        shell=True,
        cwd=home.parent,
        env={"PATH": os.environ["PATH"], "ARCHIVER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_letters_that_the_terminal_lacks_are_escaped(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "show", "baomau/2"],
        cwd=home.parent,
        env={"PATH": os.environ["PATH"], "ARCHIVER_HOME": str(home), "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        encoding="latin-1",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u" in done.stdout
