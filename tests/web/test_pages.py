"""The pages on the sample archive: the same counts as the search, errors in place, every text as text."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from archiver.query.search import search
from archiver.web.asked import Asked
from archiver.web.safety import HEADERS


class Reader(HTMLParser):
    """The tags of a page in order, with the text that stands in each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", " ".join(data.split())))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def said(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def read(client: TestClient, address: str, status: int = 200) -> Reader:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for name, said in HEADERS.items():
        assert answer.headers[name] == said
    return Reader(answer.text)


@pytest.mark.parametrize(
    "question",
    ["", "q=bão", "q=bao", "q=dak+nong", "q=%22cà+phê%22&sort=relevance", "newspaper=baothu", "author=nguyen+an",
     "since=2022&sort=views", "q=không&limit=1", "gone=no", "section=Thời+sự&until=2021"],
)  # fmt: skip
def test_the_page_tells_what_the_search_tells(client: TestClient, engine: Engine, question: str) -> None:
    asked = Asked.of([(name, value) for name, values in parse_qs(question).items() for value in values])
    expected = search(engine, asked.query, asked.filters(), facets=True)
    page = read(client, f"/search?{question}&lang=en")
    assert page.said("h2")[0].split()[0] == f"{expected.total:,}"
    shown = [str(one["href"]).partition("?")[0] for one in page.of("a") if str(one["href"]).startswith("/article/")]
    assert shown == [f"/article/{record['id']}" for record in expected.records]
    assert expected.facets is not None
    papers = [
        parse_qs(urlsplit(str(one["href"])).query).get("newspaper", [])[-1:]
        for one in page.of("a")
        if str(one["href"]).startswith("/search?") and "newspaper=" in str(one["href"])
    ]
    for name, _ in expected.facets["newspaper"].values:
        assert [name] in papers
    assert expected.scope is not None
    statement = " ".join(text for _, text in page.texts)
    assert f"{expected.scope.archived:,} kept, {expected.scope.missing:,} missing" in statement


def test_the_pages_of_a_search_hold_every_article_once(client: TestClient, engine: Engine) -> None:
    address, found = "/search?limit=2", []
    while address:
        page = read(client, address)
        found += [str(one["href"]) for one in page.of("a") if str(one["href"]).startswith("/article/")]
        address = next((str(one["href"]) for one in page.of("a") if one.get("rel") == "next"), "")
    assert found == [f"/article/{record['id']}" for record in search(engine, "").records]


@pytest.mark.parametrize("address", ["/", "/search?q=bão", "/search?q=nothingatall", "/nothing", "/search?q=("])
def test_both_languages(client: TestClient, address: str) -> None:
    joint = "&" if "?" in address else "?"
    for language, other in (("vi", "en"), ("en", "vi")):
        answer = client.get(f"{address}{joint}lang={language}")
        page = Reader(answer.text)
        assert page.of("html")[0]["lang"] == answer.headers["content-language"] == language
        switch = next(one for one in page.of("a") if one.get("class") == "language")
        assert switch["hreflang"] == other
        assert Reader(client.get(str(switch["href"])).text).of("html")[0]["lang"] == other
        own = [str(one["href"]) for one in page.of("a") if str(one["href"]).startswith("/search?") and one != switch]
        assert own
        assert all(f"lang={language}" in href for href in own)


def test_a_broken_query_is_shown_with_its_place_and_can_be_mended(client: TestClient) -> None:
    page = read(client, "/search?q=bão (lũ&lang=en", 400)
    field = next(one for one in page.of("input") if one.get("name") == "q")
    assert field["value"] == "bão (lũ"
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "problem")
    assert page.said("mark") == ["("]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search?since=someday", 400),
        ("/search?newspaper=nobody", 400),
        ("/search?sort=odd", 400),
        ("/search?cursor=xyz", 400),
        ("/article/nobody/1", 404),
        ("/article?address=https://nowhere.example/a1.html", 404),
        ("/article/baomau/1?version=99", 404),
        ("/nothing/here", 404),
        ("/static/nothing.css", 404),
        ("/search?q=%00", 400),
        ("/search?q=" + "a" * 20_000, 400),
    ],
)
def test_problems_are_pages(client: TestClient, address: str, status: int) -> None:
    page = read(client, address, status)
    assert any(one.get("role") == "alert" for one in page.of("div"))
    assert page.of("form") or any(one.get("class") == "button" for one in page.of("a"))


def test_nothing_is_taken(client: TestClient) -> None:
    answer = client.post("/search", data={"q": "x"})
    assert answer.status_code == 405
    assert "content-security-policy" in answer.headers


def test_an_article_with_where_everything_came_from(client: TestClient, engine: Engine) -> None:
    record = search(engine, "").records[0]
    page = read(client, f"/article/{record['id']}?lang=en")
    assert page.said("h1") == [" ".join(str(record["title"]).split())]
    everything = " ".join(text for _, text in page.texts)
    assert str(record["published_raw"]) in everything
    sources = record["sources"]
    assert isinstance(sources, dict)
    shown = {"published_at", "authors", "title", "body_text"} & sources.keys()
    assert all(str(sources[key]) in everything for key in shown)
    proofs = [str(one["href"]) for one in page.of("a") if str(one["href"]).startswith("/api/v1/evidence?")]
    assert proofs
    for form in ("bibtex", "ris", "csl-json"):
        assert any("/api/v1/cite?" in str(one["href"]) and f"format={form}" in str(one["href"]) for one in page.of("a"))


def test_an_article_is_reached_by_its_address(client: TestClient, engine: Engine) -> None:
    record = search(engine, "").records[0]
    answer = client.get("/article", params={"address": str(record["url"])}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/article/{record['id']}"


def test_nothing_is_loaded_from_elsewhere(client: TestClient, engine: Engine) -> None:
    for address in ("/", "/search?q=bao", f"/article/{search(engine, '').records[0]['id']}"):
        page = read(client, address)
        loaded = [one["href"] for one in page.of("link") if one["rel"] in ("stylesheet", "icon")]
        assert loaded
        assert all(str(href).startswith("/static/") for href in loaded)
        assert not page.of("script")
        assert not page.of("img")
        assert not page.of("style")
        assert not [attrs for _, attrs in page.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
