"""The addresses of an article: its canonical one, its other names, and the next part of a paged body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from archiver.core.addresses import address_key, normalise_url, variant
from archiver.core.hrefs import leads_to_page
from archiver.core.newspaper import Newspaper
from archiver.core.stated import Structured
from archiver.core.tree import Element, Tree, base_of, text_of
from archiver.core.values import Reason

# What the address of a copy has, of those that `addresses.variant` knows: the cheap question before the dear one.
_COPY_SIGNS = ("print", "amp", "in-bai", "ban-in", "mobile", "/m.", ".m.", "wap.", "touch.")
_SHORT_LINKS = etree.XPath("descendant::a[string-length(normalize-space(.)) <= 12]")
_ENDING = re.compile(r"(?:[/-](?:trang|page|p)?[-/]?\d{1,3})?/?(?:\.\w{2,5})?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_COPIES = re.compile(r"^(?:www|m|mobile|wap|amp|touch)\.")
_NEXT_WORDS = re.compile(
    r"^\W*(?:trang (?:sau|tiếp|kế)|tiếp(?: theo)?|sau|next(?: page)?|weiter|suivant|›|»|>)\W*$", re.IGNORECASE
)
_PAGE_NAMES = frozenset(["page", "p", "trang", "paged", "pg", "pagenum", "pageindex", "start", "seite", "part", "phan"])
_PRINT_WORDS = re.compile(
    r"^\W*(?:in bài(?: viết)?|bản in|in trang(?: này)?|in tin|print(?: version)?|phiên bản in)\W*$", re.IGNORECASE
)


@dataclass(slots=True)
class Addresses:
    """Where an article lives."""

    canonical: str | None = None
    source: str = ""
    aliases: list[tuple[str, str]] = field(default_factory=list)
    problem: Reason | None = None


def addresses_of(tree: Tree, structured: Structured, newspaper: Newspaper | None) -> Addresses:
    """The canonical address and the other names of the page at `tree.url`.

    What the link element names is canonical, unless it names a front page or another host: such a template is broken,
    and thousands of articles would become one. `og:url` is only another name: some systems put a share address there.

    Source:
        research/quirks.md section 3: og:url is not canonical on plo and znews.
    """
    found = Addresses()
    own = normalise_url(tree.url) or tree.url
    base = base_of(tree)
    stated = normalise_url(structured.canonical, base) if structured.canonical else None
    if stated is not None:
        if _elsewhere(stated, own, newspaper):
            found.problem = Reason.ELSEWHERE
        else:
            found.canonical, found.source = stated, "link canonical"
    own_copy = variant(own)
    if found.canonical is None:
        found.canonical, found.source = (own_copy[1], f"url without {own_copy[0]}") if own_copy else (own, "url")
    known = {address_key(found.canonical)}
    _alias(found, known, own_copy[0] if own_copy else "found", own)
    for how, href in (("amp", structured.amp), ("short", structured.short), ("og", structured.og_url)):
        url = normalise_url(href, base) if href else None
        if url is not None and not _is_front(url):
            copy = variant(url)
            _alias(found, known, copy[0] if copy and how == "og" else how, url)
    for href in structured.mobile:
        url = normalise_url(href, base)
        if url is not None and not _is_front(url):
            _alias(found, known, "mobile", url)
    copies = _copies_among(structured, base, found.canonical)
    for anchor in tree.root.iter("a") if copies else ():
        href = anchor.get("href") or ""
        if href in copies and ("print" in href or _PRINT_WORDS.match(text_of(anchor))):
            _alias(found, known, *copies[href])
    return found


def _copies_among(structured: Structured, base: str, canonical: str) -> dict[str, tuple[str, str]]:
    """The links to copies of the page at `canonical`, by their addresses as written: kind of copy, address."""
    name = urlsplit(canonical).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    hrefs = _near(structured, name)
    if hrefs and variant(base) is None:  # else a relative address leads to a copy as well
        hrefs = [href for href in hrefs if any(sign in href.lower() for sign in _COPY_SIGNS)]
    key = address_key(canonical)
    found: dict[str, tuple[str, str]] = {}
    for href in hrefs:
        url = normalise_url(href, base)
        copy = variant(url) if url else None
        if url is not None and copy is not None and address_key(copy[1]) == key:
            found[href] = (copy[0], url)
    return found


def _near(structured: Structured, name: str) -> list[str]:
    """The addresses of links that have a name in them or start from the page's own: few do, and the rest costs."""
    return [
        href
        for href in structured.hrefs
        if (name in href or not href.startswith(("/", "http"))) and leads_to_page(href)
    ]


def _alias(found: Addresses, known: set[str], how: str, url: str) -> None:
    key = address_key(url)
    if key not in known and len(found.aliases) < 20:
        known.add(key)
        found.aliases.append((how, url))


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _elsewhere(url: str, own: str, newspaper: Newspaper | None) -> bool:
    """True where an address is the front page, or on a host that is not the newspaper's."""
    if _is_front(url) and not _is_front(own):
        return True
    host, mine = urlsplit(url).hostname or "", urlsplit(own).hostname or ""
    if newspaper is not None and newspaper.owns(host):
        return False
    host, mine = _COPIES.sub("", host), _COPIES.sub("", mine)
    return host != mine and not host.endswith("." + mine) and not mine.endswith("." + host)


def part_number(url: str, canonical: str | None) -> int:
    """Which part of a paged article an address is; 1 for the first, and for what is no part of one.

    >>> part_number("https://baomau.example/cau-moi-a12.html?page=2", "https://baomau.example/cau-moi-a12.html")
    2
    >>> part_number("https://baomau.example/cau-moi-a12.html", "https://baomau.example/cau-moi-a12.html")
    1
    """
    if canonical is None or address_key(url) == address_key(canonical) or not _extends(url, canonical):
        return 1
    return max(1, _number(url, canonical))


def next_part(tree: Tree, structured: Structured) -> str | None:
    """The address of the next part of an article that is cut in pages: its own address with a page number.

    None where the next address is another article's: `rel=next` is also used for the neighbour in time.
    """
    base = base_of(tree)
    own = normalise_url(tree.url) or tree.url
    if structured.next:
        url = normalise_url(structured.next, base)
        if url is not None and _extends(url, own) and _number(url, own) == _number(own, own) + 1:
            return url
    parts = _parts_among(structured, base, own)
    for anchor in _SHORT_LINKS(tree.root) if parts else ():
        href = anchor.get("href") or ""
        if href in parts and _is_page_link(anchor):
            return parts[href]
    return None


def _parts_among(structured: Structured, base: str, own: str) -> dict[str, str]:
    """The links to the next part of the article, by their addresses as written."""
    address = urlsplit(own)
    host = _COPIES.sub("", address.hostname or "")
    found: dict[str, str] = {}
    for href in _near(structured, _stem(address.path).rpartition("/")[2]):
        # A part has the article's name in its address, or is named from there; and it stands on the same host.
        if not _DIGIT.search(href) or (href.startswith("http") and host not in href[: len(host) + 16].lower()):
            continue
        url = normalise_url(href, base)
        if url is not None and _extends(url, own) and _number(url, own) == _number(own, own) + 1:
            found[href] = url
    return found


def _is_page_link(anchor: Element) -> bool:
    text = (anchor.text or "").strip()
    if len(text) > 12 or len(anchor) > 3 or (len(anchor) and text):
        return "next" in (anchor.get("rel") or "")
    if len(anchor):
        text = text_of(anchor)
    return bool(re.fullmatch(r"\d{1,3}", text) or _NEXT_WORDS.match(text)) or "next" in (anchor.get("rel") or "")


@lru_cache(maxsize=512)
def _parts(url: str) -> tuple[str, str, dict[str, str]]:
    parts = urlsplit(url)
    return _COPIES.sub("", parts.hostname or ""), parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))


@lru_cache(maxsize=512)
def _stem(path: str) -> str:
    """A path without its page number and ending."""
    return path[: found.start()] if (found := _ENDING.search(path)) else path


def _extends(url: str, own: str) -> bool:
    """True where an address is the article's with a page number added or changed."""
    host, path, query = _parts(url)
    my_host, my_path, my_query = _parts(own)
    if host != my_host:
        return False
    mine = {k: v for k, v in my_query.items() if k.lower() not in _PAGE_NAMES}
    theirs = {k: v for k, v in query.items() if k.lower() not in _PAGE_NAMES}
    if mine != theirs:
        return False
    if path.rstrip("/") == my_path.rstrip("/"):
        return query != my_query
    bare = re.sub(r"\.\w{2,5}$", "", my_path.rstrip("/"))
    return bool(re.fullmatch(re.escape(bare) + r"(?:[/-](?:trang|page|p)?[-/]?\d{1,3})/?(?:\.\w{2,5})?", path)) or (
        _stem(path) == _stem(my_path) and _stem(path) != path and bool(re.search(r"(?:trang|page|/p)[-/]?\d", path))
    )


def _number(url: str, own: str) -> int:
    """The page number that an address carries; 1 where it carries none."""
    _, path, query = _parts(url)
    for name, value in query.items():
        if name.lower() in _PAGE_NAMES and value.isdecimal():
            return int(value)
    _, my_path, _ = _parts(own)
    bare = re.sub(r"\.\w{2,5}$", "", my_path.rstrip("/"))
    rest = path.removeprefix(bare) if path != my_path else ""
    found = re.search(r"(\d{1,3})/?(?:\.\w{2,5})?$", rest) or re.search(
        r"(?:trang|page|/p)[-/]?(\d{1,3})/?(?:\.\w{2,5})?$", path
    )
    return int(found.group(1)) if found else 1
