"""Reads a page as a browser does: its elements, their texts, and what its forms send."""

from __future__ import annotations

from html.parser import HTMLParser

from starlette.testclient import TestClient

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

    def sent(self, action: str) -> dict[str, list[str]]:
        """What a browser sends of the form that leads there: no empty fields, of a select the first that is chosen."""
        found: dict[str, list[str]] = {}
        select: str | None = None
        within = False
        for tag, attrs in self.tags:
            within = attrs.get("action") == action if tag == "form" else within
            if not within:
                continue
            if tag == "select":
                select = str(attrs["name"])
            elif tag == "option" and "selected" in attrs and select is not None:
                found |= {select: [str(attrs["value"])]} if attrs["value"] else {}
                select = None
            elif tag == "input" and attrs.get("value"):
                found.setdefault(str(attrs["name"]), []).append(str(attrs["value"]))
        return found

    def said(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def read(client: TestClient, address: str, status: int = 200) -> Reader:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for name, said in HEADERS.items():
        assert answer.headers[name] == said
    return Reader(answer.text)
