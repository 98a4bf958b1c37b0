"""The fields that a layout can name: what each is worth on a page, where that stands, what a text there would give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from archiver.core.bylines import parse_byline
from archiver.core.induce_samples import Sample
from archiver.core.labels import UPDATED_LABEL
from archiver.core.likeness import letters
from archiver.core.outline import signs_of
from archiver.core.signs import Sign, signs_of_name
from archiver.core.text import fold
from archiver.core.tree import Element
from archiver.core.values import Precision, Timestamp
from archiver.core.view_counts import parse_view_count

Value = object
Place = tuple[Element, str]  # where the value stands: an element and its attribute, "" for its text

_SPAN = {
    Precision.SECOND: timedelta(minutes=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.HOUR: timedelta(minutes=75),
    Precision.DAY: timedelta(hours=24),
}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a layout, as far as learning it goes."""

    name: str  # of the layout
    wanted: Callable[[Sample], Value | None]  # what the general reader says, comparable
    places: Callable[[Sample, str], Iterator[Place]]  # where that stands; the site's date order is given
    value: Callable[[Sample, Sequence[str], str], Value | None]  # what the reader would make of a layout's texts
    same: Callable[[Value, Value], bool] = lambda one, other: one == other
    sure: Callable[[Sample], bool] = lambda _: False  # the page itself states the same for machines
    many: bool = False  # several elements make one value
    repeats: bool = True  # may be the same on every page
    styled: bool = False
    more: float = 0.5  # what it costs to find something where the general reader finds nothing


# --- title and lead
def _title(sample: Sample) -> Value | None:
    return letters(sample.read.title or "") or None


def _first(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    return (letters(texts[0]) or None) if texts else None


def _sure_title(sample: Sample) -> bool:
    return any(letters(value) == _title(sample) for value, _ in sample.reading.said.titles)


def _lead(sample: Sample) -> Value | None:
    return letters(sample.read.lead or "") or None


def _sure_lead(sample: Sample) -> bool:
    key = str(_lead(sample) or "")
    stated = [letters(value) for value, _ in sample.reading.said.descriptions]
    return bool(key) and any(len(one) > 30 and key.endswith(one) for one in stated)


# --- dates
def is_moment(stamp: Timestamp, wanted: Timestamp) -> bool:
    """True where a printed moment is the wanted one, as far as it shows."""
    span = max(_SPAN[stamp.precision], _SPAN[wanted.precision])
    if Precision.DAY in (stamp.precision, wanted.precision):
        return stamp.moment.date() == wanted.moment.date()
    return abs(stamp.moment - wanted.moment) < span


def _same_moment(one: Value, other: Value) -> bool:
    return isinstance(one, Timestamp) and isinstance(other, Timestamp) and is_moment(one, other)


def _published_places(sample: Sample, order: str) -> Iterator[Place]:
    yield from _dated(sample, sample.read.published, order, update=False)


def _updated_places(sample: Sample, order: str) -> Iterator[Place]:
    yield from _dated(sample, sample.read.updated, order, update=True)


def _dated(sample: Sample, wanted: Timestamp | None, order: str, *, update: bool) -> Iterator[Place]:
    if wanted is None:
        return
    for element in sample.numbered:
        text = sample.text(element)
        if not 6 <= len(text) <= 160:
            continue
        found = sample.dates(text, order=order)
        if any(is_moment(one.stamp, wanted) for one in found if one.update == update or not update):
            yield element, ""
    for element in sample.reading.tree.body.iter("time"):
        text = element.get("datetime") or ""
        if text and any(is_moment(one.stamp, wanted) for one in sample.dates(text, order=order)):
            yield element, "datetime"


def _published_value(sample: Sample, texts: Sequence[str], order: str) -> Value | None:
    found = [one for text in texts for one in sample.dates(text, order=order)]
    plain = [one for one in found if not one.update] or found
    return plain[0].stamp if plain else None


def _updated_value(sample: Sample, texts: Sequence[str], order: str) -> Value | None:
    found = [one for text in texts for one in sample.dates(text, order=order, update=True)]
    stamp = found[0].stamp if found else None
    published = sample.read.published
    if stamp is None or (published is not None and is_moment(stamp, published)):
        return None  # the publication once more says nothing
    return stamp


def _sure_published(sample: Sample) -> bool:
    wanted = sample.read.published
    stated = (one for value, _ in sample.reading.said.published for one in sample.dates(value))
    return wanted is not None and any(is_moment(one.stamp, wanted) for one in stated)


def _has_label(sample: Sample) -> bool:
    return sample.read.updated is not None and bool(UPDATED_LABEL.search(sample.read.updated.raw))


# --- people
def _authors(sample: Sample) -> Value | None:
    byline = sample.read.byline
    return names_of(byline.authors) if byline is not None and byline.authors else None


def names_of(names: Sequence[str]) -> Value:
    """Names as they are compared: case and order do not matter."""
    return frozenset(" ".join(name.casefold().split()) for name in names)


def _byline_places(sample: Sample, _order: str) -> Iterator[Place]:
    byline = sample.read.byline
    if byline is None or not byline.authors:
        return
    wanted, first = names_of(byline.authors), letters(byline.authors[0])
    singles = {letters(name) for name in byline.authors} if len(byline.authors) > 1 else set()
    for element in sample.short:
        key = sample.keys[element] or ""
        if first in key and _is_hidden(element):
            continue  # for machines: of several authors it often holds one
        if key in singles:
            yield element, ""
        elif first in key and len(key) <= 160:
            parsed = parse_byline(sample.text(element))
            if parsed is not None and names_of(parsed.authors) == wanted:
                yield element, ""


def _is_hidden(element: Element) -> bool:
    """True for what readers do not see."""
    return any(signs_of(one) & Sign.HIDDEN for one in (element, *islice(element.iterancestors(), 3)))


def _byline_value(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    parsed = [byline for text in texts if (byline := parse_byline(text)) is not None]
    names = [name for byline in parsed for name in byline.authors]
    return names_of(names) if names else None


def _sure_authors(sample: Sample) -> bool:
    stated = [value for value, source in sample.reading.said.authors if source.startswith("json-ld")]
    return bool(stated) and names_of(stated) == _authors(sample)


def _agencies(sample: Sample) -> Value | None:
    byline = sample.read.byline
    return names_of(byline.agencies) if byline is not None and byline.agencies else None


def _agency_places(sample: Sample, _order: str) -> Iterator[Place]:
    byline = sample.read.byline
    if byline is None or not byline.agencies:
        return
    wanted, first = names_of(byline.agencies), letters(byline.agencies[0])
    for element in sample.short:
        if first in (sample.keys[element] or ""):
            parsed = parse_byline(sample.text(element))
            if parsed is not None and not parsed.authors and names_of(parsed.agencies) == wanted:
                yield element, ""


def _agency_value(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    parsed = [byline for text in texts if (byline := parse_byline(text)) is not None]
    if any(byline.authors for byline in parsed):
        return ()
    names = [name for byline in parsed for name in byline.agencies]
    return names_of(names) if names else (() if texts else None)


# --- counts
def _views(sample: Sample) -> Value | None:
    return sample.read.views.count if sample.read.views is not None else None


def _views_places(sample: Sample, _order: str) -> Iterator[Place]:
    wanted = _views(sample)
    if wanted is None:
        return
    for element in sample.numbered:
        text = sample.text(element)
        if len(text) <= 64:
            count = parse_view_count(text) or parse_view_count(text.strip("() "))
            if count is not None and count.count == wanted:
                yield element, ""
    yield from _attributes(sample, str(wanted), Sign.VIEWS)


def _views_value(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    for text in texts:
        count = parse_view_count(text) or parse_view_count(text.strip("() "))
        if count is not None:
            return count.count
    return None


def _comments(sample: Sample) -> Value | None:
    return sample.read.comment_count


def _comments_places(sample: Sample, _order: str) -> Iterator[Place]:
    wanted = sample.read.comment_count
    if wanted is None:
        return
    for element in sample.numbered:
        text = sample.text(element)
        if len(text) <= 60 and _comments_value(sample, [text], "") == wanted and not sample.in_body(element):
            yield element, ""
    yield from _attributes(sample, str(wanted), Sign.COMMENT)


def _comments_value(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    return next((number for text in texts if (number := number_of(text)) is not None), None)


def number_of(text: str) -> int | None:
    """The only number of a text."""
    numbers = _NUMBER.findall(text)
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 8 else None


def _attributes(sample: Sample, wanted: str, sign: int) -> Iterator[Place]:
    """Attributes that hold the number, where they or their elements are named so."""
    for element in sample.keys:
        for name, value in element.items():
            if value == wanted and name.startswith("data-"):
                said = signs_of_name(name.removeprefix("data-"))
                if said & sign or signs_of(element) & sign:
                    yield element, name


# --- what files an article
def _section(sample: Sample) -> Value | None:
    return fold(sample.read.section or "") or None


def _section_places(sample: Sample, _order: str) -> Iterator[Place]:
    end = sample.order.get(sample.body, 1 << 30) if sample.body is not None else 1 << 30
    for element in sample.with_text(sample.read.section):
        if sample.order[element] < end and not sample.away(element):
            yield element, ""


def _section_value(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    return (fold(texts[-1]) or None) if texts else None


def _tags(sample: Sample) -> Value | None:
    if not sample.read.tags or not sample.read.sources.get("tags", "").startswith("general"):
        return None
    return tag_names(sample.read.tags)


def tag_names(tags: Sequence[str]) -> Value:
    """Tags as they are compared."""
    return frozenset(name for tag in tags if (name := " ".join(tag.strip(" #,;").casefold().split())))


def _tags_places(sample: Sample, _order: str) -> Iterator[Place]:
    if _tags(sample) is None:
        return
    for tag in sample.read.tags[:3]:
        for element in sample.with_text(tag):
            if element.tag == "a" or any(child.tag == "a" for child in element):
                yield element, ""


def _tags_value(_sample: Sample, texts: Sequence[str], _order: str) -> Value | None:
    return tag_names(texts) or None if texts else None


FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        _title,
        lambda sample, _: ((e, "") for e in sample.with_text(sample.read.title)),
        _first,
        sure=_sure_title,
        repeats=False,
    ),
    Field(
        "lead",
        _lead,
        lambda sample, _: ((e, "") for e in sample.with_text(sample.read.lead)),
        _first,
        sure=_sure_lead,
        repeats=False,
    ),
    Field(
        "published",
        lambda sample: sample.read.published,
        _published_places,
        _published_value,
        same=_same_moment,
        sure=_sure_published,
        repeats=False,
        more=0.2,
    ),
    Field(
        "updated",
        lambda sample: sample.read.updated,
        _updated_places,
        _updated_value,
        same=_same_moment,
        sure=_has_label,
        repeats=False,
        more=2.0,
    ),
    Field("byline", _authors, _byline_places, _byline_value, sure=_sure_authors, many=True, repeats=False, styled=True),
    Field("agency", _agencies, _agency_places, _agency_value, many=True, styled=True, more=2.0),
    Field("views", _views, _views_places, _views_value, repeats=False),
    Field("comments", _comments, _comments_places, _comments_value),
    Field("section", _section, _section_places, _section_value, many=True),
    Field("tags", _tags, _tags_places, _tags_value, many=True, repeats=False, more=1.5),
)
"""In the order in which they are learned; the body is learned apart."""
