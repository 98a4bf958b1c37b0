"""`archiver read FILE`: reads one saved page and prints its record; stores nothing."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from archiver import config
from archiver.cli.showing import JsonOption, say, say_json
from archiver.core.addresses import normalise_url, public_id
from archiver.core.errors import UsageError
from archiver.core.extract import extract
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.core.trace import FIELDS, Trace
from archiver.core.tree import links
from archiver.core.values import VIETNAM, Extraction, Kind
from archiver.crawl.registry import Registry, load
from archiver.storage.identity import main_address

UNKNOWN = "about:blank"  # the address of a page that names none: relative addresses stay unread
MAX_BYTES = 64 * 2**20  # of one page, uncompressed: four times what a crawl takes


def register(app: typer.Typer) -> None:
    """Add `read` to the command line."""
    app.command("read")(read)


def read(
    file: Annotated[str, typer.Argument(help='A saved page (.html, also .gz), "-" for standard input.')],
    url: Annotated[str, typer.Option(help="Where the page came from; without it the page's own canonical link.")] = "",
    newspaper: Annotated[str, typer.Option(help="Whose layouts read it; without it the owner of the address.")] = "",
    fetched_at: Annotated[
        str, typer.Option(help='ISO moment of the fetch; without it "3 giờ trước" and the like stay unread.')
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Also the candidates of each field, which was taken, and why.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read one saved page and print its record; nothing is stored.

    Example: archiver read page.html --url https://baolamdong.vn/lang-hoa-359750.html --json
    """
    body, seen_at = _body(file), _moment(fetched_at)
    registry = load(config.load())
    paper = registry.get(newspaper).definition() if newspaper else None
    trace = Trace() if explain else None
    extraction, paper = extract_saved(body, _address(url), registry, paper=paper, fetched_at=seen_at, explain=trace)
    if extraction.kind in (Kind.BINARY, Kind.EMPTY):
        raise UsageError(f"{_called(file)} is no page of text ({extraction.kind}): give the saved HTML of one article")
    record = completed(extraction, paper)
    if as_json:
        say_json(record if trace is None else record | {"candidates": [asdict(one) for one in trace.heard]})
        return
    say(told(record, extraction))
    if trace is not None:
        say(f"\n{explained(trace)}")


def extract_saved(
    body: bytes,
    url: str,
    registry: Registry,
    *,
    paper: Newspaper | None = None,
    fetched_at: datetime | None = None,
    explain: Trace | None = None,
) -> tuple[Extraction, Newspaper | None]:
    """Read a saved page with the layouts of `paper`, else of the newspaper that owns its address.

    Where `url` is empty, the canonical address that the page names for itself takes its place.
    """
    if not url:
        named = (normalise_url(link.url) for link in links(Page("", body)) if "canonical" in link.rel.split())
        url = next(filter(None, named), "")
    paper = paper or (registry.owner_of(url) if url else None)
    page = Page(url or UNKNOWN, body, "", fetched_at)
    layouts, zone = (paper.layouts, paper.zone) if paper else ((), VIETNAM)
    return extract(page, layouts, zone=zone, newspaper=paper, explain=explain), paper


def completed(extraction: Extraction, paper: Newspaper | None) -> dict[str, object]:
    """The record with what the newspaper adds to the page: its name, its province and the article's id."""
    record = extraction.record()
    for slot in ("url", "canonical_url"):
        record[slot] = None if record[slot] == UNKNOWN else record[slot]
    if paper is None:
        return record
    record |= {"newspaper": paper.name, "province": paper.province}
    if extraction.url != UNKNOWN and extraction.kind.is_article:
        main = main_address(paper, extraction.url, extraction.canonical_url)  # the archive's own rule
        record["id"] = public_id(paper.name, main.key, main.url)
    return record


def told(record: dict[str, Any], extraction: Extraction) -> str:
    """The record for a person: a line a field, the body's beginning, what could not be read."""
    body = record["body_text"] or ""
    lines = [
        ("id", record["id"]),
        ("kind", record["kind"]),
        ("read by", f"layout {extraction.layout}" if extraction.layout else "the general reader"),
        ("title", record["title"]),
        ("lead", record["lead"]),
        ("authors", ", ".join(record["authors"]) or None),
        ("agencies", ", ".join(record["agencies"]) or None),
        ("published", _dated(record["published_at"], record["published_precision"], record["published_raw"])),
        ("updated", _dated(record["updated_at"], None, record["updated_raw"])),
        ("section", record["section"]),
        ("tags", ", ".join(record["tags"]) or None),
        ("views", record["view_count"]),
        ("comments", record["comment_count"]),
        ("images", len(record["images"]) or None),
        ("address", record["canonical_url"] or record["url"]),
        (
            "body",
            f"{len(body.split())} words: {body[:160].replace(chr(10), ' ')}{'…' * (len(body) > 160)}" if body else None,
        ),
        ("problems", ", ".join(f"{found['field']}: {found['reason']}" for found in record["problems"]) or None),
    ]
    return "\n".join(f"{label:<10} {value}" for label, value in lines if value is not None)


def explained(trace: Trace) -> str:
    """The candidates of each field for a person: a star before what was taken, behind each why."""
    lines: list[str] = []
    for field in dict.fromkeys((*FIELDS, *(one.field for one in trace.heard))):
        candidates = sorted(trace.of(field), key=lambda one: not one.taken)
        if candidates:
            lines.append(field)
        for one in candidates:
            raw = one.raw if len(one.raw) <= 60 else f"{one.raw[:59]}…"
            parts = (one.source, repr(raw) if raw else "", f"({one.why})" if one.why else "")
            lines.append(f"  {'*' if one.taken else ' '} {'  '.join(filter(None, parts))}")
    return "\n".join(lines)


def _dated(moment: str | None, precision: str | None, raw: str | None) -> str | None:
    """A moment with its precision and the text it was read from."""
    if moment is None:
        return None
    return f"{moment}{f' (to the {precision})' if precision else ''}{f', printed {raw!r}' if raw else ''}"


def _called(file: str) -> str:
    return "standard input" if file == "-" else file


def _body(file: str) -> bytes:
    """The bytes of a saved page, content compression undone."""
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else _from_disk(Path(file))
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.GzipFile(fileobj=io.BytesIO(raw)).read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as problem:
        why = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise UsageError(f"{_called(file)} cannot be read: {why}") from problem
    if not raw.strip():
        raise UsageError(f"{_called(file)} is empty")
    if raw.startswith(b"WARC/"):  # read as one page it would mix the names and dates of many
        raise UsageError(
            f"{_called(file)} is a WARC file of many exchanges: `archiver import {_called(file)}` takes it"
        )
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{_called(file)} is larger than {MAX_BYTES // 2**20} MiB: that is no saved page")
    return raw


def _from_disk(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give one saved page (`archiver import {path}` takes many)")
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _address(url: str) -> str:
    if not url:
        return ""
    address = normalise_url(url)
    if address is None:
        raise UsageError(f"--url {url!r} is no http address; write it whole, such as https://baolamdong.vn/…")
    return address


def _moment(said: str) -> datetime | None:
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as problem:
        raise UsageError(f"--fetched-at {said!r} is no moment such as 2026-11-23T08:00:00+07:00") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
