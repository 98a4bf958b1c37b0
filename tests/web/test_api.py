"""The API answers what its description says, in one shape, whole or as a page of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine
from starlette.testclient import TestClient

from archiver.core.record import RECORD_KEYS
from archiver.query import history as knowing
from archiver.web import answers, answers_counts

V1 = "/api/v1"
ANSWERS: list[tuple[str, type[BaseModel]]] = [
    ("search", answers.Found),
    ("search?q=cà phê&facets=yes&full=yes&sort=relevance", answers.Found),
    ("search?newspaper=baomau&newspaper=baothu&gone=no&views=yes&edited=&since=2022-03&limit=1", answers.Found),
    ("article?id=baomau/2", answers.Record),
    ("article?id=https://baomau.example/bai-viet-a3.html", answers.Record),
    ("history?id=baomau/2", answers.History),
    ("diff?id=baomau/2&from=1&to=2", answers.Difference),
    ("coverage", answers.Coverage),
    ("coverage?q=newspaper:baomau&days=yes", answers.Coverage),
    ("trends?q=cà phê&q=&per=week", answers_counts.Trends),
    ("attention?q=cà", answers_counts.Attention),
    ("typical?newspaper=baomau&limit=3", answers_counts.Typical),
    ("edits?limit=1", answers_counts.Edits),
    ("reprints?limit=5", answers_counts.Reprints),
    ("newspapers", answers.Newspapers),
    ("authors", answers.Authors),
    ("authors?begins=nguyen", answers.Authors),
]


@pytest.mark.parametrize(("path", "model"), ANSWERS)
def test_an_answer_has_the_keys_that_are_described(client: TestClient, path: str, model: type[BaseModel]) -> None:
    found = client.get(f"{V1}/{path}")
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/json"
    model.model_validate_json(found.content, strict=True)


def test_every_route_of_json_is_among_those_answers(client: TestClient) -> None:
    described = client.get(f"{V1}/openapi.json").json()["paths"]
    of_json = {
        path.removeprefix(f"{V1}/")
        for path, said in described.items()
        if "application/json" in said["get"]["responses"]["200"]["content"]
    }
    assert of_json == {path.partition("?")[0] for path, _ in ANSWERS}
    assert set(described) - {f"{V1}/{path}" for path in of_json} == {
        f"{V1}/{path}" for path in ("cite", "evidence", "export", "codebook")
    }


def test_the_record_is_the_record(client: TestClient, engine: Engine) -> None:
    found = client.get(f"{V1}/article", params={"id": "baomau/2"}).json()
    assert list(found) == list(RECORD_KEYS) == list(answers.Record.model_fields)
    assert found == knowing.record(engine, "baomau/2")
    searched = client.get(f"{V1}/search", params={"q": "cà phê", "full": "yes"}).json()
    assert searched["records"] == [found]


def test_pages_follow_one_another(client: TestClient) -> None:
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    for _ in range(5):
        page = client.get(f"{V1}/search", params=params).json()
        seen += [record["id"] for record in page["records"]]
        assert page["total"] == 5
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert len(seen) == len(set(seen)) == 5
    refused = client.get(f"{V1}/search", params={**params, "q": "bão"})
    assert refused.status_code == 400
    assert "another question" in refused.json()["error"]["message"]


def test_the_names_of_authors_follow_one_another(client: TestClient) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = client.get(f"{V1}/authors", params={"limit": 1, "after": after}).json()
        seen += [one["name"] for one in page["authors"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == ["Lê Chi", "Nguyen An", "Nguyễn An", "Trần Bình"]
    begun = client.get(f"{V1}/authors", params={"begins": "Nguyễn"}).json()["authors"]
    assert begun == [{"name": "Nguyen An", "articles": 1}, {"name": "Nguyễn An", "articles": 2}]


@pytest.mark.parametrize("path", [path for path, _ in ANSWERS])
def test_an_answer_that_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(f"{V1}/{path}")
    again = client.get(f"{V1}/{path}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get(f"{V1}/{path}", headers={"if-none-match": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("search?q=bão (lũ", 400, "query", "is not closed"),
        ("search?q=titel:bão", 400, "query", "there is no field titel:"),
        ("search?q=newspaper:baonao", 400, "query", "no newspaper 'baonao'"),
        ("search?newspaper=baonao", 400, "parameter", "no newspaper 'baonao'"),
        ("search?newspapr=baomau", 400, "parameter", "newspapr: there is no such parameter"),
        ("search?limit=0", 400, "parameter", "limit: "),
        ("search?limit=many", 400, "parameter", "limit: "),
        ("search?limit=1&limit=2", 400, "parameter", "limit: is given more than once"),
        ("search?since=gestern", 400, "parameter", "'gestern' is no date"),
        ("search?since=2023&until=2022", 400, "parameter", "lies after"),
        ("search?gone=maybe", 400, "parameter", "gone: "),
        ("search?cursor=x", 400, "parameter", "no cursor"),
        ("search?q=" + "a" * 2001, 400, "parameter", "q: "),
        ("search?q=" + "a%20" * 6000, 400, "request", "longer than"),
        ("search?q=%00", 400, "request", "NUL"),
        ("search?q=%ff", 400, "request", "no UTF-8"),
        ("search?%ed%a0%80=1", 400, "request", "no UTF-8"),
        ("trends", 400, "parameter", "q: "),
        ("trends?q=a&per=hour", 400, "parameter", "per: "),
        ("typical?q=nirgends", 400, "parameter", "nothing to compare"),
        ("article", 400, "parameter", "id: "),
        ("article?id=baomau/99", 404, "not_found", "no article"),
        ("article?id=https://baomau.example/x-a99.html", 404, "not_found", "never met"),
        ("history?id=x", 404, "not_found", "no article"),
        ("diff?id=baomau/2&from=1&to=9", 404, "not_found", "has no revision 9"),
        ("diff?id=baomau/2&from=0&to=1", 400, "parameter", "from: "),
        ("cite?id=baomau/2&id=baomau/99", 404, "not_found", "no article"),
        ("cite?id=baomau/2&format=word", 400, "parameter", "format: "),
        ("evidence?id=baomau/2&sha256=..", 400, "parameter", "sha256: "),
        ("evidence?id=baomau/2&sha256=" + "0" * 64, 404, "not_found", "no such capture"),
        ("export?format=xls", 400, "parameter", "format: "),
        ("export?q=bão (lũ", 400, "query", "is not closed"),
        ("nothing", 404, "not_found", "nothing at this address"),
    ],
)
def test_an_error_has_one_shape(client: TestClient, path: str, status: int, code: str, said: str) -> None:
    found = client.get(f"{V1}/{path}")
    assert found.status_code == status, found.text
    error = answers.Failed.model_validate_json(found.content, strict=True).error
    assert (error.code, error.status) == (code, status)
    assert said in error.message
    assert found.headers["cache-control"] == "no-store"


def test_the_place_in_a_query_is_pointed_at(client: TestClient) -> None:
    error = client.get(f"{V1}/search", params={"q": "bão (lũ"}).json()["error"]
    assert (error["query"], error["start"], error["end"]) == ("bão (lũ", 4, 5)
    assert error["pointed"] == "bão (lũ\n    ^"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_but_get_is_answered(client: TestClient, method: str) -> None:
    found = client.request(method, f"{V1}/search")
    assert found.status_code == 405
    assert found.headers["allow"] == "GET"
    assert found.json()["error"]["code"] == "method"


def test_citations_are_those_of_the_command(client: TestClient) -> None:
    both = {"id": ["baomau/2", "baothu/7"]}
    bib = client.get(f"{V1}/cite", params=both)
    assert bib.text.count("@article{") == 2
    assert bib.headers["content-disposition"] == 'attachment; filename="citations.bib"'
    ris = client.get(f"{V1}/cite", params={**both, "format": "ris"})
    assert ris.text.count("TY  - NEWS") == 2
    csl = client.get(f"{V1}/cite", params={**both, "format": "csl-json"})
    assert [one["id"] for one in json.loads(csl.content)] == ["baomau-2", "baothu-7"]
