"""From what a look at a site found to a newspaper's definition: name, title, province, layout, how well it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from archiver.core.extract import extract
from archiver.core.induce import induce
from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.provinces import PROVINCES, find_province
from archiver.core.structured import read_structured
from archiver.core.text import clean
from archiver.core.tree import parse, text_of
from archiver.core.values import Extraction
from archiver.crawl import discovery
from archiver.crawl.adding.seen import Survey
from archiver.crawl.guard import Guard
from archiver.storage.ledger import SHOWS
from archiver.storage.values import Purpose, Visit

UNKNOWN_PROVINCE = "unknown"
HELD_OUT = 3  # every third article is not learned from
_SECOND_LEVEL = frozenset(("com", "org", "net", "gov", "edu", "info", "name", "ac", "co", "biz"))
_PARTS = re.compile(r"\s+[-–—|]\s+|\s*\|\s*|\s*::\s*")
_TITLE = re.compile(r"\b(?:báo|thời báo|tạp chí|đài|online|điện tử|news|times|gazette|tin tức)\b", re.IGNORECASE)
_FRONT = re.compile(r"(?:trang chủ|home(?: ?page)?|trang nhất|tin mới(?: nhất)?)", re.IGNORECASE)
_OF_PROVINCE = re.compile(r"(?:tỉnh|thành phố|TP\.?)\s+((?:[A-ZĐÀ-Ỹ][\w\-]*\.?\s*){1,4})")
_HOSTS = re.compile(r"^(?:www\d?|m|mobile|amp|wap)\.")


def name_of(url: str) -> str:
    """The name under which a newspaper at an address goes, unless the operator gives another.

    >>> name_of("https://www.baocantho.com.vn/"), name_of("https://phuyen.baodaklak.vn/"), name_of("http://127.0.0.1:80/")
    ('baocantho', 'phuyenbaodaklak', '127001')
    """
    host = domain_of(url)
    if re.fullmatch(r"[\d.]+", host):
        return host.replace(".", "")[:40]
    labels = host.split(".")
    labels = labels[:-1] or labels
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    return re.sub(r"[^a-z0-9]", "", "".join(labels))[:40]


def domain_of(url: str) -> str:
    """The host of an address without `www.` or the like."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return _HOSTS.sub("", host) if host.count(".") > 1 else host


@dataclass(frozen=True, slots=True)
class FieldReport:
    """How one field reads on the articles that nothing was learned from."""

    name: str  # key of the record
    share: float  # of those articles that show it
    confidence: float  # 0 to 1; of the layout's selector where it has one, else the share
    rules: Mapping[str, int]  # which rule read it, how often
    examples: tuple[Mapping[str, str], ...]  # url, value, raw: at most three


@dataclass(frozen=True, slots=True)
class Learned:
    """A definition and what speaks for it."""

    newspaper: Newspaper
    learned_from: tuple[Visit, ...]
    checked_on: tuple[Visit, ...]
    readings: tuple[Extraction, ...]  # of `checked_on`, by the definition
    fields: tuple[FieldReport, ...]
    language: str | None
    notes: tuple[str, ...] = ()  # what the operator should know
    declared: Mapping[str, Sequence[str]] = field(default_factory=dict)  # "feeds" and so on: what the file has to say


def define(survey: Survey, start: Newspaper, *, province: str | None) -> Learned:
    """The newspaper that a survey shows.

    Args:
        survey: with a pattern, and at least a few articles.
        start: its name and domains.
        province: as the operator says; None: as the site says, where it does.
    """
    assert survey.home is not None
    assert survey.pattern is not None
    notes: list[str] = []
    pages = [survey.home, *(visit.fetch for visit in survey.articles)]
    paper = replace(
        start,
        title=_title(pages) or domain_of(start.home),
        province=province or _province(survey.home, pages) or UNKNOWN_PROVINCE,
        home=survey.home.url,
        article_url=survey.pattern.regex,
    )
    if paper.province == UNKNOWN_PROVINCE:
        notes.append("which province it reports on is not known: say it with --province CODE, or write it in the file")
    guard = Guard(paper)
    declared = _declared(survey, paper, guard, notes)
    found: dict[str, Any] = {name: tuple(urls) for name, urls in declared.items()}
    paper = replace(paper, numbers=survey.numbers, **found)
    learn, check = _parted([visit for visit in survey.articles if paper.is_article_url(visit.fetch.url)])
    layouts, confidence = _layouts(learn, check, paper)
    if survey.views_url:
        layouts = tuple(replace(one, views_url=survey.views_url) for one in layouts or (_unread(learn),))
    paper = replace(paper, layouts=layouts)
    readings = tuple(_read(visit, paper) for visit in check)
    languages = Counter(reading.language for reading in readings if reading.language)
    language = languages.most_common(1)[0][0] if languages else None
    if language and not language.lower().startswith("vi"):
        notes.append(f"its articles are in another language than Vietnamese ({language}): dates are read as Vietnam's")
    return Learned(
        paper, tuple(learn), tuple(check), readings, _fields(readings, confidence), language, tuple(notes), declared
    )


def _parted(visits: Sequence[Visit]) -> tuple[list[Visit], list[Visit]]:
    """Articles to learn from, and others to check on: the same kinds in both."""
    check = [visit for number, visit in enumerate(visits) if number % HELD_OUT == HELD_OUT - 1]
    learn = [visit for number, visit in enumerate(visits) if number % HELD_OUT != HELD_OUT - 1]
    return learn, check or learn


# --- what the file has to name
def _declared(survey: Survey, paper: Newspaper, guard: Guard, notes: list[str]) -> dict[str, Sequence[str]]:
    """Feeds, sitemaps and sections that a crawl would not find by itself."""
    assert survey.home is not None
    found: dict[str, Sequence[str]] = {}
    if survey.feeds:
        found["feeds"] = survey.feeds if survey.unlinked_feeds else survey.feeds[:1]
    if survey.sitemaps:
        found["sitemaps"] = survey.sitemaps
    named = discovery.read_listing(paper, guard, survey.home, home=True).sources
    sections = [one.url for one in named if one.purpose is Purpose.LISTING]
    if survey.menu > 5 * discovery.MAX_SECTIONS and len(sections) >= discovery.MAX_SECTIONS:
        notes.append(
            f"its front page links to {survey.menu} pages that may be sections; a crawl follows "
            f"{discovery.MAX_SECTIONS}: name those that you want as `sections` in the file"
        )
    if survey.archives:
        found["archives"] = survey.archives
    return found


# --- title and province
def _title(pages: Sequence[Fetch]) -> str:
    """The newspaper's name as its pages print it: what they state, or what their titles share; "" where they do not.

    Args:
        pages: the front page first.
    """
    stated: Counter[str] = Counter()
    front: list[str] = []
    for number, fetch in enumerate(pages[:8]):
        said = read_structured(parse(fetch.page()))
        names = {clean(name) for name in (said.first("og:site_name", "application-name"), *said.publishers[:1]) if name}
        parts = [clean(part) for part in _PARTS.split(said.title_element) if part.strip()]
        stated.update(names.union(parts))
        if number == 0:
            front = [*names, *parts]
    front = [name for name in front if 2 < len(name) <= 60 and not _FRONT.fullmatch(name)]
    shared = [(name, n) for name, n in stated.items() if 2 * n > min(8, len(pages)) and 2 < len(name) <= 60]
    if not shared:
        return max(front, key=lambda name: (bool(_TITLE.search(name)), -len(name)), default="")
    best = max(shared, key=lambda pair: (bool(_TITLE.search(pair[0])), pair[1], -len(pair[0])))[0]
    plainer = [name for name in front if name != best and name in best and _TITLE.search(name)]
    return min(plainer, key=len, default=best)


def _province(home: Fetch, pages: Sequence[Fetch]) -> str | None:
    """The province that a site names as its own; None where it names none or several."""
    said = _title(pages)
    for words in (re.sub(_TITLE, " ", said), said):
        found = find_province(clean(words))
        if found is not None:
            return found.name
    tree = parse(home.page())
    described = read_structured(tree).first("description", "og:description") or ""
    text = f"{said}\n{described}\n{text_of(tree.body)[-3000:]}"
    named = Counter(p.name for m in _OF_PROVINCE.finditer(text[:8000]) for p in _provinces_in(m[1]))
    named.update(name for name in PROVINCES if name in f"{said}\n{described}")
    return named.most_common(1)[0][0] if len(named) == 1 else None


def _provinces_in(words: str) -> Iterable[Any]:
    """The province that the first words of a text name."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        found = find_province(" ".join(parts[:count]).strip(" .,-"))
        if found is not None:
            return [found]
    return []


# --- the layout
def _layouts(
    learn: Sequence[Visit], check: Sequence[Visit], paper: Newspaper
) -> tuple[tuple[Layout, ...], dict[str, float]]:
    """The layout that the articles' pages have in common, where it reads others at least as well as no layout does."""
    pages = [visit.fetch.page() for visit in learn]
    induced = induce(pages, zone=paper.zone, name=_year(learn), newspaper=paper)
    layout: Layout = replace(induced.layout, seen_on=(urlsplit(learn[0].fetch.url).hostname or "",))
    confidence = {slot: float(value) for slot, value in induced.confidence.items()}
    with_it = [_read(visit, replace(paper, layouts=(layout,))) for visit in check]
    without = [_read(visit, replace(paper, layouts=())) for visit in check]
    for needed in ("title", "body_text"):
        if _count(with_it, needed) < _count(without, needed):
            return (), {}
    return ((layout,) if _says_something(layout) else ()), confidence


def _unread(learn: Sequence[Visit]) -> Layout:
    """A layout that names no place: the general reader reads its pages."""
    return Layout(name=_year(learn), seen_on=(urlsplit(learn[0].fetch.url).hostname or "",))


def _year(visits: Sequence[Visit]) -> str:
    return f"{max(visit.fetch.fetched_at for visit in visits):%Y}"


def _says_something(layout: Layout) -> bool:
    return any(
        getattr(layout, slot) for slot in type(layout).__slots__ if slot not in ("name", "date_order", "seen_on")
    )


def _read(visit: Visit, paper: Newspaper) -> Extraction:
    return extract(visit.fetch.page(), paper.layouts, zone=paper.zone, newspaper=paper)


def _count(readings: Sequence[Extraction], name: str) -> int:
    return sum(reading.kind.is_article and SHOWS[name](reading) for reading in readings)


SLOTS = {  # key of the record -> slot of the layout
    "title": "title", "lead": "lead", "body_text": "body", "authors": "byline", "published_at": "published",
    "view_count": "views", "comment_count": "comments", "section": "section", "tags": "tags", "images": "body",
}  # fmt: skip


def _fields(readings: Sequence[Extraction], confidence: Mapping[str, float]) -> tuple[FieldReport, ...]:
    """Each field: its share, and examples with what the page printed."""
    reports = []
    for name, shows in SHOWS.items():
        found = [reading for reading in readings if reading.kind.is_article and shows(reading)]
        share = len(found) / len(readings) if readings else 0.0
        rules = Counter(reading.sources.get(name, "") or "the general reader" for reading in found)
        examples = tuple(_example(reading, name) for reading in found[:3])
        reports.append(FieldReport(name, share, confidence.get(SLOTS[name], share), dict(rules), examples))
    return tuple(reports)


def _example(reading: Extraction, name: str) -> dict[str, str]:
    """A value with the raw text that it was read from."""
    raw = {
        "authors": reading.byline.raw if reading.byline else "",
        "published_at": reading.published.raw if reading.published else "",
        "view_count": reading.views.raw if reading.views else "",
    }.get(name, "")
    said = reading.record()[name]
    if isinstance(said, list):
        said = ", ".join(str(one.get("url", one)) if isinstance(one, dict) else str(one) for one in said[:5])
    return {"url": reading.url, "value": str(said)[:300], "raw": (raw or str(said))[:300]}
