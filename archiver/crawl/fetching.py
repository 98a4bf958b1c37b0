"""Fetches over Scrapy's own HTTP/1.1 handler, at the host's pace, keeping what went over the wire as it was.

Scrapy's response has lost what evidence needs: the order and spelling of headers. So the parser notes each header line
as it comes, and nothing is decompressed before it is kept. The classes used here are private to Scrapy; the versions
are pinned, and tests/crawl/test_fetching.py notices a change.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet._sslverify import IOpenSSLTrustRoot
from twisted.internet.defer import Deferred
from twisted.internet.ssl import optionsForClientTLS
from zope.interface import implementer

from archiver.core.decoding import LIMIT, decode
from archiver.core.page import Fetch

HEADERS = "wire_headers"  # key of Request.meta: the response's headers as sent


class TooLarge(Exception):  # noqa: N818 - says what happened
    """A body that inflates beyond the limit."""


def fetch_of(request: Request, response: Response, fetched_at: datetime, *, verify_tls: bool) -> Fetch:
    """The exchange, as evidence needs it.

    Args:
        request: as Scrapy sent it.
        response: as Scrapy's handler gave it, nothing decompressed.
        fetched_at: when the answer was complete, aware.
        verify_tls: the newspaper's declaration; recorded, for only a verified connection proves who spoke.

    Raises:
        TooLarge: the body inflates beyond 16 MiB.
    """
    sent = request.meta.get(HEADERS) or [(name, value) for name, values in response.headers.items() for value in values]
    headers = tuple((_text(name), _text(value)) for name, value in sent)
    wire = bytes(response.body)
    encodings = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    decoded = decode(wire, encodings)
    if not decoded.complete and len(decoded.body) >= LIMIT:
        raise TooLarge(response.url)
    parts = urlsplit(request.url)
    asked = [("Host", parts.netloc.rpartition("@")[2])]
    asked += [(_text(name), _text(value)) for name, values in request.headers.items() for value in values]
    return Fetch(
        url=request.url,
        status=response.status,
        headers=headers,
        wire_body=wire,
        body=decoded.body,
        fetched_at=fetched_at,
        request_headers=tuple((n, v) for n, v in asked if n.lower() != "proxy-authorization"),
        method=request.method,
        http_version=response.protocol or "HTTP/1.1",
        ip=str(response.ip_address) if response.ip_address and not request.meta.get("proxy") else None,
        tls_verified=verify_tls if parts.scheme == "https" else None,
        truncated=bool(wire) and (not decoded.complete or "dataloss" in response.flags),
    )


def _text(value: bytes | str) -> str:
    """A header's bytes as text: UTF-8 where they are, else byte for byte."""
    if isinstance(value, str):
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


class _NotingParser(_LenientHTTPClientParser):
    """Notes each header line as it comes."""

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - the name of the base class
        """One line of the head."""
        self.__dict__.setdefault("noted", []).append((bytes(name), bytes(value)))
        super().headerReceived(name, value)  # type: ignore[no-untyped-call] # Twisted's


class _NotingProtocol(_LenientHTTP11ClientProtocol):
    """A connection whose responses carry the noted lines."""

    def request(self, request: Any) -> Deferred[Any]:
        """Send a request."""
        answer = super().request(request)
        parser = self._parser
        assert parser is not None
        parser.__class__ = _NotingParser  # as the base class does, for the same reason: the class is fixed in Twisted
        answer.addCallback(_attach, parser)
        return answer


def _attach(response: Any, parser: Any) -> Any:
    response.noted_headers = parser.__dict__.get("noted", [])
    return response


class _NotingFactory(_LenientHTTP11ClientFactory):
    """Makes such connections."""

    def buildProtocol(self, addr: Any) -> _NotingProtocol:  # noqa: N802 - the name of the base class
        """A connection."""
        return _NotingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call] # Twisted's


class _NotingAgent(_ScrapyAgent):
    """Hands the noted lines to the request."""

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        request.meta[HEADERS] = getattr(txresponse, "noted_headers", [])
        return super()._cb_bodyready(txresponse, request)


class PoliteHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler at the host's pace, with verified TLS and no retries behind our back."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _NotingFactory
        self._pool.retryAutomatically = False  # a second request that nobody counted
        self._contextFactory = Trust.from_crawler(crawler)  # type: ignore[assignment] # Scrapy's

    async def download_request(self, request: Request) -> Response:
        """Wait for the host's turn, then fetch."""
        crawl = cast(Any, self._crawler.spider).crawl
        async with crawl.pace(request.url).turn():
            agent = _NotingAgent(
                contextFactory=self._contextFactory,
                bindAddress=self._bind_address,
                pool=self._pool,
                maxsize=self._default_maxsize,
                warnsize=self._default_warnsize,
                fail_on_dataloss=self._fail_on_dataloss,
                crawler=self._crawler,
            )
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))


@implementer(IOpenSSLTrustRoot)
class SystemStore:
    """The system's certificates, and those that SSL_CERT_FILE and SSL_CERT_DIR name beside them."""

    def _addCACertsToContext(self, context: Any) -> None:  # noqa: N802 - the name of the interface
        context.set_default_verify_paths()  # OpenSSL looks at SSL_CERT_FILE here, and then no longer at the system's
        for file, folder in _system_paths():
            context.load_verify_locations(file, folder)


def _system_paths() -> Sequence[tuple[str | None, str | None]]:
    """Where this Python's OpenSSL has the system's certificates: a file, else a folder."""
    paths = ssl.get_default_verify_paths()
    if Path(paths.openssl_cafile).is_file():
        return [(paths.openssl_cafile, None)]
    return [(None, paths.openssl_capath)] if Path(paths.openssl_capath).is_dir() else []


class Trust(_ScrapyClientContextFactory):
    """TLS as Scrapy does it, verified against `SystemStore`; made once a host, since it reads files."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._made: dict[bytes, Any] = {}

    def creatorForNetloc(self, hostname: bytes | str, port: int) -> Any:  # noqa: N802 - the name of the base class
        """What makes a connection to a host."""
        name = hostname.encode("ascii") if isinstance(hostname, str) else hostname
        if not self._verify_certificates:
            return super().creatorForNetloc(name, port)
        if name not in self._made:
            self._made[name] = optionsForClientTLS(
                hostname=name.decode("ascii"),
                trustRoot=cast(Any, SystemStore()),
                extraCertificateOptions=self._get_cert_options_kwargs(),
            )
        return self._made[name]
