"""Puts a new newspaper on the disk: recorded pages and report first, its file last; all of it or nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver.core.errors import DiskError, UsageError
from archiver.core.values import Extraction
from archiver.storage.values import Visit

ADDED = "added"  # folder of the archive's home
RECORDED = 6  # pages that a person is asked to compare
_UNSAFE = re.compile(r"[^a-z0-9-]+")


def slug_of(url: str) -> str:
    """A folder's name for the page at an address.

    >>> slug_of("https://baomau.example/Thoi-su/Cầu-mới-a12.html")
    'thoi-su-c-u-m-i-a12-html'
    """
    parts = urlsplit(url)
    return _UNSAFE.sub("-", f"{parts.path}-{parts.query}".lower()).strip("-")[-80:].strip("-") or "page"


def record_page(folder: Path, visit: Visit, expected: Extraction | None = None) -> Path:
    """Keep a page as the draft of a recorded one: its bytes, what is known of the fetch, and how it reads today.

    Args:
        folder: where the page's own folder is made.
        expected: its reading, for a person to compare with the page; `checked` in page.json waits for the name.

    Raises:
        DiskError: the folder cannot be written.
    """
    place = folder / slug_of(visit.fetch.url)
    known: dict[str, Any] = {
        "url": visit.fetch.url,
        "fetched_at": visit.fetch.fetched_at.isoformat(),
        "content_type": visit.fetch.header("Content-Type"),
    }
    if expected is not None:
        known |= {"layout": expected.layout, "checked": ""}
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / "page.html").write_bytes(visit.fetch.body)
        _write_json(place / "page.json", known)
        if expected is not None:
            _write_json(place / "expected.json", expected.record())
    except OSError as problem:
        raise DiskError(f"{place} cannot be written: {problem.strerror}") from problem
    return place


def keep(
    home: Path, name: str, spiders: Path, spider: str, report: str, said: dict[str, Any],
    pages: Sequence[tuple[Visit, Extraction]],
) -> tuple[Path, Path]:  # fmt: skip
    """Write everything that belongs to a new newspaper; where one part cannot be written, none is left.

    Args:
        home: the archive's.
        spiders: the folder of the newspaper's file; made where there is none.
        spider: the text of that file.
        report: for a person; `said` is the same for programs.
        pages: with their readings.

    Returns:
        The newspaper's file, and the folder of its recorded pages and report.

    Raises:
        UsageError: the file is there already.
        DiskError: something cannot be written.
    """
    file, final = spiders / f"{name}.py", home / ADDED / name
    apart: Path | None = None
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        spiders.mkdir(parents=True, exist_ok=True)
        apart = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=final.parent))
        for visit, reading in pages[:RECORDED]:
            record_page(apart / "pages", visit, reading)
        (apart / "report.md").write_text(report, "utf-8")
        _write_json(apart / "report.json", said)
        draft = apart / f"{name}.py"
        draft.write_text(spider, "utf-8")
        os.chmod(apart, 0o755)  # noqa: PTH101, S103 - as any folder of the archive: mkdtemp makes it the user's alone
        _publish(draft, file)
        draft.unlink()
        if final.exists():  # of a newspaper whose file was taken away
            shutil.rmtree(final)
        apart.rename(final)
    except OSError as problem:
        raise DiskError(f"{problem.filename or final} cannot be written: {problem.strerror}") from problem
    finally:
        if apart is not None and apart.exists():
            shutil.rmtree(apart, ignore_errors=True)
    return file, final


def _publish(draft: Path, file: Path) -> None:
    """The newspaper's file in its place, whole, and never over another."""
    whole = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        shutil.copyfile(draft, whole)
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        os.link(whole, file)  # unlike a rename, this fails where the name is taken
    except FileExistsError as problem:
        raise UsageError(f"{file} is there already: give another --name, or move it away") from problem
    finally:
        whole.unlink(missing_ok=True)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")
