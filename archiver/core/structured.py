"""What a page states about itself for machines: JSON-LD, meta elements, microdata, link elements. Read, not judged."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from archiver.core.text import clean
from archiver.core.tree import Element, Tree, text_of

_MAX_JSON = 2_000_000  # characters of one block
_MAX_NODES = 3000
ARTICLE_TYPES = frozenset(
    ["NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "Report", "TechArticle", "ScholarlyArticle"]
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_MISSING_COMMA = re.compile(r'(["\]}])\s*\n\s*(?=")')
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)?\s*|\s*(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)?\s*;?\s*$"
)


_ITEMPROP = etree.XPath("descendant-or-self::*[@itemprop]")
_ITEMTYPE = etree.XPath("descendant-or-self::*[@itemtype]")
_ITEMSCOPE = etree.XPath("descendant-or-self::*[@itemscope]")


class Stated(NamedTuple):
    """One value as a page states it, and where."""

    value: str
    source: str  # "json-ld headline", "meta og:title", "microdata author", "link canonical"


@dataclass(slots=True)
class Structured:
    """All that a page states about itself, each list in the order of trust of its kinds."""

    titles: list[Stated] = field(default_factory=list)
    descriptions: list[Stated] = field(default_factory=list)
    authors: list[Stated] = field(default_factory=list)  # one name or line each
    published: list[Stated] = field(default_factory=list)
    modified: list[Stated] = field(default_factory=list)
    sections: list[Stated] = field(default_factory=list)
    tags: list[Stated] = field(default_factory=list)  # one tag each
    bodies: list[Stated] = field(default_factory=list)
    views: list[Stated] = field(default_factory=list)
    comments: list[Stated] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)  # names that are no person's
    types: frozenset[str] = frozenset()  # of JSON-LD and microdata nodes
    article: bool = False  # a JSON-LD or microdata node is an article
    paywalled: bool = False  # isAccessibleForFree: false
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # every meta element, lower-case name -> contents
    canonical: str | None = None  # as written
    amp: str | None = None
    short: str | None = None
    next: str | None = None
    og_url: str | None = None
    og_type: str = ""
    language: str | None = None
    title_element: str = ""
    images: list[Stated] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that has one."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return content
        return None


def read_structured(tree: Tree) -> Structured:
    """Everything that the page states about itself; an empty `Structured` where it states nothing.

    Nothing is judged here: a site's name as author, a placeholder date or the wrong language stand as they are written.

    Raises:
        Nothing: what is broken beyond repair is left out.

    >>> from archiver.core.page import Page
    >>> from archiver.core.tree import parse
    >>> page = Page("https://baomau.example/a1.html", b'<meta property="og:title" content="C&#7847;u m&#7899;i">')
    >>> read_structured(parse(page)).titles
    [Stated(value='Cầu mới', source='meta og:title')]
    """
    found = Structured()
    meta: dict[str, list[str]] = {}
    scripts: list[str] = []
    for element in tree.root.iter("meta", "link", "script", "title"):
        tag = element.tag
        if tag == "meta":
            _meta(element, meta)
        elif tag == "link":
            _link(element, found)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text and len(scripts) < 40:
                scripts.append(element.text)
        elif not found.title_element and element.text and not _inside_svg(element):
            found.title_element = clean(element.text)
    micro = _ITEMPROP(tree.root)[:500]
    found.meta = {name: tuple(values) for name, values in meta.items()}
    found.language = tree.root.get("lang") or tree.root.get("{http://www.w3.org/XML/1998/namespace}lang") or None
    nodes = [node for script in scripts for node in json_nodes(script)]
    _json(nodes, found)
    _metas(found)
    _microdata(micro, tree, found)
    if found.title_element:
        found.titles.append(Stated(found.title_element, "title element"))
    return found


def _inside_svg(element: Element) -> bool:
    """True for the title of a drawing."""
    parent = element.getparent()
    return parent is not None and parent.tag in ("svg", "symbol", "g")


# --- meta and link elements
def _meta(element: Element, meta: dict[str, list[str]]) -> None:
    content = element.get("content")
    if content is None:
        return
    if "&" in content:
        content = html.unescape(content)  # some systems write entities twice: "&amp;#x2B;07:00"
    for attribute in ("property", "name", "itemprop"):
        name = element.get(attribute)
        if name:
            for part in name.lower().split()[:3]:
                meta.setdefault(part if attribute != "itemprop" else "itemprop:" + part, []).append(content.strip())


def _link(element: Element, found: Structured) -> None:
    href = (element.get("href") or "").strip()
    if not href:
        return
    if "&" in href:
        href = html.unescape(href)
    rels = (element.get("rel") or "").lower().split()
    if "canonical" in rels and found.canonical is None:
        found.canonical = href
    if "amphtml" in rels and found.amp is None:
        found.amp = href
    if "shortlink" in rels and found.short is None:
        found.short = href
    if "next" in rels and found.next is None:
        found.next = href


_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "title", "itemprop:headline")
_LEAD_METAS = ("og:description", "description", "twitter:description", "dc.description", "itemprop:description")
_PUBLISHED_METAS = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "itemprop:datepublished", "datepublished", "pubdate", "publishdate", "publish_date", "publication_date",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "parsely-pub-date",
    "sailthru.date", "cms-date", "article.published", "article_date_original", "date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "article:modified", "og:updated_time", "itemprop:datemodified", "datemodified", "lastmod",
    "last-modified", "dcterms.modified", "dc.date.modified", "article.updated", "revised",
)  # fmt: skip
_AUTHOR_METAS = (
    "article:author", "og:article:author", "author", "dc.creator", "dcterms.creator", "byl", "parsely-author",
    "sailthru.author", "itemprop:author", "cxenseparse:author", "article.author",
)  # fmt: skip
_SECTION_METAS = ("article:section", "og:article:section", "parsely-section", "itemprop:articlesection", "section")


def _metas(found: Structured) -> None:
    for into, names in (
        (found.titles, _TITLE_METAS),
        (found.descriptions, _LEAD_METAS),
        (found.published, _PUBLISHED_METAS),
        (found.modified, _MODIFIED_METAS),
        (found.authors, _AUTHOR_METAS),
        (found.sections, _SECTION_METAS),
    ):
        for name in names:
            for content in found.meta.get(name, ()):
                value = clean(content)
                if value:
                    into.append(Stated(value, f"meta {name}"))
    for content in found.meta.get("article:tag", ()):
        found.tags.extend(Stated(tag, "meta article:tag") for tag in _split(content))
    for content in found.meta.get("news_keywords", ()):
        found.tags.extend(Stated(tag, "meta news_keywords") for tag in _split(content))
    for content in found.meta.get("keywords", ()):
        found.tags.extend(Stated(tag, "meta keywords") for tag in _split(content))
    for name in ("og:image", "twitter:image"):
        found.images.extend(Stated(content, f"meta {name}") for content in found.meta.get(name, ()) if content)
    found.publishers.extend(
        clean(content)
        for name in ("og:site_name", "application-name", "copyright", "article:publisher", "generator", "publisher")
        for content in found.meta.get(name, ())
        if content
    )
    found.og_url = found.first("og:url")
    found.og_type = (found.first("og:type") or "").lower()


def _split(text: str) -> list[str]:
    """The words of a keyword list; a single keyword is not taken apart at spaces."""
    parts = (clean(part).strip(" #") for part in re.split(r"[,;]", text[:4000]))
    return [part for part in parts if part]


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
    text = _WRAPPER.sub("", text)
    for attempt in (_same, _mend, _unescape):
        try:
            return [json.loads(attempt(text), strict=False)]
        except (ValueError, RecursionError):
            continue
    return list(_prefix(_mend(text)))


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


def _json(nodes: list[dict[str, Any]], found: Structured) -> None:
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
        if names & {"Organization", "NewsMediaOrganization", "WebSite", "Corporation"}:
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
        found.tags.extend(Stated(tag, f"{say} keywords") for tag in _split(value))
    publisher = node.get("publisher")
    for item in publisher if isinstance(publisher, list) else [publisher]:
        if isinstance(item, dict):
            item = {**by_id.get(str(item.get("@id")), {}), **item}
            found.publishers.extend(clean(x) for x in _strings(item.get("name")))
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
            if set(_types(node)) & {"Organization", "NewsMediaOrganization", "Corporation"}:
                found.publishers.extend(clean(x) for x in names)
                continue
        else:
            names = _strings(node)
        found.authors.extend(Stated(clean(name), source) for name in names if clean(name))


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


# --- microdata
def _microdata(elements: Iterable[Element], tree: Tree, found: Structured) -> None:
    """The properties of the page's article; those of listed articles stand in scopes of their own and are many."""
    scope = _article_scope(tree)
    if scope is not None:
        found.article = True
    kinds = {str(x.get("itemtype")).rstrip("/").rsplit("/", 1)[-1] for x in _ITEMTYPE(tree.root)}
    found.types |= kinds
    for element in elements:
        if element.tag == "meta" and scope is None:
            continue  # read with the other metas
        names = (element.get("itemprop") or "").split()
        if not any(name in _MICRO for name in names) or (scope is not None and _scope(element) is not scope):
            continue
        value = _value(element)
        for name in names:
            into = _MICRO.get(name)
            if into and value and (scope is not None or into != "titles"):
                limit = 100_000 if into == "bodies" else 2000
                getattr(found, into).append(Stated(value[:limit], f"microdata {name}"))


_MICRO = {
    "headline": "titles",
    "datePublished": "published",
    "dateModified": "modified",
    "author": "authors",
    "articleSection": "sections",
    "description": "descriptions",
}


def _article_scope(tree: Tree) -> Element | None:
    """The element of the page's own article; None where there is none or several."""
    scopes = [
        element
        for element in _ITEMSCOPE(tree.root)
        if str(element.get("itemtype")).rstrip("/").rsplit("/", 1)[-1] in ARTICLE_TYPES
    ]
    outer = (
        [scope for scope in scopes if not any(above in scopes for above in scope.iterancestors())]
        if len(scopes) < 20
        else []
    )
    return outer[0] if outer and (len(outer) == 1 or outer[0].find(".//h1") is not None) else None


def _scope(element: Element) -> Element | None:
    """The scope that a property belongs to."""
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _value(element: Element) -> str:
    if element.get("content"):
        return clean(element.get("content") or "")
    if element.get("datetime"):
        return clean(element.get("datetime") or "")
    if element.get("itemscope") is not None:  # a person inside: its name
        for inner in element.iterfind(".//*[@itemprop]"):
            if "name" in (inner.get("itemprop") or "").split():
                return clean(inner.get("content") or "") or text_of(inner)
    return text_of(element)
