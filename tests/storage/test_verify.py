"""`verify` reports every damage, says where, and is silent where all is as it was written."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.storage import manifest
from archiver.storage.evidence import captures
from archiver.storage.verify import ROWLESS, Checked, verify
from tests.storage import rot
from tests.storage.made import CONTEXT, a_closed_file, a_fetch, a_writer, names


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warc")
    for start in (0, 6, 12):
        a_closed_file(folder, range(start, start + 6), encoding="" if start == 6 else "gzip")
    return folder


@pytest.fixture(scope="module")
def rows(folder: Path) -> rot.MadeRows:
    return rot.MadeRows(folder)


def test_whole_evidence_raises_no_alarm(folder: Path, rows: rot.MadeRows) -> None:
    checked = Checked()
    assert list(verify(folder, rows, checked=checked)) == []
    assert list(verify(folder)) == []
    size = sum((folder / name).stat().st_size for name in rows.files())
    assert checked == Checked(files=3, bytes=size, captures=18)


Harm = Callable[[Path, rot.MadeRows, random.Random], None]


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("harm", [rot.truncation, rot.bit_flip])
def test_rot_is_reported(folder: Path, rows: rot.MadeRows, seed: int, harm: Harm) -> None:
    harm(folder, rows, random.Random(seed))
    assert list(verify(folder, rows)) == []


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("harm", [rot.boundary_cut, rot.deletion])
def test_what_no_walk_can_see_is_reported(folder: Path, rows: rot.MadeRows, seed: int, harm: Harm) -> None:
    harm(folder, rows, random.Random(seed))
    assert list(verify(folder, rows)) == []


def test_a_file_being_written_is_no_damage(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    for number in range(3):
        writer.append(a_fetch(number), CONTEXT)
    rows = rot.MadeRows(tmp_path)
    with writer.path.open("ab") as stream:
        stream.write(b"\x1f\x8b half a record")
    assert list(verify(tmp_path, rows)) == []
    rows.evidence.pop()  # written, not committed yet
    assert list(verify(tmp_path, rows)) == []
    with writer.path.open("r+b") as stream:
        stream.truncate(rows.evidence[1].offset + 10)
    (damage,) = verify(tmp_path, rows)
    assert (damage.offset, damage.articles) == (rows.evidence[1].offset, ("baomau/1",))


def test_bytes_without_rows_and_rows_without_bytes(tmp_path: Path) -> None:
    path = a_closed_file(tmp_path, range(3))
    rows = rot.MadeRows(tmp_path)
    orphan = rows.evidence.pop(1)
    (damage,) = verify(tmp_path, rows)
    assert (damage.offset, damage.what) == (orphan.offset, ROWLESS)
    rows = rot.MadeRows(tmp_path)
    moved = rows.evidence[1]
    rows.evidence[1] = type(moved)(moved.warc, moved.offset + 1, moved.length, moved.sha256, moved.payload_sha256)
    rows.articles[path.name, moved.offset + 1] = "baomau/moved"
    assert [(damage.offset, damage.articles) for damage in verify(tmp_path, rows)] == [
        (moved.offset, ()),
        (moved.offset + 1, ("baomau/moved",)),
    ]


def test_a_row_with_another_digest(tmp_path: Path) -> None:
    a_closed_file(tmp_path, range(2))
    rows = rot.MadeRows(tmp_path)
    one = rows.evidence[1]
    rows.evidence[1] = type(one)(one.warc, one.offset, one.length, "0" * 64, one.payload_sha256)
    (damage,) = verify(tmp_path, rows)
    assert (damage.offset, damage.what, damage.articles) == (
        one.offset,
        "not the bytes that the row was made for",
        ("baomau/1",),
    )


def test_an_exchange_swapped_for_another_whole_one(tmp_path: Path) -> None:
    """A forger who keeps every digest of the record right is caught by the manifest and by the row."""
    path = a_closed_file(tmp_path / "warc", range(1))
    other = a_closed_file(tmp_path / "other", range(5, 6))
    rows, others = rot.MadeRows(tmp_path / "warc"), rot.MadeRows(tmp_path / "other")
    forged = other.read_bytes()[others.evidence[0].offset :]
    path.write_bytes(path.read_bytes()[: rows.evidence[0].offset] + forged)
    whats = {damage.what for damage in verify(tmp_path / "warc", rows)}
    assert "not the bytes that the row was made for" in whats
    assert list(verify(tmp_path / "warc"))


def test_a_file_that_the_manifest_does_not_know(tmp_path: Path) -> None:
    path = a_closed_file(tmp_path, range(2))
    (tmp_path / manifest.NAME).unlink()
    assert [damage.what for damage in verify(tmp_path)] == ["the manifest does not know this file"]
    (tmp_path / manifest.NAME).write_text("no json\n")
    assert [damage.file for damage in verify(tmp_path)] == [manifest.NAME]
    assert path.name in names(tmp_path)


def test_a_damaged_journal_is_reported(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_text('{"at":"2026-04-01T00:00:00+00:00"}\n')
    assert [damage.file for damage in verify(tmp_path)] == ["journal.jsonl"]


def test_a_wrong_number_in_the_manifest(tmp_path: Path) -> None:
    a_closed_file(tmp_path, range(2))
    line = json.loads((tmp_path / manifest.NAME).read_text())
    for key, value in (("records", 8), ("size", 5), ("sha256", "0" * 64)):
        (tmp_path / manifest.NAME).write_text(json.dumps({**line, key: value}) + "\n")
        assert len(list(verify(tmp_path))) == 1, key


def test_damage_does_not_hide_what_lies_behind_it(tmp_path: Path) -> None:
    path = a_closed_file(tmp_path, range(6))
    rows = rot.MadeRows(tmp_path)
    data = bytearray(path.read_bytes())
    for number in (1, 4):
        data[rows.evidence[number].offset + 60] ^= 1
    path.write_bytes(data)
    assert [damage.articles for damage in verify(tmp_path, rows)] == [("baomau/1",), ("baomau/4",)]
    assert len(list(captures(tmp_path, on_damage=lambda file, problem: None))) == 4


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    path = a_closed_file(tmp_path / "warc", range(1))
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    (damage,) = verify(tmp_path / "warc")
    assert damage.what.startswith("the file cannot be read")
