"""What files an article: its section and its tags."""

from __future__ import annotations

import re

from archiver.core.labels import TAGS_LABEL, is_related_label
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.text import clean, fold
from archiver.core.tree import text_of

_ROOT_LINK = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+|default\.aspx|vi/?|home)?$", re.IGNORECASE)
_HOME_WORDS = frozenset(
    [
        "trang chu",
        "trang nhat",
        "home",
        "homepage",
        "trang chinh",
        "startseite",
        "accueil",
        "start",
        "inicio",
        "forside",
    ]
)


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
            return (crumbs[-1] if crumbs else value), source
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
    """The tags: links below the body in an element named so, after a label or to pages of tags; else stated ones."""
    if title is not None and body is not None:
        for line in page.lines[body.last + 1 : body.last + 60]:
            if is_related_label(line.text):
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
    r"/(?:tags?|tu-khoa|tukhoa|keywords?|topics?|hashtag|chu-de|the)(?:/|\.|\?|-)|-tag\d*[./]|[?&](?:tag|keyword|"
    r"tukhoa)=",
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
