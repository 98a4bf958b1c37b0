"""What a Scrapy user expects of the project: `scrapy list`, `scrapy crawl NAME -O FILE`, from its folder."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.core.record import RECORD_KEYS
from archiver.storage.lock import RunLock
from tests.crawl.fakesite import FakeSite, a_paper, article, config_of, html, listing
from tests.crawl.test_crawl import rows

PROJECT = Path(__file__).parents[2]


def begin(tmp_path: Path, *words: str, delay: str = "0") -> subprocess.Popen[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("ARCHIVER_")}
    said = {"ARCHIVER_HOME": tmp_path / "archive", "ARCHIVER_SPIDERS": tmp_path / "papers", "ARCHIVER_DELAY": delay}
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", *words],
        cwd=PROJECT,
        env=plain | {key: str(value) for key, value in said.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def scrapy(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    process = begin(tmp_path, *words)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def put(site: FakeSite) -> None:
    site.routes["/"] = html(listing("/tin-a1.html", "/tin-a2.html", "/ket-a3.html"))
    site.routes |= {f"/tin-a{n}.html": html(article(n)) for n in (1, 2)}


def test_list_names_every_newspaper(tmp_path: Path) -> None:
    with a_paper(tmp_path):
        names = scrapy(tmp_path, "list").stdout.split()
    assert {"baomau", "baolamdong", "baodaknong"} <= set(names)


def test_crawl_gives_records_and_fills_the_archive(tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put(site)
        done = scrapy(tmp_path, "crawl", "baomau", "-O", str(tmp_path / "out.jsonl"))
        assert done.returncode == 0, done.stderr
        records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        assert sorted(record["id"] for record in records) == ["baomau/1", "baomau/2"]
        assert list(records[0]) == list(RECORD_KEYS)
        assert (records[0]["newspaper"], records[0]["province"]) == ("baomau", "Mẫu")
        assert records[0]["evidence"]["sha256"]
        assert not list((tmp_path / "archive" / "warc").glob("*.open"))
        assert site.most_flying == 1


def test_a_crawl_that_is_stopped_stands_in_the_ledger(tmp_path: Path) -> None:
    stop: list[Callable[[], None]] = []

    def stopped(connection: socket.socket) -> None:
        stop[0]()
        connection.sendall(html(listing("/tin-a1.html")))

    with a_paper(tmp_path) as site:
        put(site)
        site.routes["/"] = stopped
        process = begin(tmp_path, "crawl", "baomau", delay="0.5")
        stop.append(process.terminate)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert site.paths == ["/robots.txt", "/"]
    config = config_of(tmp_path)
    assert rows(config, "SELECT state, reason, ended_at IS NOT NULL FROM crawl") == [("interrupted", "stopped", 1)]
    assert rows(config, "SELECT count(*) FROM address WHERE state = 'leased'") == [0]
    assert not list(config.warc.glob("*.open"))


@pytest.mark.parametrize(("lock", "code", "said"), [(True, 75, "another run"), (False, 4, "ARCHIVER_CONTACT")])
def test_what_cannot_begin_is_told_in_one_line(tmp_path: Path, lock: bool, code: int, said: str) -> None:
    with a_paper(tmp_path) as site:
        if lock:
            with RunLock(config_of(tmp_path)):
                done = scrapy(tmp_path, "crawl", "baomau")
        else:
            done = scrapy(tmp_path, "crawl", "baolamdong")
        assert done.returncode == code
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("archiver: ")]
        assert said in line
        assert "Traceback" not in done.stderr
        assert site.paths == []
        assert not (tmp_path / "archive" / "archive.db").exists()


def test_list_tells_what_cannot_be_used(tmp_path: Path) -> None:
    with a_paper(tmp_path):
        (tmp_path / "papers" / "hong.py").write_text("class (", "utf-8")
        done = scrapy(tmp_path, "list")
    assert "baomau" in done.stdout.split()
    assert "hong.py cannot be used: SyntaxError" in done.stderr


def test_a_name_that_nobody_has_is_told_in_one_line(tmp_path: Path) -> None:
    with a_paper(tmp_path):
        done = scrapy(tmp_path, "crawl", "baomao")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if "error:" in line)
    assert "no newspaper is called 'baomao'; did you mean baomau" in line
