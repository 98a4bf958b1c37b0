"""JSON-LD: every block and graph of a page, repaired where it is slightly broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archiver.core.stated import ARTICLE_TYPES, Stated, Structured, split_keywords
from archiver.core.text import clean

_MAX_JSON = 2_000_000  # characters of one block
_MAX_NODES = 3000
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_MISSING_COMMA = re.compile(r'(["\]}])\s*\n\s*(?=")')
_OPENERS = ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "// <![CDATA[", "/* <![CDATA[ */")
_CLOSERS = ("-->", "//]]>", "/*]]>*/", "]]>", "// ]]>", "/* ]]> */", ";")


# --- JSON-LD
def json_nodes(text: str) -> list[dict[str, Any]]:
    """Every object of a JSON-LD block, nested ones and those of `@graph` included, in order.

    Slightly broken blocks are repaired: trailing commas, raw line breaks in strings, comment wrappers, two objects
    one after the other, entities. A block that is still broken gives the objects before its break.

    >>> [node.get("name") for node in json_nodes('{"@graph": [{"name": "a",}, {"name": "b"}],}')]
    [None, 'a', 'b']
    """
    out: list[dict[str, Any]] = []
    stack: list[Any] = list(reversed(_loads(text)))
    while stack and len(out) < _MAX_NODES:
        value = stack.pop()
        if isinstance(value, dict):
            out.append(value)
            stack.extend(x for x in reversed(list(value.values())) if isinstance(x, (dict, list)))
        elif isinstance(value, list):
            stack.extend(x for x in reversed(value) if isinstance(x, (dict, list)))
    return out


def _loads(text: str) -> list[Any]:
    """The values of a block of JSON, repaired where it must be."""
    if len(text) > _MAX_JSON:
        return []
    text = _unwrapped(text)
    for attempt in (_same, _mend, _unescape):
        try:
            return [json.loads(attempt(text), strict=False)]
        except (ValueError, RecursionError):
            continue
    return list(_prefix(_mend(text)))


def _unwrapped(text: str) -> str:
    """The block without the comment signs that old templates put around scripts."""
    text = text.strip()
    for opener in _OPENERS:
        text = text.removeprefix(opener).lstrip()
    for closer in (*_CLOSERS, *_CLOSERS):
        text = text.removesuffix(closer).rstrip()
    return text


def _same(text: str) -> str:
    return text


def _mend(text: str) -> str:
    return _MISSING_COMMA.sub(r"\1,", _TRAILING_COMMA.sub("", text))


def _unescape(text: str) -> str:
    return _mend(html.unescape(text))


def _prefix(text: str) -> Iterator[Any]:
    """The complete values at the beginning of a text: several objects one after the other are common."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(20):
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
        if at >= len(text):
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _types(node: Mapping[str, Any]) -> list[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [str(k).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for k in kinds if isinstance(k, str)]


def read_json(nodes: list[dict[str, Any]], found: Structured) -> None:
    """Put what the objects of a page state of its article into `found`."""
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    typed = [(set(_types(node)), node) for node in nodes]
    found.types |= {name for names, _ in typed for name in names}
    articles = [node for names, node in typed if names & ARTICLE_TYPES and _is_main(node)]
    videos = [node for names, node in typed if "VideoObject" in names and node.get("uploadDate")]
    pages = [node for names, node in typed if names & {"WebPage", "ItemPage"} and node.get("datePublished")]
    for node in [*articles[:1], *(videos[:1] if not articles else []), *pages[:1]]:
        _json_article(node, by_id, found, node in articles)
    found.article = found.article or bool(articles)
    for names, node in typed:
        if "BreadcrumbList" in names:
            _breadcrumbs(node, found)
        if names & {"WebSite"} or _is_office(node):
            found.publishers.extend(clean(x) for x in _strings(node.get("name")))


def _is_main(node: Mapping[str, Any]) -> bool:
    """True for a node that says something of an article, not only names one."""
    return bool(node.get("headline") or node.get("datePublished") or node.get("articleBody"))


def _json_article(node: Mapping[str, Any], by_id: Mapping[str, Any], found: Structured, certain: bool) -> None:
    say = "json-ld" if certain else "json-ld page"
    for key, into in (
        ("headline", found.titles),
        ("name", found.titles),
        ("description", found.descriptions),
        ("articleBody", found.bodies),
        ("datePublished", found.published),
        ("uploadDate", found.published),
        ("dateCreated", found.published),
        ("dateModified", found.modified),
    ):
        for value in _strings(node.get(key))[:1]:
            text = value.strip() if key == "articleBody" else clean(value)
            if text:
                into.append(Stated(text, f"{say} {key}"))
    for key in ("author", "creator"):
        _people(node.get(key), by_id, found, f"{say} {key}")
    for value in _strings(node.get("articleSection"))[:3]:
        found.sections.append(Stated(clean(value), f"{say} articleSection"))
    for value in _strings(node.get("keywords")):
        found.tags.extend(Stated(tag, f"{say} keywords") for tag in split_keywords(value))
    publisher = node.get("publisher")
    for item in publisher if isinstance(publisher, list) else [publisher]:
        if isinstance(item, dict):
            named = {**by_id.get(str(item.get("@id")), {}), **item}
            found.publishers.extend(clean(x) for x in _strings(named.get("name")))
    if found.language is None:
        found.language = next(iter(_strings(node.get("inLanguage"))), None)
    if str(node.get("isAccessibleForFree")).lower() == "false":
        found.paywalled = True
    for value in _strings(node.get("commentCount"))[:1]:
        found.comments.append(Stated(value, f"{say} commentCount"))
    statistics = node.get("interactionStatistic")
    for counter in statistics if isinstance(statistics, list) else [statistics]:
        if isinstance(counter, dict):
            _counter(counter, found, say)


def _counter(counter: Mapping[str, Any], found: Structured, say: str) -> None:
    kind = counter.get("interactionType")
    name = " ".join(_types(kind) or _strings(kind)) if isinstance(kind, dict) else str(kind or "")
    for value in _strings(counter.get("userInteractionCount"))[:1]:
        if re.search(r"(View|Read|Watch)Action", name):
            found.views.append(Stated(value, f"{say} interactionStatistic"))
        elif "CommentAction" in name:
            found.comments.append(Stated(value, f"{say} interactionStatistic"))


def _people(value: Any, by_id: Mapping[str, Any], found: Structured, source: str) -> None:
    for item in (value if isinstance(value, list) else [value])[:20]:
        node = item
        if isinstance(node, dict):
            node = {**by_id.get(str(node.get("@id")), {}), **node}
            names = _strings(node.get("name"))
            if _is_office(node):
                found.publishers.extend(clean(x) for x in names)
                found.offices.extend(Stated(clean(x), source) for x in names)
                continue
        else:
            names = _strings(node)
        found.authors.extend(Stated(clean(name), source) for name in names if clean(name))


def _is_office(node: Mapping[str, Any]) -> bool:
    """True for an organisation; a plugin that calls a writer a person and an organisation at once means a person."""
    names = set(_types(node))
    return bool(names & {"Organization", "NewsMediaOrganization", "Corporation"}) and "Person" not in names


def _breadcrumbs(node: Mapping[str, Any], found: Structured) -> None:
    """The deepest crumb that is not the page itself."""
    items = node.get("itemListElement")
    names: list[str] = []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = _strings(item.get("name")) or (_strings(inner.get("name")) if isinstance(inner, dict) else [])
            names.extend(clean(x) for x in name[:1])
    found.sections.extend(Stated(name, "json-ld breadcrumb") for name in names if name)


def _strings(value: Any) -> list[str]:
    """The strings of a JSON value that may be one, several or an object with a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, bool):
        return []
    if isinstance(value, (int, float)):
        return [str(value)]
    if isinstance(value, list):
        return [text for item in value[:100] for text in _strings(item)]
    if isinstance(value, dict):
        return _strings(value.get("@value"))
    return []
