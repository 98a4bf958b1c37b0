"""Exchanges made up for the tests of the evidence."""

import gzip
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archiver.core.decoding import decode
from archiver.core.page import Fetch
from archiver.storage.evidence import EvidenceWriter

NOON = datetime(2026, 4, 1, 5, 0, 0, 123456, tzinfo=UTC)
CONTEXT = {
    "newspaper": "baomau",
    "purpose": "article",
    "address": "https://baomau.example/cau-moi-a12.html",
    "found_by": "feed",
    "crawl": 7,
    "command": "crawl baomau",
    "reader": "1",
}


def a_fetch(number: int = 12, *, size: int = 2000, encoding: str = "gzip", **changes: Any) -> Fetch:
    """An exchange with a body of noise that compresses about as a page does."""
    luck = random.Random(number)
    words = ["cầu", "mới", "thông", "xe", "người", "dân", "đắk", "nông", "huyện", "<p>", "</p>", "2026"]
    text = " ".join(f"{luck.choice(words)}{luck.randrange(9999)}" for _ in range(size // 9)).encode()
    wire = gzip.compress(text, mtime=0) if encoding == "gzip" else text
    headers = [("Server", "nginx"), ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(wire)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    values: dict[str, Any] = {
        "url": f"https://baomau.example/cau-moi-a{number}.html",
        "status": 200,
        "headers": tuple(headers),
        "wire_body": wire,
        "body": decode(wire, encoding).body,
        "fetched_at": NOON + timedelta(seconds=number),
        "request_headers": (("Host", "baomau.example"), ("User-Agent", "archiver/0.1 (+https://a.example)")),
        "ip": "203.0.113.7",
        "tls_verified": True,
    }
    return Fetch(**{**values, **changes})


def a_writer(folder: Path, **options: Any) -> EvidenceWriter:
    """A writer whose clock stands still."""
    return EvidenceWriter(folder, software="archiver/0.1", operator="https://a.example", now=lambda: NOON, **options)


def a_closed_file(folder: Path, numbers: range, **options: Any) -> Path:
    """A closed file of evidence with one exchange a number."""
    writer = a_writer(folder)
    for number in numbers:
        evidence = writer.append(a_fetch(number, **options), {**CONTEXT, "crawl": number})
    writer.sync()
    writer.close()
    return folder / evidence.warc


def names(folder: Path) -> list[str]:
    """The names in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())
