"""Judges every address before anything is sent to it, and every answer's origin before anything of it is kept.

Redirects of start requests and retries pass Scrapy's off-site rule (measured: research M9, M10), so this one looks at
every request whatever its history, and the resolver below it drops addresses that are not public.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from zope.interface import implementer

from archiver.core.newspaper import Newspaper

URL_LENGTH = 2083  # characters; the same as URLLENGTH_LIMIT
PORTS = {"http": 80, "https": 443}
# A host whose every part is a number in C's spelling (decimal, octal, hexadecimal) is an IP address to a resolver.
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)
_NO_HOST = re.compile(r"[\x00-\x20%\\/<>^|\"`{}\x7f]")  # what one reader takes for a host, another for the end of it


class Refused(IgnoreRequest):
    """An address that must not be asked; `str()` is the reason."""


class Guard:
    """What one newspaper's crawl may reach: its own hosts on the web's own ports, and nothing else.

    A newspaper whose declared addresses are on loopback (the demo, the tests) may reach exactly those hosts and ports.
    """

    def __init__(self, newspaper: Newspaper, *, proxied: bool = False) -> None:
        self.newspaper = newspaper
        self.proxied = proxied  # the proxy resolves, so the peer's address says nothing
        self.local = frozenset(_local_peers(newspaper))

    def refusal(self, url: str) -> str | None:
        """Why `url` must not be asked for; None where it may.

        >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",))
        >>> guard = Guard(paper)
        >>> guard.refusal("https://www.baomau.example/a12.html")
        >>> guard.refusal("http://0x7f.1/secret"), guard.refusal("https://baomau.example:8080/")
        ('address', 'port')
        >>> guard.refusal("https://baothu.example/"), guard.refusal("file:///etc/passwd")
        ('offsite', 'scheme')
        """
        if len(url) > URL_LENGTH:
            return "length"
        try:
            parts = urlsplit(url)
            port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
        except ValueError:
            return "address"
        if parts.scheme not in PORTS:
            return "scheme"
        host = _host(parts)
        if not host or _NO_HOST.search(host) or parts.username is not None or parts.password is not None:
            return "address"
        if (host, port) in self.local:
            return None
        if is_literal(host) or is_local_name(host):
            return "address"
        if not self.newspaper.owns(host):
            return "offsite"
        return None if port in PORTS.values() else "port"

    def refusal_of_peer(self, url: str, ip: ipaddress.IPv4Address | ipaddress.IPv6Address | None) -> str | None:
        """Why an answer that came from `ip` must not be kept; None where it may."""
        if self.proxied or ip is None:
            return None
        parts = urlsplit(url)
        if (_host(parts), parts.port or PORTS.get(parts.scheme, 0)) in self.local:
            return None
        return None if is_public(ip) else "address"


def _host(parts: SplitResult) -> str:
    """The host in the form that the network will see: full-width digits are digits, IDNA's other dots are dots."""
    host = unicodedata.normalize("NFKC", parts.hostname or "").replace("\u3002", ".").replace("\uff61", ".")
    return host.lower().rstrip(".")


def _local_peers(newspaper: Newspaper) -> list[tuple[str, int]]:
    """Hosts and ports on loopback that the definition itself names."""
    peers = []
    for url in (newspaper.home, *newspaper.feeds, *newspaper.sitemaps, *newspaper.sections):
        parts = urlsplit(url)
        if is_loopback(_host(parts)):
            peers.append((_host(parts), parts.port or PORTS.get(parts.scheme, 0)))
    return peers


def is_loopback(host: str) -> bool:
    """True where a host, as an address or by name, is this very machine.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("baomau.example")
    (True, True, False)
    """
    if is_local_name(host):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_local_name(host: str) -> bool:
    """True for names that never leave this machine."""
    return host == "localhost" or host.endswith(".localhost")


def is_literal(host: str) -> bool:
    """True where a host is an IP address in any spelling that some resolver takes for one.

    >>> [is_literal(h) for h in ("127.1", "2130706433", "017700000001", "0", "[::1]", "::ffff:127.0.0.1", "a1.example")]
    [True, True, True, True, True, True, False]
    """
    return ":" in host or bool(_NUMERIC.fullmatch(host.strip("[]")))


def is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """True where an IP address is one of the public internet; what is mapped into IPv6 is looked at unmapped.

    >>> is_public(ipaddress.ip_address("::ffff:10.0.0.1")), is_public(ipaddress.ip_address("169.254.169.254"))
    (False, False)
    """
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(inner)
        if ip in _NAT64:
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # all that was ever given out; beyond it lie site-local and other old kinds


class GuardMiddleware:
    """The first downloader middleware: nothing passes it that the spider's guard refuses."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> GuardMiddleware:
        """As Scrapy makes it; the guard is the spider's own."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            Refused: the address must not be asked for.
        """
        reason = self._guard.refusal(request.url)
        if reason:
            raise Refused(reason)

    def process_response(self, request: Request, response: Response) -> Response:
        """Let an answer pass, or refuse it where its sender is not of the public internet (a rebound name).

        Raises:
            Refused: nothing of it may be kept.
        """
        reason = self._guard.refusal_of_peer(request.url, response.ip_address)
        if reason:
            raise Refused(reason)
        return response

    @property
    def _guard(self) -> Guard:
        guard: Guard = self._crawler.spider.crawl.guard
        return guard


@implementer(IHostResolution)
class _Resolution:
    """One question to the resolver."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: an answer that nobody waits for is dropped."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """A resolver that knows only public addresses, and `permitted` hosts (our proxy, a declared loopback home)."""

    permitted: ClassVar[set[str]] = set()

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:  # noqa: ARG003 - Scrapy gives both
        """As Scrapy makes it (TWISTED_DNS_RESOLVER)."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Make it the reactor's resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - the name of the interface
        self,
        resolutionReceiver: Any,  # noqa: N803 - Twisted's interface
        hostName: str,  # noqa: N803 - Twisted's interface
        portNumber: int = 0,  # noqa: N803 - Twisted's interface
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803 - Twisted's interface
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's interface
    ) -> Any:
        """Answer with the public addresses of a host; none at all means that it cannot be reached."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        self._task = asyncio.ensure_future(self._resolve(resolutionReceiver, hostName, portNumber))
        return resolution

    async def _resolve(self, receiver: Any, host: str, port: int) -> None:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []  # as if it had no address: the caller says that the host cannot be resolved
        for family, _, _, _, peer in found:
            ip = ipaddress.ip_address(str(peer[0]).partition("%")[0])
            if host.lower() in self.permitted or is_public(ip):
                kind = IPv6Address if family == socket.AF_INET6 else IPv4Address
                receiver.addressResolved(kind("TCP", str(ip), port))
        receiver.resolutionComplete()
