"""A page as a tree: decoded, parsed once, safe with hostile markup; and the links that stand on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from lxml import etree

from archiver.core.addresses import normalise_url
from archiver.core.encodings import Decoded, decode
from archiver.core.page import Page
from archiver.core.text import clean
from archiver.core.values import Reason

Element: TypeAlias = "etree._Element"

MAX_DEPTH = 400  # beyond it nothing is an article's structure; libxml2 gives up at 2048 and drops the rest of the page
MAX_TAGS = 100_000  # no article has a tenth of it; what is beyond costs a kilobyte a tag and is not looked at
_MOST_TAGS = re.compile(rf"(?:[^<]*+<){{{MAX_TAGS}}}+")
_MANY_LINKS = 5000
_CHECK_TAGS_FROM = 64_000  # bytes: a shorter page cannot hold enough attributes to be slow
# libxml2 takes quadratic time over the attributes of one element: 100,000 of them cost 100 s, 2,000 cost none.
_LARGE_TAG = re.compile(  # a hundred quoted values, or 400 characters between two: room for as many attributes
    rb"<[a-zA-Z](?:[^\"'>]{0,399}+(?:\"[^\"]*+\"|'[^']*+')){0,99}+(?:[^\"'>]{400}|[^\"'>]*+[\"'])"
)
_LONG_TAG = 12_000  # characters: room for the 6000 shortest attributes
# Neither pattern can fail once it has begun: a page of "<a<a<a" would else be read again from each "<".
_TAG = re.compile(
    r"<(?P<raw>script|style|textarea)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?P<rest>(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)(?:>|\Z|(?=[\"']))",
    re.DOTALL | re.IGNORECASE,
)
_WRAPPERS = frozenset(
    (
        *("div", "span", "b", "i", "em", "strong", "font", "center", "section", "article", "main", "form", "a", "u"),
        *("table", "tbody", "tr", "td", "ul", "ol", "li", "dl", "dd", "blockquote", "q", "sub", "sup", "ins", "del"),
        *("big", "small", "nobr"),
    )
)
_RUN = re.compile(  # possessive: what it gave up to try again would be kept for each of 400,000 tags
    r"(?:<(?:div|span|b|i|em|strong|font|center|section|blockquote)\b[^<>]*+>\s*+){100,}+", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"(?<![-a-zA-Z0-9_:.])[a-zA-Z_:][-a-zA-Z0-9_:.]*+\s*=\s*(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_BLANK = etree.fromstring(b"<html><head></head><body></body></html>")


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page. Not to be changed by those who read it."""

    root: Element
    url: str
    encoding: str
    problem: Reason | None  # letters that were lost on the way, or that the end was cut off
    size: int  # characters of markup
    lower: bytes  # the markup in lower case

    def mentions(self, names: re.Pattern[bytes]) -> bool:
        """True where a name stands anywhere in the markup: a cheaper question than a search of the tree.

        One pattern, which begins with letters: the search goes from one place that has them to the next.
        """
        return names.search(self.lower) is not None

    @property
    def head(self) -> Element | None:
        """The head element."""
        return next(self.root.iterchildren("head"), None)

    @property
    def body(self) -> Element:
        """The body element; the root where there is none."""
        found = next(self.root.iterchildren("body"), None)
        return self.root if found is None else found


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a page gives: an anchor, a link element, or an address that its scripts load more from."""

    url: str  # absolute, normalised
    text: str
    rel: str = ""
    where: str = ""  # "nav", "footer", "aside", "header", "main"; "" where the markup does not say; "data" for data-url


def parse(page: Page) -> Tree:
    """The page as a tree, whatever its bytes are: an empty or broken page gives an empty tree.

    Decoding follows `encodings.decode`. Nesting beyond `MAX_DEPTH` is flattened (its text stays), elements with
    thousands of attributes lose them, what follows `MAX_TAGS` tags is cut off (and said to be), and comments and
    processing instructions are dropped: nothing is read from them.

    >>> parse(Page("https://baomau.example/", b"<p>Xin ch&agrave;o")).body.findtext("p")
    'Xin chào'
    """
    decoded = decode(page.body, page.content_type)
    return parse_text(decoded, page.url)


def parse_text(decoded: Decoded, url: str) -> Tree:
    """The tree of a text that is already decoded."""
    text = decoded.text
    markup = decoded.utf8 or _encoded(text)
    problem = decoded.problem
    if len(markup) > _CHECK_TAGS_FROM:
        if _has_large_tag(markup):
            text = _trim_tags(text)
            markup = _encoded(text)
        if markup.count(b"<") > MAX_TAGS:
            text = _RUN.sub(_last_wrappers, text)
            if (most := _MOST_TAGS.match(text)) is not None:
                text, problem = text[: most.end() - 1], problem or Reason.TRUNCATED
            markup = _encoded(text)
    root = _parse(markup)
    if _deep(root):
        root = _parse(_encoded(_flatten(text)))
    return Tree(root, url, decoded.encoding, problem, len(text), markup.lower())


def _has_large_tag(markup: bytes) -> bool:
    """True where a tag outside of scripts may have thousands of attributes."""
    at = 0
    while found := _LARGE_TAG.search(markup, at):
        start = found.start()
        if markup.rfind(b"<script", 0, start) <= markup.rfind(b"</script", 0, start):
            return True
        at = markup.find(b"</script", start)
        if at < 0:
            return False
    return False


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _parse(markup: bytes) -> Element:
    """The root element; an empty document where nothing can be parsed."""
    # A parser a page: lxml's parsers keep a lock and an error log, and making one costs microseconds.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True, collect_ids=False
    )
    try:
        root = etree.fromstring(markup, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str):
        root = etree.fromstring(etree.tostring(_BLANK))
    return root


def _deep(root: Element) -> bool:
    """True where libxml2 stopped for depth: the last branch of the tree is then the deepest."""
    depth, node = 0, root
    while len(node) and depth <= 2000:
        node, depth = node[-1], depth + 1
    return depth > 1900


def _flatten(text: str) -> str:
    """The markup without what nests too deep: long runs of wrappers, then wrappers below `MAX_DEPTH`."""
    text = _RUN.sub(_last_wrappers, text)
    out: list[str] = []
    depth = at = 0
    for tag in _TAG.finditer(text):
        if tag["raw"] is not None or tag["name"].lower() not in _WRAPPERS:
            continue
        if tag["close"]:
            drop, depth = depth > MAX_DEPTH, max(0, depth - 1)
        else:
            depth += 1
            drop = depth > MAX_DEPTH
        if drop:
            out.append(text[at : tag.start()])
            at = tag.end()
    out.append(text[at:])
    return "".join(out)


def _last_wrappers(run: re.Match[str]) -> str:
    """The innermost of many elements that hold nothing but one another."""
    return "<" + "<".join(run.group().rsplit("<", 5)[1:])


def _trim_tags(text: str) -> str:
    """The markup with the first 50 attributes of any element that has hundreds; scripts stay as they are."""
    return _TAG.sub(_trim_tag, text)


def _trim_tag(tag: re.Match[str]) -> str:
    rest = tag["rest"]
    if tag["raw"] is not None or len(rest) < _LONG_TAG or len(_QUOTED.sub("", rest).split()) < 500:
        return tag.group()
    kept = [attribute.group() for attribute in islice(_ATTRIBUTE.finditer(rest), 50)]
    return f"<{tag['close']}{tag['name']} {' '.join(kept)}>"


_UNREAD = frozenset(("script", "style", "noscript", "template"))


def text_of(element: Element) -> str:
    """The text of an element and all below it, cleaned; scripts and styles left out.

    >>> text_of(parse(Page("https://baomau.example/", b"<p>a<script>x</script> <b>b</b></p>")).body)
    'a b'
    """
    if not len(element) and element.tag not in _UNREAD:
        return clean(element.text or "")
    return clean("".join(_texts(element)))


def start_of(element: Element, most: int) -> str:
    """The first `most` characters of the text of an element, cleaned: of a large one the rest is not read.

    >>> start_of(parse(Page("https://baomau.example/", b"<p>a <b>bcd</b>")).body, 3)
    'a b'
    """
    if not len(element) and element.tag not in _UNREAD:
        return clean(element.text or "")[:most]
    found: list[str] = []
    room = 4 * most  # for the white space of a template
    for text in _texts(element):
        found.append(text[:room])
        room -= len(found[-1])
        if not room:
            break
    return clean("".join(found))[:most]


def holds(element: Element, *tags: str) -> bool:
    """True where an element of one of these names stands somewhere within."""
    return next(element.iterdescendants(*tags), None) is not None


def has_text(element: Element) -> bool:
    """True where `text_of` gives a text; most often known from the first words."""
    return any(clean(text) for text in _texts(element))


def _texts(element: Element) -> Iterator[str]:
    """Text nodes in order; a line break or a block's edge parts words."""
    if element.tag in _UNREAD:
        return
    hidden: Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start":
            if hidden is None and node.tag in _UNREAD:
                hidden = node
            elif hidden is None:
                if node.tag not in INLINE:
                    yield " "
                if node.text:
                    yield node.text
        else:
            if node is hidden:
                hidden = None
            if hidden is None and node is not element:
                if node.tag not in INLINE:
                    yield " "
                if node.tail:
                    yield node.tail


INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


_WHERE = {"nav": "nav", "footer": "footer", "aside": "aside", "header": "header", "main": "main", "article": "main"}
_DATA_ADDRESS = ("data-url", "data-href", "data-load-more", "data-loadmore", "data-next", "data-next-url", "data-api")


def links(page: Page) -> tuple[Link, ...]:
    """Every address that a page links to, in order, each once with its first text.

    Also `link` elements that name pages (next, prev, alternate, amphtml, canonical) and addresses in attributes that
    scripts load more from. At most 5000.

    >>> [(x.url, x.text) for x in links(Page("https://baomau.example/", b"<nav><a href='/thoi-su'>Thoi su</a></nav>"))]
    [('https://baomau.example/thoi-su', 'Thoi su')]
    """
    return links_of(parse(page))


def links_of(tree: Tree) -> tuple[Link, ...]:
    """The links of a page that is already parsed; see `links`."""
    base = base_of(tree)
    found: dict[tuple[str, str], Link] = {}
    for element in tree.root.iter("a", "area", "link", "button", "div", "ul", "section", "span", "li"):
        if len(found) >= _MANY_LINKS:
            break
        tag = str(element.tag)
        if tag in ("a", "area", "link"):
            href = element.get("href")
            if not href:
                continue
            rel = (element.get("rel") or "").lower()
            if tag == "link" and not set(rel.split()) & {"next", "prev", "alternate", "amphtml", "canonical"}:
                continue
            _add(
                found, href, base, text_of(element) if tag == "a" else "", rel, "" if tag == "link" else _where(element)
            )
        for name in _DATA_ADDRESS:
            value = element.get(name)
            if value and ("/" in value or "?" in value):
                _add(found, value, base, text_of(element) if tag == "button" else "", "", "data")
    return tuple(found.values())


def _add(found: dict[tuple[str, str], Link], href: str, base: str, text: str, rel: str, where: str) -> None:
    url = normalise_url(href, base)
    if url is None:
        return
    key = (url, "data" if where == "data" else "")
    old = found.get(key)
    if old is None:
        found[key] = Link(url, text, rel, where)
    elif not old.text and text:  # the picture's link came first, the title's link says what it is
        found[key] = Link(url, text, old.rel or rel, old.where or where)


def _where(element: Element) -> str:
    """The landmark that a link stands in."""
    for number, above in enumerate(element.iterancestors()):
        where = _WHERE.get(str(above.tag))
        if where:
            return where
        role = above.get("role")
        if role in ("navigation", "contentinfo", "complementary", "banner", "main"):
            return {"navigation": "nav", "contentinfo": "footer", "complementary": "aside", "banner": "header"}.get(
                role, role
            )
        if number > 60:
            break
    return ""


def base_of(tree: Tree) -> str:
    """The address that relative ones start from: `base href` where it is one, else the page's own."""
    head = tree.head
    base = next(head.iterchildren("base"), None) if head is not None else None
    href = base.get("href") if base is not None else None
    return (normalise_url(href, tree.url) if href else None) or tree.url
