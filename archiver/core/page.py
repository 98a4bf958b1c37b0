"""A page as it came: the one thing that a reader is given, whether from the wire, a WARC file or a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

READER_VERSION = "1"  # raised by a release that reads the same bytes differently; kept with each revision


@dataclass(frozen=True, slots=True)
class Page:
    """One page, content decoding (gzip) undone, character decoding not."""

    url: str  # where it was found in the end; absolute
    body: bytes
    content_type: str = ""  # the header as sent: "text/html; charset=utf-8"
    fetched_at: datetime | None = None  # aware; None where nobody knows (a saved file): relative dates stay unread
    status: int = 200


@dataclass(frozen=True, slots=True)
class Fetch:
    """One exchange with a server as it went over the wire: what evidence is made of."""

    url: str  # as asked for; absolute
    status: int
    headers: tuple[tuple[str, str], ...]  # of the response, in order, as sent
    wire_body: bytes  # as sent: still content-encoded
    body: bytes  # content decoding undone
    fetched_at: datetime  # aware, UTC
    request_headers: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    http_version: str = "HTTP/1.1"  # "" where nothing went over a wire: an imported file that somebody saved
    ip: str | None = None  # None behind a proxy
    tls_verified: bool | None = None  # None for plain http
    truncated: bool = False  # cut on the wire or by our limit
    time_known: bool = True  # False: `fetched_at` is a guess (a saved file's own time), good for order alone

    def header(self, name: str) -> str:
        """The first value of a response header, "" where it was not sent; case does not matter."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def page(self) -> Page:
        """The page that this exchange delivered."""
        seen_at = self.fetched_at if self.time_known else None
        return Page(self.url, self.body, self.header("Content-Type"), seen_at, self.status)
