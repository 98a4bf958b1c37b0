"""`archiver crawl` as a person or cron calls it: in processes of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.cli import crawl as command
from archiver.core.errors import UsageError
from archiver.crawl.run import RunReport
from archiver.storage.lock import RunLock
from tests.crawl.fakesite import FakeSite, a_paper, article, config_of, html, listing


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[FakeSite]:
    with a_paper(tmp_path) as site:
        site.routes["/"] = html(listing(*(f"/tin-a{n}.html" for n in range(1, 30))))
        site.routes.update({f"/tin-a{n}.html": html(article(n)) for n in range(1, 30)})
        yield site


def words(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "archiver", "crawl", *arguments]


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("ARCHIVER_")}
    return plain | {
        "ARCHIVER_HOME": str(tmp_path / "archive"),
        "ARCHIVER_SPIDERS": str(tmp_path / "papers"),
        "ARCHIVER_DELAY": "0",
        **more,
    }


def archiver(tmp_path: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words(*arguments), env=environment(tmp_path, **more), cwd=tmp_path, capture_output=True, text=True, timeout=120
    )


def test_plain_lines_in_cron(paper: FakeSite, tmp_path: Path) -> None:
    done = archiver(tmp_path, "baomau", "--limit", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout == "baomau: 4 requests, 2 new articles, 0 seen again, 0 changed: finished (limit of 2 articles)\n"
    )


def test_a_delay_that_was_raised_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    command._tell(RunReport("run", (), 1.0, slowed=True), False)
    assert "once a second at the most" in capsys.readouterr().err


def test_json_for_programs(paper: FakeSite, tmp_path: Path) -> None:
    said = json.loads(archiver(tmp_path, "baomau", "--limit", "1", "--json").stdout)
    assert said["newspapers"][0]["articles_new"] == 1
    assert said["newspapers"][0]["state"] == "finished"


def test_a_newspaper_that_fails_is_told_in_one_line_with_its_code(paper: FakeSite, tmp_path: Path) -> None:
    paper.routes["/robots.txt"] = html(b"", 500)
    done = archiver(tmp_path, "baomau")
    assert done.returncode == 6
    assert done.stderr.startswith("archiver: baomau refused: robots.txt: http 500")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "name newspapers"),
        (("baomau", "--all"), 2, "name newspapers"),
        (("baomua",), 2, "did you mean baomau"),
        (("https://baothu.example/tin-a1.html",), 2, "no newspaper"),
        (("baomau", "--time-limit", "soon"), 2, "time-limit"),
        (("baomau", "--since", "hôm qua"), 2, "no date"),
        (("baomau", "--since", "2026-03", "--until", "2026-02"), 2, "lies after"),
        (("baomau", "--until", "9999-12-31"), 2, "no date"),
        (("--all",), 4, "no archive"),
        (("--due",), 4, "no archive"),
        (("baolamdong",), 4, "ARCHIVER_CONTACT"),
    ],
)
def test_what_makes_no_sense(paper: FakeSite, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = archiver(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert paper.paths == []
    assert not (tmp_path / "archive").exists()  # a mistake begins no archive


@pytest.mark.parametrize("which", ["--all", "--due"])
def test_without_a_contact_no_newspaper_is_entered(paper: FakeSite, tmp_path: Path, which: str) -> None:
    assert archiver(tmp_path, "baomau", "--limit", "1").returncode == 0
    done = archiver(tmp_path, which)
    assert (done.returncode, "ARCHIVER_CONTACT" in done.stderr) == (4, True)
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as database:
        names = database.execute("SELECT name FROM newspaper").fetchall()
    database.close()
    assert names == [("baomau",)]  # of the others nothing was ever asked


def test_a_second_run_is_told_before_anything_is_loaded(paper: FakeSite, tmp_path: Path) -> None:
    with RunLock(config_of(tmp_path)):
        done = archiver(tmp_path, "baomau", PYTHONPROFILEIMPORTTIME="1")
    said = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    loaded = {line.rpartition("| ")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 75
    assert "another run" in said[0]
    assert len(said) == 1
    assert "archiver.storage.lock" in loaded
    assert not loaded & {"scrapy", "sqlalchemy", "typer"}  # so that it is told within a second
    assert paper.paths == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(paper: FakeSite, tmp_path: Path, number: int) -> None:
    process = subprocess.Popen(
        words("baomau"),
        env=environment(tmp_path, ARCHIVER_DELAY="0.2"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while len(paper.asked) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    assert "interrupted" in out
    assert err == "archiver: stopped; what was acknowledged is kept\n"
    assert process.returncode == 130
    assert not list((tmp_path / "archive" / "warc").glob("*.open"))
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as database:
        stored = database.execute("SELECT count(*) FROM article").fetchone()[0]
        held = database.execute("SELECT count(*) FROM address WHERE state = 'leased'").fetchone()[0]
        ledger = database.execute("SELECT state FROM crawl").fetchall()
    database.close()
    assert stored == sum("tin" in path for path in paper.paths)
    assert (held, ledger) == (0, [("interrupted",)])
    assert archiver(tmp_path, "baomau").returncode == 0
    assert len(set(paper.paths)) == 31


STOPPED_EARLY = """
    @classmethod
    def from_crawler(cls, crawler, *args, **kwargs):
        import os, signal
        os.kill(os.getpid(), signal.SIGTERM)  # before Scrapy's engine runs: its own stop does nothing yet
        return super().from_crawler(crawler, *args, **kwargs)
"""


def test_a_signal_while_scrapy_begins_ends_it_too(paper: FakeSite, tmp_path: Path) -> None:
    with (tmp_path / "papers" / "baomau.py").open("a", encoding="utf-8") as file:
        file.write(STOPPED_EARLY)
    done = archiver(tmp_path, "baomau")
    assert (done.returncode, done.stderr) == (130, "archiver: stopped; what was acknowledged is kept\n")
    assert "interrupted" in done.stdout
    assert paper.paths == []


def test_due_crawls_what_is_due_and_skips_what_has_ended(paper: FakeSite, tmp_path: Path) -> None:
    def due(moment: str) -> list[str]:
        real = {"ARCHIVER_CONTACT": "test@example.org", "ARCHIVER_PROXY": paper.base}
        done = archiver(tmp_path, "--due", "--json", "--time-limit", "5s", ARCHIVER_NOW=moment, **real)
        return [one["newspaper"] for one in json.loads(done.stdout)["newspapers"]]

    assert archiver(tmp_path, "baomau", ARCHIVER_NOW="2022-03-29T11:00:00+07:00").returncode == 0
    names = due("2022-03-29T11:10:00+07:00")
    assert "baomau" not in names  # crawled ten minutes ago, and no article is due
    assert "baolamdong" in names  # never crawled
    names = due("2026-11-23T12:00:00+07:00")
    assert "baomau" in names
    assert "baodaknong" not in names  # it ended on 30 June 2025


def test_a_broken_file_stops_no_other_and_is_told(paper: FakeSite, tmp_path: Path) -> None:
    (tmp_path / "papers" / "hong.py").write_text("class X(:\n", "utf-8")
    done = archiver(tmp_path, "baomau", "--limit", "1")
    assert done.returncode == 0, done.stderr
    done = archiver(
        tmp_path,
        "--all",
        "--time-limit",
        "3s",
        "--limit",
        "1",
        ARCHIVER_CONTACT="t@example.org",
        ARCHIVER_PROXY=paper.base,
    )
    assert done.returncode == 6
    assert "hong.py" in done.stderr


@pytest.mark.parametrize(
    ("said", "seconds"), [("90", 90), ("90s", 90), ("30m", 1800), ("2h", 7200), ("1h30m", 5400), (None, None)]
)
def test_spans(said: str | None, seconds: int | None) -> None:
    assert command._span(said) == (timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize("said", ["", "0", "-5m", "1d", "soon", "1.5h"])
def test_what_is_no_span(said: str) -> None:
    with pytest.raises(UsageError):
        command._span(said)
