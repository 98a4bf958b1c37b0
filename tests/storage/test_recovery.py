"""What a killed run leaves behind is put in order; nothing is thrown away, and the second time nothing changes."""

import hashlib
import random
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.storage import manifest
from archiver.storage.evidence import captures, recover
from archiver.storage.values import Evidence
from tests.storage.made import CONTEXT, a_fetch, a_writer, names


def an_open_file(folder: Path, count: int) -> tuple[Path, list[Evidence]]:
    writer = a_writer(folder)
    evidence = [writer.append(a_fetch(number), CONTEXT) for number in range(count)]
    writer.sync()
    path = writer.path
    writer.abandon()
    return path, evidence


def snapshot(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def judge(folder: Path, expected: list[Evidence]) -> None:
    """The folder is in order and holds exactly these captures; doing it again changes nothing."""
    assert [kept.evidence for kept in captures(folder)] == expected
    assert not [name for name in names(folder) if name.endswith((".open", ".tmp"))]
    for name, entry in manifest.entries(folder).items():
        data = (folder / name).read_bytes()
        assert (entry.size, entry.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    before = snapshot(folder)
    assert recover(folder) == recover(folder).__class__()
    assert snapshot(folder) == before


def test_whole_files_are_closed(tmp_path: Path) -> None:
    path, evidence = an_open_file(tmp_path, 3)
    recovery = recover(tmp_path)
    assert recovery.files == (evidence[0].warc,)
    assert recovery.torn == ()
    assert manifest.entries(tmp_path)[evidence[0].warc].records == 10
    assert not path.exists()
    judge(tmp_path, evidence)


@pytest.mark.parametrize("seed", range(40))
def test_a_tail_cut_anywhere_is_kept_aside(tmp_path: Path, seed: int) -> None:
    path, evidence = an_open_file(tmp_path, 4)
    data = path.read_bytes()
    end_of_two = evidence[2].offset
    cut = random.Random(seed).randrange(end_of_two + 1, evidence[3].offset)
    path.write_bytes(data[:cut])
    recovery = recover(tmp_path)
    (torn,) = recovery.torn
    assert (torn.offset, torn.length) == (end_of_two, cut - end_of_two)
    assert (tmp_path / torn.side).read_bytes() == data[end_of_two:cut]
    assert torn.side == f"{evidence[0].warc}.torn-{end_of_two}"
    judge(tmp_path, evidence[:2])


@pytest.mark.parametrize("seed", range(20))
def test_a_garbled_unsynced_tail_is_kept_aside(tmp_path: Path, seed: int) -> None:
    path, evidence = an_open_file(tmp_path, 4)
    data = bytearray(path.read_bytes())
    luck = random.Random(seed)
    start = luck.randrange(evidence[2].offset, evidence[2].offset + evidence[2].length)
    length = luck.randrange(1, 400)
    data[start : start + length] = bytes(length)
    path.write_bytes(data)
    recovery = recover(tmp_path)
    assert b"".join((tmp_path / torn.side).read_bytes() for torn in recovery.torn) == data[evidence[2].offset :]
    judge(tmp_path, evidence[:2])


def test_a_whole_response_without_its_metadata_is_torn(tmp_path: Path) -> None:
    path, evidence = an_open_file(tmp_path, 2)
    with path.open("r+b") as stream:
        stream.truncate(evidence[1].offset + evidence[1].length)
    recovery = recover(tmp_path)
    assert [torn.offset for torn in recovery.torn] == [evidence[1].offset]
    judge(tmp_path, evidence[:1])


def test_bytes_that_rows_point_to_are_never_cut(tmp_path: Path) -> None:
    path, evidence = an_open_file(tmp_path, 4)
    data = bytearray(path.read_bytes())
    data[evidence[1].offset + 100] ^= 1
    path.write_bytes(data + b"torn")
    last = evidence[3].offset + evidence[3].length
    recovery = recover(tmp_path, acknowledged=lambda name: last)
    assert recovery.damaged == recovery.files == (evidence[0].warc,)
    assert (tmp_path / evidence[0].warc).read_bytes() == data
    assert [torn.length for torn in recovery.torn] == [4]
    told: list[str] = []
    got = [kept.evidence for kept in captures(tmp_path, on_damage=lambda file, problem: told.append(file))]
    assert got == [evidence[0], *evidence[2:]]
    assert told == [evidence[0].warc]


def test_a_file_without_any_exchange_is_removed(tmp_path: Path) -> None:
    path, evidence = an_open_file(tmp_path, 1)
    with path.open("r+b") as stream:
        stream.truncate(evidence[0].offset)
    recovery = recover(tmp_path)
    assert recovery.removed == (evidence[0].warc,)
    assert not recovery.files
    assert not recovery.torn
    assert not names(tmp_path)


@pytest.mark.parametrize("size", [0, 1, 17, 150])
def test_a_file_torn_in_its_first_record_leaves_only_a_side_file(tmp_path: Path, size: int) -> None:
    path, evidence = an_open_file(tmp_path, 1)
    data = path.read_bytes()[:size]
    path.write_bytes(data)
    recovery = recover(tmp_path)
    assert recovery.removed == (evidence[0].warc,)
    assert [(tmp_path / torn.side).read_bytes() for torn in recovery.torn] == ([data] if data else [])
    judge(tmp_path, [])


def test_killed_between_manifest_and_rename(tmp_path: Path) -> None:
    path, evidence = an_open_file(tmp_path, 3)
    data = path.read_bytes()
    name = evidence[0].warc
    manifest.add(tmp_path, manifest.Entry(name, len(data), 10, hashlib.sha256(data).hexdigest()))
    assert recover(tmp_path).files == (name,)
    assert len((tmp_path / "manifest.jsonl").read_text().splitlines()) == 1
    judge(tmp_path, evidence)


def test_tails_can_be_cut_first_and_files_closed_later(tmp_path: Path) -> None:
    path, evidence = an_open_file(tmp_path, 3)
    with path.open("ab") as stream:
        stream.write(b"half a record")
    first = recover(tmp_path, close=False)
    assert (first.files, len(first.torn)) == ((evidence[0].warc,), 1)
    assert path.exists()
    assert [kept.evidence for kept in captures(tmp_path, files=first.files)] == evidence
    second = recover(tmp_path)
    assert (second.files, second.torn) == ((evidence[0].warc,), ())
    judge(tmp_path, evidence)


@pytest.mark.parametrize("known", range(5))
@pytest.mark.parametrize("torn", [0, 1, 400])
def test_only_what_no_row_knows_is_read_again(tmp_path: Path, known: int, torn: int) -> None:
    path, evidence = an_open_file(tmp_path, 4)
    with path.open("ab") as stream:
        stream.write(path.read_bytes()[:torn])
    last = evidence[known - 1].offset + evidence[known - 1].length if known else 0
    first = recover(tmp_path, close=False, acknowledged=lambda name: last)
    assert (first.files, first.damaged) == ((evidence[0].warc,), ())
    assert [one.length for one in first.torn] == ([torn] if torn else [])
    tail = captures(tmp_path, files=first.files, after=lambda name: last)
    assert [kept.evidence for kept in tail] == evidence[known:]
    recover(tmp_path, acknowledged=lambda name: last)
    judge(tmp_path, evidence)
    assert manifest.entries(tmp_path)[evidence[0].warc].records == 13


def test_no_folder_is_nothing_to_recover(tmp_path: Path) -> None:
    assert recover(tmp_path / "warc").files == ()


CHILD = """
import sys
from pathlib import Path
from archiver.storage import faults
from tests.storage.made import CONTEXT, a_fetch, a_writer
faults.arm(sys.argv[2])
writer = a_writer(Path(sys.argv[1]), max_bytes=4000)
for number in range(12):
    writer.append(a_fetch(number), CONTEXT)
    if number % 2:
        writer.sync()
        print(number, flush=True)
writer.close()
"""


@pytest.mark.parametrize(
    "spec",
    [
        *(f"{point}:{n}" for point in ("before_write", "mid_record", "after_write") for n in (1, 4, 11)),
        *(f"after_fsync:{n}" for n in (1, 3)),
        *(f"{point}:{n}" for point in ("before_rename", "after_rename") for n in (1, 2)),
    ],
)
def test_killed_at_a_named_point_nothing_acknowledged_is_lost(tmp_path: Path, spec: str) -> None:
    run = [sys.executable, "-c", CHILD, str(tmp_path), spec]
    done = subprocess.run(run, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == -9, done.stderr
    acknowledged = int(done.stdout.split()[-1]) + 1 if done.stdout else 0
    recovery = recover(tmp_path)
    urls = [kept.fetch.url for kept in captures(tmp_path)]
    assert urls == [a_fetch(number).url for number in range(len(urls))]
    assert len(urls) >= acknowledged
    if spec.startswith("mid_record") and not recovery.removed:
        assert len(recovery.torn) == 1
    judge(tmp_path, [kept.evidence for kept in captures(tmp_path)])
