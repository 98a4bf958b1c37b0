"""Which section files an article: crumbs, categories, labels and links near its title, else what it states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from archiver.core.hrefs import leads_to_page, split_href
from archiver.core.labels import HOME_WORDS, SECTION_LABEL
from archiver.core.not_sections import EDGES, Known, known
from archiver.core.outline import Line, Outline, Region, signs_of
from archiver.core.segments import segments_of
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.text import clean, fold
from archiver.core.tree import Element, text_of

_ROOT_LINK = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+|default\.aspx|vi/?|home)?$", re.IGNORECASE)
_CRUMB_SIGNS = re.compile(r"[/>›»→·]|::|-(?=\s)")
_CLOCK = re.compile(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}|\d{1,2}\s?[:h]\s?\d{2}|\d{4}-\d{2}-\d{2}|\d{1,2} tháng \d"
)
_DIGIT = re.compile(r"\d")
_ENDING = re.compile(r"(?:[-_]?\d{1,20})?(?:\.\w{2,5})?$")
_NOT_SECTIONS = re.compile(
    r"(?:^|[/-])(?:tac-gia|authors?|users?|profile|nguoi-dung|thanh-vien|but-danh|tags?|tu-khoa|keywords?|search|"
    r"tim-kiem|topics?|su-kien|print|in-bai|share|chia-se|e-?mail|login|log-in|sign-in|dang-nhap|dang-ky|register|"
    r"subscribe|lien-he|contact|gioi-thieu|quang-cao|binh-luan|rss)(?:[/.?-]|$)",
    re.IGNORECASE,
)
# The part of an address that says that what follows is a section.
_FILES = re.compile(r"(?:^|/)(?:chuyen-?muc|danh-?muc|the-loai|categor(?:y|ies)|sections?)(?:/|$)", re.IGNORECASE)
_NEAR = 6  # elements: an item of a menu stands no deeper in it


def section_of(
    page: Outline,
    title: int | None,
    body: Region | None,
    structured: Structured,
    *,
    local: bool = True,
    host: str = "",
    newspaper: str | None = None,
) -> tuple[str, str] | None:
    """The section and where it was found; None where nothing near the title or stated names one.

    In order: the last crumb before the title, a link named or marked as a category, what follows a label, a link of
    the menu right beside the title, what is stated; last a link beside the date whose address is spelled as its text.
    Never the title, whole or clipped, nor the name of the site, as `host`, `newspaper` and the page itself give it.
    Elsewhere than in Vietnam (`local` is false) a link that nothing names is none: there it is "Log in" or an author.
    """
    printed = page.lines[title].text if title is not None else ""
    own = known(printed, structured, host, newspaper, cache(lambda: listed_sections(page)))
    if title is None:
        return _stated(structured, own)
    near = page.lines[max(0, title - 14) : title + 6]
    behind = _behind(page, body)
    named = (
        _named(page, near, title, own)
        or _crumbs(page, page.lines[max(0, title - 14) : title], title, own)
        or _labelled(page, near, title, own)
    )
    if not local:
        return named or _filed_below(page, body, own) or _stated(structured, own)
    beside = [*reversed(page.lines[max(0, title - 4) : title]), *page.lines[title + 1 : title + 7]]
    return (
        named
        or _link_among(page, beside, title, own, listed=True)
        or _labelled(page, behind, title, own)
        or _filed_below(page, body, own)
        or _stated(structured, own)
        or _link_among(page, beside, title, own, listed=False)
        or _link_among(page, behind, title, own, listed=True)
        or _link_among(page, behind, title, own, listed=False)
    )


def listed_sections(page: Outline) -> frozenset[str]:
    """What links call a section, folded: in a menu, or where the address says or spells it; none leads to this page."""
    here = split_href(page.tree.url).path.rstrip("/")
    found: set[str] = set()
    for link in page.root.element.iter("a"):
        href = link.get("href") or ""
        path = split_href(href).path
        if _ROOT_LINK.match(href) or not leads_to_page(href) or path.rstrip("/") in ("", here):
            continue
        name = text_of(link).strip(EDGES)
        if not 2 <= len(name) <= 80:
            continue
        place = _list_around(link)
        if place & Sign.NAV or _FILES.search(path) or (place and _spelled(href, name)):
            found.add(fold(name))
    return frozenset(found)


def _list_around(link: Element) -> int:
    """Whether a link stands in a breadcrumb or in a menu, as the innermost few elements around it say."""
    around = link.getparent()
    for _ in range(_NEAR):
        if around is None:
            return 0
        said = signs_of(around)
        if said & Sign.CRUMB:
            return Sign.CRUMB
        if around.tag == "nav" or said & Sign.NAV:
            return Sign.NAV
        around = around.getparent()
    return 0


def _behind(page: Outline, body: Region | None) -> list[Line]:
    """The lines right behind the text, up to the first that leads to another article."""
    found: list[Line] = []
    for line in page.lines[body.last + 1 : body.last + 7] if body is not None else ():
        if line.heading or (line.link_share > 0.85 and line.chars > 30):
            break
        found.append(line)
    return found


def _named(page: Outline, near: list[Line], title: int, own: Known) -> tuple[str, str] | None:
    """The last crumb, else a link that is named a section or says `rel="category"`."""
    printed: tuple[str, str] | None = None
    for line in near:
        if line.index == title or not line.links or not 2 <= len(line.text) <= 160:
            continue
        said = line.signs
        crumb = bool(said & Sign.CRUMB)
        category = not crumb and abs(line.index - title) <= 6 and any(_is_category(link) for link, _ in _links(line))
        if not (crumb or category) and not (
            said & Sign.SECTION and abs(line.index - title) <= 6 and line.link_share > 0.5
        ):
            continue
        if page.aside(line, title) & (Sign.RELATED | Sign.COMMENT | Sign.FOOT):
            continue
        names = _names(line, own, categories=category)
        if not names:
            continue
        if printed is None or crumb or (printed[1] != "general breadcrumb" and line.index < title):
            how = "general breadcrumb" if crumb else "general rel category" if category else "general section by name"
            printed = (names[-1], how)
    return printed


def _crumbs(page: Outline, before: list[Line], title: int, own: Known) -> tuple[str, str] | None:
    """The last step of a line that begins with the home page, or of a short list whose first item is the home page."""
    for line in reversed(before):
        if not 4 <= len(line.text) <= 200 or page.aside(line, title) & ~Sign.NAV:
            continue
        steps = [step.strip(EDGES) for step in _CRUMB_SIGNS.split(line.text)]
        steps = [step for step in steps if step]
        if len(steps) > 1 and fold(steps[0]) in HOME_WORDS:
            names = [step for step in steps[1:] if _may_name(step, own) and not _DIGIT.search(step)]
            if names and len(steps) <= 5:
                return names[-1], "general line of crumbs"
        elif fold(line.text.strip(EDGES)) in HOME_WORDS and line.links:
            after = page.lines[line.index + 1 : min(title, line.index + 5)]
            if after and page.common(line.index, after[-1].index).lines <= 5 and after[-1].index == title - 1:
                names = [one.text.strip(EDGES) for one in after if one.link_share > 0.7]
                names = [name for name in names if _may_name(name, own)]
                if names:
                    return names[-1], "general list of crumbs"
    return None


def _labelled(page: Outline, near: list[Line], title: int, own: Known) -> tuple[str, str] | None:
    """What follows "Chuyên mục:" near the title: its link, or a short text that ends the line."""
    for line in near:
        if line.index == title or line.chars > 300 or page.aside(line, title) & ~(Sign.NAV | Sign.SHARE):
            continue
        texts = [line.text, *segments_of(line)]
        rest = next((text[found.end() :] for text in texts if (found := SECTION_LABEL.search(text))), "")
        if not rest:
            continue
        for link, name in _links(line):
            if rest.startswith(name) and _may_name(name, own) and not _ROOT_LINK.match(link.get("href") or ""):
                return name, "general label"
        plain = re.split(r"\s[|•·–-]\s|[,;]", rest)[0].strip(EDGES)
        if _may_name(plain, own) and not _DIGIT.search(plain) and not line.links:
            return plain, "general label"
    return None


def _link_among(
    page: Outline, lines: Sequence[Line], title: int, own: Known, *, listed: bool
) -> tuple[str, str] | None:
    """A short link right before the title, or with the date beside it.

    `listed`: it stands in the page's menus as well; else its address is spelled as its text: "/giao-thong".
    """
    for line in lines:
        if not line.links or line.chars > 160 or line.is_sentence or page.aside(line, title) & ~(Sign.NAV | Sign.SHARE):
            continue
        group = _group(page, line, title)
        if group is None or line.signs & (Sign.TAGS | Sign.COMMENT | Sign.VIEWS):
            continue
        dated = any(_CLOCK.search(one.text) for one in group)
        beside = line.index <= title + 1
        if not dated and not (listed and beside and line.link_share >= 0.95):
            continue
        links = [(link, name) for link, name in _links(line) if len(name) <= 40 and _may_name(name, own)]
        if not links or len(links) > 3:
            continue
        for link, name in links:
            href = link.get("href") or ""
            if not leads_to_page(href) or _ROOT_LINK.match(href):
                continue
            if _NOT_SECTIONS.search(split_href(href).path) or "author" in (link.get("rel") or ""):
                continue
            if line.signs & Sign.AUTHOR or (not listed and _is_name(name)):
                continue
            if _in_menu(page, link, href, name) if listed else _spelled(href, name):
                return name, "general link before the title" if line.index < title else "general link beside the date"
    return None


def _group(page: Outline, line: Line, title: int) -> list[Line] | None:
    """The lines that share an element with a line and not with the title; None where they are a list of links."""
    region = line.region
    if region.holds(title):
        return [line]
    while region.parent is not None and not region.parent.holds(title) and region.parent.lines <= 8:
        region = region.parent
    lines = page.lines[region.first : region.last + 1]
    within = region.parent is None or region.parent.holds(title)
    return lines if within and sum(1 for one in lines if one.link_share > 0.9) <= 2 else None


def _in_menu(page: Outline, link: Element, href: str, name: str) -> bool:
    """True where another link of the page leads to the same place, or is called the same."""
    return any(
        one is not link and (one.get("href") == href or text_of(one) == name) for one in page.root.element.iter("a")
    )


def _filed_below(page: Outline, body: Region | None, own: Known) -> tuple[str, str] | None:
    """A link right below the text that says `rel="category"`."""
    if body is not None:
        for line in page.lines[body.last + 1 : body.last + 8]:
            for link, name in _links(line) if line.links and len(line.text) < 200 else ():
                if _is_category(link) and _may_name(name, own):
                    return name, "general rel category"
    return None


def _stated(structured: Structured, own: Known) -> tuple[str, str] | None:
    for value, source in structured.sections:
        if own.refuses(value) or len(value) > 80:
            continue
        if source == "json-ld breadcrumb":
            return [v for v, s in structured.sections if s == source and not own.refuses(v)][-1], source
        first = re.split(r"[,;|]", value)[0].strip() or value
        whole = any(title.startswith(fold(value)) for title in own.titles)  # "Phòng, chống dịch COVID-19" is one
        return (value if whole or (first != value and fold(value) in own.listed()) else first), source
    return None


def _links(line: Line) -> list[tuple[Element, str]]:
    """The links of a line, each with its text."""
    found: dict[Element, str] = {}
    for text, style in line.nodes:
        inside = style if style is not None and style.link else None
        while inside is not None and inside.element is not None and inside.element.tag != "a":
            inside = inside.around
        if inside is not None and inside.element is not None:
            found[inside.element] = found.get(inside.element, "") + text
    return [(link, clean(text).strip(EDGES)) for link, text in found.items()]


def _is_category(link: Element) -> bool:
    """True for a link that says `rel="category"`, as content systems of blogs write it."""
    return "category" in (link.get("rel") or "").lower().split()


def _names(line: Line, own: Known, *, categories: bool) -> list[str]:
    """The texts of the links of a line that may name a section; `categories`: only of those that say they are one."""
    return [
        name
        for link, name in _links(line)
        if 2 <= len(name) <= 60
        and not _ROOT_LINK.match(link.get("href") or "")
        and (not categories or _is_category(link))
        and not own.refuses(name)
    ]


def _may_name(text: str, own: Known) -> bool:
    """True for a few words that are neither the home page nor the title nor the site."""
    plain = fold(text)
    if _NOT_SECTIONS.search("/" + plain.replace(" ", "-")):
        return False  # "Liên hệ"
    if not text[:1].isalnum():
        return False
    return 2 <= len(text) <= 60 and text.count(" ") < 9 and not own.refuses(text)


def _is_name(text: str) -> bool:
    """True where every word of several begins with a capital: "Lê Mẫu", not "Đời sống"."""
    parts = text.split()
    return len(parts) > 1 and all(part[0].isupper() for part in parts) and not text.isupper()


def _spelled(href: str, name: str) -> bool:
    """True where the last part of an address is the name without its marks: "/thoi-su/giao-thong.html"."""
    path = split_href(href).path.rstrip("/")
    plain = re.sub(r"\W+", "", fold(name))
    last = re.sub(r"\W+", "", _ENDING.sub("", path.rpartition("/")[2]))
    return path.count("/") <= 3 and len(plain) > 2 and last.lower() == plain
