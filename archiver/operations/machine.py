"""What the machine under the archive is like: its disk, its file system, its SQLite, its certificates, its locks."""

from __future__ import annotations

import os
import re
import sqlite3
import ssl
from pathlib import Path

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb", "smb3", "smbfs", "afs", "9p", "ceph", "glusterfs", "lustre", "davfs"}
    | {"fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs2", "vboxsf"}
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """True for a version of SQLite in which two connections that reset the WAL at one moment can corrupt the file.

    Source:
        SQLite's release notes: 3.7.0 to 3.51.2, mended in 3.51.3 and in the branches 3.50.7 and 3.44.6.

    >>> has_wal_reset_bug((3, 40, 1)), has_wal_reset_bug((3, 44, 6)), has_wal_reset_bug((3, 51, 3))
    (True, False, False)
    """
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version <= (3, 51, 2)


def has_fts5() -> bool:
    """True where this Python's SQLite can make a full-text index."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def file_system(path: Path, mounts: str) -> str | None:
    """The type of the file system on which `path` lies.

    Args:
        path: absolute.
        mounts: the text of /proc/self/mounts.

    Returns:
        "ext4", "nfs4", ...; None where the text does not tell.

    >>> file_system(Path("/srv/archive"), "/dev/sda1 / ext4 rw 0 0\\nbox:/x /srv nfs4 rw 0 0\\n")
    'nfs4'
    """
    best, found = -1, None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1]))
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, found = len(point.parts), fields[2]
    return found


def lock_holder(lock: Path, locks: str) -> int | None:
    """The process that holds a lock on the file, without asking for it: asking would stand in a crawl's way.

    Args:
        lock: the file; it need not exist.
        locks: the text of /proc/locks.

    Returns:
        Its number, 0 where it belongs to another container; None where nobody holds it.

    >>> lock_holder(Path("/nowhere/lock"), "1: FLOCK  ADVISORY  WRITE 77 08:01:1234 0 EOF\\n") is None
    True
    """
    try:
        said = lock.stat()
    except OSError:
        return None
    where = f"{os.major(said.st_dev):02x}:{os.minor(said.st_dev):02x}:{said.st_ino}"
    for line in locks.splitlines():
        fields = line.split()
        if "->" not in fields and len(fields) >= 6 and fields[1] == "FLOCK" and fields[5] == where:
            return max(int(fields[4]), 0) if fields[4].lstrip("-").isdigit() else 0
    return None


def someone_runs(home: Path) -> bool | None:
    """Whether a run holds the archive's lock at this moment; None where this system cannot tell."""
    try:
        locks = Path("/proc/locks").read_text("ascii", "replace")
    except OSError:
        return None
    return lock_holder(home / "lock", locks) is not None


def certificates() -> int:
    """How many certificate authorities this Python trusts; 0: no https page can be fetched.

    Raises:
        OSError: `SSL_CERT_FILE` names a file that cannot be read.
    """
    named = os.environ.get("SSL_CERT_FILE", "")
    if named:
        Path(named).open("rb").close()
    loaded = ssl.create_default_context().cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath  # its certificates are loaded when they are needed
    return loaded or (sum(1 for _ in Path(folder).glob("*.0")) if folder and Path(folder).is_dir() else 0)
