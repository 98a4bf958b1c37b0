"""One exchange as WARC records, and back: response, request, metadata, in this order, each naming the response.

The response's block is what came over the wire, with two exceptions that the client makes before we see the bytes:
chunked transfer is undone, and a cut body is shorter than announced. So `Content-Length` is that of the stored body,
and the header that it replaces (`Transfer-Encoding`, another `Content-Length`) stays as `X-Archive-Orig-...`, as other
crawlers keep it. The metadata record has two fields, JSON each: `context` is what the caller gave, `fetch` what the
other two records cannot say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from archiver.core.decoding import decode
from archiver.core.page import Fetch
from archiver.storage.values import Evidence
from archiver.storage.warc import BrokenRecord, Member, new_id, pack

SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})  # request headers that are never written down
REDACTED = "[redacted]"
ORIGINAL = "X-Archive-Orig-"
FIELDS = "application/warc-fields"
_REPLACED = frozenset({"transfer-encoding", "content-length"})
_URL_SAFE = "".join(map(chr, range(0x21, 0x7F)))
_LINE_ENDS = str.maketrans("\r\n\0", "   ")


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture as it was read back from the evidence."""

    evidence: Evidence
    fetch: Fetch  # the body decoded too
    context: Mapping[str, Any]  # as given to `EvidenceWriter.append`


class Packed(NamedTuple):
    """The bytes of one capture: the members of its records one after the other, the response first."""

    response: bytes
    others: bytes
    records: int
    payload_sha256: str


def moment(value: datetime) -> str:
    """A WARC-Date with microseconds.

    >>> moment(datetime(2026, 4, 1, 8, 2, 3, 45, tzinfo=UTC))
    '2026-04-01T08:02:03.000045Z'
    """
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def pack_exchange(fetch: Fetch, context: Mapping[str, Any]) -> Packed:
    """The records of one exchange, ready to be written in one piece.

    A saved file (`http_version` is "") becomes a resource record: no status line is invented. Where no request headers
    are known (an import that did not keep them) no request record is made up either.

    Raises:
        TypeError: the context holds what JSON cannot.
    """
    response_id = new_id()
    payload = sha256(fetch.wire_body)
    extra: dict[str, Any] = {}
    uri = quote(fetch.url, safe=_URL_SAFE, errors="surrogatepass")
    if uri != fetch.url:
        extra["url"] = fetch.url
    common = [("WARC-Target-URI", uri), ("WARC-Date", moment(fetch.fetched_at))]
    linked = [*common, ("WARC-Concurrent-To", response_id)]
    response = _response(fetch, response_id, common, payload.hexdigest(), extra)
    others = []
    if fetch.request_headers:
        others.append(_request(fetch, linked, extra))
    if fetch.tls_verified is not None:
        extra["tls_verified"] = fetch.tls_verified
    if not fetch.time_known:
        extra["time"] = "guessed"
    others.append(_metadata(context, extra, linked))
    return Packed(response, b"".join(others), 1 + len(others), payload.hexdigest())


def _response(
    fetch: Fetch, record_id: str, common: Sequence[tuple[str, str]], payload: str, extra: dict[str, Any]
) -> bytes:
    saved = not fetch.http_version
    head = b"" if saved else _response_head(fetch, extra)
    digest = sha256(head)
    digest.update(fetch.wire_body)
    headers = [("WARC-Type", "resource" if saved else "response"), ("WARC-Record-ID", record_id), *common]
    if fetch.ip:
        headers.append(("WARC-IP-Address", fetch.ip))
    if fetch.truncated:
        headers.append(("WARC-Truncated", "unspecified"))
    headers += [
        (
            "Content-Type",
            _line(fetch.header("Content-Type")) or "text/html" if saved else "application/http; msgtype=response",
        ),
        ("WARC-Block-Digest", f"sha256:{digest.hexdigest()}"),
        ("WARC-Payload-Digest", f"sha256:{payload}"),
    ]
    return pack(headers, [head, fetch.wire_body], encoded=_is_packed(fetch))


def _response_head(fetch: Fetch, extra: dict[str, Any]) -> bytes:
    """Status line and headers, with the length of what is stored."""
    stored = str(len(fetch.wire_body))
    replaced = [
        name
        for name, value in fetch.headers
        if name.lower() in _REPLACED and not (name.lower() == "content-length" and value.strip() == stored)
    ]
    lines = [f"{fetch.http_version} {fetch.status} {_phrase(fetch.status)}"]
    for name, value in fetch.headers:
        lines.append(f"{ORIGINAL if name in replaced else ''}{_line(name)}: {_line(value)}")
    if replaced or not fetch.header("Content-Length"):
        lines.append(f"Content-Length: {stored}")
        extra["replaced"] = replaced
    text = "\r\n".join(lines) + "\r\n\r\n"
    try:
        return text.encode("latin-1")  # as every byte of a header is read: nothing is lost on the way
    except UnicodeEncodeError:
        extra["headers"] = "utf-8"
        return text.encode("utf-8", "surrogatepass")


def _request(fetch: Fetch, linked: Sequence[tuple[str, str]], extra: dict[str, Any]) -> bytes:
    parts = urlsplit(fetch.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    path = quote(target, safe=_URL_SAFE, errors="surrogatepass")
    lines = [f"{fetch.method} {path} {fetch.http_version or 'HTTP/1.1'}"]
    if not any(name.lower() == "host" for name, _ in fetch.request_headers):
        lines.append(f"Host: {parts.netloc.rpartition('@')[2]}")
        extra["host_added"] = True
    lines += [
        f"{_line(name)}: {REDACTED if name.lower() in SECRET else _line(value)}"
        for name, value in fetch.request_headers
    ]
    block = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogatepass")
    return pack(
        [
            ("WARC-Type", "request"),
            ("WARC-Record-ID", new_id()),
            *linked,
            ("Content-Type", "application/http; msgtype=request"),
            ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
        ],
        [block],
    )


def _metadata(context: Mapping[str, Any], extra: Mapping[str, Any], linked: Sequence[tuple[str, str]]) -> bytes:
    said = {"context": dict(context), "fetch": dict(extra)}
    lines = (
        f"{name}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\r\n" for name, value in said.items()
    )
    block = "".join(lines).encode("utf-8", "surrogatepass")
    return pack(
        [
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", new_id()),
            *linked,
            ("Content-Type", FIELDS),  # as JSON, replay programs would take it for a page of that address
            ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
        ],
        [block],
    )


def unpack_exchange(warc: str, members: Sequence[Member]) -> Kept:
    """The capture that lies in `members`: its response first, its metadata last.

    Raises:
        BrokenRecord: they are whole records, but not of one exchange as it is written here.
    """
    response, metadata = members[0], members[-1]
    request = members[1] if len(members) > 2 else None
    try:
        said = _said(metadata)
        fetch = _fetch(response, request, said["fetch"])
        context = dict(said["context"])
        payload = response.headers["warc-payload-digest"].removeprefix("sha256:")
    except (ValueError, KeyError, TypeError, IndexError) as problem:
        raise BrokenRecord(response.offset, f"not an exchange of ours: {problem!r}") from problem
    evidence = Evidence(warc, response.offset, response.length, response.sha256, payload)
    return Kept(evidence, fetch, context)


def _said(metadata: Member) -> dict[str, Any]:
    """What a metadata record says; the first archives wrote one JSON object in place of fields."""
    text = metadata.block.decode("utf-8", "surrogatepass")
    if metadata.headers.get("content-type") != FIELDS:
        return dict(json.loads(text))
    fields = (line.partition(": ") for line in text.removesuffix("\r\n").split("\r\n"))
    return {name: json.loads(value) for name, _, value in fields}


def _fetch(response: Member, request: Member | None, extra: Mapping[str, Any]) -> Fetch:
    headers: tuple[tuple[str, str], ...]
    if response.kind == "resource":
        version, status, wire = "", 200, response.block
        headers = (("Content-Type", response.headers.get("content-type", "")),)
    else:
        head, _, wire = response.block.partition(b"\r\n\r\n")
        first, lines = _lines(head, extra.get("headers", "latin-1"))
        version, code = first.split(" ", 2)[:2]
        status = int(code)
        headers = _as_sent(lines, extra.get("replaced"))
    method = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    if request is not None:
        first, lines = _lines(request.block.partition(b"\r\n\r\n")[0], "utf-8")
        method = first.partition(" ")[0]
        request_headers = tuple(lines[1:] if extra.get("host_added") else lines)
    encodings = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    return Fetch(
        url=extra.get("url", response.headers["warc-target-uri"]),
        status=status,
        headers=headers,
        wire_body=wire,
        body=decode(wire, encodings).body,
        fetched_at=datetime.fromisoformat(response.headers["warc-date"]),
        request_headers=request_headers,
        method=method,
        http_version=version,
        ip=response.headers.get("warc-ip-address"),
        tls_verified=extra.get("tls_verified"),
        truncated="warc-truncated" in response.headers,
        time_known=extra.get("time") != "guessed",
    )


def _lines(head: bytes, encoding: str) -> tuple[str, list[tuple[str, str]]]:
    """The first line and the headers of an HTTP head."""
    first, *lines = head.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict").split("\r\n")
    return first, [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


def _as_sent(lines: Sequence[tuple[str, str]], replaced: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """The headers of a response as the server sent them: what was put in for storing is taken out again."""
    if replaced is None:
        return tuple(lines)
    names = {ORIGINAL + name: name for name in replaced}
    return tuple((names.get(name, name), value) for name, value in lines[:-1])


def _is_packed(fetch: Fetch) -> bool:
    """True where deflating the body would cost time and save nothing."""
    kind = fetch.header("Content-Type").lower()
    return bool(fetch.header("Content-Encoding")) or kind.startswith(("image/", "video/", "audio/", "application/zip"))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _line(text: str) -> str:
    """A header's text on one line."""
    return text if text.isprintable() else text.translate(_LINE_ENDS)
