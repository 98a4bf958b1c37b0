"""How a page is made: templates that take every text as text, in the reader's language, with addresses that keep it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from archiver.web.words import WORDS, Words, language_of

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
_environment: Final = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,  # whatever the file is called: a text of an article is never markup
    undefined=StrictUndefined,  # a name that is not there is a mistake, not an empty place
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


@dataclass(frozen=True)
class View:
    """What every template knows of the request: its language, where it is, how addresses are made."""

    words: Words
    chosen: bool  # the address names the language, so addresses in the page do too
    path: str
    pairs: tuple[tuple[str, str], ...]  # the parameters of the address, the language left out

    @classmethod
    def of(cls, request: Request) -> View:
        """What a request tells."""
        said = request.query_params.multi_items()
        chosen = request.query_params.get("lang")
        language = language_of(chosen, request.headers.get("accept-language", ""))
        pairs = tuple((name, value) for name, value in said if name != "lang")
        path = "/" + quote(request.url.path.lstrip("/"), safe="/~")  # "//host/" would be an address of another host
        return cls(WORDS[language], chosen in WORDS, path, pairs)

    def url(self, path: str, pairs: Iterable[tuple[str, Any]] | Mapping[str, Any] = ()) -> str:
        """An address of this application, in the language that was chosen.

        >>> View(WORDS["en"], True, "/", ()).url("/search", {"q": "cà phê"})
        '/search?q=c%C3%A0+ph%C3%AA&lang=en'
        """
        said = list(pairs.items() if isinstance(pairs, Mapping) else pairs)
        return _address(path, said + ([("lang", self.words.language)] if self.chosen else []))

    def article(self, public_id: object, **pairs: Any) -> str:
        """The address of an article's page."""
        return self.url(f"/article/{quote(str(public_id), safe='/~')}", pairs)

    def newspaper(self, name: object) -> str:
        """The address of a newspaper's page."""
        return self.url(f"/newspaper/{quote(str(name), safe='')}")

    def export(self, form: str, asked: Any) -> str:
        """The address of what a search found, as a file, its codebook and statement beside it."""
        return _address("/api/v1/export", [("format", form), ("bundle", "yes"), *asked.pairs(page=False, sort=False)])

    @cached_property
    def translated(self) -> str:
        """This page in the other language."""
        return _address(self.path, [*self.pairs, ("lang", self.words.other.language)])


def _address(path: str, pairs: list[tuple[str, Any]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def outside(url: object) -> str | None:
    """The address where it leads to a site of the web, else None: nothing else becomes a link.

    >>> outside("https://baomau.example/a1.html"), outside("javascript:alert(1)"), outside("//x.example/")
    ('https://baomau.example/a1.html', None, None)
    """
    try:
        parts = urlsplit(str(url or ""))
    except ValueError:
        return None
    return str(url) if parts.scheme in ("http", "https") and parts.hostname else None


def paragraphs(text: object) -> list[str]:
    """The paragraphs of a text."""
    return [part for part in str(text or "").split("\n\n") if part.strip()]


def _stamp() -> str:
    """Changes when a file beside the pages does, so that a browser may keep what it has."""
    return sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()[:12]


_environment.globals |= {"outside": outside, "paragraphs": paragraphs, "stamp": _stamp()}


def xml(text: object) -> str:
    r"""The text without the characters that XML cannot hold, escaped or not.

    >>> xml("a\x00b\x1bc\nd\ufffe")
    'abc\nd'
    """
    return _NOT_XML.sub("", str(text))


_NOT_XML: Final = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_environment.filters["xml"] = xml


def text_of(template: str, view: View, **known: Any) -> str:
    """A template filled with what is known."""
    return _environment.get_template(template).render(view=view, t=view.words, url=view.url, **known)


def page(request: Request, template: str, status: int = 200, **known: Any) -> HTMLResponse:
    """A page.

    Args:
        template: its file.
        known: what the template shows.
    """
    view = View.of(request)
    text = text_of(template, view, **known)
    headers = {"content-language": view.words.language, "vary": "accept-language"}
    return HTMLResponse(text, status, headers)
