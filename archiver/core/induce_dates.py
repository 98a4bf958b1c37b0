"""How a site writes 3/4/2022: learned from what its own pages cannot mean otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from archiver.core.induce_samples import Sample
from archiver.core.layout import DateOrder
from archiver.core.moments import url_date
from archiver.core.timestamps import parse_timestamp

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:19|20)\d\d(?!\d)")


def learn_order(samples: Sequence[Sample]) -> tuple[DateOrder, float, str]:
    """The order of day and month in printed dates: month first only where the pages prove it and none speaks against.

    A number above 12 can be no month, a printed weekday fits one reading, a date in the address or stated for machines
    with its year first agrees with one. What is printed in the same way as the article's own date is asked, on every
    page; nothing is read from the article's text.

    Returns:
        The order, how sure it is (0 to 1), and why.
    """
    votes: dict[str, list[DateOrder]] = {}
    pages: Counter[str] = Counter()
    for sample in samples:
        texts = _printed(sample)
        pages.update({_form(text) for text in texts})
        for text in texts:
            verdict = _order_of(text, sample)
            if verdict is not None:
                votes.setdefault(_form(text), []).append(verdict)
    decided = [form for form in votes if pages[form] * 2 >= len(samples)] or list(votes)
    if not decided:
        return "dmy", 0.5, "no page shows it: the way of the country"
    form = max(decided, key=lambda one: (pages[one], len(votes[one])))
    month, day = votes[form].count("mdy"), votes[form].count("dmy")
    if month >= 2 and month > 9 * day:
        return "mdy", round(month / (month + 1), 2), f"{month} dates can only be read month first, {day} day first"
    if month > day:
        return "dmy", 0.0, f"{month} dates can only be read month first, but {day} day first: not proven"
    return "dmy", round(day / (day + 1), 2), f"{day} dates can only be read day first, {month} month first"


def _form(text: str) -> str:
    """How a date is printed: its text with zeros for figures."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", text))


def _printed(sample: Sample) -> list[str]:
    """The numeric dates that the page prints outside its text, and those that it states."""
    texts = [value for value, _ in (*sample.reading.said.published, *sample.reading.said.modified)]
    for element in sample.numbered:
        text = sample.text(element)
        if 8 <= len(text) <= 60 and not sample.in_body(element):
            texts.append(text)
    return list(dict.fromkeys(text for text in texts if len(text) <= 160 and _NUMERIC.search(text)))


def _order_of(text: str, sample: Sample) -> DateOrder | None:
    """Which order alone makes sense of a printed date; None where both do or neither."""
    found = _NUMERIC.search(text)
    if found is None or found[1] == found[2]:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    zone, seen_at = sample.reading.zone, sample.page.fetched_at
    by_day = parse_timestamp(text, zone=zone, seen_at=seen_at, date_order="dmy")
    by_month = parse_timestamp(text, zone=zone, seen_at=seen_at, date_order="mdy")
    if by_day is None or by_month is None:
        return None
    if by_day.moment == by_month.moment:  # a printed weekday fits only one
        return "dmy" if by_day.moment.day == first else "mdy"
    if seen_at is not None:
        late = timedelta(days=1)
        ahead = [one for one in (by_day, by_month) if one.moment > seen_at + late]
        if len(ahead) == 1:
            return "mdy" if ahead[0] is by_day else "dmy"
    own = sample.read.published
    if own is None or own.raw != text:
        return None
    days = [url_date(sample.page.url)]
    days += [
        stamp.moment.date()
        for value, _ in sample.reading.said.published
        if not _NUMERIC.search(value) and (stamp := parse_timestamp(value, zone=zone)) is not None
    ]
    fits = {
        order
        for known in days
        if known is not None
        for order, stamp in (("dmy", by_day), ("mdy", by_month))
        if abs((stamp.moment.date() - known).days) <= 1
    }
    if fits == {"mdy"}:
        return "mdy"
    return "dmy" if fits == {"dmy"} else None
