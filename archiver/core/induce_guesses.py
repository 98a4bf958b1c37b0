"""What one page alone does not say, but several pages together show: the same place, other words.

A number beside an eye, names in one place of every page, the paragraph that is set apart at the top: on one page
each could be anything. Only what stands in the same place on most pages, and differs from page to page, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from archiver.core.authorship import reads_as_names
from archiver.core.bylines import parse_byline
from archiver.core.hrefs import split_href
from archiver.core.induce_fields import (
    FIELDS,
    Field,
    Place,
    Value,
    is_moment,
    names_of,
    number_of,
    tag_names,
)
from archiver.core.induce_samples import Sample
from archiver.core.labels import COMMENTS_HEAD, COMMENTS_LABEL, UPDATED_LABEL, VIEWS_LABEL, is_related_label
from archiver.core.likeness import ENDS, letters
from archiver.core.outline import signs_of
from archiver.core.signs import Sign
from archiver.core.text import fold
from archiver.core.tree import Element
from archiver.core.values import Timestamp
from archiver.core.view_counts import parse_view_count

_EYE = re.compile(r"(?<![a-z])eyes?(?![a-z])|view|luot|xem|(?<![a-z])(?:hits?|reads|readers)(?![a-z])", re.IGNORECASE)
_TALK = re.compile(r"comment|binh-?luan|y-?kien|phan-?hoi|chat|bubble|\btalk", re.IGNORECASE)
_BEFORE = 40  # elements before the title in which its section may stand
_AFTER = 60  # elements after the body in which its byline and counts may stand
_BYLINE = 16  # the same for a byline
_READERS = Sign.COMMENT | Sign.RELATED | Sign.NAV | Sign.FOOT
_HOME = frozenset(("trang chu", "trang nhat", "home", "trang chinh"))
_PARTED = re.compile(r"[^a-z0-9]+")


def _near(sample: Sample) -> Iterator[Element]:
    """Short elements between the title and the body, and soon after the body."""
    if sample.title_element is None or sample.body is None:
        return
    start, body = sample.order[sample.title_element], sample.order[sample.body]
    last = sample.order[sample.last_of_body]
    for element in sample.short:
        at = sample.order[element]
        if at > last and _ends_article(sample.text(element)):
            return
        if start < at and (at < max(body, start + 25) or last < at <= last + _AFTER) and not sample.in_body(element):
            yield element


def _ends_article(text: str) -> bool:
    """True for the heading of the readers' comments or of other articles."""
    return len(text) < 80 and (is_related_label(text) or COMMENTS_HEAD.match(text) is not None)


# --- when
def _published(sample: Sample) -> Value | None:
    """Every moment printed near the title: one of them is the publication."""
    order = sample.date_order
    found = [
        one.stamp for element, _ in _dates(sample, order) for one in sample.dates(sample.text(element), order=order)
    ]
    return tuple(found) or None


def _dates(sample: Sample, order: str) -> Iterator[Place]:
    for element in _near(sample):
        text = sample.text(element)
        likely = re.search(r"\d", text) and 6 <= len(text) <= 60 and not UPDATED_LABEL.search(text[:25])
        if likely and sample.dates(text, order=order):
            yield element, ""


def _one_of_moments(value: Value, wanted: Value) -> bool:
    return isinstance(wanted, tuple) and any(isinstance(value, Timestamp) and is_moment(value, one) for one in wanted)


# --- who
def _bylines(sample: Sample) -> Value | None:
    """Every line of names near the title or after the body."""
    found = frozenset(names for _, names in _lines_of_names(sample))
    return found or None


def _lines_of_names(sample: Sample) -> Iterator[tuple[Element, Value]]:
    taken = {letters(text or "") for text in (sample.read.section, *sample.read.tags, sample.read.title)}
    for element in [*_near(sample), *sample.end_of_body()]:
        key = sample.keys[element]
        if not key or key in taken or len(key) > 120 or element.tag == "a" or element.find(".//a") is not None:
            continue
        text = sample.text(element)
        if re.search(r"\d", text) or not reads_as_names(text):
            continue
        if _is_readers(sample, element):
            continue
        byline = parse_byline(text)
        if byline is not None and byline.authors and all(_is_person(name) for name in byline.authors):
            yield element, names_of(byline.authors)


def _is_readers(sample: Sample, element: Element) -> bool:
    """True for the name above a reader's comment: below the body with a date beside it, or in what is named so."""
    last = sample.order[sample.last_of_body]
    if sample.order[element] <= last:
        return False
    if sample.order[element] > last + _BYLINE or any(signs_of(one) & _READERS for one in element.iterancestors()):
        return True
    return any(
        one is not None and re.search(r"\d", text := sample.text(one)) and len(text) <= 60 and sample.dates(text)
        for one in (element.getprevious(), element.getnext())
    )


def _is_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() for word in words)


def _byline_places(sample: Sample, _order: str) -> Iterator[Place]:
    for element, _ in _lines_of_names(sample):
        yield element, ""


# --- how often
def _counts(sample: Sample, pattern: re.Pattern[str]) -> Iterator[tuple[Element, int]]:
    """Bare numbers that an icon or a name beside them says something of."""
    for element in _near(sample):
        text = sample.text(element)
        if not re.search(r"\d", text) or len(text) > 40:
            continue
        bare = parse_view_count(text.strip("() ")) if pattern is _EYE else None
        number = bare.count if bare is not None else number_of(text) if pattern is _TALK else None
        if number is None:
            continue
        own = " ".join(_names_in(element))
        if pattern.search(own) or (pattern is _TALK and COMMENTS_LABEL.match(text)):
            yield element, number


def _names_in(element: Element) -> Iterator[str]:
    for one in element.iter():
        for name in ("class", "id", "title", "aria-label", "alt", "src", "href"):
            value = one.get(name)
            if value and len(value) < 120:
                yield value if name != "href" else value.rsplit("#", 1)[-1]


def _views(sample: Sample) -> Value | None:
    return frozenset(count for _, count in _counts(sample, _EYE)) or None


def _views_places(sample: Sample, _order: str) -> Iterator[Place]:
    for element, _ in _counts(sample, _EYE):
        yield element, ""


def _comments(sample: Sample) -> Value | None:
    return frozenset(count for _, count in _counts(sample, _TALK)) or None


def _comments_places(sample: Sample, _order: str) -> Iterator[Place]:
    for element, _ in _counts(sample, _TALK):
        yield element, ""


# --- the lead
def _leads(sample: Sample) -> Iterator[Element]:
    """What stands between title and body as a paragraph, or at the body's top and set apart from what follows."""
    if sample.title_element is None or sample.body is None:
        return
    start, body = sample.order[sample.title_element], sample.order[sample.body]
    for element, key in sample.keys.items():
        at = sample.order[element]
        if key and start < at < body and _is_paragraph(sample, element):
            yield element
    first = sample.first_of_body()
    if first is None:
        return
    after = next((one for one in first.itersiblings() if sample.keys.get(one) != ""), None)
    if after is None or not _is_paragraph(sample, first):
        return
    if first.get("class") and (first.get("class"), first.tag) != (after.get("class"), after.tag):
        yield first
    inner = first[0] if len(first) and sample.keys.get(first[0]) == sample.keys.get(first) else None
    if inner is not None and inner.tag in ("b", "strong", "i", "em", "span", "font"):
        other = after[0] if len(after) and sample.keys.get(after[0]) == sample.keys.get(after) else None
        if other is None or (other.tag, other.get("class")) != (inner.tag, inner.get("class")):
            yield inner


def _is_paragraph(sample: Sample, element: Element) -> bool:
    """True for a sentence or more without links, dates and counts."""
    key = sample.keys.get(element) or ""
    if not 30 <= len(key) <= 900 or element.find(".//a") is not None:
        return False
    text = sample.text(element)
    if len(text) <= 90 and not ENDS.search(text):
        return False
    return not VIEWS_LABEL.search(text) and not (len(text) <= 160 and sample.dates(text))


def _lead(sample: Sample) -> Value | None:
    return frozenset(key for element in _leads(sample) if (key := sample.keys[element])) or None


def _lead_places(sample: Sample, _order: str) -> Iterator[Place]:
    for element in _leads(sample):
        yield element, ""


# --- what files it
def _section(sample: Sample) -> Value | None:
    found = next(_crumbs(sample), None)
    return fold(sample.text(found)) if found is not None else None


def _crumbs(sample: Sample) -> Iterator[Element]:
    """The link nearest before the title that a menu of the page has as well."""
    if sample.title_element is None:
        return
    title = sample.order[sample.title_element]
    menu: dict[tuple[str, str], int] = {}
    before: list[Element] = []
    for link in sample.links:
        key = (link.get("href") or "", sample.keys.get(link) or "")
        menu[key] = menu.get(key, 0) + 1
        if title - _BEFORE <= sample.order[link] < title and 2 <= len(sample.text(link)) <= 40:
            before.append(link)
    for link in reversed(before):
        key = (link.get("href") or "", sample.keys.get(link) or "")
        if menu[key] > 1 and _crowd(link) <= 5 and fold(sample.text(link)) not in _HOME:
            yield link


def _crowd(link: Element) -> int:
    """How many links stand in one list with it."""
    above = link.getparent()
    if above is None:
        return 1
    own, around = len(above.findall("a")), above.getparent()
    return (
        own if own > 1 or around is None else sum(len(other.findall("a")) for other in around if other.tag == above.tag)
    )


def _section_places(sample: Sample, _order: str) -> Iterator[Place]:
    for link in list(_crumbs(sample))[:1]:
        yield link, ""


def _tags(sample: Sample) -> Value | None:
    return tag_names([sample.text(link) for link in _tag_links(sample)]) or None


def _tag_links(sample: Sample) -> list[Element]:
    """The links of the first element after the body that holds nothing but short ones, each named in its address."""
    if sample.body is None:
        return []
    last = sample.order[sample.last_of_body]
    for element in sample.short:
        if not last < sample.order[element] <= last + _AFTER:
            continue
        found = element.findall(".//a")
        if not 2 <= len(found) <= 12 or sample.away(element):
            continue
        if sum(len(sample.keys.get(link) or "") for link in found) < 0.8 * len(sample.keys[element] or ""):
            continue
        if all(_names_itself(sample.text(link), link.get("href") or "") for link in found):
            return found
    return []


def _names_itself(text: str, href: str) -> bool:
    """True where a link's address is its text in letters of ASCII: "/chu-de/nong-nghiep"."""
    slug = "-".join(_PARTED.sub(" ", fold(text)).split())
    parts = split_href(href)
    end = re.sub(r"\.\w{3,5}$", "", f"{parts.path}?{parts.query}".rstrip("/?")).lower()
    return 2 <= len(text) <= 50 and len(slug) > 2 and end.replace("+", "-").endswith(slug) and end.count("/") <= 3


def _tags_places(sample: Sample, _order: str) -> Iterator[Place]:
    for link in _tag_links(sample)[:3]:
        yield link, ""


def _within(value: Value, wanted: Value) -> bool:
    return isinstance(wanted, frozenset) and value in wanted


def _guess(name: str, **how: Any) -> Field:
    own = next(one for one in FIELDS if one.name == name)
    return Field(
        name,
        value=own.value,
        repeats=own.repeats,
        many=own.many,
        styled=own.styled,
        more=1.0,
        **how,
    )


GUESSES: Sequence[Field] = (
    _guess("published", wanted=_published, places=_dates, same=_one_of_moments),
    _guess("lead", wanted=_lead, places=_lead_places, same=_within),
    _guess("byline", wanted=_bylines, places=_byline_places, same=_within),
    _guess("views", wanted=_views, places=_views_places, same=_within),
    _guess("comments", wanted=_comments, places=_comments_places, same=_within),
    _guess("section", wanted=_section, places=_section_places),
    _guess("tags", wanted=_tags, places=_tags_places),
)
"""Asked for the fields that nothing else gave."""
