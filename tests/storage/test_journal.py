"""The journal and the manifest: lines that survive what a crash does to them."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.core.errors import CorruptionError, DiskError
from archiver.storage import manifest
from archiver.storage.journal import Journal, JournalEntry

NOW = datetime(2026, 4, 1, 5, tzinfo=UTC)


def test_what_was_written_is_read_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "warc")
    assert list(journal.entries()) == []
    journal.append("crawl_opened", {"newspaper": "baomau", "run": "r1"}, NOW)
    journal.append("alias", {"url": "https://baomau.example/đắk"}, NOW)
    assert list(Journal(tmp_path / "warc").entries()) == [
        JournalEntry(NOW, "crawl_opened", {"newspaper": "baomau", "run": "r1"}),
        JournalEntry(NOW, "alias", {"url": "https://baomau.example/đắk"}),
    ]


@pytest.mark.parametrize("torn", ['{"at":"2026', "x" * 200_000])
def test_a_torn_last_line_is_left_out_and_kept_aside(tmp_path: Path, torn: str) -> None:
    journal = Journal(tmp_path)
    journal.append("one", {}, NOW)
    size = journal.path.stat().st_size
    with journal.path.open("a") as stream:
        stream.write(torn)
    assert [entry.event for entry in journal.entries()] == ["one"]
    journal.append("two", {}, NOW)
    assert [entry.event for entry in journal.entries()] == ["one", "two"]
    assert (tmp_path / f"journal.jsonl.torn-{size}").read_text() == torn


def test_a_broken_line_in_the_middle_is_corruption(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append("one", {}, NOW)
    with journal.path.open("a") as stream:
        stream.write('{"at": \n')
    journal.append("two", {}, NOW)
    with pytest.raises(CorruptionError, match="line 2"):
        list(journal.entries())


@pytest.mark.parametrize("line", ["[]", '{"at": "2026-04-01", "event": "x"}', '{"at": "no", "event": "x", "data": {}}'])
def test_a_line_of_another_shape_is_corruption(tmp_path: Path, line: str) -> None:
    (tmp_path / "journal.jsonl").write_text(line + "\n")
    with pytest.raises(CorruptionError, match="not what was written"):
        list(Journal(tmp_path).entries())


def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    journal.append("one", {}, NOW)
    before = journal.path.read_bytes()
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) <= 10:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data[:-10])

    with monkeypatch.context() as patch:
        patch.setattr("archiver.storage.files.os.write", full)
        with pytest.raises(DiskError, match=r"journal\.jsonl.*No space left"):
            journal.append("two", {}, NOW)
    assert journal.path.read_bytes() == before


def test_the_manifest_refuses_lines_that_name_other_files(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"file":"../x","size":1,"records":1,"sha256":""}\n')
    with pytest.raises(CorruptionError, match="no name of a file"):
        manifest.entries(tmp_path)
