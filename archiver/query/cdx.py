"""The index of a package (CDXJ): where each capture lies, sorted by address and time, whatever their number."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from typing import IO
from urllib.parse import urlsplit

from archiver.storage.warc import Member

MOST = 50_000  # lines in memory
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """The key under which replay programs look an address up: host reversed, `www.` left out, small letters.

    Source:
        the Sort-friendly URI Reordering Transform as OpenWayback and pywb apply it.

    >>> surt("https://www.BaoMau.example/Thoi-su/cau-moi-a12.html?b=2&a=1")
    'example,baomau)/thoi-su/cau-moi-a12.html?a=1&b=2'
    """
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme) else ""
    path = parts.path.lower() or "/"
    path = path.rstrip("/") if len(path) > 1 else path
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){path}" + (f"?{query}" if query else "")


def line_of(response: Member, *, filename: str, offset: int) -> str:
    """The line of one capture.

    Args:
        response: its record.
        filename: of the WARC file in which it lies.
        offset: where it begins there, in bytes.
    """
    url = response.headers.get("warc-target-uri", "")
    status, mime = _said(response)
    known = {
        "url": url,
        "mime": mime,
        "status": status,
        "digest": response.headers.get("warc-payload-digest", ""),
        "length": str(response.length),
        "offset": str(offset),
        "filename": filename,
    }
    time = re.sub(r"\D", "", response.headers.get("warc-date", ""))[:14]
    return f"{surt(url)} {time} {json.dumps(known)}\n"


class Index:
    """Lines that are added in any order and come out sorted; beyond `MOST` they wait on the disk."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._lines: list[str] = []
        self._chunks: list[IO[str]] = []

    def add(self, line: str) -> None:
        """Add a line. Raises OSError."""
        self._lines.append(line)
        if len(self._lines) >= MOST:
            chunk = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with the others
            self._stack.callback(chunk.close)
            chunk.writelines(sorted(self._lines))
            chunk.seek(0)
            self._chunks.append(chunk)
            self._lines = []

    def __iter__(self) -> Iterator[str]:
        """The lines, sorted by their bytes."""
        return merge(*self._chunks, sorted(self._lines))

    def close(self) -> None:
        """Let go of what waits on the disk."""
        self._stack.close()


def _said(response: Member) -> tuple[str, str]:
    """Status and media type."""
    if response.kind == "resource":
        return "200", response.headers.get("content-type", "").partition(";")[0].strip()
    head = response.block.partition(b"\r\n\r\n")[0].decode("latin-1")
    first, _, rest = head.partition("\r\n")
    found = re.search(r"^content-type:[ \t]*([^;\r\n]+)", rest, flags=re.IGNORECASE | re.MULTILINE)
    return first.split(" ")[1], found[1].strip() if found else "unk"
