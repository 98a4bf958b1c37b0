"""The pages on the sample archive: the same counts as the search, errors in place, every text as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from sqlalchemy import Connection, Engine, event
from starlette.testclient import TestClient

from archiver.query.reading import snapshot
from archiver.query.scope import scope
from archiver.query.search import Results, search
from archiver.query.trends import trends
from archiver.web.app import create_app
from archiver.web.asked import Asked
from tests.query.made import Made
from tests.web.conftest import opening_of, settings
from tests.web.reader import Reader, read


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


@pytest.mark.parametrize(
    "address",
    ["/", "/search?q=bão", "/search?q=nothingatall", "/nothing", "/search?q=(", "/newspapers", "/newspaper/baomau",
     "/author?name=Nguyễn+An", "/trends", "/trends?q=bão&q=lễ&per=day", "/trends?q=(", "/coverage", "/saved", "/api",
     "/coverage?newspaper=baothu&since=2022", "/article/baomau/2"],
)  # fmt: skip
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
        assert all(f"lang={language}" in href for href in own)


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
    article = f"/article/{search(engine, '').records[0]['id']}"
    for address in ("/", "/search?q=bao", article, "/newspaper/baomau", "/trends?q=bao", "/coverage", "/api", "/saved"):
        page = read(client, address)
        loaded = [one["href"] for one in page.of("link") if one["rel"] in ("stylesheet", "icon")]
        assert loaded
        assert all(str(href).startswith("/static/") for href in loaded)
        assert not page.of("script")
        assert not page.of("img")
        assert not page.of("style")
        assert not [attrs for _, attrs in page.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]


def test_the_trends_are_those_of_the_archive(client: TestClient, engine: Engine) -> None:
    page = read(client, "/trends?q=bao&q=cà+phê&per=month&lang=en")
    expected = trends(engine, ["bao", "cà phê"], per="month")
    rows = [text for tag, text in page.texts if tag == "td"]
    numbers = iter(rows)
    for number in reversed(range(len(expected[0].points))):
        for one in expected:
            point = one.points[number]
            assert next(numbers) == f"{point.count:,}"
            assert next(numbers) == f"{point.archived:,}"
            shown = next(numbers)
            assert shown == "–" if point.share is None else shown.endswith("%")
        assert next(numbers) == str(max(one.points[number].gap_days for one in expected))
    assert [text for text in page.said("li") if "article" in text] == [
        f"({one.total:,} article{'s' * (one.total != 1)}"
        + (f", {one.undated:,} without a date)" if one.undated else ")")
        for one in expected
    ]


def test_the_coverage_is_that_of_the_archive(client: TestClient, engine: Engine) -> None:
    with snapshot(engine) as conn:
        expected = scope(conn)
    page = read(client, "/coverage?lang=en")
    everything = " ".join(text for _, text in page.texts)
    assert f"{expected.archived:,} kept, {expected.missing:,} missing" in everything
    linked = [str(one["href"]) for one in page.of("a") if str(one["href"]).startswith("/newspaper/")]
    assert linked == [f"/newspaper/{name}?lang=en" for name in expected.newspapers]


def test_versions_are_compared_word_by_word(client: TestClient) -> None:
    page = read(client, "/article/baomau/2?lang=en")
    assert page.said("del") == ["được", "tăng."]
    assert page.said("ins") == ["mất", "giảm."]
    older = read(client, "/article/baomau/2?version=1&lang=en")
    assert older.said("h1") == ["Cà phê được mùa"]
    assert not read(client, "/article/baomau/2?older=2&newer=2").of("ins")


def test_an_article_is_shown_in_one_state(client: TestClient) -> None:
    begun: list[Connection] = []
    count = begun.append  # one object: what listens is found by it again
    opening = opening_of(client)
    event.listen(opening.engine(), "begin", count)
    read(client, "/article/baomau/2?older=1&newer=2")
    event.remove(opening.engine(), "begin", count)
    assert len(begun) == 1


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/search", {"q": ["bão"]}),
        ("/trends", {"q": ["bão", "an"], "per": ["year"], "show": ["count"]}),
        ("/coverage", {}),
    ],
)
def test_a_form_that_is_sent_again_asks_the_same(client: TestClient, path: str, more: dict[str, list[str]]) -> None:
    """What a browser sends of the form is what the address said: filters without an input are not lost."""
    said: dict[str, list[str]] = {
        "newspaper": ["baothu", "baomau"], "author": ["Nguyễn An"], "tag": ["lũ", "lụt"],
        "platform": ["onecms"], "province": ["Đắk Mẫu", "Lâm Thử"], "seen_since": ["2020"], "seen_until": ["2030"],
        "since": ["2019"], "reprint": ["no"], "reprinted": ["no"], "views": ["yes"], "limit": ["50"], **more,
    }  # fmt: skip
    sent = read(client, f"{path}?{urlencode(said, doseq=True)}&lang=en").sent(path)
    assert sent.pop("lang") == ["en"]
    assert {name: set(values) for name, values in sent.items()} == {
        **({"sort": {"newest"}} if path == "/search" else {}), **{name: set(values) for name, values in said.items()}
    }  # fmt: skip


def test_an_author_of_many_spellings_is_told(client: TestClient) -> None:
    page = read(client, "/author?name=nguyen+an&lang=en")
    assert page.said("h2")[0] == "3 articles"  # Nguyễn An and Nguyen An


def test_an_author_whose_articles_were_not_counted_in_time_is_shown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = search

    def uncounted(*args: Any, **options: Any) -> Results:
        return replace(asked(*args, **options), total=None)

    monkeypatch.setattr("archiver.query.search.search", uncounted)
    page = read(client, "/author?name=nguyen+an&lang=en")
    assert page.said("h2")[0] == "Articles found (not all were counted)"


def test_the_feed_of_a_search(client: TestClient, engine: Engine) -> None:
    answer = client.get("/feed.atom?q=bao&newspaper=baothu")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.text)
    atom = "{http://www.w3.org/2005/Atom}"
    expected = search(engine, "bao", Asked.of([("newspaper", "baothu")]).filters()).records
    assert [one.findtext(f"{atom}title") for one in feed.iter(f"{atom}entry")] == [one["title"] for one in expected]
    required = {f"{atom}{name}" for name in ("id", "title", "updated")}
    for one in (feed, *feed.iter(f"{atom}entry")):
        assert required <= {child.tag for child in one}
        assert datetime.fromisoformat(str(one.findtext(f"{atom}updated"))).tzinfo is not None
    assert len({one.findtext(f"{atom}id") for one in feed.iter(f"{atom}entry")}) == len(expected)
    again = client.get("/feed.atom?q=bao&newspaper=baothu", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_page_of_the_api_names_every_question(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    page = read(client, "/api?lang=en")
    assert {text for text in page.said("code") if text.startswith("/api/")} == set(described["paths"])
    parameters = {one["name"] for said in described["paths"].values() for one in said["get"].get("parameters", ())}
    assert parameters <= set(page.said("code"))


def test_saved_searches_are_those_of_the_file(client: TestClient, made: Made) -> None:
    file = made.home / "searches.toml"
    assert "The operator has given no search a name yet." in read(client, "/saved?lang=en").said("p")
    try:
        file.write_text('"Bão" = "/search?q=b%C3%A3o&gone=no"\n', "utf-8")
        page = read(client, "/saved?lang=en")
        assert "Bão" in page.said("h2")
        hrefs = [one["href"] for one in page.of("a")]
        assert "/search?q=b%C3%A3o&gone=no&lang=en" in hrefs
        assert "/feed.atom?q=b%C3%A3o&gone=no&lang=en" in hrefs
        file.write_text("a = ", "utf-8")
        assert "The file of saved searches cannot be read." in read(client, "/saved?lang=en").said("p")
    finally:
        file.unlink()


@pytest.mark.parametrize(
    ("line", "vietnamese", "english"),
    [
        ("a = 1", "Đây không phải là địa chỉ của một lần tìm", "This is not the address of a search"),
        ('a = ["b"]', "Đây không phải là địa chỉ của một lần tìm", "This is not the address of a search"),
        ('a = "q=an&newspapper=baomau"', "Không có bộ lọc “newspapper”", "There is no filter “newspapper”"),
        ('a = "/trends?q=an&per=year"', "Không có bộ lọc “per”", "There is no filter “per”"),
        ('a = "/trends?q=an&q=ba"', "“q” có hai giá trị khác nhau", "“q” has two different values"),
    ],
)
def test_a_saved_search_that_cannot_be_used_hides_no_other(
    client: TestClient, made: Made, line: str, vietnamese: str, english: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = made.home / "searches.toml"
    try:
        file.write_text(f'one = "q=an"\n{line}\nother = "q=ba"\n', "utf-8")
        for language, said in (("vi", vietnamese), ("en", english)):
            page = read(client, f"/saved?lang={language}")
            assert [name for name in page.said("h2") if name in ("one", "a", "other")] == ["one", "a", "other"]
            assert said in page.said("p")
            searches = [str(one["href"]) for one in page.of("a") if str(one["href"]).startswith("/search?q=")]
            assert searches == [f"/search?q={query}&lang={language}" for query in ("an", "ba")]
        assert f"searches.toml: a: {english}" in caplog.text
    finally:
        file.unlink()


def test_an_archive_without_an_article(empty: Made, client: TestClient, tmp_path: Path) -> None:
    bare = Made(tmp_path / "bare")
    try:
        with TestClient(create_app(settings(bare))) as asking:
            for address in ("/", "/newspapers", "/search", "/coverage", "/trends?q=x", "/saved"):
                page = read(asking, f"{address}{'&' if '?' in address else '?'}lang=en")
                assert any(one.get("class") in ("empty", "coverage") for _, one in page.tags), address
            assert ElementTree.fromstring(asking.get("/feed.atom").text).tag.endswith("feed")
    finally:
        bare.writer.dispose()
