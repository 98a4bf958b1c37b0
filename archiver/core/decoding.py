"""Undoes content encodings (gzip, deflate, br, zstd) of a body, never to more than a limit."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 16 * 2**20  # bytes; the same as the crawler's DOWNLOAD_MAXSIZE
_STEP = 256 * 1024


class Decoded(NamedTuple):
    """A body with its content encoding undone."""

    body: bytes
    complete: bool  # False where the bytes end early, are no such encoding, or go beyond the limit


def decode(body: bytes, content_encoding: str, *, limit: int = LIMIT) -> Decoded:
    """Undo the encodings that a Content-Encoding header names, last applied first.

    Args:
        body: as it came over the wire.
        content_encoding: the header's value: `"gzip"`, `"br"`, `"deflate, gzip"`, `""`.
        limit: bytes to which any step may inflate; what is beyond is cut off.

    Returns:
        What could be decoded. A body that is not what its header claims (a server that says gzip and sends plain
        text) comes back as it is. A name that nobody knows ends the undoing there.

    Raises:
        Nothing: any bytes are either decoded or not.

    >>> decode(zlib.compress(b"abc"), "deflate")
    Decoded(body=b'abc', complete=True)
    >>> decode(b"abc", "gzip")
    Decoded(body=b'abc', complete=False)
    """
    complete = True
    for name in reversed([part.strip().lower() for part in content_encoding.split(",")][-4:]):
        if name in ("", "identity", "none", "utf-8"):
            continue
        undo = _UNDO.get(name)
        if undo is None or not body:
            return Decoded(body, complete and not body)
        plain, whole = undo(body, limit)
        if not plain and not whole:
            return Decoded(body, False)
        body, complete = plain, complete and whole
    return Decoded(body, complete)


def _inflate(data: bytes, limit: int, wbits: int) -> tuple[bytes, bool]:
    """Inflate one zlib stream, or several gzip members one after the other."""
    out: list[bytes] = []
    size = 0
    while data:
        step = zlib.decompressobj(wbits)
        try:
            out.append(step.decompress(data, limit - size + 1))
        except zlib.error:
            return b"".join(out), bool(out)  # bytes after the last member are padding: Scrapy drops them as well
        size += len(out[-1])
        if size > limit:
            return b"".join(out)[:limit], False
        if not step.eof:
            return b"".join(out), False
        data = step.unused_data if wbits == 31 else b""
    return b"".join(out), True


def _gzip(data: bytes, limit: int) -> tuple[bytes, bool]:
    return _inflate(data, limit, 31)


def _deflate(data: bytes, limit: int) -> tuple[bytes, bool]:
    plain, whole = _inflate(data, limit, zlib.MAX_WBITS)
    return (plain, whole) if plain or whole else _inflate(data, limit, -zlib.MAX_WBITS)  # raw, as some servers send


def _brotli(data: bytes, limit: int) -> tuple[bytes, bool]:
    step = brotli.Decompressor()
    out: list[bytes] = []
    size = 0
    try:
        piece = step.process(data, output_buffer_limit=_STEP)
        while piece:
            out.append(piece)
            size += len(piece)
            if size > limit:
                return b"".join(out)[:limit], False
            piece = b"" if step.is_finished() else step.process(b"", output_buffer_limit=_STEP)
    except brotli.error:
        return b"".join(out), False
    return b"".join(out), bool(step.is_finished())


def _zstd(data: bytes, limit: int) -> tuple[bytes, bool]:
    step = zstd.ZstdDecompressor()
    try:
        plain = step.decompress(data, max_length=limit + 1)
        while not step.eof and not step.needs_input and len(plain) <= limit:
            plain += step.decompress(b"", max_length=limit + 1 - len(plain))
    except zstd.ZstdError:
        return b"", False
    return plain[:limit], bool(step.eof) and len(plain) <= limit


_UNDO: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
