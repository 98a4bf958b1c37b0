"""Reads what others saved: WARC files of any writer, WACZ packages, saved pages. Each page becomes a `Fetch` with its
own address and time. Nothing is unpacked to the disk, no link is followed, nothing inflates beyond its limit.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, redirect_stderr
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from archiver.core.addresses import normalise_url
from archiver.core.decoding import LIMIT, decode
from archiver.core.page import Fetch, Page
from archiver.core.tree import parse

WARCS = (".warc", ".warc.gz")
PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
MAX_MEMBERS = 10_000
MAX_RATIO = 200  # to which a member or a compressed file may inflate; a newspaper's pages stay below 10
MAX_BYTES = 10 * 2**30  # to which a package or a file may inflate as a whole
_SMALL = 64 * 2**20  # below it a ratio says nothing
_HEAD = 256 * 1024  # bytes of a page or of an exchange in which its head must end
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S{1,2000})\s+saved date:\s*(?P<date>[^\r\n(]{1,80})"
)
_SAVED_DATE = "%a %b %d %Y %H:%M:%S GMT%z"
_REPLAYED = re.compile(r"https?://[^/]+/(?:[^/]+/)?(?P<time>\d{14})(?:[a-z]{2}_)?/(?P<url>https?://.+)")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # as WACZ has it; another packing may ask for any memory
_UNREADABLE = (ArchiveLoadFailed, zlib.error, zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError)


class Refused(Exception):  # noqa: N818 - it is no fault of ours
    """A file that is not read, or not to its end; the message says why."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing that stood in a file: a page, or why it is none."""

    fetch: Fetch | None
    skipped: str = ""  # why there is no fetch: "revisit", "status 404", "not a page", ...


def files_of(path: Path) -> Iterator[Path]:
    """The files to read below `path`, in the order of their names; symbolic links are left out.

    A folder gives what has a known ending; a file is given whatever its name.
    """
    if path.is_symlink() or not path.is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if name.lower().endswith((*WARCS, *PAGES, ".wacz")) and not file.is_symlink():
                yield file


def sightings(path: Path, *, url: str = "") -> Iterator[Sighting]:
    """Everything that stands in one file, in its order.

    Args:
        path: a WARC file, a WACZ package or a saved page, told apart by its first bytes.
        url: the address of a saved page; else the page tells it.

    Raises:
        Refused: it cannot be read, or not to its end; what was given before stands.
    """
    try:
        with closing(_opened(path)) as raw:
            head = raw.read(1024)
            raw.seek(0)
            if head.startswith(b"PK\x03\x04"):
                yield from _package(raw)
            elif _plain(head).startswith(b"WARC/"):
                yield from _records(_inflated(raw, head, _limit(os.fstat(raw.fileno()).st_size)))
            elif path.name.lower().endswith((*WARCS, ".wacz")):
                raise Refused("it is called a WARC file or a WACZ package, and is none")
            else:
                yield _saved_page(raw, url)
    except _UNREADABLE as problem:
        raise Refused(
            f"{path}: {str(problem).strip().splitlines()[0] if str(problem).strip() else 'damaged'}"
        ) from problem
    except Refused as problem:
        raise Refused(f"{path}: {problem}") from problem


def _opened(path: Path) -> BinaryIO:
    """The file, which must be a regular one."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as problem:
        why = "a symbolic link; name the file itself" if path.is_symlink() else problem.strerror or str(problem)
        raise Refused(why) from problem
    stream = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.close()
        raise Refused("not a regular file")
    return stream


def _limit(size: int) -> int:
    return min(MAX_BYTES, max(_SMALL, MAX_RATIO * size))


def _plain(head: bytes) -> bytes:
    """The beginning of a file, gunzipped where it is gzip."""
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


def _inflated(raw: BinaryIO, head: bytes, limit: int) -> BinaryIO:
    """The stream without gzip, whether each record is a member of its own or the file is one."""
    plain = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if head.startswith(b"\x1f\x8b") else raw
    return cast("BinaryIO", _Bounded(plain, limit))  # unbuffered: what stands before a tear is given before it is met


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than its limit."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = cast("io.BufferedReader", self._stream).read1(len(buffer))
        except EOFError as problem:  # warcio would take it for the end of the file
            raise Refused("it ends in the middle of a record") from problem
        self._left -= len(piece)
        if self._left < 0:
            raise Refused("it inflates far beyond what pages do")
        buffer[: len(piece)] = piece
        return len(piece)


def _package(raw: BinaryIO) -> Iterator[Sighting]:
    """The WARC files inside a WACZ package; nothing is read before every member was judged."""
    with zipfile.ZipFile(raw) as package:
        members = package.infolist()
        _judge(members, os.fstat(raw.fileno()).st_size)
        warcs = sorted((one for one in members if one.filename.lower().endswith(WARCS)), key=lambda one: one.filename)
        if not warcs:
            raise Refused("a zip file without a WARC file in it")
        for one in warcs:
            with package.open(one) as member:
                stream = io.BufferedReader(cast("io.RawIOBase", member))
                yield from _records(_inflated(stream, stream.peek(2)[:2], _limit(one.compress_size)))


def _judge(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse a package that no honest writer made."""
    if len(members) > MAX_MEMBERS:
        raise Refused(f"{len(members)} members in one package, more than {MAX_MEMBERS}")
    for one in members:
        name = one.orig_filename.replace("\\", "/")
        kind = stat.S_IFMT(one.external_attr >> 16)
        if name.startswith("/") or ".." in PurePosixPath(name).parts or re.match(r"[A-Za-z]:", name):
            raise Refused(f"a member's name leads out of the package: {one.orig_filename[:80]!r}")
        if not name or len(name) > 255 or any(ord(letter) < 32 or ord(letter) == 127 for letter in name):
            raise Refused(f"a member's name is none: {one.orig_filename[:80]!r}")
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused(f"a member that is a link or a device: {name[:80]!r}")
        if one.flag_bits & 1:
            raise Refused(f"a member that is encrypted: {name[:80]!r}")
        if one.compress_type not in _PACKED:
            raise Refused(f"a member that is packed in an unusual way: {name[:80]!r}")
        if one.file_size > _SMALL // 64 and one.file_size > MAX_RATIO * max(one.compress_size, 1):
            raise Refused(f"a member that inflates more than {MAX_RATIO} times: {name[:80]!r}")
    if sum(one.file_size for one in members) > MAX_BYTES:
        raise Refused(f"it inflates to more than {MAX_BYTES} bytes")
    if sum(one.compress_size for one in members) > size:
        raise Refused("members that overlap each other")


@dataclass(slots=True)
class _Record:
    """A WARC record as it stood in a file."""

    kind: str
    id: str
    concurrent: str
    headers: Any
    block: bytes
    whole: bool  # as long as its Content-Length says


def _records(stream: BinaryIO) -> Iterator[Sighting]:
    """The exchanges of a WARC file; a request record beside its response gives the request's headers."""
    held: tuple[_Record, Sighting] | None = None
    request: _Record | None = None
    for one in _each(stream):
        if isinstance(one, Exception):
            if held is not None:
                yield held[1]
            raise one
        if one.kind in ("response", "resource", "revisit"):
            if held is not None:
                yield held[1]
            sighting = _sighting(one)
            if request is not None and _belong(one, request):
                sighting = _with_request(sighting, request)
            held = (one, sighting)
            request = None
        elif one.kind == "request":
            request = one
            if held is not None and _belong(held[0], one):
                held = (held[0], _with_request(held[1], one))
                request = None
    if held is not None:
        yield held[1]


def _each(stream: BinaryIO) -> Iterator[_Record | Exception]:
    """The records of a file; last of all what ended it before its end."""
    try:
        records = iter(ArchiveIterator(stream, no_record_parse=True))
        while True:
            with redirect_stderr(io.StringIO()):  # warcio prints there what it thinks of each record
                record = next(records, None)
                read = _record(record) if record is not None else None
            if read is None:
                return
            yield read
    except (Refused, *_UNREADABLE) as problem:
        yield problem


def _record(record: Any) -> _Record:
    headers = record.rec_headers
    said = str(headers.get_header("Content-Length") or "")
    pieces: list[bytes] = []
    room = LIMIT + _HEAD + 1
    while room > 0 and (piece := record.raw_stream.read(room)):
        pieces.append(piece)
        room -= len(piece)
    block = b"".join(pieces)
    whole = said.isdecimal() and (len(block) == int(said) or room <= 0)
    concurrent, record_id = headers.get_header("WARC-Concurrent-To"), headers.get_header("WARC-Record-ID")
    return _Record(str(record.rec_type or ""), str(record_id or ""), str(concurrent or ""), headers, block, whole)


def _belong(response: _Record, request: _Record) -> bool:
    return bool(response.id and request.concurrent == response.id) or bool(
        request.id and response.concurrent == request.id
    )


def _with_request(sighting: Sighting, request: _Record) -> Sighting:
    if sighting.fetch is None:
        return sighting
    first, lines = _head(request.block.partition(b"\r\n\r\n")[0])
    return Sighting(replace(sighting.fetch, request_headers=lines, method=first.partition(" ")[0] or "GET"))


def _sighting(record: _Record) -> Sighting:
    """The exchange of a response or resource record, or why it is none."""
    if record.kind == "revisit":
        return Sighting(None, "revisit")
    url = str(record.headers.get_header("WARC-Target-URI") or "").strip().strip("<>")
    kind = str(record.headers.get_header("Content-Type") or "").lower()
    if normalise_url(url) is None or (record.kind == "response" and not kind.startswith("application/http")):
        return Sighting(None, "not http")
    if not record.whole:
        return Sighting(None, "record cut")
    moment = _moment(str(record.headers.get_header("WARC-Date") or ""))
    if moment is None:
        return Sighting(None, "no date")
    if record.kind == "resource":
        return _checked(Fetch(url, 200, (("Content-Type", kind),), record.block, record.block, moment, http_version=""))
    head, end, body = record.block.partition(b"\r\n\r\n")
    first, headers = _head(head)
    version, _, rest = first.partition(" ")
    status = rest[:3]
    if not end or not version.startswith("HTTP/") or not status.isdecimal():
        return Sighting(None, "not http")
    if status != "200":
        return Sighting(None, f"status {status}")
    return _checked(
        Fetch(
            url,
            int(status),
            headers,
            body,
            body,
            moment,
            http_version=version,
            ip=record.headers.get_header("WARC-IP-Address"),
            truncated=bool(record.headers.get_header("WARC-Truncated")),
        )
    )


def _checked(fetch: Fetch) -> Sighting:
    """The exchange with chunks and content encoding undone, if it is a page."""
    kind = fetch.header("Content-Type").lower()
    if kind and not kind.startswith(("text/html", "application/xhtml")):
        return Sighting(None, "not a page")
    wire = fetch.wire_body
    if "chunked" in fetch.header("Transfer-Encoding").lower():
        wire = ChunkedDataReader(io.BytesIO(wire)).read(len(wire))
    if len(wire) > LIMIT:
        return Sighting(None, "too large")
    encodings = ", ".join(value for name, value in fetch.headers if name.lower() == "content-encoding")
    body, complete = decode(wire, encodings)
    if not complete and len(body) >= LIMIT:
        return Sighting(None, "too large")
    cut = fetch.truncated or (not complete and body != wire)
    return Sighting(replace(fetch, wire_body=wire, body=body, truncated=cut))


def _head(head: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """First line and headers of an exchange; a folded line belongs to the one before it."""
    first, *lines = re.sub(r"\r?\n[ \t]+", " ", head.decode("latin-1")).replace("\r\n", "\n").split("\n")
    split = (line.partition(":") for line in lines)
    return first, tuple((name.strip(), value.strip()) for name, colon, value in split if colon)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _named(data: bytes) -> str:
    """The address that a page gives itself: its canonical link, else og:url; "" where it has none."""
    root = parse(Page("", data)).root
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href")).strip()
    named = (meta.get("content") for meta in root.iter("meta") if (meta.get("property") or "").lower() == "og:url")
    return next((str(content).strip() for content in named if content), "")


def _saved_page(raw: BinaryIO, url: str) -> Sighting:
    """A page as a browser or a person saved it: no exchange, so no status line and no headers are made up."""
    status = os.fstat(raw.fileno())
    data = raw.read(LIMIT + 1)
    if data.startswith(b"\x1f\x8b"):
        data = decode(data, "gzip", limit=LIMIT + 1).body
    if len(data) > LIMIT:
        return Sighting(None, "too large")
    if b"\0" in data[:512] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Sighting(None, "not a page")
    saved = datetime.fromtimestamp(status.st_mtime, UTC)
    known = False
    written = ""
    if single := _SINGLE_FILE.search(data, 0, _HEAD):
        written = single["url"].decode("utf-8", "replace")
        try:
            saved, known = datetime.strptime(single["date"].decode().strip(), _SAVED_DATE).astimezone(UTC), True
        except (ValueError, OverflowError):
            known = False
    elif comment := _SAVED_FROM.search(data, 0, _HEAD):
        written = comment[1].decode("utf-8", "replace")
    if not url and not written.startswith(("http://", "https://")):
        written = _named(data)
    address = url or written
    if replayed := _REPLAYED.fullmatch(address):  # saved from a web archive: the page's own address and time
        address = replayed["url"]
        try:
            saved, known = datetime.strptime(replayed["time"], "%Y%m%d%H%M%S").replace(tzinfo=UTC), True
        except ValueError:
            known = False
    if normalise_url(address) is None:
        return Sighting(None, "no address: give it with --url")
    headers = (("Content-Type", "text/html"),)
    return Sighting(Fetch(address, 200, headers, data, data, saved, http_version="", time_known=known))
