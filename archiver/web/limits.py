"""What is looked at before a request is read: its address, the name it is asked under, and how much its client asks."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from archiver.web import problems
from archiver.web.problems import Problem

LONGEST: Final = 16_384  # bytes of an address, written with %
_MOST_CLIENTS: Final = 10_000  # that are remembered; of more, those are forgotten that asked longest ago
_FREE: Final = "/static/"  # no question


class Rate:
    """How many requests each client may still make: a bucket that fills by `rate` a minute, and holds that many."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin.

        Args:
            rate: requests a minute; 0: any number.
            clock: seconds, never set back.
        """
        self._rate, self._clock = rate, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client -> requests left, and when

    def wait(self, client: str) -> int:
        """Count a request; 0 where it may be made, else the seconds to wait.

        >>> rate = Rate(2, lambda: 0.0)
        >>> [rate.wait("a"), rate.wait("a"), rate.wait("a"), rate.wait("b")]
        [0, 0, 30, 0]
        """
        if not self._rate:
            return 0
        now, most, who = self._clock(), float(self._rate), network(client)
        left, then = self._left.pop(who, (most, now))
        left = min(most, left + (now - then) * most / 60)
        may = left >= 1
        self._left[who] = (left - 1 if may else left, now)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0 if may else math.ceil((1 - left) * 60 / most)


class Limits:
    """Refuses what need not be read. Pure ASGI, so that a stream passes it piece by piece."""

    def __init__(self, app: ASGIApp, *, rate: Rate, hosts: Collection[str] = ()) -> None:
        """Stand before an application.

        Args:
            hosts: names under which it may be asked; () for any. A page of another site that lets its own name lead
                to 127.0.0.1 cannot read the archive so.
        """
        self._app, self._rate, self._hosts = app, rate, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        problem = self._problem(scope) if scope["type"] == "http" else None
        if problem is None:
            await self._app(scope, receive, send)
        else:  # what cannot be read is not read again by who makes the answer
            plain = {**scope, "query_string": b""} if problem.code == "request" else scope
            await problems.answer(Request(plain), problem)(scope, receive, send)

    def _problem(self, scope: Scope) -> Problem | None:
        said = unreadable(scope.get("raw_path") or scope["path"].encode(), scope["query_string"])
        if said is not None:
            return Problem("request", said)
        if self._hosts and _host(scope) not in self._hosts:
            return Problem("host", "this server was not told that it has this name: `archiver serve --name NAME`")
        if not scope["path"].startswith(_FREE):
            client = scope.get("client")
            wait = self._rate.wait(client[0] if client else "")
            if wait:
                return Problem("too_many", f"too many requests: ask again in {wait} s", retry_after=wait)
        return None


def unreadable(path: bytes, query: bytes) -> str | None:
    """Why an address cannot be read as text, None where it can.

    >>> unreadable(b"/api/v1/search", b"q=b%C3%A3o"), unreadable(b"/", b"q=%00"), unreadable(b"/%ff", b"")
    (None, 'the address holds NUL', 'the address holds bytes that are no UTF-8')
    >>> unreadable(b"/", "q=bão".encode())
    'the address holds letters that are not written with %'
    """
    if len(path) + len(query) > LONGEST:
        return f"the address is longer than {LONGEST:,} bytes"
    if not (path.isascii() and query.isascii()):
        return "the address holds letters that are not written with %"
    raw = unquote_to_bytes(path) + b"?" + unquote_to_bytes(query)
    if b"\0" in raw:
        return "the address holds NUL"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "the address holds bytes that are no UTF-8"
    return None


def network(client: str) -> str:
    """Whose requests are counted together: an IPv4 address, or the 64 bits of an IPv6 network that one customer has.

    >>> network("192.0.2.1"), network("2001:db8:1:2:3:4:5:6"), network("::ffff:192.0.2.1"), network("?")
    ('192.0.2.1', '2001:db8:1:2::', '192.0.2.1', '?')
    """
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


def _host(scope: Scope) -> str:
    """The name that was asked for, without the port."""
    for name, value in scope["headers"]:
        if name == b"host":
            host = str(value, "latin-1").lower()
            return host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    return ""
