"""T21: hostile names, links, devices and bombs come to nothing: no file outside the archive, no link followed."""

import io
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.crawl import foreign as reading
from archiver.crawl.foreign import Refused, Sighting, sightings
from archiver.crawl.imports import import_paths
from archiver.crawl.registry import load
from tests.crawl.saved import Foreign, a_config, address, gzipped, page, tree, wacz

NAMES = [
    "../evil.warc.gz",
    "../../evil.warc.gz",
    "archive/../../evil.warc.gz",
    "/etc/evil.warc.gz",
    "//host/share/evil.warc.gz",
    "C:/evil.warc.gz",
    "c:evil.warc.gz",
    "..\\evil.warc.gz",
    "\\\\host\\evil.warc.gz",
    "archive\\..\\..\\evil.warc.gz",
    "archive/" + "x" * 300 + ".warc.gz",
    "archive/a\nb.warc.gz",
    "archive/\x1b[2Jb.warc.gz",
    "archive/\x7f.warc.gz",
    "..",
    "archive/..",
]
HARMLESS = ["archive/CON.warc.gz", "archive/..data.warc.gz", "archive/\u202egz.craw.warc.gz", "archive/ .warc.gz"]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)  # as an operator's Python, whatever this one was told
    return a_config(tmp_path)


def one_page(number: int = 1) -> bytes:
    foreign = Foreign()
    foreign.response(address(number), page(number))
    return foreign.data()


def refused(path: Path) -> str:
    """What is said of a file that must be refused before anything of it is taken."""
    before = tree(path.parent)
    given: list[Sighting] = []
    with pytest.raises(Refused) as refusal:
        given.extend(sightings(path))
    assert not given
    assert tree(path.parent) == before
    return str(refusal.value)


def test_what_is_refused_leaves_nothing_anywhere(tmp_path: Path, config: Config) -> None:
    paths = [wacz(tmp_path / f"{n}.wacz", one_page(), **{name: one_page(2)}) for n, name in enumerate(NAMES)]
    (tmp_path / "link.html").symlink_to("/etc/passwd")
    papers = load(config)  # which may leave a compiled copy beside the newspaper's file
    before = tree(tmp_path)
    done = import_paths(config, [*paths, tmp_path / "link.html"], papers)
    assert tree(tmp_path) == before
    assert (done.stored, done.files, len(done.refused)) == (0, 0, len(NAMES) + 1)
    assert all(path.name in told for path, told in zip(paths, done.refused, strict=False))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    path = wacz(tmp_path / "a.wacz", one_page(), **{name: one_page(2)})
    assert "member's name" in refused(path)


def test_an_odd_name_is_only_a_name(tmp_path: Path, config: Config) -> None:
    odd = {name: one_page(number) for number, name in enumerate(HARMLESS, 2)}
    path = wacz(tmp_path / "a.wacz", one_page(), **odd)
    papers = load(config)
    before = tree(tmp_path)
    done = import_paths(config, [path], papers)
    assert (done.stored, done.refused) == (1 + len(HARMLESS), [])
    assert tree(tmp_path) == before
    there = {one.name for one in config.home.iterdir()}
    assert there <= {"archive.db", "archive.db-wal", "archive.db-shm", "lock", "logs", "warc"}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_a_member_that_is_a_link_or_a_device(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/data.warc.gz", one_page())
        info = zipfile.ZipInfo("archive/other.warc.gz")
        info.external_attr = (kind | 0o644) << 16
        package.writestr(info, "/etc/passwd")
    assert "a link or a device" in refused(path)


def test_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        for number in range(10_001):
            package.writestr(str(number), "")
    assert "10001 members" in refused(path)


def test_a_member_that_inflates_a_thousand_times(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/data.warc.gz", one_page())
        package.writestr("archive/more.warc", bytes(50_000_000))
    assert "inflates more than 200 times" in refused(path)


def test_a_package_that_claims_more_than_ten_gigabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = wacz(tmp_path / "a.wacz", one_page())
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    assert "inflates to more than 100 bytes" in refused(path)


def test_members_that_overlap(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/data.warc.gz", one_page())
        first = package.infolist()[0]
        for number in range(20):  # more entries of the same bytes
            copy = zipfile.ZipInfo(f"archive/{number}.warc.gz")
            copy.header_offset, copy.CRC = first.header_offset, first.CRC
            copy.file_size, copy.compress_size = first.file_size, first.compress_size
            package.filelist.append(copy)
    assert "overlap" in refused(path)


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = wacz(tmp_path / "a.wacz", one_page())
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"datapackage.json"))
    data[at + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(path)


def test_a_zip_without_a_warc(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.html", page(1))
    assert "without a WARC file" in refused(path)


def test_links_and_devices_given_by_name(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_bytes(page(1))
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    assert "symbolic link" in refused(tmp_path / "link.html")
    os.mkfifo(tmp_path / "pipe.html")
    assert "not a regular file" in refused(tmp_path / "pipe.html")  # and not waited for
    with pytest.raises(Refused, match="not a regular file"):
        list(sightings(Path("/dev/zero")))


@pytest.mark.parametrize("name", ["html", "warc.gz"])
def test_a_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(reading, "_SMALL", 2**20)
    path = tmp_path / f"bomb.{name}"
    if name == "html":
        path.write_bytes(gzipped(bytes(60_000_000)))
        assert [one.skipped for one in sightings(path)] == ["too large"]
        return
    foreign = Foreign(packed=False)
    foreign.response(address(1), bytes(60_000_000))
    path.write_bytes(gzipped(foreign.data()))
    with pytest.raises(Refused, match="inflates far beyond"):
        list(sightings(path))


def test_a_page_that_inflates_beyond_what_a_crawl_takes(tmp_path: Path) -> None:
    foreign = Foreign()
    coded = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    foreign.response(address(1), gzipped(bytes(40_000_000)), headers=coded)
    foreign.response(address(2), page(2))
    got = list(sightings(foreign.save(tmp_path / "other.warc.gz")))
    assert [one.skipped for one in got] == ["too large", ""]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "dns:baomau.example",
        "",
        "https://",
        "https://baomau.example/\r\nX: 1",
    ],
)
def test_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    foreign = Foreign()
    foreign.response("https://placeholder.example/a1.html", page(1))
    data = zlib_members(foreign.data()).replace(b"https://placeholder.example/a1.html", url.encode())
    path = tmp_path / "other.warc"
    path.write_bytes(data)
    try:
        got = list(sightings(path))
    except Refused:
        return
    assert all(one.fetch is None or "\n" not in one.fetch.url for one in got)
    assert url.startswith("https://b") or [one.skipped for one in got] == ["not http"]


def zlib_members(data: bytes) -> bytes:
    import gzip

    return gzip.GzipFile(fileobj=io.BytesIO(data)).read()


def test_a_member_in_an_unusual_packing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("archive/data.warc.gz", one_page())
    assert "unusual" in refused(path)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-05:00"])
def test_a_moment_beyond_the_calendar_is_none(tmp_path: Path, date: str, capfd: pytest.CaptureFixture[str]) -> None:
    foreign = Foreign()
    foreign.response(address(), page(), date)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(foreign.data())
    assert [one.skipped for one in sightings(path)] == ["no date"]
    assert capfd.readouterr().err == ""


def test_the_future_is_not_the_last_word(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.response(address(), page(), "2222-02-02T00:00:00Z")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(foreign.data())
    saved = tmp_path / "x.html"
    saved.write_bytes(page(head=f'<link rel="canonical" href="{address()}">'))
    os.utime(saved, (2**33, 2**33))
    done = import_paths(config, [path, saved], load(config))
    assert done.skipped == {"dated in the future": 1}
    assert done.stored == 1
