"""The selectors that could name an element: short ones by what its markup is called, no counting where names serve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from archiver.core.signs import Sign, signs_of_name
from archiver.core.tree import Element

_IDENT = re.compile(r"-?[A-Za-z_][\w-]*")
_NUMBERED = re.compile(r"\A(?P<before>.*?[A-Za-z][-_]+)\d{2,}")  # "post-12345": an article's own number
_MODULE = re.compile(r"\A(?P<before>[A-Za-z][\w-]*?__)(?=[\w-]{0,9}[A-Z0-9])[\w-]{4,10}")  # "Story_title__x7Gh2"
_HASHED = re.compile(r"(?:css|sc|jsx|jss|svelte|emotion|styled)-?[\w-]{4,}|_[A-Za-z0-9]{4,8}")
_VOWELS = re.compile("[aeiouy]", re.IGNORECASE)
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_GENERIC = frozenset(  # what a grid or a font is called: true of many elements
    [
        *("row", "col", "clearfix", "container", "wrap", "wrapper", "content", "inner", "main", "left", "right"),
        *("fleft", "fright", "pull-left", "pull-right", "center", "box", "block", "item", "first", "last", "odd"),
        *("even", "active", "text-center", "text-justify", "text-left", "hidden", "show", "clear"),
    ]
)
_UTILITY = re.compile(
    r"(?:col|m[btlrxy]?|p[btlrxy]?|fs|w|h|d|text|bg|border|flex|grid|gap|float|font)-?(?:[a-z]{2}-)?\d+"
)
_PROPERTIES = ("itemprop", "data-role", "data-field", "data-testid", "rel", "property")
_LANDMARKS = frozenset(("h1", "article", "main", "time", "header"))
_COUNTED = 3  # of equal neighbours: what stands further down moves from page to page
_STEPS = 4  # elements between a heading and what is found from it
_UNPLACED = frozenset(("a", "span", "b", "i", "em", "strong", "br", "img"))
_ABOVE = 5  # elements above that a selector may start from


def selectors_of(element: Element, *, styled: bool = False) -> dict[str, float]:
    """Selectors that find the element, each with its cost: the shorter and the better named, the cheaper.

    Whether one of them finds nothing else is for the pages to say.

    Args:
        element: of a parsed page.
        styled: also by its alignment, where nothing but that sets a byline apart.

    >>> from lxml import html
    >>> one = html.fromstring('<div id="detail"><h1 class="title">Cầu mới</h1></div>')[0]
    >>> sorted(selectors_of(one).items(), key=lambda item: item[1])[:3]
    [('h1.title', 1.5), ('.title', 1.6), ('h1', 2.0)]
    """
    found: dict[str, float] = {}

    def put(css: str, cost: float) -> None:
        if css not in found or cost < found[css]:
            found[css] = round(cost, 2)

    own = list(_names(element, styled=styled))
    tag = str(element.tag)
    parent = element.getparent()
    for css, cost in own:
        put(css, cost)
    placed = list(_places(element, tag, parent))
    for level, above in enumerate(element.iterancestors()):
        if level >= _ABOVE or above.tag in ("body", "html"):
            break
        for start, price in _names(above):
            if above.tag == start and start not in _LANDMARKS:
                continue
            for css, cost in own:
                put(f"{start} {css}", price + cost + 0.6 + 0.1 * level)
                if above is parent:
                    put(f"{start} > {css}", price + cost + 0.7)
            if above is parent:
                for css, cost in placed:
                    put(f"{start} > {css}", price + cost + 0.7)
            elif parent is not None and level <= 2:
                for css, cost in placed:
                    put(f"{start} {css}", price + cost + 1.5 + 0.3 * level)
    before = element.getprevious()
    if before is not None and isinstance(before.tag, str):
        for start, price in _names(before):
            put(f"{start} + {tag}", price + 2.4 + _plain(tag))
    return found


def path_of(element: Element, steps: int = 3) -> dict[str, float]:
    """Selectors by place alone, from a named element above: the last resort."""
    found: dict[str, float] = {}
    if element.tag not in _UNPLACED:
        found |= _after_heading(element)
    above = element.getparent()
    if element.tag == "a" and above is not None:  # one of several links in a box without a name
        found |= {f"{css} > a": cost + 1.2 for css, cost in _after_heading(above).items()}
    tail, price = "", 0.0
    node: Element | None = element
    for _ in range(steps):
        parent = node.getparent() if node is not None else None
        if node is None or parent is None or node.tag in ("body", "html"):
            break
        tag = str(node.tag)
        same = [child for child in parent if child.tag == tag]
        if same.index(node) >= _COUNTED:
            break
        step = tag if len(same) == 1 else f"{tag}:nth-of-type({same.index(node) + 1})"
        tail = f"{step} > {tail}" if tail else step
        price += 1.2 if len(same) == 1 else 2.6
        for start, cost in _names(parent):
            if start != parent.tag or start in _LANDMARKS:
                found[f"{start} > {tail}"] = round(cost + price + 1.5, 2)
        node = parent
    return found


def _after_heading(element: Element) -> dict[str, float]:
    """The element by its few steps from a heading beside it: "h1 + div + div"."""
    tail, price = str(element.tag), 2.0
    for step, before in enumerate(element.itersiblings(preceding=True)):
        if step >= _STEPS or not isinstance(before.tag, str):
            break
        price += 1.6
        if before.tag in ("h1", "h2", "header"):
            return {f"{before.tag} + {tail}": price}
        tail = f"{before.tag} + {tail}"
    return {}


def _places(element: Element, tag: str, parent: Element | None) -> Iterator[tuple[str, float]]:
    """The element by its place among its neighbours."""
    if parent is None:
        return
    if parent[0] is element:
        yield f"{tag}:first-child", 3.0
    if parent[-1] is element:
        yield f"{tag}:last-child", 3.0
    same = [child for child in parent if child.tag == tag]
    if len(same) > 1 and same.index(element) < _COUNTED:
        yield f"{tag}:nth-of-type({same.index(element) + 1})", 4.0


def _names(element: Element, *, styled: bool = False) -> Iterator[tuple[str, float]]:
    """The element by itself: id, classes, properties, tag."""
    tag = str(element.tag)
    ident = element.get("id")
    if ident:
        yield from _by_id(ident)
    classes = list(dict.fromkeys((element.get("class") or "").split()))[:6]
    costs: list[tuple[str, float]] = []
    for name in classes:
        css, cost = class_selector(name)
        if css:
            costs.append((css, cost))
            yield css, cost
            yield f"{tag}{css}", cost + (-0.1 if tag in _LANDMARKS else 0.2)
    for (one, price), (other, cost) in combinations(costs[:4], 2):
        yield f"{one}{other}", price + cost - 0.6
    for name in _PROPERTIES:
        value = element.get(name)
        if value and _IDENT.fullmatch(value) and not _is_hashed(value):
            yield f'{tag}[{name}="{value}"]', 1.9
    if styled:
        for name in ("align", "style"):
            value = (element.get(name) or "").strip()
            if "right" in value.lower() and len(value) <= 60 and '"' not in value and "\\" not in value:
                yield f'{tag}[{name}="{value}"]', 3.2
    yield tag, 2.0 + _plain(tag)


def _plain(tag: str) -> float:
    """What a tag costs on top, by how little it says."""
    return 0.0 if tag in _LANDMARKS else 0.6 if tag in ("h2", "h3", "address", "figure", "blockquote") else 1.2


def _by_id(ident: str) -> Iterator[tuple[str, float]]:
    if not _IDENT.fullmatch(ident):
        return
    numbered = _NUMBERED.match(ident)
    if numbered:
        yield f'[id^="{numbered["before"]}"]', 2.6
    elif not re.search(r"\d{3}", ident):
        yield f"#{ident}", 3.4 if _is_hashed(ident) else 1.2


@lru_cache(maxsize=4096)
def class_selector(name: str) -> tuple[str, float]:
    """The selector of one class name and its cost; "" for a name that only one article has.

    >>> class_selector("article__sapo"), class_selector("css-1x8k2a"), class_selector("post-48213")
    (('.article__sapo', 1.6), ('.css-1x8k2a', 4.0), ('[class*="post-"]', 3.2))
    """
    numbered = _NUMBERED.match(name)
    if numbered and len(numbered.group()) == len(name):
        if _UTILITY.fullmatch(name):
            return "", 0.0
        return f'[class*="{numbered["before"]}"]', 3.2
    if not _IDENT.fullmatch(name):
        return "", 0.0
    module = _MODULE.fullmatch(name)
    if module and _is_hashed(name[module.end("before") :], strict=True):
        return f'[class*="{module["before"]}"]', 2.2
    if _is_hashed(name):
        return f".{name}", 4.0
    if name in _GENERIC or _UTILITY.fullmatch(name):
        return f".{name}", 2.6
    return f".{name}", 1.6


@lru_cache(maxsize=4096)
def _is_hashed(name: str, *, strict: bool = False) -> bool:
    """True for a name that a build made up: it changes with the next one.

    >>> [_is_hashed(name) for name in ("sc-bdvvtL", "css-1x8k2a", "articleTitle", "lblNgay", "date2")]
    [True, True, False, False, False]
    """
    if signs_of_name(name) != Sign.NONE and not strict:
        return False
    if not strict and not _HASHED.fullmatch(name):
        parts = re.split(r"[-_]+", name)
        return any(_is_noise(part) for part in parts if len(part) >= 6)
    rest = name if strict else re.split(r"[-_]", name, maxsplit=1)[-1]
    return _is_noise(rest)


def _is_noise(part: str) -> bool:
    """True for letters and digits in no order that a word has."""
    pieces = _WORD.findall(part)
    if re.search(r"[A-Za-z]\d+[A-Za-z]", part) or re.match(r"\d+[A-Za-z]+\d", part):
        return True
    words = [piece for piece in pieces if not piece.isdigit()]
    mixed = not part.islower() and not part.isupper()
    poor = [word for word in words if len(word) < 3 or not _VOWELS.search(word)]
    return mixed and len(words) > 1 and len(poor) * 2 >= len(words)
