"""What a page states about itself for machines: JSON-LD, meta elements, microdata, link elements. Read, not judged."""

from __future__ import annotations

import html
from typing import cast

from lxml import etree

from archiver.core.jsonld import json_nodes, read_json
from archiver.core.microdata import read_microdata
from archiver.core.stated import Stated, Structured, split_keywords
from archiver.core.text import clean
from archiver.core.tree import Element, Tree

_HREFS = etree.XPath("descendant-or-self::a/@href", smart_strings=False)


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
    found.hrefs = cast(list[str], _HREFS(tree.root))
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
            found.title_element = clean(element.text[:2000])
    found.meta = {name: tuple(values) for name, values in meta.items()}
    found.language = tree.root.get("lang") or tree.root.get("{http://www.w3.org/XML/1998/namespace}lang") or None
    nodes = [node for script in scripts for node in json_nodes(script)]
    read_json(nodes, found)
    _metas(found)
    read_microdata(tree, found)
    found.limit()
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
    rel = (element.get("rel") or "").lower()
    if "alternate" in rel and element.get("media"):
        found.mobile.append(href)
    if "&" in href:
        href = html.unescape(href)
    rels = rel.split()
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
    for name in ("article:tag", "news_keywords", "keywords"):
        for content in found.meta.get(name, ()):
            found.tags.extend(Stated(tag, f"meta {name}") for tag in split_keywords(content))
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
