"""`archiver serve`: for this machine alone unless told otherwise, ended by Ctrl-C, one line for what is wrong."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from archiver.cli import serving as serving_module
from archiver.cli.exits import Exit
from tests.query.made import sample


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sample(tmp_path_factory.mktemp("archive"))
    made.writer.dispose()
    return made.home


def begin(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "archiver", "serve", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=home.parent,
        env={"PATH": os.environ["PATH"], "ARCHIVER_HOME": str(home)},
        text=True,
    )


@contextmanager
def serving(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = begin(home, "--port", "0", *words)
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        found = re.search(r":(\d+)/ \(Ctrl-C ends it\)$", first)
        assert found, first + process.stderr.read() if process.stderr else first
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


def asked(port: int, path: str, host: str = "127.0.0.1", forwarded: str | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(
            "GET", path, headers={"Host": host} | ({} if forwarded is None else {"X-Forwarded-For": forwarded})
        )
        found = connection.getresponse()
        return found.status, found.read()
    finally:
        connection.close()


def test_it_answers_until_ctrl_c(home: Path) -> None:
    with serving(home) as (process, port):
        status, body = asked(port, "/api/v1/search?q=b%C3%A3o")
        assert (status, json.loads(body)["total"]) == (200, 1)
        assert asked(port, "/api/v1/search", f"localhost:{port}")[0] == 200
        status, body = asked(port, "/api/v1/search", "rebound.example")
        assert (status, json.loads(body)["error"]["code"]) == (421, "host")
        taken = begin(home, "--port", str(port))
        out, err = taken.communicate(timeout=60)
        assert (taken.returncode, out) == (Exit.USAGE, "")
        assert (
            err == f"archiver: port {port} of 127.0.0.1 is in use by another program; end it, or give another --port\n"
        )
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, "stopped\n", "")


@pytest.mark.parametrize("ending", [None, KeyboardInterrupt])
def test_its_end_is_said_however_it_ends(
    home: Path, monkeypatch: pytest.MonkeyPatch, ending: type[BaseException] | None
) -> None:
    def run(_: object, sockets: list[socket.socket]) -> None:
        for one in sockets:
            one.close()
        if ending is not None:
            raise ending

    monkeypatch.setattr("uvicorn.Server.run", run)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    app = typer.Typer()
    serving_module.register(app)
    ended = CliRunner().invoke(app, ["--port", "0"])
    assert (ended.exit_code, ended.stdout.splitlines()[1:]) == (0, ["stopped"])


def test_other_addresses_are_warned_of_and_sigterm_ends_it(home: Path) -> None:
    with serving(home, "--host", "0.0.0.0", "--name", "archive.example.org") as (process, port):
        assert asked(port, "/api/v1/newspapers", "archive.example.org")[0] == 200
        assert asked(port, "/api/v1/newspapers", "other.example.org")[0] == 421
        process.terminate()
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (0, "stopped\n")
        assert err.startswith("archiver: warning: others can reach this. The texts are other people's")


@pytest.mark.parametrize("dual", [True, False])
def test_every_network_is_that_of_both_kinds_of_addresses(monkeypatch: pytest.MonkeyPatch, dual: bool) -> None:
    if dual and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    monkeypatch.setattr(socket, "has_dualstack_ipv6", lambda: dual)
    with serving_module._listen("::", 0) as listening:
        for host in ("127.0.0.1", "::1")[: 1 + dual]:
            socket.create_connection((host, listening.getsockname()[1]), timeout=60).close()


def test_without_an_archive_there_is_one_line(tmp_path: Path) -> None:
    process = begin(tmp_path / "nothing")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (Exit.CONFIGURATION, "")
    assert err.startswith("archiver: no archive at ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_proxy_that_is_no_address_is_told(home: Path) -> None:
    process = begin(home, "--proxy", "nginx", "--port", "0")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (Exit.USAGE, "")
    assert err == "archiver: 'nginx' is no address of a proxy, and no network (10.0.0.0/8)\n"


def test_a_client_cannot_make_itself_many(home: Path) -> None:
    (home.parent / "archiver.toml").write_text("rate = 3\n", "utf-8")
    try:
        with serving(home, "--proxy", "127.0.0.1") as (_, port):
            statuses = [asked(port, "/api/v1/newspapers", forwarded=f"x{number}")[0] for number in range(4)]
            assert statuses == [200, 200, 200, 429]
            assert asked(port, "/api/v1/newspapers", forwarded="192.0.2.1")[0] == 200
    finally:
        (home.parent / "archiver.toml").unlink()


@pytest.mark.parametrize(
    ("host", "said"), [("192.0.2.77", "is no address of this machine"), ("a" * 300, "is no address of this machine")]
)
def test_an_address_that_is_not_ours_is_told(home: Path, host: str, said: str) -> None:
    process = begin(home, "--host", host, "--port", "0")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (Exit.USAGE, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_stream_that_is_left_is_given_back(home: Path) -> None:
    """More exports than may run at once are begun and left: the next one is answered."""
    with serving(home) as (_, port):
        for _ in range(8):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as left:
                left.sendall(f"GET /api/v1/export HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                assert left.recv(1)
        status, body = asked(port, "/api/v1/export")
        assert status == 200
        assert body.count(b"\n") == 5
