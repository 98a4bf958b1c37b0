"""What stands around an article: byline, section, tags, view count, number of comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from archiver.core.blocks import CREDIT_LABEL, reads_as_names
from archiver.core.bylines import parse_byline
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import COMMENTS_LABEL, RELATED_LABEL, TAGS_LABEL, VIEWS_LABEL, Sign, signs
from archiver.core.structured import Structured
from archiver.core.text import clean, fold
from archiver.core.tree import Element, text_of
from archiver.core.values import Byline, ViewCount
from archiver.core.view_counts import parse_view_count

_DIGIT = re.compile(r"\d")
_BARE = re.compile(r"^\(?\s*\d{1,3}(?:[.,\u00a0 ]?\d{3})*\s*\)?$")
_BY = re.compile(
    r"^\s*(?:bởi|by|von|par|por|di|door|tác giả|pv|phóng viên|thực hiện|bài(?: và ảnh|, ảnh)?|tin(?:, ảnh)?|nhóm pv|text|words)\s*[:\s]",
    re.IGNORECASE,
)
_ROOT_LINK = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+|default\.aspx|vi/?|home)?$", re.IGNORECASE)
_HOME_WORDS = frozenset(
    ["trang chu", "trang nhat", "home", "homepage", "trang chinh", "startseite", "accueil", "start", "inicio", "forside"]
)


@dataclass(frozen=True, slots=True)
class Named:
    """A byline as a candidate."""

    byline: Byline
    source: str
    weight: float


# --- bylines
def printed_bylines(
    page: Outline, title: int | None, body: Region | None, tail: Sequence[str], newspaper: str | None
) -> list[Named]:
    """Who the page visibly names: near the title, at the end of the body, right after it."""
    found: list[Named] = []
    for text in tail:
        byline = parse_byline(text, newspaper=newspaper)
        if byline is not None:
            found.append(Named(byline, "general line at the end of the body", 0.8 if byline.authors else 0.3))
    if title is None:
        return found
    first = body.first if body is not None else title + 12
    last = body.last if body is not None else title
    near = [line for line in page.lines[max(0, title - 3) : max(title, first) + 3] if line.index != title]
    after = [line for line in page.lines[last + 1 : last + 9] if line.index > max(title, first) + 2]
    for line in [*near, *after]:
        found.extend(_of_line(page, line, title, line.index > last, newspaper))
    return found


def _of_line(page: Outline, line: Line, title: int, after: bool, newspaper: str | None) -> Iterable[Named]:
    text = line.text
    if not 2 <= len(text) <= 160:
        return
    said = line.signs
    named = bool(said & Sign.AUTHOR)
    labelled = bool(_BY.match(text)) or bool(CREDIT_LABEL.match(text) and after)
    marked = after and (line.bold > 0.8 * line.chars or _is_right(line.region)) and len(text) < 100
    source = bool(said & Sign.SOURCE)
    if not (named or labelled or source or marked) and (
        after or not reads_as_names(text) or line.index > title + 8 or line.link_share > 0.5
    ):
        return
    if page.aside(line, title) & ~(Sign.SHARE | Sign.TAGS) and not (
        named and not page.aside(line, title) & (Sign.COMMENT | Sign.RELATED | Sign.NAV | Sign.FOOT | Sign.HIDDEN)
    ):
        return
    if said & (Sign.CRUMB | Sign.SECTION | Sign.CAPTION | Sign.TAGS) and not named and not labelled:
        return
    parts = [clean(part) for part, sign in line.parts if sign & Sign.AUTHOR]
    byline = parse_byline(" - ".join(parts), newspaper=newspaper) if parts else None  # without what is glued to it
    if byline is None:
        byline = parse_byline(text, newspaper=newspaper)
    if byline is None:
        return
    if not reads_as_names(text) and not (named or labelled):
        return
    weight = 0.85 if named and not after else 0.79 if named or labelled else 0.75 if marked else 0.55
    if not byline.authors:
        weight = 0.3
    if line.index < title:
        weight -= 0.2
    how = "named author" if named else "label" if labelled else "source line" if source else "names near the title"
    yield Named(byline, f"general {how}", weight)


def _is_right(region: Region | None) -> bool:
    """True where a text is set to the right."""
    for _ in range(2):
        if region is None or region.lines > 3:
            return False
        element = region.element
        said = f"{element.get('align') or ''} {(element.get('style') or '').replace(' ', '')} {element.get('class') or ''}".lower()
        if (
            said.startswith("right")
            or "text-align:right" in said
            or re.search(r"\b(?:text-?right|rteright|align-?right|has-text-align-right|text-end)\b", said)
        ):
            return True
        region = region.parent
    return False


def stated_bylines(structured: Structured, newspaper: str | None) -> tuple[list[Named], bool]:
    """Who the page states for machines; and whether a name was refused."""
    found: list[Named] = []
    refused = False
    groups: dict[str, list[str]] = {}
    for value, source in structured.authors:
        groups.setdefault(source, []).append(value)
    for source, values in groups.items():
        names: list[str] = []
        agencies: list[str] = []
        for value in dict.fromkeys(values):
            byline = parse_byline(value, newspaper=newspaper) if len(value) < 300 else None
            if byline is None or is_site_name(value, structured):
                refused = True
                continue
            names.extend(name for name in byline.authors if name not in names and not is_site_name(name, structured))
            agencies.extend(name for name in byline.agencies if name not in agencies)
        if names or agencies:
            weight = 0.78 if source.startswith("json-ld") else 0.6 if source.startswith("microdata") else 0.4
            raw = ", ".join(dict.fromkeys(values))
            found.append(Named(Byline(tuple(names), tuple(agencies), {}, raw), source, weight if names else 0.2))
    return found, refused


def is_site_name(name: str, structured: Structured) -> bool:
    """True for the name of the site itself, as far as the page tells it."""
    plain = " ".join(re.findall(r"\w+", fold(name)))
    if not plain:
        return True
    for publisher in structured.publishers:
        other = " ".join(re.findall(r"\w+", fold(publisher)))
        if other and (plain == other or (len(plain) > 6 and plain in other) or (len(other) > 6 and other in plain)):
            return True
    return False


# --- section and tags
def section_of(page: Outline, title: int | None, structured: Structured) -> tuple[str, str] | None:
    """The section: the last crumb before the title, a link named so, else what is stated."""
    printed = None
    if title is not None:
        heading = fold(page.lines[title].text)
        for line in page.lines[max(0, title - 14) : title + 6]:
            if line.index == title or not line.links or not 2 <= len(line.text) <= 120:
                continue
            said = line.signs
            if said & Sign.CRUMB or (said & Sign.SECTION and abs(line.index - title) <= 6 and line.link_share > 0.5):
                if page.aside(line, title) & (Sign.RELATED | Sign.COMMENT | Sign.FOOT):
                    continue
                names = [name for name in _linked(line) if fold(name) not in _HOME_WORDS and fold(name) != heading]
                if names and (
                    printed is None or said & Sign.CRUMB or (printed[1] != "general breadcrumb" and line.index < title)
                ):
                    printed = (names[-1], "general breadcrumb" if said & Sign.CRUMB else "general section by name")
    if printed is None and title is not None:
        printed = _link_before(page, title)
    if printed is not None:
        return printed
    for value, source in structured.sections:
        if fold(value) in _HOME_WORDS or len(value) > 80 or any(fold(value) == fold(t) for t, _ in structured.titles):
            continue
        if source == "json-ld breadcrumb":
            crumbs = [v for v, s in structured.sections if s == source and fold(v) not in _HOME_WORDS]
            crumbs = [v for v in crumbs if not any(fold(v) == fold(t) for t, _ in structured.titles)]
            value = crumbs[-1] if crumbs else value
        return re.split(r"[,;|]", value)[0].strip() or value, source
    return None


def _link_before(page: Outline, title: int) -> tuple[str, str] | None:
    """A short link right before the title that also stands in the page's menus: the section it belongs to."""
    for line in reversed(page.lines[max(0, title - 3) : title]):
        if line.link_share < 0.95 or not 2 <= len(line.text) <= 40 or not line.href or _ROOT_LINK.match(line.href):
            continue
        count = sum(1 for a in page.root.element.iter("a") if a.get("href") == line.href)
        if count > 1:  # also in a menu
            return line.text, "general link before the title"
    return None


def _linked(line: Line) -> list[str]:
    """The texts of the links of a line."""
    element = line.region.element
    texts = [clean("".join(a.itertext())) for a in element.iter("a") if not _ROOT_LINK.match(a.get("href") or "")]
    return [text.strip(" >»/|›") for text in texts if 2 <= len(text.strip(" >»/|›")) <= 60]


def tags_of(
    page: Outline, title: int | None, body: Region | None, structured: Structured
) -> tuple[list[str], str] | None:
    """The tags: links in an element named so, after a label or to pages of tags, below the body; else what is stated."""
    if title is not None and body is not None:
        for line in page.lines[body.last + 1 : body.last + 60]:
            if RELATED_LABEL.fullmatch(line.text):
                break
            labelled = TAGS_LABEL.match(line.text) is not None
            to_tags = line.index <= body.last + 12 and line.link_share > 0.9 and bool(_TAG_LINK.search(line.href or ""))
            if not labelled and not to_tags and not line.signs & Sign.TAGS:
                continue
            region = _tag_region(line, title, body, wide=labelled)
            tags = _tags_in(region, only_tag_links=to_tags and not labelled and not line.signs & Sign.TAGS)
            if tags:
                return tags, "general tags"
    for wanted in ("meta article:tag", "meta news_keywords", "json-ld keywords"):
        tags = [value for value, source in structured.tags if source == wanted]
        if tags and len(tags) <= 40:
            return list(dict.fromkeys(tags)), wanted
    return None


_TAG_LINK = re.compile(
    r"/(?:tags?|tu-khoa|tukhoa|keywords?|topics?|hashtag|chu-de|the)(?:/|\.|\?|-)|-tag\d*[./]|[?&](?:tag|keyword|tukhoa)=",
    re.IGNORECASE,
)


def _tag_region(line: Line, title: int, body: Region, *, wide: bool) -> Region:
    """The largest element around the line that is still about tags."""
    best = line.region
    region = line.region.parent
    for step in range(5):
        if region is None or region.holds(title) or region.holds(body.first) or region.lines > 60:
            break
        if (
            region.signs & Sign.TAGS
            or (region.tag in ("ul", "ol") and best.tag == "li")
            or (wide and step == 0 and not best.links)
        ):
            best = region
        region = region.parent
    return best


def _tags_in(region: Region, *, only_tag_links: bool) -> list[str]:
    """The texts of the links of an element, where most of it is links."""
    links = [a for a in region.element.iter("a") if not only_tag_links or _TAG_LINK.search(a.get("href") or "")]
    tags = list(dict.fromkeys(t for a in links if 1 < len(t := text_of(a).strip(" #,;")) <= 60))
    tags = [t for t in tags if not TAGS_LABEL.fullmatch(t)]
    if not tags or len(tags) > 40 or any(len(t.split()) > 12 for t in tags):
        return []
    return tags if sum(len(t) for t in tags) > 0.4 * max(1, region.chars) else []


# --- counters
def views_of(
    page: Outline, title: int | None, body: Region | None, numbers: Sequence[str], structured: Structured
) -> tuple[ViewCount, str] | None:
    """The view count: where a label or a name says that it is one, or a bare number right after the byline."""
    for value, source in structured.views:
        count = parse_view_count(value)
        if count is not None:
            return count, source
    if title is None or body is None:
        return None
    found = _labelled(page, title, body)
    if found is not None:
        return found
    for number in numbers[-1:]:
        count = parse_view_count(number.strip("() "))
        if count is not None:
            return ViewCount(count.count, count.exact, number), "general number after the body"
    for line in page.lines[body.last + 1 : body.last + 4]:
        if page.aside(line, title) & ~Sign.NAV or line.links:
            break
        if _BARE.match(line.text):
            count = parse_view_count(line.text.strip("() "))
            if count is not None and not line.signs & (Sign.COMMENT | Sign.RATING | Sign.SHARE | Sign.DATE):
                return ViewCount(count.count, count.exact, line.text), "general number after the body"
            break
        if not reads_as_names(line.text):
            break
    return _attribute(
        page,
        title,
        ("data-views", "data-view-count", "data-viewcount", "data-pageviews", "data-page-views", "data-luotxem"),
    )


def _labelled(page: Outline, title: int, body: Region) -> tuple[ViewCount, str] | None:
    """A count with a label or in an element named so, in the smallest surroundings of title and body that have one."""
    around: Region | None = page.common(title, min(body.first, len(page.lines) - 1))
    done: set[int] = set()
    while around is not None and around.parent is not None:
        counts: dict[int, tuple[ViewCount, str]] = {}
        for line in page.lines[around.first : around.last + 1]:
            if line.index in done:
                continue
            done.add(line.index)
            if (
                len(line.text) > 80
                or (body.holds(line.index)
                and line.index not in (body.first, body.last)
                and len(line.text) > 40)
            ):
                continue
            one = _count(page, line, title)
            if one is not None:
                counts.setdefault(one[0].count, one)
        if counts:
            return next(iter(counts.values())) if len(counts) == 1 else None
        around = around.parent
    return None


def _count(page: Outline, line: Line, title: int) -> tuple[ViewCount, str] | None:
    if line.link_share > 0.5 or not _DIGIT.search(line.text):
        return None
    if page.aside(line, title) & (
        Sign.COMMENT | Sign.RELATED | Sign.NAV | Sign.SIDE | Sign.HIDDEN | Sign.FOOT | Sign.AD
    ):
        return None
    label = VIEWS_LABEL.search(line.text)
    if label is None and not line.signs & Sign.VIEWS:
        return None
    texts = [
        line.text,
        *[part for part, _ in line.parts if VIEWS_LABEL.search(part)],
        *[part for part, sign in line.parts if sign & Sign.VIEWS],
    ]
    for text in texts:
        text = clean(text)
        if label is None and not _BARE.match(text) and not re.fullmatch(r"\(?\d+(?:[.,]\d+)?\s?[kKmM]\)?", text):
            continue
        count = parse_view_count(text)
        if count is not None:
            return count, "general label" if label else "general named views"
    if label is not None:  # the label and its number among other words: "Lượt xem: 1.234 | 29/03/2022"
        after = re.search(
            r"(?:lượt\s+(?:xem|đọc)|đã\s+(?:xem|đọc)|số\s+lần\s+(?:xem|đọc)|views?)\s*:?\s*(\d{1,3}(?:[.,]\d{3})+|\d+)(?![\d.,/:])",
            line.text,
            re.IGNORECASE,
        )
        if after:
            count = parse_view_count(after.group(1))
            if count is not None:
                return ViewCount(count.count, count.exact, after.group()), "general label"
    return None


def _attribute(page: Outline, title: int, names: Sequence[str]) -> tuple[ViewCount, str] | None:
    """A count in an attribute of an element around the title."""
    region: Region | None = page.lines[title].region
    while region is not None:
        for name in names:
            value = region.element.get(name)
            if value and (count := parse_view_count(value)) is not None:
                return count, f"general {name}"
        region = region.parent
    return None


def comments_of(
    page: Outline, title: int | None, body: Region | None, structured: Structured
) -> tuple[int, str] | None:
    """The number of comments that the page claims: by a label, an attribute of the comments' element, a statement."""
    for value, source in structured.comments:
        if value.isdigit() and len(value) < 8:
            return int(value), source
    if title is None or body is None:
        return None
    for line in page.lines[max(0, title - 2) : body.last + 120]:
        if len(line.text) > 50 or not _DIGIT.search(line.text):
            continue
        found = COMMENTS_LABEL.match(line.text)
        if found is not None and not page.aside(line, title) & (Sign.NAV | Sign.FOOT | Sign.RELATED | Sign.SIDE):
            return int(found["after"] or found["before"]), "general label"
    for element in _WITH_COUNTS(page.root.element):
        said = _comment_attribute(element)
        if said is not None:
            return said
    for line in page.lines[max(0, title - 2) : body.first]:
        if line.signs & Sign.COMMENT and line.text.isdigit() and len(line.text) < 6 and line.region.lines == 1:
            return int(line.text), "general named comments"
    return None


_WITH_COUNTS = etree.XPath(
    "descendant-or-self::*[@data-comment-count or @data-comments-count or @data-comments or @data-total or @data-count]"
)


def _comment_attribute(element: Element) -> tuple[int, str] | None:
    for name in ("data-comment-count", "data-comments-count", "data-comments"):
        value = element.get(name)
        if value is not None and value.isdigit() and len(value) < 7:
            return int(value), f"general {name}"
    for name in ("data-total", "data-count"):
        value = element.get(name)
        if value is not None and value.isdigit() and len(value) < 7:
            if signs(str(element.tag), element.get("class") or "", element.get("id") or "", "", "") & Sign.COMMENT:
                return int(value), f"general {name}"
    return None
