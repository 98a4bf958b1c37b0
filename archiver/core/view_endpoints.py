"""View counts behind a second request: where a page fetches its count from, and what the answer says. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlsplit

from lxml import etree

from archiver.core.addresses import normalise_url
from archiver.core.errors import DefinitionError
from archiver.core.selectors import Asked, compile_selector
from archiver.core.text import fold
from archiver.core.tree import Element, Tree, base_of
from archiver.core.values import ViewCount
from archiver.core.view_counts import parse_view_count

MAX_BODY: Final = 65_536  # bytes of an answer that are looked at: a count needs a hundred
MAX_VALUE: Final = 200  # characters that a page may put into the address
MAX_FOUND: Final = 5
_PLACE: Final = re.compile(r"\{(key|url|attr:[^{}]+)\}")
_NAMES: Final = (  # of JSON members that hold a count of views, folded and without signs: the surest first
    ("viewcount", "views", "viewscount", "totalviews", "totalview", "viewtotal", "pageviews", "pageview", "numviews"),
    ("luotxem", "soluotxem", "luotdoc", "tongluotxem", "view", "viewed", "hits", "hitcount", "hit", "reads", "clicks"),
    ("count", "counter", "total", "value", "num", "number", "data", "result", "d"),
)
_COMMENTS: Final = frozenset(("comments", "commentcount", "commentscount", "totalcomments", "numcomments", "binhluan"))
_CALLBACK: Final = re.compile(r"[\w$.;/* ]{0,80}\(")
_WRITTEN: Final = re.compile(
    r"document\.write(?:ln)?\(\s*['\"]?([^'\"()]{1,64})['\"]?\s*\)|"
    r"(?:view|hit|luot)\w{0,24}['\"]?\s{0,4}[=:]\s{0,4}['\"]?([\d.,]{1,16})",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Counted:
    """What an answer says of an article's counters."""

    views: ViewCount | None
    comments: int | None = None


def check_template(template: str) -> None:
    """Return quietly where a declaration of `views_url` can be filled in.

    Raises:
        DefinitionError: it has no place for what tells articles apart, an unknown place, or a selector that is none.

    >>> check_template("/api/views?id={key}")
    >>> check_template("/api/views")
    Traceback (most recent call last):
        ...
    archiver.core.errors.DefinitionError: views_url '/api/views' names no {key}, {url} or {attr:SELECTOR@NAME}
    """
    places = _PLACE.findall(template)
    if not places:
        raise DefinitionError(f"views_url {template!r} names no {{key}}, {{url}} or {{attr:SELECTOR@NAME}}")
    if "{" in _PLACE.sub("", template) or "}" in _PLACE.sub("", template):
        raise DefinitionError(f"views_url {template!r} has a place that is neither key, url nor attr:SELECTOR@NAME")
    for place in places:
        if place.startswith("attr:"):
            selector, at, name = place.removeprefix("attr:").rpartition("@")
            if not at or not selector or not re.fullmatch(r"[A-Za-z_][-\w:]*", name):
                raise DefinitionError(f"views_url {template!r}: {place!r} is not of the form attr:SELECTOR@NAME")
            compile_selector(selector)


def endpoint_of(template: str, root: Element | Asked, *, base: str, url: str, key: str | None) -> str | None:
    """The address from which a page fetches its view count; None where the page lacks what the address needs.

    Args:
        template: as a layout declares it: `/api/views?id={key}`.
        root: the page, of which `{attr:SELECTOR@NAME}` takes an attribute.
        base: against which a relative address is resolved.
        url: the article's main address, for `{url}`.
        key: the site's key of the article, for `{key}`.

    >>> page = etree.HTML('<span class="luot" data-id="a 7"></span>')
    >>> endpoint_of("/dem?id={attr:.luot@data-id}", page, base="https://baomau.example/x.html", url="", key=None)
    'https://baomau.example/dem?id=a%207'
    """
    values: dict[str, str] = {"url": url, "key": key or ""}
    for place in _PLACE.findall(template):
        if place.startswith("attr:"):
            selector, _, name = place.removeprefix("attr:").rpartition("@")
            values[place] = _attribute(root, selector, name)
        if not values[place].strip() or len(values[place]) > (2000 if place == "url" else MAX_VALUE):
            return None
    filled = _PLACE.sub(lambda place: quote(values[place[1]].strip(), safe=""), template)
    return normalise_url(filled, base)


def _attribute(root: Element | Asked, selector: str, name: str) -> str:
    for step in compile_selector(selector):
        for element in step.elements(root):
            if element.get(name):
                return str(element.get(name))
    return ""


def read_counts(body: bytes) -> Counted:
    """The counts of one article in an answer: JSON, JSONP, a piece of HTML or of script, or a bare number.

    Of several numbers that might be the count none is taken. A count that the answer does not name is None, never 0.

    Args:
        body: as it came, content decoding undone.

    Raises:
        Nothing: any bytes are read or not.

    >>> read_counts(b'{"id": 12, "views": 3961, "comments": 4}')
    Counted(views=ViewCount(count=3961, exact=True, raw='3961'), comments=4)
    >>> read_counts(b"1.234").views.count, read_counts(b"<html>404</html>").views
    (1234, None)
    """
    if len(body) > MAX_BODY:
        return Counted(None)
    text = body.decode("utf-8", "replace").lstrip("\ufeff").strip()
    for candidate in (text, _unwrapped(text)):
        if candidate[:1] in ("{", "[", '"'):
            try:
                return _of_json(json.loads(candidate))
            except (ValueError, RecursionError):
                continue
    return Counted(_of_text(text))


def _unwrapped(text: str) -> str:
    """What stands between the brackets of a call: JSONP; "" where it is none."""
    call, rest = _CALLBACK.match(text), text.rstrip("; \r\n\t")
    return rest[call.end() : -1].strip() if call and rest.endswith(")") else ""


def _of_json(data: Any) -> Counted:
    """Counts by the names of members; the surest names first, one value or none."""
    if not isinstance(data, (dict, list)):
        return Counted(_count(data))
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    members = list(_members(data))
    comments = {count.count for name, value in members if name in _COMMENTS and (count := _count(value))}
    found: ViewCount | None = None
    for names in _NAMES:
        counts = {count.count: count for name, value in members if name in names and (count := _count(value))}
        if counts:
            found = next(iter(counts.values())) if len(counts) == 1 else None
            break
    return Counted(found, comments.pop() if len(comments) == 1 else None)


def _members(data: Any) -> Iterator[tuple[str, Any]]:
    """Every named value of a JSON value that holds one article's; at most 500, at most four deep."""
    waiting, seen = [(data, 0)], 0
    while waiting and seen < 500:
        value, depth = waiting.pop(0)
        if isinstance(value, Mapping):
            for name, one in value.items():
                seen += 1
                yield re.sub(r"[^a-z]", "", fold(str(name)[:64])), one
                if isinstance(one, (dict, list)) and depth < 3:
                    waiting.append((one, depth + 1))
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value[:50] if isinstance(one, (dict, list)) and depth < 3]


def _count(value: Any) -> ViewCount | None:
    """A JSON value as a count: a whole number, or a text that is one."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    text = str(value)
    return parse_view_count(text) if len(text) <= 64 else None


def _of_text(text: str) -> ViewCount | None:
    """The count of a text, a piece of HTML or a line of script."""
    if len(text) > 4096 or "<html" in text[:500].lower() or "<!doctype" in text[:500].lower():
        return None
    plain = _TAG.sub(" ", text).strip() if "<" in text else text
    found = parse_view_count(plain)
    if found is not None:
        return found
    counts = {
        count.count: count
        for written in _WRITTEN.findall(text)
        if (count := parse_view_count((written[0] or written[1]).strip(" .,")))
    }
    return next(iter(counts.values())) if len(counts) == 1 else None


# --- finding such an endpoint on a page
_SAYS_VIEWS: Final = re.compile(
    r"(?:^|[^a-z])(?:page)?(?:views?|hits?|counter|count|luot-?xem|luot-?doc|luotxem)(?:[^a-z]|$)|"
    r"view_?count|count_?view|viewcounter|(?:get|update|add|total|num)_?(?:page)?views?|luot_?xem|hit_?count",
    re.IGNORECASE,
)
_NOT_VIEWS: Final = re.compile(r"comment|binh-?luan|share|like|vote|rating|googletag|facebook|analytics", re.IGNORECASE)
_QUOTED: Final = re.compile(r"(['\"`])((?:https?:)?/{1,2}[^'\"`\s<>]{1,300}|[\w./-]{1,80}\?[^'\"`\s<>]{1,200})\1")
_JOINED: Final = re.compile(r"(['\"`])([^'\"`\s<>]{2,200}[=/])\1\s{0,3}\+\s{0,3}(['\"`]?)([\w$.-]{1,40})\3")
_URL_DATA: Final = etree.XPath(
    "descendant-or-self::*[@*[starts-with(name(), 'data-') and (contains(., '/') or contains(., '?'))]]"
)
_SCRIPTS: Final = etree.XPath("descendant-or-self::script[not(@src)]/text()", smart_strings=False)
_SCRIPT_SOURCES: Final = etree.XPath("descendant-or-self::script/@src", smart_strings=False)
_MAX_CANDIDATES: Final = 500
_MAX_VALUES: Final = 50  # each is looked for in each candidate
_MAX_SCRIPTS: Final = 400_000  # letters of a page's own scripts that are searched


def find_endpoints(tree: Tree, *, url: str, key: str | None) -> list[str]:
    """Declarations of `views_url` that a page suggests, the likeliest first; each is still to be tried.

    Looked at are data attributes that hold an address, the page's own scripts, and scripts loaded from an address that
    carries the article's key. An address counts that says views, hits or count, and that names the article: by its key
    (then `{key}`) or by a value that an element named after views carries (then `{attr:...}`).

    Args:
        tree: an article's page.
        url: its main address.
        key: the site's key in it; None or "" finds nothing but attributes.

    Returns:
        At most five declarations; try one with `endpoint_of`, fetch, `read_counts`, on two articles at least.

    >>> from archiver.core.page import Page
    >>> from archiver.core.tree import parse
    >>> page = Page("https://baomau.example/x-a12.html", b"<html><script>$.get('/api/views?id=12',f)</script></html>")
    >>> find_endpoints(parse(page), url=page.url, key="12")
    ['/api/views?id={key}']
    """
    values = _values(tree, key)
    own = urlsplit(normalise_url(url) or url)
    found: dict[str, None] = {}
    telling = (one for one in _candidates(tree) if _SAYS_VIEWS.search(one) and not _NOT_VIEWS.search(one))
    for candidate in islice(telling, _MAX_CANDIDATES):
        target = normalise_url(candidate, base_of(tree))
        if target is None or urlsplit(target).path == own.path or not _as_own_host(target, own.hostname or ""):
            continue
        template = _templated(candidate, values)
        if template is not None:
            found[template] = None
    return list(found)[:MAX_FOUND]


def _as_own_host(target: str, own: str) -> bool:
    """True where an address is on the page's own site: the guard would refuse any other."""
    host = urlsplit(target).hostname or ""
    ending = ".".join(own.split(".")[-2:])
    return host == own or (len(ending) > 6 and host.endswith("." + ending)) or own.endswith("." + host)


def _values(tree: Tree, key: str | None) -> dict[str, str]:
    """What names the article in an address, and the place it is taken from."""
    values = {key: "{key}"} if key else {}
    for element in tree.root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if (
                str(name).startswith("data-")
                and re.fullmatch(r"[\w-]{3,40}", str(value))
                and any(c.isdigit() for c in str(value))
                and _SAYS_VIEWS.search(f"{name} {element.get('class') or ''} {element.get('id') or ''}")
            ):
                values.setdefault(str(value), f"{{attr:[{name}]@{name}}}")
                if len(values) >= _MAX_VALUES:
                    return values
    return values


def _candidates(tree: Tree) -> Iterator[str]:
    """Addresses that a page asks for by itself."""
    for element in _URL_DATA(tree.root):
        for name, value in element.attrib.items():
            if str(name).startswith("data-") and 3 < len(value) < 300 and " " not in value:
                yield str(value)
    left = _MAX_SCRIPTS
    for script in _SCRIPTS(tree.root):
        text, left = script[: max(0, left)].replace("\\/", "/"), left - len(script)
        if not _SAYS_VIEWS.search(text):
            continue
        for _, address in _QUOTED.findall(text):
            yield address
        for _, start, quoted, rest in _JOINED.findall(text):
            value = rest if quoted else _assigned(text, rest)
            if value:
                yield start + value
    yield from (source for source in _SCRIPT_SOURCES(tree.root) if len(source) < 300)


def _assigned(text: str, name: str) -> str:
    """What a script says a name holds, a number itself as it is."""
    if name.isdigit():
        return name
    plain = name.rpartition(".")[2]
    found = re.search(rf"\b{re.escape(plain)}['\"]?\s{{0,3}}[=:]\s{{0,3}}['\"]?([\w-]{{1,40}})", text)
    return found[1] if found and any(c.isdigit() for c in found[1]) else ""


def _templated(candidate: str, values: Mapping[str, str]) -> str | None:
    """The address with the article's key or value taken out of it; None where it names no article."""
    query = dict(parse_qsl(urlsplit(candidate).query))
    for value, place in values.items():
        whole = re.compile(rf"(?<![\w-]){re.escape(value)}(?![\w-])")
        if (value in query.values() or whole.search(candidate)) and "{" not in candidate:
            return whole.sub(lambda _: place, candidate)  # noqa: B023 - used at once
    return None
