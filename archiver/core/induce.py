"""A layout learned from several pages of one site: what `newspaper add` stands on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from archiver.core.extract import extract
from archiver.core.induce_body import form_of, learn_body, learn_excluded, repeated_texts
from archiver.core.induce_dates import learn_order
from archiver.core.induce_fields import FIELDS
from archiver.core.induce_guesses import GUESSES
from archiver.core.induce_samples import Sample, samples_of
from archiver.core.induce_slots import Learned, guess, learn
from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.core.selectors import select_texts
from archiver.core.values import VIETNAM, Extraction, Kind

MOST_PAGES = 20  # what more pages would teach is not worth their time
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Example:
    """What one page gives for one field: for a person to judge."""

    url: str
    raw: str  # as printed, at most 200 characters


@dataclass(frozen=True, slots=True)
class Induced:
    """A layout that was learned, and why it should be believed."""

    layout: Layout
    confidence: Mapping[str, float] = field(default_factory=dict)  # field of the layout -> 0 to 1
    reasons: Mapping[str, str] = field(default_factory=dict)  # field -> why it is so, or why it is empty
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)  # field -> what up to three pages give
    boilerplate: tuple[str, ...] = ()  # texts that repeat in bodies, the commonest first
    articles: int = 0  # pages that it was learned from
    others: Mapping[Kind, int] = field(default_factory=dict)  # pages that were none, by what they are


def induce(
    pages: Sequence[Page], *, zone: tzinfo = VIETNAM, name: str = "induced", newspaper: Newspaper | None = None
) -> Induced:
    """Learn from several article pages of one site where its template puts each field.

    Each page is read by the general reader; for each field the elements are found from which it came, and the selector
    is taken that names them on most pages, gives what the reader gives, and gives it once. What a site's pages do in
    common is worth more than what one of them seems to say: where the reader errs on a page, the layout does not. A
    field that no selector gives on most pages is left empty, and the general reader goes on to fill it.

    Args:
        pages: three to twenty of one site, as they came; broken ones, listings and pages of a second template among
            them do little harm. At most the first 20 articles are used.
        zone: where the newspaper lives.
        name: of the layout.
        newspaper: whose pages they are, where that is known.

    Returns:
        The layout with a confidence, a reason and examples for each field. Of fewer than two articles nothing is
        learned: the layout is empty.

    Raises:
        Nothing: any bytes are read.

    >>> induce([]).layout == Layout(name="induced")
    True
    """
    samples, others = samples_of(pages, zone, newspaper)
    samples = samples[:MOST_PAGES]
    counted: dict[Kind, int] = {}
    for _, read in others:
        counted[read.kind] = counted.get(read.kind, 0) + 1
    layout = Layout(name=name)
    if len(samples) < 2:
        why = {"title": f"{len(samples)} of {len(pages)} pages are articles: too few to compare"}
        return Induced(layout, reasons=why, articles=len(samples), others=counted)
    order, sure, why_order = learn_order(samples)
    empty = replace(layout, date_order=order)
    first, repeated = _first_look(samples)
    again = _filled(empty, first)
    for sample in samples:
        sample.read_again(again, zone, newspaper)
    learned = first | {one.name: learn(one, samples, order) for one in FIELDS}
    for one in GUESSES:
        if not learned[one.name].css or one.name == "section":  # a link to a menu's item proves more than a name
            guessed = guess(one, samples, order)
            learned[one.name] = guessed if guessed.css else learned[one.name]
    layout, dropped = _checked(_filled(empty, learned), samples, repeated, zone, newspaper)
    reasons = {one: dropped.get(one) or found.reason for one, found in learned.items()} | {"date_order": why_order}
    confidence = {one: found.confidence for one, found in learned.items() if getattr(layout, one)}
    return Induced(
        layout,
        confidence | {"date_order": sure},
        reasons,
        {one: _examples(samples, getattr(layout, one)) for one in learned if getattr(layout, one)},
        repeated,
        len(samples),
        counted,
    )


def _first_look(samples: Sequence[Sample]) -> tuple[dict[str, Learned], tuple[str, ...]]:
    """Title, body and what repeats in it: with them the pages are read again, and read better."""
    title = next(one for one in FIELDS if one.name == "title")
    body = learn_body(samples)
    repeated = repeated_texts(samples)
    excluded = learn_excluded(samples, body.css, repeated)
    return {"title": learn(title, samples, "dmy"), "body": body, "exclude": excluded}, repeated


def _checked(
    layout: Layout, samples: Sequence[Sample], repeated: Sequence[str], zone: tzinfo, newspaper: Newspaper | None
) -> tuple[Layout, dict[str, str]]:
    """The layout without what makes whole pages read worse; and why that was taken out."""
    dropped: dict[str, str] = {}
    again = {form_of(text) for text in repeated}
    if layout.exclude and _takes_much(layout, samples, again, zone, newspaper):
        dropped["exclude"] = "it would take most of the text out of some pages"
        layout = _with(layout, "exclude", "")
    for _ in range(4):
        if not layout.title or not layout.body:
            return layout, dropped
        reads = [extract(sample.page, (layout,), zone=zone, newspaper=newspaper) for sample in samples]
        bad = _worst(layout, samples, reads)
        if bad is None:
            break
        field_name, why = bad
        dropped[field_name] = why
        layout = _with(layout, field_name, "")
    return layout, dropped


def _filled(layout: Layout, learned: Mapping[str, Learned]) -> Layout:
    for name, found in learned.items():
        layout = _with(layout, name, found.css)
    return layout


def _with(layout: Layout, name: str, css: str) -> Layout:
    selectors: dict[str, Any] = {name: css}
    return replace(layout, **selectors)


def _worst(layout: Layout, samples: Sequence[Sample], reads: Sequence[Extraction]) -> tuple[str, str] | None:
    """The field that the layout loses most often where the general reader has it; None where all is well."""
    pairs = [(sample.alone, read) for sample, read in zip(samples, reads, strict=True) if read.layout]
    if not pairs:
        return ("body", "with the layout no page is read as an article")
    lost = {
        "byline": sum(before.byline is not None and after.byline is None for before, after in pairs),
        "published": sum(before.published is not None and after.published is None for before, after in pairs),
        "lead": sum(before.lead is not None and after.lead is None for before, after in pairs),
        "tags": sum(bool(before.tags) and not after.tags for before, after in pairs),
        "views": sum(before.views is not None and after.views is None for before, after in pairs),
    }
    for name, count in sorted(lost.items(), key=lambda item: -item[1]):
        if count * 5 > len(pairs) and getattr(layout, name):
            return (name, f"with it {count} of {len(pairs)} pages lose what is read without it")
    return None


def _takes_much(
    layout: Layout, samples: Sequence[Sample], again: Collection[str], zone: tzinfo, newspaper: Newspaper | None
) -> bool:
    """True where what is excluded is most of the text of some pages, beside what repeats."""
    count = 0
    for sample in samples:
        whole = extract(sample.page, (replace(layout, exclude=""),), zone=zone, newspaper=newspaper)
        rest = extract(sample.page, (layout,), zone=zone, newspaper=newspaper)
        own = sum(len(block.text) for block in whole.blocks if form_of(block.text) not in again)
        count += sum(len(block.text) for block in rest.blocks) < 0.5 * own
    return count * 8 > len(samples)


def _examples(samples: Sequence[Sample], css: str) -> tuple[Example, ...]:
    """What up to three pages give."""
    found: list[Example] = []
    for sample in samples:
        texts = select_texts(sample.asked, css)
        if texts:
            raw = " | ".join(text for text, _ in texts)
            found.append(Example(sample.page.url, raw if len(raw) <= 200 else raw[:199] + "…"))
        if len(found) == _SHOWN:
            break
    return tuple(found)
