"""The sample newspaper on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest

from archiver.demo.content import DELETED, old_path
from archiver.demo.server import Server
from archiver.demo.site import respond


@pytest.fixture
def paper() -> Iterator[Server]:
    with Server() as server:
        yield server


def ask(paper: Server, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", paper.port, timeout=60)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_answers_as_the_pure_function_does(paper: Server) -> None:
    for path in ("/", "/thoi-su/?page=2", "/rss.xml", "/x"):
        response, body = ask(paper, path)
        assert (response.status, body) == (respond(0, path, paper.base).status, respond(0, path, paper.base).body)
    assert [path for _, path in paper.requests] == ["/", "/thoi-su/?page=2", "/rss.xml", "/x"]


def test_the_day_can_be_moved_on(paper: Server) -> None:
    path = old_path(DELETED)
    assert path is not None
    assert ask(paper, path)[0].status == 200
    paper.day = 3
    response, _ = ask(paper, path)
    assert response.status == 404
    assert response.getheader("Date") == "Fri, 01 Apr 2022 11:00:00 GMT"


def test_conditional_requests(paper: Server) -> None:
    for path in ("/rss.xml", "/sitemap.xml"):
        first, _ = ask(paper, path)
        tag, modified = str(first.getheader("ETag")), str(first.getheader("Last-Modified"))
        for asked in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}, {"If_Modified_Since": modified}):
            response, body = ask(paper, path, **asked)
            assert (response.status, body) == (304, b"")
        assert ask(paper, path, If_None_Match='"x"', If_Modified_Since=modified)[0].status == 200
    paper.day = 3
    assert ask(paper, "/rss.xml", If_None_Match=tag)[0].status == 200


def test_head_has_no_body_and_other_methods_are_refused(paper: Server) -> None:
    response, body = ask(paper, "/", "HEAD")
    assert (response.status, body) == (200, b"")
    assert int(str(response.getheader("Content-Length"))) > 1000
    assert ask(paper, "/gui-binh-luan", "POST", Content_Length="0")[0].status == 501


def test_one_connection_carries_several_requests(paper: Server) -> None:
    connection = HTTPConnection("127.0.0.1", paper.port, timeout=60)
    for path in ("/", "/rss.xml"):
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200
        assert len(response.read()) == int(str(response.getheader("Content-Length")))
    connection.close()
