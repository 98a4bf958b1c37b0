"""Whatever stands in an article, a query or an address is text on every page: nothing of it becomes markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import lxml.html
import pytest
from starlette.testclient import TestClient

from archiver.web.app import create_app
from archiver.web.safety import HEADERS
from tests.query.made import Made
from tests.web.conftest import settings
from tests.web.payloads import PAYLOADS

ACTING = frozenset({"script", "iframe", "object", "embed", "base", "style", "template", "noscript", "math", "audio"})
ACTING |= {"video", "marquee", "img", "image", "use", "foreignobject", "animate", "set", "frame", "applet"}
LEADING = frozenset({"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster", "content"})
PLAIN = frozenset({"http", "https", ""})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An archive in which everything that a page or a definition says is hostile."""
    made = Made(tmp_path_factory.mktemp("hostile"))
    made.paper("baomau", f"Báo {PAYLOADS[0]}", PAYLOADS[3], domains=[PAYLOADS[4]], platform=PAYLOADS[1])
    for number, payload in enumerate(PAYLOADS):
        made.article(
            "baomau",
            f"{number}",
            title=payload,
            lead=payload,
            body=f"Mở đầu {payload}\n\n{payload}",
            authors=[(f"{payload} {number}", payload)],
            agencies=[payload],
            tags=[payload],
            section=payload,
            images=[(payload, payload)],
            canonical=f"javascript:alert({number})"
            if number % 2
            else f"https://baomau.example/{payload}-a{number}.html",
            problems=[("updated_at", payload), (payload, "missing")],
            edits=[{"title": f"{payload} sửa", "published_raw": payload, "byline_raw": payload, "language": payload}],
        )
    (made.home / "searches.toml").write_text(f"'''{PAYLOADS[0]}'''='q=x'\n".replace("'''", '"'), "utf-8")
    made.writer.dispose()
    with TestClient(create_app(settings(made))) as client:
        yield client


class Strict(HTMLParser):
    """What of a page would act, by a second parser."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.acting += wrong(tag, {name: value or "" for name, value in attrs})

    def handle_pi(self, data: str) -> None:
        self.acting.append(data)


def wrong(tag: str, attributes: dict[str, str]) -> list[str]:
    """What is wrong with one element."""
    found = [f"<{tag}>"] if tag.lower() in ACTING else []
    if tag == "meta" and "http-equiv" in attributes:
        found.append("<meta http-equiv>")
    for name, value in attributes.items():
        if name.lower().startswith("on") or name == "style" or name == "srcdoc":
            found.append(f"{tag} {name}={value}")
        leads = "".join(letter for letter in value if letter > " ").lower()
        if name in LEADING and tag != "meta" and urlsplit(leads).scheme not in PLAIN:
            found.append(f"{tag} {name}={value}")
        if name in ("src", "href") and tag in ("link", "img") and not value.startswith(("/", "http://testserver/")):
            found.append(f"{tag} {name}={value}")
    return found


def acting(text: str) -> list[str]:
    strict = Strict()
    strict.feed(text)
    strict.close()
    tree = lxml.html.document_fromstring(text.encode())
    found = [*strict.acting]
    for element in tree.iter():
        if isinstance(element.tag, str):
            found += wrong(element.tag, {str(name): str(value) for name, value in element.attrib.items()})
    return found


def check(client: TestClient, address: str) -> str:
    answer = client.get(address)
    for name, said in HEADERS.items():
        assert answer.headers[name] == said, address
    assert answer.headers["content-type"].startswith("text/html"), address
    assert acting(answer.text) == [], address
    return answer.text


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_payload_is_text_on_every_page(hostile: TestClient, number: int) -> None:
    payload = PAYLOADS[number]
    said = quote(payload, safe="")
    text = check(hostile, f"/article/baomau/{number}?lang=en")
    assert lxml.html.document_fromstring(text.encode()).findtext(".//h1") == f"{payload} sửa"
    check(hostile, f"/author?name={quote(f'{payload} {number}', safe='')}")
    check(hostile, f"/search?q={said}&author={said}&since={said}")  # the form again, with its problem
    check(hostile, f"/search?{said}=x")
    check(hostile, f"/{said}")


@pytest.mark.parametrize(
    "address",
    ["/", "/search?limit=200", "/search?q=alert&limit=200", "/search?q=alert&sort=relevance", "/newspapers",
     "/newspaper/baomau", "/coverage", "/coverage?newspaper=baomau", "/saved", "/api", "/trends?q=alert"],
)  # fmt: skip
def test_pages_of_many_hold_none(hostile: TestClient, address: str) -> None:
    assert "alert" in check(hostile, address) or address in ("/api", "/saved", "/coverage")


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 8))
def test_filters_show_what_was_typed_as_text(hostile: TestClient, number: int) -> None:
    said = quote(PAYLOADS[number], safe="")
    for name in (
        "newspaper",
        "province",
        "section",
        "tag",
        "agency",
        "platform",
        "cursor",
        "sort",
        "lang",
        "province_of",
    ):
        check(hostile, f"/search?{name}={said}")
    check(hostile, f"/coverage?newspaper={said}&until={said}")
    check(hostile, f"/newspaper/{said}")
    check(hostile, f"/trends?q={said}&per={said}")
    check(hostile, f"/article?address={said}")
    check(hostile, f"/article/baomau/{number}?version={said}&older={said}")


def test_the_feed_is_well_formed_and_its_texts_are_texts(hostile: TestClient) -> None:
    answer = hostile.get("/feed.atom?limit=200")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.text)
    atom = "{http://www.w3.org/2005/Atom}"
    names = {f"{atom}{name}" for name in (
        "feed", "title", "subtitle", "id", "updated", "link", "generator", "entry", "published", "author", "name",
        "category", "summary", "source",
    )}  # fmt: skip
    assert {element.tag for element in feed.iter()} == names
    titles = {entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")}
    assert titles == {f"{payload} sửa" for payload in PAYLOADS}
    links = [link.get("href", "") for link in feed.iter(f"{atom}link")]
    assert all(urlsplit(link).scheme in ("http", "https") for link in links)
