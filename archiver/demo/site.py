"""The sample newspaper as a pure function: a day and a path in, an answer out."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from archiver.demo import feeds, pages
from archiver.demo.content import DESKS, article, articles, old_path

HTML, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
ARTICLE = re.compile(r"/[a-z-]+/[a-z0-9-]+-(\d+)\.html")
PICTURE = re.compile(r"/anh/\d{4}/\d{2}/(\d+)\.png")


class Answer(NamedTuple):
    """What the newspaper answers."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def respond(day: int, path: str, base: str = "http://127.0.0.1") -> Answer:
    """The newspaper's answer to a GET of `path` (with its query) on `day`.

    Args:
        day: simulated days since the first evening (0 is 29 March 2022, 18:00).
        path: as it stands in the request line: `/thoi-su/?page=2`.
        base: scheme and host that absolute addresses begin with.

    >>> respond(0, "/robots.txt").status
    200
    >>> respond(0, "/khong-co.html").status
    404
    """
    split = urlsplit(path)
    asked = parse_qs(split.query).get("page", ["1"])[0]
    if split.path == "/":
        return _page(pages.home_page(day))
    if split.path == "/robots.txt":
        return Answer(200, (("Content-Type", "text/plain; charset=utf-8"),), feeds.robots(base).encode())
    if split.path in ("/rss.xml", "/sitemap.xml"):
        make = feeds.feed if split.path == "/rss.xml" else feeds.sitemap
        return _versioned(day, make(day, base).encode())
    for desk in DESKS:
        if split.path == f"/{desk.slug}/":
            found = pages.section_page(day, desk, int(asked) if asked.isascii() and asked.isdigit() else 0)
            return _page(found) if found else _missing(day)
        if split.path == f"/{desk.slug}":
            return _moved(f"{base}/{desk.slug}/")
    return _article(day, split.path, base)


def _article(day: int, path: str, base: str) -> Answer:
    if drawn := PICTURE.fullmatch(path):
        owner = article(day, int(drawn[1]))
        return Answer(200, (("Content-Type", "image/png"),), feeds.picture(owner)) if owner else _missing(day)
    named = ARTICLE.fullmatch(path)
    found = article(day, int(named[1])) if named else None
    if found is None:
        return _missing(day)
    if path == found.path:
        return _page(pages.article_page(day, found, base))
    return _moved(base + found.path) if path == old_path(found.key) else _missing(day)


def _page(html: str) -> Answer:
    return Answer(200, (("Content-Type", HTML),), html.encode())


def _versioned(day: int, body: bytes) -> Answer:
    """An answer that can be asked for conditionally: it names its version and its newest article's moment."""
    newest = format_datetime(articles(day)[0].published.astimezone(UTC), usegmt=True)
    return Answer(200, (("Content-Type", XML), ("ETag", _tag(body)), ("Last-Modified", newest)), body)


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _moved(to: str) -> Answer:
    return Answer(301, (("Content-Type", HTML), ("Location", to)), b"<h1>301</h1>")


def _missing(day: int) -> Answer:
    return Answer(404, (("Content-Type", HTML),), pages.missing_page(day).encode())
