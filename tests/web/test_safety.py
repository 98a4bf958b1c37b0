"""Every answer is guarded: pages, errors of ours, files, and what a route tries to say instead."""

from __future__ import annotations

import pytest
from fastapi import Response
from starlette.testclient import TestClient

from archiver.web.rendering import View, outside
from archiver.web.safety import HEADERS, POLICY, SafeFastAPI
from archiver.web.words import WORDS


def application() -> SafeFastAPI:
    app = SafeFastAPI()

    @app.get("/lax")
    def lax() -> Response:
        return Response("x", headers={"Content-Security-Policy": "default-src *", "cache-control": "no-store"})

    @app.get("/broken")
    def broken() -> Response:
        raise RuntimeError("ours")

    return app


@pytest.mark.parametrize(("path", "status"), [("/lax", 200), ("/broken", 500), ("/nothing", 404)])
def test_every_answer_carries_the_headers(path: str, status: int) -> None:
    with TestClient(application(), raise_server_exceptions=False) as client:
        answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get_list(name) for name in HEADERS} == {name: [said] for name, said in HEADERS.items()}
    assert answer.headers["cache-control"] == ("no-store" if path == "/lax" else "private, no-cache")


def test_the_policy_lets_nothing_run_and_nobody_frame() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "script-src" not in rules
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "http:", "vbscript:x", None, "http://["],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(address: str | None) -> None:
    assert outside(address) is None


def test_no_path_becomes_the_address_of_another_host() -> None:
    view = View(WORDS["vi"], False, "/" + "//evil.example/".lstrip("/"), ())
    assert view.translated == "/evil.example/?lang=en"
