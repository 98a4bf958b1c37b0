"""`archiver serve`: the pages and the JSON API over one archive, for this machine unless told otherwise."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated, NoReturn

import typer

from archiver import config as configuration
from archiver.cli.showing import say
from archiver.core.errors import UsageError
from archiver.garbage import rarely_collected

LOOPBACK = "127.0.0.1"
_OWN_NAMES = frozenset({"localhost", LOOPBACK, "::1"})
_GRACE = 5  # seconds that answers on their way have when it is stopped


def register(app: typer.Typer) -> None:
    """Add `serve` to the command line."""
    app.command("serve")(serve)


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; for every network 0.0.0.0, or :: for IPv6 too.")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(help="A name under which it may be asked for, as a proxy passes it on; several times."),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(help="Address or network of a proxy that is believed who asks (X-Forwarded-For); several times."),
    ] = None,
) -> None:
    """Serve the archive's pages and its JSON API, for reading. Only this machine reaches it, unless told otherwise.

    Example: archiver serve --port 8080
    """
    config = configuration.load()
    import uvicorn  # here, not above: half a second that no other command should wait for

    from archiver.web.app import create_app

    app = create_app(config, hosts=names(host, name or ()), proxies=proxy or ())
    listening = _listen(host, port)
    at = listening.getsockname()
    if not is_loopback(host):
        _warn()
    say(f"serving {config.home} at http://{f'[{at[0]}]' if ':' in at[0] else at[0]}:{at[1]}/ (Ctrl-C ends it)")
    sys.stdout.flush()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # what somebody looked for is nobody's business
            server_header=False,
            proxy_headers=False,  # archiver.web.forwarded: uvicorn takes anything for an address
            timeout_graceful_shutdown=_GRACE,
        )
    )
    signal.signal(signal.SIGTERM, _stopped)  # uvicorn ends in peace, then raises the signal again
    with suppress(KeyboardInterrupt), rarely_collected():  # what a page leaves is in no cycle; what is loaded stays
        server.run(sockets=[listening])
    _stopped()  # also where the signal that ended it was not raised again


def names(host: str, said: list[str] | tuple[str, ...]) -> frozenset[str]:
    """The names under which the server may be asked: empty for any.

    A page of another site may let its own name lead to 127.0.0.1; under that name it shall read nothing.

    >>> sorted(names("127.0.0.1", [])), names("0.0.0.0", []), "archive.example" in names("::", ["archive.example"])
    (['127.0.0.1', '::1', 'localhost'], frozenset(), True)
    """
    if not said and not is_loopback(host):
        return frozenset()
    return _OWN_NAMES | {host.lower()} | {one.lower() for one in said}


def is_loopback(host: str) -> bool:
    """True where only this machine can reach the address.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.0.2.1")]
    [True, True, True, False, False]
    """
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    """The socket; taken before anything is said, so that a port in use is one line."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        both = address[0] == "::"  # every network: by itself such a socket is for IPv6 alone
        if both and not socket.has_dualstack_ipv6():
            return _listen("0.0.0.0", port)  # noqa: S104 - every network was asked for, and there is IPv4 alone
        listening = socket.create_server(address[:2], family=family, backlog=128, dualstack_ipv6=both)
    except (OSError, UnicodeError) as problem:  # UnicodeError: a name that no host can have
        number = getattr(problem, "errno", None)
        if number == errno.EADDRINUSE:
            said = f"port {port} of {host} is in use by another program; end it, or give another --port"
        elif number in (errno.EACCES, errno.EPERM):
            said = f"port {port} of {host} may not be taken by this user; give a --port above 1023"
        else:
            said = f"{host} is no address of this machine ({getattr(problem, 'strerror', None) or problem})"
        raise UsageError(said) from problem
    return listening


def _warn() -> None:
    sys.stderr.write(
        "archiver: warning: others can reach this. The texts are other people's: to offer them to the public may need "
        "their leave. Nothing asks for a password; put a proxy before it that does.\n"
    )


def _stopped(*_: object) -> NoReturn:
    say("stopped")
    sys.exit(0)
