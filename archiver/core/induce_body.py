"""Where the body stands on all pages of a site, and what in it repeats and is therefore none of the article's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.core.induce_css import class_selector, path_of, selectors_of
from archiver.core.induce_samples import Sample
from archiver.core.induce_slots import Learned
from archiver.core.likeness import letters
from archiver.core.selectors import select
from archiver.core.text import clean
from archiver.core.tree import Element

_POOL = 60
_UP = 3  # elements above the reader's region that could be the body as well
_MOST_EXCLUDED = 12
_WITH_TITLE = 0.3  # what it costs to hold the title too: a lead is worth less of the text than that
_SHORT = 60  # letters: a longer text is a sentence
_LEAST_REPEATED = 12  # letters: a shorter line repeats by chance


# --- the body
def learn_body(samples: Sequence[Sample]) -> Learned:
    """The selector of the element that holds what is read as the body on most pages, and the least besides."""
    support: Counter[str] = Counter()
    cost: dict[str, float] = {}
    for sample in samples:
        here: dict[str, float] = {}
        for element, extra in _around(sample):
            for css, price in (selectors_of(element) | path_of(element)).items():
                here[css] = min(here.get(css, 1e9), price + extra)
        for css, price in here.items():
            support[css] += 1
            cost[css] = max(cost.get(css, 0.0), price)
    pool = sorted(support, key=lambda css: cost[css] - 2.0 * support[css])[:_POOL]
    facts = [_Facts.of(sample) for sample in samples]
    known = sum(1 for one in facts if one.blocks)
    tried = [_Tried(css, cost[css], [one.score(css) for one in facts if one.blocks]) for css in pool]
    best = max([*tried, *_pairs(tried)], key=lambda one: one.total, default=None)
    held = best.held if best is not None else 0
    if best is None or held < 2 or held * 2 < known:
        return Learned("", 0.0, f"no element holds it on most of {known} pages")
    confidence = held / known * (held + 0.5) / (held + 1)
    return Learned(
        best.css, round(confidence, 2), f"on {held} of {known} pages it holds the whole text and little else"
    )


@dataclass(frozen=True, slots=True)
class _Tried:
    """How a selector does on every page: its score and the share of the text that it holds."""

    css: str
    cost: float
    scores: list[tuple[float, float | None]]

    @property
    def total(self) -> float:
        return sum(score for score, _ in self.scores) - 0.12 * self.cost

    @property
    def held(self) -> int:
        return sum((share or 0.0) > 0.8 and score > -0.5 for score, share in self.scores)


def _pairs(tried: Sequence[_Tried]) -> Iterator[_Tried]:
    """Two selectors, the second for the pages where the first finds nothing: a site's second template."""
    likely = sorted(tried, key=lambda one: -one.total)[:_POOL]
    for first in likely:
        missing = [at for at, (_, share) in enumerate(first.scores) if share is None]
        if not 2 <= len(missing) < len(first.scores):
            continue
        for other in likely:
            if all((other.scores[at][1] or 0.0) > 0.8 for at in missing):
                scores = [other.scores[at] if at in missing else one for at, one in enumerate(first.scores)]
                yield _Tried(f"{first.css}, {other.css}", first.cost + other.cost / 2 + 4.0, scores)


def _around(sample: Sample) -> list[tuple[Element, float]]:
    """The reader's element, some above it and the one within that holds all: each with a surcharge."""
    if sample.body is None:
        return []
    found = [(sample.body, 0.0)]
    node = sample.body.getparent()
    for level in range(_UP):
        if node is None or node.tag in ("body", "html"):
            break
        found.append((node, 0.5 + 0.3 * level))
        node = node.getparent()
    node = sample.body
    for _ in range(_UP):
        size = _size(node)
        inner = next((child for child in node if _size(child) > 0.5 * size), None)
        if inner is None or inner.tag in ("p", "span"):
            break
        found.append((inner, 0.3))
        node = inner
    return found


def _size(element: Element) -> int:
    return sum(len(str(text).strip()) for text in element.itertext()) if isinstance(element.tag, str) else 0


@dataclass(slots=True)
class _Facts:
    """What the body of one page is made of."""

    sample: Sample
    blocks: list[str]  # the letters of each block
    pictures: int
    whole: dict[Element, str]

    @classmethod
    def of(cls, sample: Sample) -> _Facts:
        blocks = [key for block in sample.read.blocks if (key := letters(block.text))]
        pictures = len(sample.body.findall(".//img")) if sample.body is not None else 0
        return cls(sample, blocks, pictures, {})

    def score(self, css: str) -> tuple[float, float | None]:
        """1 where the element holds every block and nothing besides, less for what it lacks or holds too much; and
        the share of the text that it holds, None where there is no such element."""
        found = [element for element, _ in select(self.sample.asked, css)]
        if not found:
            return 0.0, None
        text = "".join(self.letters_of(element) for element in found[:20])
        size = sum(map(len, self.blocks))
        held = sum(len(key) for key in self.blocks if all(part in text for part in _pieces(key)))
        pictures = sum(len(element.findall(".//img")) for element in found[:20])
        share = score = held / size if size else 0.0
        if pictures < self.pictures and self.sample.read.images:
            score -= 0.3
        score -= 0.8 * (1 - min(1.0, size / max(1, len(text))))
        if len(found) > 1:
            score -= 2.0
        title = letters(self.sample.read.title or "")
        if title and title in text[: len(title) + 400]:
            score -= _WITH_TITLE
        return score, share

    def letters_of(self, element: Element) -> str:
        """All letters within, however long."""
        known = self.sample.keys.get(element)
        if known is not None:
            return known
        if element not in self.whole:
            self.whole[element] = letters(clean(" ".join(map(str, element.itertext()))))
        return self.whole[element]


def _pieces(key: str) -> tuple[str, ...]:
    """A few stretches of a block: a list's items are joined otherwise in the page than in the block."""
    return (key,) if len(key) < 60 else (key[:30], key[-30:])


# --- what repeats
def repeated_texts(samples: Sequence[Sample]) -> tuple[str, ...]:
    """Blocks of the body that stand on several pages, and so belong to the site: the commonest first."""
    seen: Counter[str] = Counter()
    text: dict[str, str] = {}
    for sample in samples:
        for form, block in {form_of(block.text): block for block in sample.read.blocks}.items():
            if len(form) >= _LEAST_REPEATED:
                seen[form] += 1
                text.setdefault(form, " ".join(block.text.split()))
    least = 2 if len(samples) < 5 else max(3, (2 * len(samples) + 4) // 5)  # two alone may quote the same sentence
    return tuple(text[form] for form, count in seen.most_common() if count >= least)


def form_of(text: str) -> str:
    """The letters of a text, of a short one without its figures: "Số lần xem: 1.234" is the same on every page.

    A sentence that differs by its figures alone is another day's news.

    >>> form_of("Số lần xem: 1.234") == form_of("Số lần xem: 87")
    True
    """
    key = letters(text)
    return re.sub(r"\d+", "", key) if len(key) <= _SHORT else key


def learn_excluded(samples: Sequence[Sample], body: str, repeated: Sequence[str]) -> Learned:
    """Selectors of what stands in the body's element and is never read as body, or repeats."""
    if not body:
        return Learned("", 0.0, "no body to take it out of")
    again = {form_of(text) for text in repeated}
    kept: dict[str, int] = defaultdict(int)  # letters that are read, of all elements of a class
    lost: dict[str, int] = defaultdict(int)
    pages: dict[str, set[int]] = defaultdict(set)
    linked: dict[str, int] = defaultdict(int)  # letters in links
    plain: set[str] = set()  # classes of elements that hold something else than links to other pages
    inner: set[str] = set()  # classes of elements in which something stands before the first link
    for at, sample in enumerate(samples):
        read = _Read(sample, again)
        for top, _ in select(sample.asked, body):
            for element in top.iterdescendants():
                if not isinstance(element.tag, str):
                    continue
                own = _own(element)
                links = read.links(element) if own else None
                if own and links is None:
                    plain.update(own)
                if own and links and not read.begins_with_link(element):
                    inner.update(own)
                for css in own:
                    share = read.of(element)
                    linked[css] += links or 0
                    if share is not None:
                        kept[css] += share[0]
                        lost[css] += share[1]
                        pages[css].add(at)
    often = [css for css in pages if len(pages[css]) >= 2 and kept[css] + lost[css] > 20]
    chosen = [
        css
        for css in often
        if kept[css] <= 0.02 * lost[css]
        or (css not in plain and (4 if css in inner else 12) * linked[css] > kept[css] + lost[css])
    ]
    chosen.sort(key=lambda one: (-len(pages[one]), -lost[one]))
    chosen = _without_nested(samples, body, chosen)[:_MOST_EXCLUDED]
    named = chosen + _by_text(samples, body, chosen, repeated)
    if not named:
        return Learned("", 0.0, "nothing in it repeats")
    count = max(len(pages[css]) for css in chosen) if chosen else 2
    return Learned(", ".join(named), round((count + 0.5) / (count + 1), 2), "stands in the body and is never its text")


class _Read:
    """Which texts of a page are read as its body."""

    def __init__(self, sample: Sample, again: set[str]) -> None:
        self.sample = sample
        own = [block.text for block in sample.read.blocks]
        self.kept = "\n".join(letters(text) for text in own if form_of(text) not in again)
        self.kept += "\n" + letters(sample.read.lead or "")
        self.images = {image.url for image in sample.read.images}
        self.names = letters(sample.read.byline.raw) if sample.read.byline is not None else ""

    def of(self, element: Element) -> tuple[int, int] | None:
        """(letters read, letters not read) of an element; None where it says nothing."""
        key = self.sample.keys.get(element)
        if key is None:
            return (1000, 0)
        if self.images and element.find(".//img") is not None:
            return (1000, 0) if self._has_picture(element) else None
        if not key:
            return None
        if key in self.kept or key in self.names or (self.names and self.names in key):
            return (len(key), 0)
        held = sum(len(part) for child in element if (part := self.sample.keys.get(child)) and part in self.kept)
        return (held, len(key) - held)

    def links(self, element: Element) -> int | None:
        """How many letters of a box stand in links to other pages; None where it is no such box."""
        key = self.sample.keys.get(element)
        if not key or len(key) < 20:
            return None
        if self.names and (key in self.names or (self.names in key and len(key) < len(self.names) + _SHORT)):
            return None
        size = sum(len(self.sample.keys.get(link) or "") for link in element.iter("a"))
        return size if size and not self._has_picture(element) else None

    def begins_with_link(self, element: Element) -> bool:
        """True where nothing stands before the first link: a box of other articles, each with its summary."""
        link = element.find(".//a")
        key = self.sample.keys.get(link) if link is not None else None
        return bool(key) and (self.sample.keys.get(element) or "").startswith(str(key))

    def _has_picture(self, element: Element) -> bool:
        return any(
            value.rsplit("/", 1)[-1] and any(value.rsplit("/", 1)[-1] in url for url in self.images)
            for image in element.iter("img")
            for value in map(str, image.values())
            if "/" in value
        )


def _own(element: Element) -> list[str]:
    """The selectors of an element's own classes that say what it is."""
    names = dict.fromkeys((element.get("class") or "").split())
    found = [class_selector(name) for name in list(names)[:6]]
    return [css for css, cost in found if css and cost < 2.6]


def _without_nested(samples: Sequence[Sample], body: str, chosen: Sequence[str]) -> list[str]:
    """The selectors that take out something that no earlier one does."""
    found: list[str] = []
    gone: list[set[Element]] = [set() for _ in samples]
    inside = [{e for top, _ in select(s.asked, body) for e in top.iterdescendants()} for s in samples]
    for css in chosen:
        new = False
        for at, sample in enumerate(samples):
            for element, _ in select(sample.asked, css):
                if element in inside[at] and element not in gone[at]:
                    new = True
                    gone[at].update(element.iter())
        if new:
            found.append(css)
    return found


def _by_text(samples: Sequence[Sample], body: str, chosen: Sequence[str], repeated: Sequence[str]) -> list[str]:
    """Selectors by text for repeated paragraphs that no class sets apart."""
    found: list[str] = []
    for text in repeated[:6]:
        elements = []
        for sample in samples:
            gone = {e for css in chosen for top, _ in select(sample.asked, css) for e in top.iter()}
            inside = [e for e in sample.with_text(text) if sample.in_body(e) and e not in gone]
            elements += inside[:1]
        start = _quotable(text)
        if not elements or not start:
            continue
        tag = Counter(str(element.tag) for element in elements).most_common(1)[0][0]
        css = f'{tag}:-soup-contains("{start}")'
        if all(_takes_only(sample, body, css, text) for sample in samples):
            found.append(css)
    return found


def _quotable(text: str) -> str:
    """The beginning of a text as it can stand in a selector."""
    words = text.split()[:8]
    start = " ".join(words)
    return start if len(start) >= 12 and not set('"\\()[]') & set(start) else ""


def _takes_only(sample: Sample, body: str, css: str, text: str) -> bool:
    key = letters(text)
    inside = {e for top, _ in select(sample.asked, body) for e in top.iterdescendants()}
    return all(sample.keys.get(element) == key for element, _ in select(sample.asked, css) if element in inside)
