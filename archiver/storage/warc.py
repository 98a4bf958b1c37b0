"""One WARC record and its bytes: writes a record as one gzip member, and walks a file member by member, strictly.

Strictly means: every member inflates to its end with the right CRC, holds exactly one record, whose header is a WARC
header, whose block is as long as Content-Length says and is followed by CRLFCRLF. warcio's own check lets torn tails
pass; nothing here does. A cut at a member's edge is invisible to any walk: the manifest notices that.
"""

from __future__ import annotations

import struct
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from archiver.core.errors import CorruptionError

GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, unknown system: the same bytes always
VERSION = b"WARC/1.1\r\n"
MAX_HEAD = 256 * 1024  # bytes of a record's header
MAX_BLOCK = 256 * 2**20  # bytes of a record's block; the crawler takes 16 MiB at most
_END = b"\r\n\r\n"
_STEP = 64 * 1024
_SHORT = 2048  # bytes below which zlib does the same with little memory; to take more takes longer than that
_LITTLE = 5  # zlib's memLevel
_STORED = 65535  # bytes in one block of a deflated stream


class BrokenRecord(CorruptionError):  # noqa: N818 - it is named after what was found
    """A member that is no whole record. `torn`: the file ends inside it."""

    def __init__(self, offset: int, what: str, *, torn: bool = False) -> None:
        super().__init__(f"at byte {offset}: {what}")
        self.offset = offset
        self.what = what
        self.torn = torn


@dataclass(frozen=True, slots=True)
class Member:
    """One record as it lies in a file."""

    offset: int
    length: int  # of the gzip member, bytes
    raw: bytes  # the gzip member itself
    headers: Mapping[str, str]  # names in lower case
    block: bytes

    @property
    def kind(self) -> str:
        """The WARC-Type: response, resource, request, metadata, warcinfo."""
        return self.headers.get("warc-type", "")

    @property
    def id(self) -> str:
        """The WARC-Record-ID with its angle brackets."""
        return self.headers.get("warc-record-id", "")

    @property
    def sha256(self) -> str:
        """Of the member's bytes: what a capture's row keeps."""
        return sha256(self.raw).hexdigest()


def new_id() -> str:
    """A fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def pack(headers: Sequence[tuple[str, str]], block: Sequence[bytes], *, encoded: bool = False) -> bytes:
    """The gzip member of one record.

    Args:
        headers: of the record, without Content-Length; values may hold no line ends.
        block: the block's parts, in order.
        encoded: the last part is compressed already; it is stored as it is, which costs no time and no bytes.

    >>> import gzip
    >>> gzip.decompress(pack([("WARC-Type", "metadata")], [b"a", b"b"]))
    b'WARC/1.1\\r\\nWARC-Type: metadata\\r\\nContent-Length: 2\\r\\n\\r\\nab\\r\\n\\r\\n'
    """
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    lines.append(f"Content-Length: {sum(map(len, block))}\r\n\r\n")
    parts = [VERSION, "".join(lines).encode(), *block, _END]
    size = crc = 0
    for part in parts:
        size += len(part)
        crc = zlib.crc32(part, crc)
    text = b"".join(parts[:-2] if encoded else parts)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS, _LITTLE if len(text) < _SHORT else zlib.DEF_MEM_LEVEL)
    if encoded:
        out = [squeeze.compress(text), squeeze.flush(zlib.Z_SYNC_FLUSH), *_stored(parts[-2] + _END)]
    else:
        out = [squeeze.compress(text), squeeze.flush()]
    return b"".join([GZIP_HEADER, *out, struct.pack("<LL", crc, size & 0xFFFFFFFF)])


def _stored(data: bytes) -> Iterator[bytes]:
    """The end of a deflated stream, from a byte's edge: `data` in blocks that are stored as they are.

    Source:
        RFC 1951, 3.2.4.
    """
    for at in range(0, len(data), _STORED):
        piece = data[at : at + _STORED]
        yield struct.pack("<BHH", at + _STORED >= len(data), len(piece), len(piece) ^ 0xFFFF)
        yield piece


def walk(stream: BinaryIO, start: int = 0) -> Iterator[Member]:
    """Every record from byte `start` to the end of the file, in order.

    Raises:
        BrokenRecord: at the first member that is no whole record; everything before it was yielded.
    """
    stream.seek(start)
    offset = start
    pending = b""
    while True:
        pending = pending or stream.read(_STEP)
        if not pending:
            return
        member, pending = _member(stream, offset, pending)
        yield member
        offset += member.length


def _member(stream: BinaryIO, offset: int, pending: bytes) -> tuple[Member, bytes]:
    """One member that begins with `pending`, and the bytes read beyond it."""
    inflate = zlib.decompressobj(31)
    raw: list[bytes] = []
    out: list[bytes] = []
    room = MAX_HEAD + MAX_BLOCK
    try:
        while True:
            raw.append(pending)
            out.append(inflate.decompress(pending, room))
            room -= len(out[-1])
            if inflate.eof:
                break
            if room <= 0:
                raise BrokenRecord(offset, "a record larger than any that is written here")
            pending = stream.read(_STEP)
            if not pending:
                raise BrokenRecord(offset, "the file ends inside a record", torn=True)
    except zlib.error as problem:
        raise BrokenRecord(offset, f"not a whole gzip member ({problem})") from problem
    rest = inflate.unused_data
    if rest:
        raw[-1] = raw[-1][: -len(rest)]
    bytes_of_it = b"".join(raw)
    headers, block = _parse(offset, b"".join(out))
    return Member(offset, len(bytes_of_it), bytes_of_it, headers, block), rest


def _parse(offset: int, record: bytes) -> tuple[dict[str, str], bytes]:
    """Header and block of an inflated record."""
    head_end = record.find(_END, 0, MAX_HEAD)
    if not record.startswith(VERSION) or head_end < 0:
        raise BrokenRecord(offset, "no WARC/1.1 header")
    headers: dict[str, str] = {}
    for line in record[len(VERSION) : head_end].decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon:
            raise BrokenRecord(offset, "a header line without a colon")
        headers.setdefault(name.strip().lower(), value.strip())
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(record) != head_end + 4 + int(length) + 4 or not record.endswith(_END):
        raise BrokenRecord(offset, "Content-Length is not the length of the block")
    if "warc-type" not in headers or "warc-record-id" not in headers:
        raise BrokenRecord(offset, "a record without type or id")
    return headers, record[head_end + 4 : -4]


def digest_problem(member: Member) -> str | None:
    """What is wrong with the digests that the record itself carries; None where they hold."""
    block = member.headers.get("warc-block-digest")
    if block is not None and block != f"sha256:{sha256(member.block).hexdigest()}":
        return "the block is not what WARC-Block-Digest says"
    payload = member.headers.get("warc-payload-digest")
    if payload is not None and payload != f"sha256:{sha256(payload_of(member)).hexdigest()}":
        return "the payload is not what WARC-Payload-Digest says"
    return None


def payload_of(member: Member) -> bytes:
    """The body in a record of HTTP, the whole block of any other."""
    if member.kind not in ("response", "request"):
        return member.block
    return member.block.partition(_END)[2]


def next_record(stream: BinaryIO, after: int) -> int | None:
    """The offset of the next whole record that begins beyond `after`; None where there is none.

    Finds the way again behind a broken member: looks for the ten bytes with which every member written here begins.
    """
    stream.seek(after + 1)
    at = after + 1
    window = b""
    while piece := stream.read(2**20):
        window += piece
        while (found := window.find(GZIP_HEADER)) >= 0:
            offset = at + found
            here = stream.tell()
            try:
                next(walk(stream, offset))
            except (BrokenRecord, StopIteration):
                stream.seek(here)
                window = window[found + 1 :]
                at = offset + 1
            else:
                return offset
        keep = len(GZIP_HEADER) - 1
        at += max(len(window) - keep, 0)
        window = window[-keep:]
    return None
