"""What must never be asked, in every spelling, and what must never be kept."""

import asyncio
import ipaddress
import socket
from typing import Any

import pytest

from archiver.core.newspaper import Newspaper
from archiver.crawl.guard import Guard, GuardedResolver, is_public

PAPER = Newspaper(
    name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",), home="https://baomau.example/"
)
DEMO = Newspaper(
    name="demo",
    title="Demo",
    province="Mẫu",
    domains=("127.0.0.1",),
    home="http://127.0.0.1:8123/",
    feeds=("http://127.0.0.1:8123/rss.xml",),
)

SPELLINGS = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "１２７.0.0.1",
    "127。0。0。1",
    "0x7f000001",
    "169.254.169.254",
    "10.0.0.1",
    "8.8.8.8",
    "a.localhost",
    "127.0.0.1.",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_addresses_of_machines_are_refused_in_every_spelling(host: str) -> None:
    assert Guard(PAPER).refusal(f"http://{host}/secret") in ("address", "offsite")


@pytest.mark.parametrize("host", SPELLINGS)
def test_even_a_definition_does_not_make_them_its_own(host: str) -> None:
    paper = Newspaper(name="x", title="X", province="X", domains=(host.strip("[]"),), home="https://x.example/")
    assert Guard(paper).refusal(f"http://{host}/secret") is not None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://baomau.example/a1.html", None),
        ("http://m.baomau.example:80/a1.html", None),
        ("https://baomau.example:443/", None),
        ("https://baomau.example:22/", "port"),
        ("https://baomau.example:99999/", "address"),
        ("https://notbaomau.example/", "offsite"),
        ("https://baomau.example.evil.example/", "offsite"),
        ("https://me:secret@baomau.example/", "address"),
        ("ftp://baomau.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("data:text/html,x", "scheme"),
        ("gopher://baomau.example/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//baomau.example/", "scheme"),
        ("http://[", "address"),
        ("https://baomau.example:0/", "port"),
        ("http://127.0.0.1%23.baomau.example/", "address"),
        ("http://127.0.0.1\\.baomau.example/", "address"),
        ("https:///a1.html", "address"),
        ("https://baomau.example/" + "a" * 2083, "length"),
    ],
)
def test_only_the_newspapers_own_hosts_on_the_webs_own_ports(url: str, reason: str | None) -> None:
    assert Guard(PAPER).refusal(url) == reason


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8123/tin-a1.html", True),
        ("http://127.0.0.1:8124/", False),
        ("http://127.0.0.1/", False),
        ("http://localhost:8123/", False),
        ("http://127.0.0.2:8123/", False),
        ("http://10.0.0.1:8123/", False),
    ],
)
def test_a_newspaper_on_this_machine_reaches_its_own_port_alone(url: str, allowed: bool) -> None:
    assert (Guard(DEMO).refusal(url) is None) is allowed


PRIVATE = """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 ::1 fe80::1 fc00::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: ::127.0.0.1 fec0::1 64:ff9b:1::7f00:1
224.0.0.1 255.255.255.255"""


@pytest.mark.parametrize("ip", PRIVATE.split())
def test_an_answer_from_a_private_address_is_not_kept(ip: str) -> None:
    peer = ipaddress.ip_address(ip)
    assert not is_public(peer)
    assert Guard(PAPER).refusal_of_peer("https://baomau.example/a1.html", peer) == "address"
    assert Guard(PAPER, proxied=True).refusal_of_peer("https://baomau.example/a1.html", peer) is None


def test_answers_that_are_kept() -> None:
    assert Guard(PAPER).refusal_of_peer("https://baomau.example/", ipaddress.ip_address("1.1.1.1")) is None
    assert Guard(DEMO).refusal_of_peer("http://127.0.0.1:8123/", ipaddress.ip_address("127.0.0.1")) is None


class Receiver:
    def __init__(self) -> None:
        self.found: list[str] = []
        self.done = asyncio.Event()

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - the names of the interface
        self.name = resolution.name

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - as above
        self.found.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 - as above
        self.done.set()


def resolve(monkeypatch: pytest.MonkeyPatch, host: str, answers: list[str]) -> list[str]:
    async def ask() -> list[str]:
        loop = asyncio.get_running_loop()

        async def getaddrinfo(name: str, port: int, **_: Any) -> list[Any]:
            if not answers:
                raise socket.gaierror("no such host")
            families = {4: socket.AF_INET, 6: socket.AF_INET6}
            return [(families[ipaddress.ip_address(a).version], 1, 6, "", (a, port)) for a in answers]

        monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
        receiver = Receiver()
        GuardedResolver(None).resolveHostName(receiver, host, 443)
        await asyncio.wait_for(receiver.done.wait(), 60)
        return receiver.found

    return asyncio.run(ask())


def test_the_resolver_knows_public_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["10.0.0.1", "1.1.1.1", "::1", "2606:4700::1111", *PRIVATE.split()[:4]]
    assert resolve(monkeypatch, "baomau.example", answers) == ["1.1.1.1", "2606:4700::1111"]
    assert resolve(monkeypatch, "baomau.example", ["127.0.0.1"]) == []
    assert resolve(monkeypatch, "baomau.example", []) == []


def test_the_resolver_makes_an_exception_for_what_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedResolver, "permitted", {"proxy.lan"})
    assert resolve(monkeypatch, "proxy.lan", ["10.0.0.9"]) == ["10.0.0.9"]
