"""A run killed at every point of a write: no row without bytes, no byte without a row, nothing twice, nothing lost."""

from __future__ import annotations

import gzip
import os
import signal
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.storage import faults
from archiver.storage.evidence import captures
from tests.crawl import recording
from tests.crawl.recording import at_home, dump, in_child, run

ARTICLES = 7
PASSINGS = (1, 2, 3)
CLOSING = ("before_rename", "after_rename")  # passed once a run


def judge(config: Config) -> None:
    """Every row's bytes are there and are what was written; every exchange of the evidence has exactly one row."""
    rows = dump(config)
    names = [column.name for column in recording.CAPTURE.columns]
    places = set()
    for row in rows["capture"]:
        one = dict(zip(names, row, strict=True))
        raw = (config.warc / one["warc"]).read_bytes()[one["offset"] : one["offset"] + one["length"]]
        assert sha256(raw).hexdigest() == one["sha256"]
        assert gzip.decompress(raw).startswith(b"WARC/1.1")
        places.add((one["warc"], one["offset"]))
    kept = [(one.evidence.warc, one.evidence.offset) for one in captures(config.warc)]
    assert sorted(kept) == sorted(places)
    assert len(kept) == len(rows["capture"])
    assert not list(config.warc.glob("*.open"))


def recover(config: Config) -> None:
    """A start that finds nothing to do but what a killed run left."""
    recording.close_archive(recording.open_archive(config))


def write_down(told: Path) -> Callable[[str], None]:
    """What a run does with an acknowledgement: a line that outlives it."""

    def acknowledge(url: str) -> None:
        with told.open("a") as file:
            file.write(url + "\n")

    return acknowledge


def kill_and_go_on(config: Config, fault: str) -> None:
    """One killed run, two recoveries, one run to the end; nothing lost, nothing twice."""
    told = config.home.with_suffix(".told")
    status = in_child(lambda: run(config, ARTICLES, fault, write_down(told)))
    assert status == -signal.SIGKILL, f"{fault} was never passed"
    acknowledged = set(told.read_text().split()) if told.exists() else set()
    assert in_child(lambda: recover(config)) == 0
    once = dump(config)
    assert acknowledged <= {row[4] for row in once["article"]}
    judge(config)
    assert in_child(lambda: recover(config)) == 0
    assert dump(config) == once, "the second recovery changed something"
    assert in_child(lambda: run(config, ARTICLES)) == 0
    judge(config)
    rows = dump(config)
    assert len(rows["article"]) == len(rows["revision"]) == ARTICLES
    assert len(rows["capture"]) == len(rows["observation"]) == ARTICLES
    assert {row[5] for row in rows["address"]} == {"stored"}


@pytest.mark.parametrize("point", faults.POINTS)
def test_killed_at_every_point(tmp_path: Path, point: str) -> None:
    for passing in (1,) if point in CLOSING else PASSINGS:
        kill_and_go_on(at_home(tmp_path / f"passing-{passing}"), f"{point}:{passing}")


@pytest.mark.parametrize("point", ["after_begin", "after_insert", "after_commit", "before_rename", "after_rename"])
def test_killed_while_it_recovers(tmp_path: Path, point: str) -> None:
    config = at_home(tmp_path / "home")
    assert in_child(lambda: run(config, ARTICLES, "after_fsync:2")) == -signal.SIGKILL

    def recover_and_die() -> None:
        faults.arm(f"{point}:1")
        recover(config)

    assert in_child(recover_and_die) == -signal.SIGKILL
    assert in_child(lambda: run(config, ARTICLES)) == 0
    judge(config)
    assert len(dump(config)["capture"]) == ARTICLES


def test_a_torn_tail_is_kept_beside_and_the_rest_adopted(tmp_path: Path) -> None:
    config = at_home(tmp_path / "home")
    assert in_child(lambda: run(config, ARTICLES, "after_fsync:3")) == -signal.SIGKILL
    (path,) = config.warc.glob("*.open")
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 100)
    assert in_child(lambda: run(config, ARTICLES)) == 0
    judge(config)
    assert len(list(config.warc.rglob("*torn*"))) == 1
    assert len(dump(config)["article"]) == ARTICLES


@pytest.mark.parametrize("seed", range(3))
def test_killed_by_the_clock(tmp_path: Path, seed: int) -> None:
    config = at_home(tmp_path / "home")
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_REAL, 0.25 + seed * 0.11)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        try:
            run(config, 40)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert in_child(lambda: run(config, 40)) == 0
    judge(config)
    assert len(dump(config)["article"]) == 40
