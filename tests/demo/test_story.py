"""The demonstration from beginning to end, as `make demo` runs it: real processes, real sockets, the real archive."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.demo import told
from archiver.demo.content import EDITED, articles
from archiver.demo.home import MARKER, configuration_of
from archiver.demo.story import DAYS
from archiver.query.reading import open_for_reading

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Told:
    """What one demonstration printed and left."""

    home: Path
    text: str
    seconds: float  # of the processor: what it takes on a machine that does nothing else


def spent() -> float:
    """Seconds of the processor that ended children of this process have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(folder: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archiver", "demo", *options],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", **settings},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """One demonstration in a folder of its own, with settings of an operator that would spoil it."""
    folder = tmp_path_factory.mktemp("operator")
    (folder / "archiver.toml").write_text('home = "precious"\nproxy = "http://127.0.0.1:9"\n', "utf-8")
    began = spent()
    done = run(
        folder,
        ARCHIVER_HOME=str(folder / "precious"),
        ARCHIVER_DATABASE_URL=f"sqlite:///{folder / 'precious.db'}",
        ARCHIVER_NOW="1999-01-01T00:00:00+00:00",
        ARCHIVER_DELAY="60",
        http_proxy="http://127.0.0.1:9",
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stderr == ""
    assert sorted(entry.name for entry in folder.iterdir()) == ["archiver.toml", "demo-archive"]
    return Told(folder / "demo-archive", done.stdout, spent() - began)


def test_shows_what_was_promised(demo: Told) -> None:
    for words in (
        "./demo-archive",
        "2022-03-29T09:04:00+07:00",
        "Cập nhật ngày: 29/03/2022 | 09:04 GMT+7",
        "layout:2022",
        "[-34-] {+41+}",
        "3,961",
        "Đắk Nông",
        "dak nong",
        "deleted",
        "moved",
        "the same",
        "WARC-Type: response",
        "ARCHIVER_HOME=./demo-archive python -m archiver search",
    ):
        assert words in demo.text, words
    assert "Traceback" not in demo.text
    assert demo.seconds < 60


def test_the_archive_holds_what_the_newspaper_printed(demo: Told) -> None:
    newest = {a.key: a for day in range(DAYS[-1] + 1) for a in articles(day)}
    with Archive(open_for_reading(configuration_of(demo.home))) as archive:
        found = archive.search("", limit=200)
        assert found.total == len(newest)
        for record in found.records:
            known = newest[int(str(record["id"]).partition("/")[2])]
            assert record["title"] == known.title
            assert record["lead"] == known.lead
            assert record["body_text"] == known.body
            assert record["published_at"] == known.published.isoformat()
            assert record["authors"] == list(known.authors)
            first = next(a for day in DAYS for a in articles(day) if a.key == known.key)
            assert record["section"] == first.section.name, "a section is no fact of its own: that of the revision"
            assert len(record["revisions"]) == (2 if known.key == EDITED else 1)  # type: ignore[arg-type] # a list
            assert (record["gone_at"] is not None) == (record["id"] == told.DELETED_ID)
        counts = archive.history(told.EDITED_ID)["counts"]
        known_views = [next(a.views for a in articles(day) if a.key == EDITED) for day in DAYS]
        assert [count["view_count"] for count in counts] == known_views
        assert [count["own_fetches_before"] for count in counts] == [0, 1, 2]


def test_every_fact_has_its_bytes(demo: Told) -> None:
    with Archive(open_for_reading(configuration_of(demo.home))) as archive:
        for record in archive.search("", limit=200).records:
            evidence = record["evidence"]
            assert isinstance(evidence, dict)
            with (demo.home / "warc" / evidence["warc"]).open("rb") as file:
                file.seek(evidence["offset"])
                data = file.read(evidence["length"])
            assert hashlib.sha256(data).hexdigest() == evidence["sha256"]
            assert str(record["title"]) in gzip.decompress(data).decode()


def test_marks_matter_where_they_are_typed(demo: Told) -> None:
    with Archive(open_for_reading(configuration_of(demo.home))) as archive:
        exact, free = archive.search("Đắk Nông", limit=200), archive.search("dak nong", limit=200)
        assert exact.total is not None
        assert free.total is not None
        assert 0 < exact.total < free.total
        assert {r["id"] for r in exact.records} < {r["id"] for r in free.records}


def test_the_commands_that_are_suggested_work(demo: Told) -> None:
    lines = re.findall(r"^ +\$ ARCHIVER_HOME=\./demo-archive python -m archiver (.+)$", demo.text, flags=re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        words = re.findall(r'"[^"]*"|\S+', line)
        done = subprocess.run(
            [sys.executable, "-m", "archiver", *(word.strip('"') for word in words)],
            cwd=demo.home.parent,
            env={"PATH": os.environ["PATH"], "ARCHIVER_HOME": "./demo-archive"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        assert done.stdout.strip(), line


def test_the_bytes_are_checked_without_the_archiver(demo: Told) -> None:
    line = re.search(r"\$ (tail -c .+ \| sha256sum)$", demo.text, flags=re.MULTILINE)
    assert line
    done = subprocess.run(["sh", "-c", line[1]], cwd=demo.home, capture_output=True, text=True, check=True)
    promised = re.search(r"promised +([0-9a-f]{64})", demo.text)
    assert promised
    assert done.stdout.split()[0] == promised[1]


def test_a_folder_that_is_not_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "letter.txt").write_text("dear reader")
    done = run(tmp_path, "--home", "precious")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "no demo made it" in done.stderr
    assert not (tmp_path / "precious" / MARKER).exists()
