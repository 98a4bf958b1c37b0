"""What is written is what is read, by us and by others; nothing is left half written."""

import errno
import gzip
import hashlib
import io
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archiver.core.errors import CorruptionError, DiskError
from archiver.core.page import Fetch
from archiver.storage import manifest
from archiver.storage.evidence import captures, read
from archiver.storage.exchange import pack_exchange, unpack_exchange
from archiver.storage.warc import walk
from tests.storage.made import CONTEXT, NOON, a_closed_file, a_fetch, a_writer, names

WARCIO = [sys.executable, "-c", "from warcio.cli import main; main()"]

VARIANTS: dict[str, dict[str, Any]] = {
    "gzip": {},
    "plain": {"encoding": ""},
    "chunked": {"headers": (("Transfer-Encoding", "chunked"), ("Content-Type", "text/html"))},
    "cut": {"headers": (("Content-Length", "999999"), ("Content-Type", "text/html")), "truncated": True},
    "no headers": {"headers": (), "encoding": ""},
    "not modified": {"status": 304, "wire_body": b"", "body": b"", "headers": (("ETag", '"a"'),)},
    "not found": {"status": 404, "encoding": ""},
    "strange status": {"status": 599, "http_version": "HTTP/1.0"},
    "http, no ip": {"url": "http://baomau.example/", "ip": None, "tls_verified": None},
    "unverified": {"tls_verified": False},
    "query": {"url": "https://baomau.example/?p=1&q=%C4%91"},
    "odd address": {"url": "https://baomau.example/đắk nông.html"},
    "latin header": {"headers": (("Location", "/Ä\x90.html"), ("Content-Length", "0")), "wire_body": b"", "body": b""},
    "vietnamese header": {"headers": (("X-Title", "Đắk Nông"),), "encoding": "", "wire_body": b"x", "body": b"x"},
    "hostile header": {"headers": (("X-Archive-Orig-Length", "1"), ("Content-Length", "1"), ("content-length", "2"))},
    "no request known": {"request_headers": ()},
    "request without host": {"request_headers": (("Accept", "*/*"),)},
    "saved file": {
        "http_version": "",
        "headers": (("Content-Type", "text/html"),),
        "encoding": "",
        "request_headers": (),
        "ip": None,
        "tls_verified": None,
        "time_known": False,
    },
    "empty header": {"headers": (("X-Empty", ""),), "encoding": ""},
}


@pytest.mark.parametrize("name", VARIANTS)
def test_an_exchange_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    options = dict(VARIANTS[name])
    fetch = a_fetch(**options)
    if "body" not in options and not fetch.header("Content-Encoding"):
        fetch = a_fetch(**{**options, "body": fetch.wire_body})
    writer = a_writer(tmp_path)
    evidence = writer.append(fetch, CONTEXT)
    writer.close()
    assert read(tmp_path, evidence) == fetch
    assert [(kept.evidence, kept.fetch, kept.context) for kept in captures(tmp_path)] == [(evidence, fetch, CONTEXT)]


@pytest.mark.parametrize("name", VARIANTS)
def test_warcio_reads_and_checks_everything_that_is_written(tmp_path: Path, name: str) -> None:
    fetch = a_fetch(**VARIANTS[name])
    writer = a_writer(tmp_path)
    evidence = writer.append(fetch, CONTEXT)
    writer.append(a_fetch(13), CONTEXT)
    writer.close()
    path = tmp_path / evidence.warc
    with path.open("rb") as stream:
        records = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            wire = record.raw_stream.read()
            records.append((record.rec_type, wire, record.rec_headers))
    first = "resource" if name == "saved file" else "response"
    kinds = ["request"] if fetch.request_headers else []
    assert [kind for kind, *_ in records] == [
        "warcinfo",
        first,
        *kinds,
        "metadata",
        "response",
        "request",
        "metadata",
    ]
    _, wire, headers = records[1]
    assert wire == fetch.wire_body
    assert headers.get_header("WARC-Date") == "2026-04-01T05:00:12.123456Z"
    assert headers.get_header("WARC-IP-Address") == fetch.ip
    assert headers.get_header("WARC-Payload-Digest") == f"sha256:{hashlib.sha256(fetch.wire_body).hexdigest()}"
    assert headers.get_header("WARC-Truncated") == ("unspecified" if fetch.truncated else None)
    for kind, _, headers_of_it in records[2:-3]:
        assert headers_of_it.get_header("WARC-Concurrent-To") == headers.get_header("WARC-Record-ID"), kind
    done = subprocess.run([*WARCIO, "check", "-v", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest pass") == len(records)


def test_warcio_decodes_the_body(tmp_path: Path) -> None:
    fetch = a_fetch()
    path = a_closed_file(tmp_path, range(12, 13))
    with path.open("rb") as stream:
        responses = [
            record for record in ArchiveIterator(stream) if record.rec_type == "response" and record.http_headers
        ]
        assert len(responses) == 1
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                assert record.http_headers.get_statuscode() == "200"
                assert record.content_stream().read() == fetch.body


def test_anybody_can_check_a_capture_with_dd_and_sha256sum(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    evidence = [writer.append(a_fetch(number), CONTEXT) for number in range(5)][3]
    writer.close()
    dd = ["dd", f"if={evidence.warc}", "bs=1", f"skip={evidence.offset}", f"count={evidence.length}", "status=none"]
    raw = subprocess.run(dd, cwd=tmp_path, capture_output=True, check=True).stdout
    assert hashlib.sha256(raw).hexdigest() == evidence.sha256
    assert gzip.decompress(raw).endswith(a_fetch(3).wire_body + b"\r\n\r\n")
    assert evidence.payload_sha256 == hashlib.sha256(a_fetch(3).wire_body).hexdigest()


def test_no_record_but_the_response_can_be_taken_for_a_page(tmp_path: Path) -> None:
    """pywb replays every record that has an address, but requests and `application/warc-fields`."""
    file = a_closed_file(tmp_path, range(2))
    with file.open("rb") as stream:
        others = [one.headers for one in walk(stream) if one.kind not in ("response", "resource", "request")]
    assert {known["warc-type"] for known in others} == {"warcinfo", "metadata"}
    assert {known["content-type"] for known in others} == {"application/warc-fields"}


def test_the_metadata_of_the_first_archives_is_read(tmp_path: Path) -> None:
    fetch = a_fetch(tls_verified=False)
    packed = pack_exchange(fetch, CONTEXT)
    *before, metadata = walk(io.BytesIO(packed.response + packed.others))
    fields = dict(line.split(": ", 1) for line in metadata.block.decode().splitlines())
    old = json.dumps({name: json.loads(value) for name, value in fields.items()}).encode()
    headers = {**metadata.headers, "content-type": "application/json"}
    then = unpack_exchange("x", [*before, replace(metadata, headers=headers, block=old)])
    assert then == unpack_exchange("x", [*before, metadata])
    assert (then.fetch.tls_verified, then.context) == (False, CONTEXT)


def test_secrets_of_the_request_are_never_written(tmp_path: Path) -> None:
    secrets = tuple((name, "canary-8d1f") for name in ("Cookie", "authorization", "Proxy-Authorization"))
    writer = a_writer(tmp_path)
    evidence = writer.append(a_fetch(request_headers=(("Accept", "*/*"), *secrets)), CONTEXT)
    writer.close()
    assert b"canary-8d1f" not in gzip.decompress((tmp_path / evidence.warc).read_bytes())
    assert read(tmp_path, evidence).request_headers[1:] == tuple((name, "[redacted]") for name, _ in secrets)


def test_a_header_cannot_smuggle_a_line(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    fetch = a_fetch(headers=(("X-A", "b\r\nWARC-Type: request\r\n\r\n"),), request_headers=(("Accept", "a\nb"),))
    evidence = writer.append(fetch, CONTEXT)
    writer.close()
    back = read(tmp_path, evidence)
    assert back.headers == (("X-A", "b  WARC-Type: request    "),)
    assert back.wire_body == fetch.wire_body


@settings(max_examples=100)
@given(
    body=st.binary(max_size=300),
    headers=st.lists(
        st.tuples(st.text("abcXYZ-", min_size=1, max_size=9), st.text(st.characters(max_codepoint=255), max_size=30)),
        max_size=4,
    ),
    url=st.text(max_size=40),
    status=st.integers(100, 999),
    truncated=st.booleans(),
)
def test_any_exchange_comes_back(
    body: bytes, headers: list[tuple[str, str]], url: str, status: int, truncated: bool
) -> None:
    plain = [(name, value.translate(str.maketrans("\r\n\0", "   "))) for name, value in headers]
    fetch = Fetch("https://baomau.example/" + url, status, tuple(plain), body, body, NOON, truncated=truncated)
    packed = pack_exchange(fetch, {"a": ["ạ", None]})
    members = list(walk(io.BytesIO(packed.response + packed.others)))
    assert len(members) == packed.records
    kept = unpack_exchange("archive-20260401T010203Z-00001.warc.gz", members)
    assert kept.fetch == fetch
    assert kept.context == {"a": ["ạ", None]}
    assert kept.evidence.length == len(packed.response)


def test_a_file_is_open_while_it_is_written_and_named_by_clock_and_serial(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    writer = a_writer(folder)
    assert not folder.exists()
    evidence = writer.append(a_fetch(), CONTEXT)
    assert evidence.warc == "archive-20260401T050000Z-00001.warc.gz"
    assert sorted(names(folder)) == [f"{evidence.warc}.open"]
    assert read(folder, evidence) == a_fetch()
    writer.close()
    path = folder / evidence.warc
    assert sorted(names(folder)) == [evidence.warc, "manifest.jsonl"]
    assert json.loads((folder / "manifest.jsonl").read_text()) == {
        "file": evidence.warc,
        "size": path.stat().st_size,
        "records": 4,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    assert stat.S_IMODE(path.stat().st_mode) & ~0o640 == 0
    assert writer.append(a_fetch(), CONTEXT).warc == "archive-20260401T050000Z-00002.warc.gz"
    writer.close()
    path.unlink()
    (folder / "archive-20260401T050000Z-00002.warc.gz").unlink()
    assert a_closed_file(folder, range(1)).name == "archive-20260401T050000Z-00003.warc.gz"  # a number is given once


def test_a_full_file_is_closed_only_between_groups(tmp_path: Path) -> None:
    writer = a_writer(tmp_path, max_bytes=1)
    one = [writer.append(a_fetch(number), CONTEXT).warc for number in range(3)]
    writer.sync()  # the caller commits its rows after this; until then the file keeps its .open
    assert [name for name in names(tmp_path) if name.endswith(".open")] == [one[0] + ".open"]
    two = writer.append(a_fetch(3), CONTEXT).warc
    assert len(set(one)) == 1
    assert two != one[0]
    writer.close()
    assert [kept.fetch.url for kept in captures(tmp_path)] == [a_fetch(number).url for number in range(4)]
    assert list(manifest.entries(tmp_path)) == [one[0], two]


def test_the_order_is_that_of_writing_though_the_clock_jumps_back(tmp_path: Path) -> None:
    moments = iter([NOON, NOON, NOON.replace(year=2001), NOON.replace(year=2001)])
    for number in range(2):
        writer = a_writer(tmp_path)
        writer._now = lambda: next(moments)
        writer.append(a_fetch(number), CONTEXT)
        writer.close()
    assert [kept.fetch.url[-6:] for kept in captures(tmp_path)] == ["0.html", "1.html"]


class Disk:
    """A disk that takes `room` bytes and then no more."""

    def __init__(self, room: int, code: int = errno.ENOSPC) -> None:
        self.room = room
        self.code = code
        self.write = os.write

    def __call__(self, descriptor: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(self.code, os.strerror(self.code))
        done = self.write(descriptor, data[: self.room])
        self.room -= done
        return done


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = a_writer(tmp_path)
    kept = writer.append(a_fetch(1), CONTEXT)
    writer.sync()
    size = writer.path.stat().st_size
    for room in (0, 1, 100, 1000):
        with monkeypatch.context() as patch:
            patch.setattr("archiver.storage.files.os.write", Disk(room))
            with pytest.raises(
                DiskError, match=r"archive-.*No space left on device \(\d+ bytes free there\); make room"
            ):
                writer.append(a_fetch(2), CONTEXT)
        assert writer.path.stat().st_size == size
    then = writer.append(a_fetch(2), CONTEXT)
    writer.close()
    assert [k.evidence for k in captures(tmp_path)] == [kept, then]
    path = tmp_path / kept.warc
    assert hashlib.sha256(path.read_bytes()).hexdigest() == manifest.entries(tmp_path)[kept.warc].sha256


def test_a_full_disk_at_the_beginning_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = a_writer(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("archiver.storage.files.os.write", Disk(10))
        with pytest.raises(DiskError):
            writer.append(a_fetch(1), CONTEXT)
    writer.append(a_fetch(2), CONTEXT)
    writer.close()
    assert [kept.fetch for kept in captures(tmp_path)] == [a_fetch(2)]


def test_a_group_that_could_not_be_written_is_taken_back(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    kept = writer.append(a_fetch(1), CONTEXT)
    writer.sync()
    mark = writer.mark()
    writer.append(a_fetch(2), CONTEXT)
    writer.append(a_fetch(3), CONTEXT)
    writer.rollback(mark)
    then = writer.append(a_fetch(4), CONTEXT)
    writer.close()
    assert [k.evidence for k in captures(tmp_path)] == [kept, then]
    path = tmp_path / kept.warc
    assert hashlib.sha256(path.read_bytes()).hexdigest() == manifest.entries(tmp_path)[kept.warc].sha256


@pytest.mark.parametrize("full", [False, True])
def test_a_group_that_began_a_file_is_taken_back(tmp_path: Path, full: bool) -> None:
    writer = a_writer(tmp_path, max_bytes=1)
    expected = [writer.append(a_fetch(1), CONTEXT)] if full else []
    writer.sync()
    mark = writer.mark()
    writer.append(a_fetch(2), CONTEXT)
    writer.append(a_fetch(3), CONTEXT)
    writer.rollback(mark)
    expected.append(writer.append(a_fetch(4), CONTEXT))
    writer.sync()
    writer.rollback(mark)  # what is synced stays
    writer.close()
    assert [k.evidence for k in captures(tmp_path)] == expected
    for name, entry in manifest.entries(tmp_path).items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == entry.sha256
        assert entry.records == 4


def test_a_file_whose_only_group_was_taken_back_is_removed(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    mark = writer.mark()
    writer.append(a_fetch(2), CONTEXT)
    writer.rollback(mark)
    writer.close()
    assert not names(tmp_path)


def test_after_a_failed_fsync_nothing_more_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = a_writer(tmp_path)
    writer.append(a_fetch(1), CONTEXT)

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("archiver.storage.evidence.os.fsync", broken)
        with pytest.raises(DiskError, match="Input/output error"):
            writer.sync()
    with pytest.raises(DiskError, match="nothing more is written"):
        writer.append(a_fetch(2), CONTEXT)
    writer.close()
    assert [name.endswith(".open") for name in names(tmp_path)] == [True]


def test_a_context_that_is_no_json_writes_nothing(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    with pytest.raises(TypeError):
        writer.append(a_fetch(), {"at": NOON})
    writer.close()
    assert not names(tmp_path)


def test_reading_other_bytes_than_were_written_is_corruption(tmp_path: Path) -> None:
    writer = a_writer(tmp_path)
    evidence = writer.append(a_fetch(), CONTEXT)
    writer.close()
    path = tmp_path / evidence.warc
    data = bytearray(path.read_bytes())
    data[evidence.offset + 50] ^= 1
    path.write_bytes(data)
    with pytest.raises(CorruptionError, match="not the bytes that were written"):
        read(tmp_path, evidence)
    path.unlink()
    with pytest.raises(CorruptionError, match="holds evidence"):
        read(tmp_path, evidence)


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    path = a_closed_file(tmp_path / "warc", range(1))
    (tmp_path / "elsewhere").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        list(captures(tmp_path / "warc"))


def test_damage_is_told_and_reading_goes_on_behind_it(tmp_path: Path) -> None:
    path = a_closed_file(tmp_path, range(5))
    evidence = [kept.evidence for kept in captures(tmp_path)]
    data = bytearray(path.read_bytes())
    data[evidence[2].offset + 200] ^= 8
    path.write_bytes(data)
    with pytest.raises(CorruptionError, match=f"at byte {evidence[2].offset}"):
        list(captures(tmp_path))
    told: list[int] = []
    got = [k.evidence for k in captures(tmp_path, on_damage=lambda file, problem: told.append(problem.offset))]
    assert got == [*evidence[:2], *evidence[3:]]
    assert told == [evidence[2].offset]
