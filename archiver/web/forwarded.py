"""Who asks, and by which scheme, where a proxy stands between: believed of the proxies that the operator named."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

from archiver.core.errors import UsageError

Proxies: TypeAlias = Sequence[IPv4Network | IPv6Network]
_LOG = logging.getLogger(__name__)
_LONGEST: Final = 60  # characters of an address
_SCHEMES: Final = ("http", "https")


class Forwarded:
    """Puts the client of a proxy in the place of the proxy. Pure ASGI, so that a stream passes it piece by piece."""

    def __init__(self, app: ASGIApp, *, proxies: Proxies) -> None:
        """Stand before an application.

        Args:
            proxies: whose headers are believed; none: nobody's.
        """
        self._app, self._proxies = app, proxies
        self._told = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            scope = self._seen(scope)
        await self._app(scope, receive, send)

    def _seen(self, scope: Scope) -> Scope:
        clients = _values(scope, b"x-forwarded-for")
        schemes = _values(scope, b"x-forwarded-proto")
        peer = (scope.get("client") or ("", 0))[0]
        if not (clients or schemes):
            return scope
        if not _among(peer, self._proxies):
            if not self._told:
                self._told = True  # once: anybody can send such a header
                near = _address(peer)
                which = peer if near is not None and near.is_private else "ADDRESS"  # a stranger is no proxy of ours
                _LOG.warning("%s asks as a proxy does, and is not believed: `archiver serve --proxy %s`", peer, which)
            return scope
        scheme = next((one for one in schemes if one in _SCHEMES), scope["scheme"])
        return {**scope, "client": (forwarded(peer, clients, self._proxies), 0), "scheme": scheme}


def forwarded(peer: str, said: Sequence[str], proxies: Proxies) -> str:
    """The address of who asks: what the last proxy of ours was asked by.

    Args:
        peer: who holds the connection.
        said: values of X-Forwarded-For, in their order; each proxy adds to the end, so that the beginning is whatever
            the client itself made up.

    Returns:
        `peer` where it is no proxy of ours, or where what should be the client is no IP address: what can be made up
        is nobody of its own.

    >>> ours = proxies_of(["127.0.0.1"])
    >>> forwarded("127.0.0.1", ["made up, 192.0.2.1"], ours), forwarded("127.0.0.1", ["made up"], ours)
    ('192.0.2.1', '127.0.0.1')
    """
    client = peer
    for one in reversed(",".join(said).split(",")):
        if not _among(client, proxies):
            break
        address = _address(one)
        if address is None:
            return peer
        client = str(address)
    return client


def proxies_of(said: Iterable[str]) -> Proxies:
    """Addresses or networks of proxies, read.

    Raises:
        UsageError: one of them is neither.

    >>> proxies_of(["127.0.0.1", "10.0.0.0/8"])
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    found = []
    for one in said:
        try:
            found.append(ip_network(one, strict=False))
        except ValueError as problem:
            raise UsageError(f"{one[:100]!r} is no address of a proxy, and no network (10.0.0.0/8)") from problem
    return tuple(found)


def _among(peer: str, proxies: Proxies) -> bool:
    address = _address(peer)
    return address is not None and any(address in network for network in proxies)


def _address(said: str) -> IPv4Address | IPv6Address | None:
    """An address with a port or without; None where it is none."""
    host, port = said.strip(), ""
    if host.startswith("["):
        host, _, port = host[1:].partition("]")
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
    if len(host) > _LONGEST or port.strip(":0123456789"):
        return None
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _values(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == header]
