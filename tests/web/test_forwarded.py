"""Who asks through a proxy: believed of the proxies that the operator named, and only where it is an address."""

from __future__ import annotations

import logging

import pytest
from starlette.testclient import TestClient

from archiver.core.errors import UsageError
from archiver.web.app import create_app
from archiver.web.forwarded import forwarded, proxies_of
from tests.query.made import Made
from tests.web.conftest import settings

OURS = proxies_of(["127.0.0.1", "::1", "10.0.0.0/8"])


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        ("127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("::1", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:127.0.0.1", ["192.0.2.1"], "192.0.2.1"),  # as a socket for both kinds of addresses tells it
        ("127.0.0.1", ["198.51.100.9, 192.0.2.1"], "192.0.2.1"),  # what stands before was said by the client itself
        ("127.0.0.1", ["198.51.100.9", "192.0.2.1, 10.1.2.3"], "192.0.2.1"),
        ("127.0.0.1", ["10.1.2.3, 10.4.5.6"], "10.1.2.3"),  # a proxy that asks for itself
        ("127.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"),
        ("127.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("127.0.0.1", ["[2001:db8::1]"], "2001:db8::1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["x1"], "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["", ","], "127.0.0.1"),
        ("127.0.0.1", ["1" * 10_000], "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.1:x"], "127.0.0.1"),
        ("192.0.2.7", ["192.0.2.1"], "192.0.2.7"),  # nobody's proxy
        ("", ["192.0.2.1"], ""),  # a socket of this machine has no address
    ],
)
def test_who_asks(peer: str, said: list[str], client: str) -> None:
    assert forwarded(peer, said, OURS) == client


def test_what_is_no_address_is_no_proxy() -> None:
    with pytest.raises(UsageError, match="'nginx' is no address"):
        proxies_of(["nginx"])


def asked(client: TestClient, said: str) -> int:
    return client.get("/api/v1/newspapers", headers={"x-forwarded-for": said}).status_code


def test_made_up_clients_are_counted_as_one(made: Made) -> None:
    app = create_app(settings(made, RATE="2"), proxies=["127.0.0.1"])
    with TestClient(app, client=("127.0.0.1", 1)) as client:
        assert [asked(client, f"x{number}") for number in range(4)] == [200, 200, 429, 429]
        assert [asked(client, f"192.0.2.{number}") for number in range(4)] == [200] * 4
        assert asked(client, "192.0.2.1") == 200
        assert asked(client, "192.0.2.1") == 429


@pytest.mark.parametrize(("peer", "named"), [("127.0.0.1", "127.0.0.1"), ("8.8.4.4", "ADDRESS")])
def test_without_a_named_proxy_nobody_is_believed(
    made: Made, caplog: pytest.LogCaptureFixture, peer: str, named: str
) -> None:
    with TestClient(create_app(settings(made, RATE="2")), client=(peer, 1)) as client:
        assert [asked(client, f"192.0.2.{number}") for number in range(4)] == [200, 200, 429, 429]
    assert [(one.levelno, one.message) for one in caplog.records if one.name == "archiver.web.forwarded"] == [
        (logging.WARNING, f"{peer} asks as a proxy does, and is not believed: `archiver serve --proxy {named}`")
    ]


@pytest.mark.parametrize(("said", "begins"), [("https", "https://"), ("javascript", "http://")])
def test_addresses_in_a_feed_are_those_of_the_proxy(made: Made, said: str, begins: str) -> None:
    with TestClient(create_app(settings(made), proxies=["127.0.0.1"]), client=("127.0.0.1", 1)) as client:
        feed = client.get("/feed.atom", headers={"x-forwarded-proto": said})
    assert feed.status_code == 200
    assert f'"{begins}testserver/' in feed.text
