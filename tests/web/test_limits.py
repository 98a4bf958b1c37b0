"""How often a client may ask, under which name, and how long it may take; the database's connection cannot write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from archiver.core.errors import CorruptionError, LockedError, SchemaError
from archiver.web import problems
from archiver.web.app import create_app
from archiver.web.limits import LONGEST, Rate, unreadable
from archiver.web.words import Words
from tests.query.made import Made
from tests.query.test_patience import SLOW
from tests.web.conftest import opening_of, settings


def test_a_client_that_asks_too_often_waits(made: Made) -> None:
    with TestClient(create_app(settings(made, RATE="5"))) as client:
        statuses = [client.get("/api/v1/newspapers").status_code for _ in range(7)]
        assert statuses == [200] * 5 + [429] * 2
        refused = client.get("/api/v1/newspapers")
        assert 1 <= int(refused.headers["retry-after"]) <= 12
        assert refused.json()["error"]["code"] == "too_many"
        assert client.get("/search").status_code == 429  # the pages are counted too


def test_the_bucket_fills_again_and_is_one_a_client() -> None:
    now = 0.0
    rate = Rate(60, lambda: now)
    assert [rate.wait("192.0.2.1") for _ in range(61)] == [0] * 60 + [1]
    assert rate.wait("192.0.2.2") == 0
    now = 2.0
    assert [rate.wait("192.0.2.1") for _ in range(3)] == [0, 0, 1]
    assert rate.wait("2001:db8::1") == rate.wait("2001:db8::2") == 0
    now = 1e6
    assert [rate.wait("192.0.2.1") for _ in range(61)][-1] == 1  # never more than a minute's worth


def test_few_clients_are_remembered() -> None:
    rate = Rate(1, lambda: 0.0)
    for number in range(12_000):
        rate.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(rate._left) == 10_000


@pytest.mark.parametrize(
    ("host", "status"), [("localhost:8000", 200), ("[::1]:8000", 200), ("evil.example", 421), ("", 421)]
)
def test_it_is_asked_under_its_own_names_alone(made: Made, host: str, status: int) -> None:
    with TestClient(create_app(settings(made), hosts={"localhost", "::1"})) as client:
        found = client.get("/api/v1/newspapers", headers={"host": host})
        assert found.status_code == status


@pytest.mark.parametrize("query", [b"q=%00", b"q=a%00b", b"%00=1", b"q=%C3", b"q=%ff", b"q=%ED%A0%80", b"q=%C0%80"])
def test_what_is_no_text_is_refused(query: bytes) -> None:
    assert unreadable(b"/api/v1/search", query) is not None


def test_addresses_have_an_end() -> None:
    assert unreadable(b"/", b"q=" + b"a" * (LONGEST - 3)) is None
    assert unreadable(b"/", b"q=" + b"a" * (LONGEST - 2)) is not None


def test_what_takes_too_long_is_stopped_and_said(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = opening_of(client)
    dialect = opening.engine().dialect.name

    def slow(_: object, conn: Any, *__: object) -> Any:
        return conn.exec_driver_sql(SLOW[dialect])

    monkeypatch.setattr("archiver.query.matching.Selection.first_ids", slow)
    monkeypatch.setattr("archiver.web.api_search.PATIENCE", 0.2)
    refused = client.get("/api/v1/search?q=an")
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert error["code"] == "too_slow"
    assert error["message"].startswith("the search took longer than 0.2 s and was stopped; ask for less")
    assert "--patience" not in error["message"]
    monkeypatch.undo()
    assert client.get("/api/v1/search?q=an").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/article/baomau/~x", "/article?address=baomau/~x", "/api/v1/article?id=baomau/~x", "/api/v1/history?id=baomau/~x",
     "/api/v1/diff?id=baomau/~x&from=1&to=2", "/api/v1/cite?id=baomau/~x", "/api/v1/evidence?id=baomau/~x"],
)  # fmt: skip
def test_an_article_is_not_sought_for_long(client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    opening = opening_of(client)
    dialect = opening.engine().dialect.name

    def slow(conn: Any, _: str) -> Any:
        return conn.exec_driver_sql(SLOW[dialect])

    for place in ("api_articles", "pages_article"):
        monkeypatch.setattr(f"archiver.web.{place}.PATIENCE", 0.1)
    monkeypatch.setattr("archiver.query.history._joined", slow)
    refused = client.get(address)
    assert refused.status_code == 422
    said = "took longer than 0.1 s and was stopped" if "/api/" in address else Words("vi")("error.too_slow")
    assert said in refused.text


def test_the_connection_cannot_write(client: TestClient) -> None:
    opening = opening_of(client)
    for statement in ("DELETE FROM article", "CREATE TABLE x (y int)", "UPDATE newspaper SET title = 'x'"):
        with opening.engine().connect() as conn, pytest.raises(DBAPIError, match=r"(?i)read-?only|readonly"):
            conn.execute(text(statement))


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (SchemaError("/secret/place is from a newer version"), 503, "no archive of this version"),
        (CorruptionError("/secret/place is damaged"), 503, "damaged"),
        (LockedError("/secret/place"), 503, "holds the database"),
        (ZeroDivisionError("/secret/place"), 500, "our mistake"),
    ],
)
def test_what_is_wrong_with_us_is_said_without_our_places(
    made: Made, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("archiver.query.newspapers.newspapers", fail)
    with TestClient(create_app(settings(made)), raise_server_exceptions=False) as client:
        found = client.get("/api/v1/newspapers")
    assert found.status_code == status
    assert said in found.json()["error"]["message"]
    assert "secret" not in found.text
    assert "Traceback" not in found.text
    if status == 503:
        assert int(found.headers["retry-after"]) > 0


def test_a_database_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    first, second = Made(tmp_path / "a"), Made(tmp_path / "b")
    second.paper("baomau", "Báo Mẫu", "Mẫu")
    for one in (first, second):
        one.writer.dispose()
    with TestClient(create_app(settings(first))) as client:
        assert client.get("/api/v1/newspapers").json()["newspapers"] == []
        (second.home / "archive.db").replace(first.home / "archive.db")
        assert [one["name"] for one in client.get("/api/v1/newspapers").json()["newspapers"]] == ["baomau"]
        (first.home / "archive.db").unlink()
        assert client.get("/api/v1/newspapers").status_code == 503


def test_every_code_of_a_problem_is_described() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    assert [(code, status) for code, (status, _) in problems.CODES.items()] == [
        (cells[1].strip(" `"), int(cells[2]))
        for line in page.splitlines()
        if line.startswith("| `") and (cells := line.split("|"))[2].strip().isdigit()
    ]


def test_engine_is_shared(client: TestClient, engine: Engine) -> None:
    opening = opening_of(client)
    assert opening.engine() is opening.engine()
    assert opening.engine() is not engine
