"""T21: 80 hostile names by every door of the import: no file outside the archive, no link followed, no name obeyed."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.crawl.saved import Foreign, address, environment, page, tree, wacz

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]

OUTSIDE = "canary-outside"
STEPS = ("../", "../../", "../../../../../../", "archive/../../", "./../", "..\\", "..\\..\\", "archive\\..\\..\\")
ROOTS = ("/", "//", "//host/share/", "\\\\host\\share\\", "C:/", "c:\\", "file:///", "\\", "~/", "/proc/self/cwd/")
TARGETS = ("evil.warc.gz", f"{OUTSIDE}/evil.warc.gz", "archive/data.warc.gz")
ODD = (
    "archive/" + "x" * 300 + ".warc.gz",
    "x" * 3000 + ".warc.gz",
    "archive/a\nb.warc.gz",
    "archive/\r\n.warc.gz",
    "archive/\x1b[2Jb.warc.gz",
    "archive/\x7f.warc.gz",
    "archive/\u202egz.craw.warc.gz",
    "archive/CON.warc.gz",
    "archive/NUL.warc.gz",
    "archive/COM1.warc.gz",
    "archive/aux.warc.gz",
    "archive/a:stream.warc.gz",
    "archive/ .warc.gz",
    "archive/.warc.gz",
    "archive/..data.warc.gz",
    "archive/-rf.warc.gz",
    "archive/$(touch evil).warc.gz",
    "archive/`touch evil`.warc.gz",
    "archive/;touch evil;.warc.gz",
    "archive/%2e%2e%2fevil.warc.gz",
    "archive/\u2025/evil.warc.gz",
    "archive/\uff0e\uff0e\uff0fevil.warc.gz",
    "archive/..%00/evil.warc.gz",
    "..",
    "archive/..",
    ".",
)
NAMES = tuple(f"{start}{target}" for start in (*STEPS, *ROOTS) for target in TARGETS) + ODD
OURS = re.compile(
    r"archive\.db(-wal|-shm|\.\S*)?|lock|logs(/crawl-\d{8}\.jsonl)?|warc(/[A-Za-z0-9.-]+\.(warc\.gz(\.open)?|jsonl?|txt|lock))?"
)


def archiver_import(tmp_path: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archiver", "import", *map(str, paths)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return subprocess.run(
        command, env=clean | environment(tmp_path), cwd=work, capture_output=True, text=True, timeout=240, check=False
    )


def one_page(number: int = 1) -> bytes:
    foreign = Foreign()
    foreign.response(address(number), page(number))
    return foreign.data()


def outside(tmp_path: Path) -> object:
    """Everything but the archive."""
    return tree(tmp_path)


def holds_only_ours(home: Path) -> list[str]:
    names = [str(one.relative_to(home)) for one in home.rglob("*")]
    return [name for name in names if not OURS.fullmatch(name)]


def test_there_are_enough_names() -> None:
    assert len(set(NAMES)) >= 80


def test_no_name_leads_out_by_any_door(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    secret = tmp_path / OUTSIDE
    secret.mkdir()
    (secret / "secret.html").write_bytes(page(77, extra="CANARY-77"))
    for number, name in enumerate(NAMES):  # as the name of a package's member
        wacz(given / f"{number:03}.wacz", one_page(1), **{name: one_page(2)})
    foreign = Foreign()
    for number, name in enumerate(NAMES, 1000):  # as a name within records: their addresses
        text = name.encode("utf-8", "replace").decode("ascii", "replace").replace("\n", " ").replace("\r", " ")
        foreign.response(f"https://baomau.example/{text[:500]}-a{number}.html", page(number))
    (given / "records.warc.gz").write_bytes(foreign.data())
    for number, name in enumerate(ODD):  # as a file's own name
        plain = name.replace("/", "_").replace("\0", "")[:200]
        if plain not in ("", ".", ".."):
            (given / f"{number}{plain}.html").write_bytes(page(number))
    (given / "link.html").symlink_to(secret / "secret.html")
    (given / "folder").symlink_to(secret)
    os.mkfifo(given / "pipe.html")
    environment(tmp_path)  # the newspaper's own file
    before = outside(tmp_path)
    done = archiver_import(tmp_path, given)
    assert "Traceback" not in done.stderr
    (tmp_path / "work").rmdir()  # nothing was written where it ran
    assert outside(tmp_path) == before
    assert holds_only_ours(tmp_path / "archive") == []
    assert b"CANARY-77" not in b"".join(one.read_bytes() for one in (tmp_path / "archive").rglob("*") if one.is_file())
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO])
def test_links_devices_and_bombs_in_a_package_take_nothing_along(tmp_path: Path, kind: int) -> None:
    package = tmp_path / "a.wacz"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/data.warc.gz", one_page())
        info = zipfile.ZipInfo("archive/other.warc.gz")
        info.external_attr = (kind | 0o644) << 16
        made.writestr(info, "/etc/passwd")
    many = tmp_path / "many.wacz"
    with zipfile.ZipFile(many, "w") as made:
        for number in range(100_000):
            made.writestr(str(number), "")
    bomb = tmp_path / "bomb.wacz"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/data.warc", b"WARC/1.0\r\n" + bytes(200_000_000))
    done = archiver_import(tmp_path, package, many, bomb)
    assert "Traceback" not in done.stderr
    assert done.returncode != 0
    assert not [one for one in (tmp_path / "archive" / "warc").glob("*") if one.stat().st_size > 10_000]
