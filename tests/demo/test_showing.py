"""The demonstration tells of bytes that are not what was promised, and names commands that can be copied."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console

from archiver.cli import demo as command
from archiver.core.errors import UnhealthyError
from archiver.demo import show, story, told
from archiver.demo.home import DemoHome
from archiver.demo.server import Server
from archiver.query.diffs import Change

HEAD = ("WARC/1.1", "WARC-Type: response", "WARC-Target-URI: http://127.0.0.1:8040/a.html")
RECORD = "\r\n".join((*HEAD, "", "HTTP/1.1 200 OK", "", "<p>")).encode()


def kept(folder: Path, tamper: bytes = b"") -> told.Proof:
    """A record at an offset of a file; `tamper` replaces its last bytes after it was hashed."""
    data = gzip.compress(RECORD)
    evidence = {"warc": "a.warc.gz", "offset": 7, "length": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "a.warc.gz").write_bytes(b"earlier" + data[: len(data) - len(tamper)] + tamper + b"later")
    return told.proof(folder, evidence)


def shown(proof: told.Proof) -> str:
    console = Console(file=io.StringIO(), width=100)
    show.evidence(console, proof)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_bytes_that_are_what_was_promised(tmp_path: Path) -> None:
    proof = kept(tmp_path)
    assert proof.promised == proof.found
    assert proof.opening == HEAD
    text = shown(proof)
    assert "hashed just now: the same" in text
    assert f"tail -c +8 {tmp_path}/a.warc.gz | head -c {proof.length} | sha256sum\n" in text


def test_bytes_that_are_not(tmp_path: Path) -> None:
    proof = kept(tmp_path, tamper=b"\xff\xff")
    assert proof.promised != proof.found
    assert proof.opening == ()
    assert "NOT THE SAME" in shown(proof)


def test_an_archive_that_differs_fails_the_demonstration() -> None:
    told.insist([])
    with pytest.raises(UnhealthyError, match="articles: 59 in place of 60"):
        told.insist(["articles: 59 in place of 60"])


def test_a_change_is_shown_with_the_words_around_it() -> None:
    words = "một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai mười-ba mười-bốn "
    console = Console(file=io.StringIO(), width=200)
    segments = (("same", words), ("removed", "34 "), ("added", "41 "), ("same", words))
    show.difference(console, [Change("lead", cast(Any, segments))])
    assert isinstance(console.file, io.StringIO)
    line = " ".join(console.file.getvalue().split())
    assert line == ("lead … chín mười mười-một mười-hai mười-ba mười-bốn [-34-] {+41+} một hai ba bốn năm sáu …")


def test_the_newspaper_stays_open_until_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    console = Console(file=io.StringIO(), width=100)
    with DemoHome(tmp_path / "a demo") as home, Server() as paper:
        story._keep_open(console, home, paper, "archiver")
        base = paper.base
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert base in text
    assert f"ARCHIVER_HOME='{tmp_path}/a demo' " in text
    assert "archiver crawl baomau\n" in text


def test_how_the_reader_called_the_archiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "venv" / "bin" / "archiver"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for argv, path, expected in (
        ("/somewhere/archiver/__main__.py", "/bin", "python -m archiver"),
        ("venv/bin/archiver", "/bin", "venv/bin/archiver"),
        (str(program), str(program.parent), "archiver"),
    ):
        monkeypatch.setattr(sys, "argv", [argv, "demo"])
        monkeypatch.setenv("PATH", path)
        assert command._program() == expected


def test_a_folder_with_brackets_and_spaces_can_be_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shown = story._shown(tmp_path / "my [bold] demo")
    assert shown == "'./my [bold] demo'"
    with redirect_stdout(io.StringIO()) as out:
        show.console().print(f"The archive of this demo: {shown}")
    assert "[bold]" in out.getvalue()
