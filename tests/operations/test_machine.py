from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from archiver.operations.machine import (
    certificates,
    file_system,
    has_fts5,
    has_wal_reset_bug,
    lock_holder,
    someone_runs,
)


@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_the_versions_with_the_bug(version: tuple[int, int, int], bad: bool) -> None:
    assert has_wal_reset_bug(version) is bad


def test_the_nearest_mount_tells_the_file_system() -> None:
    mounts = "a / ext4 rw 0 0\nb /srv\\040data nfs4 rw 0 0\nc /srv\\040data/x ext4 rw 0 0\nbroken\n"
    assert file_system(Path("/srv data/archive"), mounts) == "nfs4"
    assert file_system(Path("/srv data/x/archive"), mounts) == "ext4"
    assert file_system(Path("/srv database"), mounts) == "ext4"
    assert file_system(Path("/x"), "") is None


def test_a_lock_is_seen_without_being_asked_for(tmp_path: Path) -> None:
    if someone_runs(tmp_path) is None:
        pytest.skip("this system has no /proc/locks")
    assert someone_runs(tmp_path) is False
    with (tmp_path / "lock").open("w") as lock:
        assert someone_runs(tmp_path) is False
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert someone_runs(tmp_path) is True
        assert lock_holder(tmp_path / "lock", Path("/proc/locks").read_text()) in (os.getpid(), 0)
    assert someone_runs(tmp_path) is False


def test_certificates_are_counted_or_the_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert has_fts5()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(FileNotFoundError):
        certificates()
