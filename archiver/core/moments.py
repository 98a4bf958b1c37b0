"""When an article was published and updated: printed dates and stated ones weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from urllib.parse import urlsplit

from archiver.core.labels import UPDATED_LABEL
from archiver.core.layout import DateOrder
from archiver.core.stated import Stated
from archiver.core.timestamps import parse_timestamp
from archiver.core.values import Precision, Reason, Timestamp

_UTC_MARK = re.compile(r"(?:Z|[+-]00:?00)\s*$", re.IGNORECASE)
_URL_DATE = re.compile(r"(?<!\d)(20[0-3]\d)([/-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:(?!\d)|(?=\d{6,13}(?!\d)))")
_MINUTE = (Precision.MINUTE, Precision.SECOND)
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment as a candidate: what was read, where, and how much speaks for it."""

    stamp: Timestamp
    source: str
    weight: float = 1.0
    update: bool = False  # labelled as an update
    swapped: Timestamp | None = None  # the month-first reading, where it differs
    outside: bool = False  # printed above the title and beside the article: perhaps the clock of the page's head


@dataclass(frozen=True, slots=True)
class Moments:
    """The verdict on both dates."""

    published: Dated | None = None
    updated: Dated | None = None
    problem: Reason | None = None  # why there is no published date


@dataclass(frozen=True, slots=True)
class DateRules:
    """How a page's dates are to be read."""

    zone: tzinfo
    seen_at: datetime | None
    order: DateOrder = "dmy"
    local: bool = True  # the page lives in `zone`: a printed time without an offset is there

    def stamp(self, raw: str) -> Timestamp | None:
        """The moment that a text prints."""
        return parse_timestamp(raw, zone=self.zone, seen_at=self.seen_at, date_order=self.order)

    def dated(self, raw: str, source: str, weight: float = 1.0, *, update: bool = False) -> Dated | None:
        """A candidate from a text; None where it is no moment."""
        stamp = self.stamp(raw)
        other = None
        if self.order == "dmy" and re.search(r"\b\d{1,2}/\d{1,2}/\d{4}", raw):
            other = parse_timestamp(raw, zone=self.zone, seen_at=self.seen_at, date_order="mdy")
            if stamp is not None and other is not None and other.moment == stamp.moment:
                other = None
        if stamp is None:
            return Dated(other, source, weight, update) if other is not None else None
        return Dated(stamp, source, weight, update, other)

    def future(self, stamp: Timestamp) -> bool:
        """True where the moment is more than a day after the fetch."""
        return self.seen_at is not None and stamp.moment > self.seen_at + _AHEAD


def url_date(url: str) -> date | None:
    """The day that an address carries: "/2022/03/29/" or "-20220329090412"; None where it carries none.

    >>> url_date("https://baomau.example/2022/03/29/cau-moi/")
    datetime.date(2022, 3, 29)
    """
    found = _URL_DATE.search(urlsplit(url).path)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


# --- read
def dates_of_text(text: str, source: str, weight: float, rules: DateRules, *, update: bool = False) -> list[Dated]:
    """The dates of one text: a label in its middle parts the publication from the update."""
    label = UPDATED_LABEL.search(text)
    if label and label.start() > 8 and not update:
        parts = ((text[: label.start()], False), (text[label.start() :], True))
        found = [rules.dated(part.strip(" ()-|,;"), source, weight, update=later) for part, later in parts]
        out = [one for one in found if one is not None]
        if out:
            return [weighed(one) for one in out]
    one = rules.dated(text, source, weight, update=update or bool(label))
    return [weighed(one)] if one is not None else []


def weighed(one: Dated) -> Dated:
    """A clock beside the date speaks for it."""
    return replace(one, weight=one.weight + (0.6 if one.stamp.precision in _MINUTE else 0.0))


def stated_dates(stated: Sequence[Stated], rules: DateRules) -> list[Dated]:
    """The dates that a page states for machines, in the order of trust."""
    found = [rules.dated(value, source) for value, source in stated[:20] if len(value) < 200]
    return [one for one in found if one is not None]


def as_stated(stamp: Timestamp) -> Timestamp:
    """The moment in the offset that its text states: a page that lives elsewhere keeps its own clock.

    >>> stamp = parse_timestamp("2024-05-03T17:47:00+02:00")
    >>> stamp.moment.isoformat(), as_stated(stamp).moment.isoformat()
    ('2024-05-03T22:47:00+07:00', '2024-05-03T17:47:00+02:00')
    """
    found = _OFFSET.search(stamp.raw)
    if found is None or stamp.precision is Precision.DAY:
        return stamp
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    span = timedelta(hours=hours, minutes=minutes)
    if span > timedelta(hours=14):
        return stamp
    return replace(stamp, moment=stamp.moment.astimezone(timezone(-span if found["sign"] == "-" else span)))


_OFFSET = re.compile(
    r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:Z|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)\s*$",
    re.IGNORECASE,
)


# --- the verdict
def settle(
    printed: Sequence[Dated], stated: Sequence[Dated], modified: Sequence[Dated], rules: DateRules, url: str = ""
) -> Moments:
    """When the article was published and updated, from all candidates.

    The visible minute beats a day-only statement; a statement with seconds that agrees with the visible minute refines
    it; a statement that says Z while its figures are the printed local ones is local time. The only date of a page is
    its publication, whatever its label. A date more than a day after the fetch is no value.

    Source:
        research/quirks.md section 2; design.md section 4 (the only date of a page is `published_at`).
    """
    day = url_date(url)
    shown = [_ordered(one, day, stated) for one in printed]
    said = [_ordered(one, day, ()) for one in stated]
    changed = [_ordered(one, day, ()) for one in modified]
    late = any(rules.future(one.stamp) for one in (*shown, *said))
    shown = [one for one in shown if not rules.future(one.stamp)]
    inside = [one for one in shown if not one.outside]
    said = [one for one in said if not rules.future(one.stamp) and not _is_fetch(one, inside, rules)]
    changed = [one for one in changed if not rules.future(one.stamp) and not _is_fetch(one, inside, rules)]
    shown = [one for one in shown if not one.outside or not _is_clock(one, said, changed, rules)]
    shown = [one for one in shown if one.update or not _is_now(one, said, rules)]
    plain = [one for one in shown if not one.update]
    updates = [one for one in shown if one.update]
    update: Dated | None = None
    if plain and not (updates and updates[0].weight > plain[0].weight + 0.7):
        main: Dated | None = plain[0]
        update = updates[0] if updates else None
    elif updates:
        main, update, plain = updates[0], None, []
    else:
        main = None
    published = _combine(main, said, rules)
    if main is not None and published is main and updates and not plain and said and said[0].stamp.precision in _MINUTE:
        # Only an update is printed, and a publication is stated that came before it.
        if said[0].stamp.moment + timedelta(minutes=1) < main.stamp.moment:
            published, update = said[0], main
    elif main is not None and published is main and any(_same_minute(main, one) for one in changed):
        earlier = [
            one
            for one in said
            if one.stamp.precision in _MINUTE and one.stamp.moment + timedelta(minutes=1) < main.stamp.moment
        ]
        if earlier and not any(_same_minute(main, one) for one in said):
            published, update = earlier[0], main
    if published is None and changed and not late:
        return Moments(changed[0])  # the only date of the page
    if published is None:
        return Moments(problem=Reason.FUTURE if late else None)
    updated = _updated(published, update, changed, said, rules)
    return Moments(published, updated)


def _ordered(one: Dated, day: date | None, others: Sequence[Dated]) -> Dated:
    """The reading, day or month first, that the address or a statement agrees with."""
    if one.swapped is None:
        return one
    days = ([day] if day is not None else []) + [x.stamp.moment.date() for x in others if x.swapped is None]
    for other in days:
        if _is_near(one.stamp, other):
            return one
        if _is_near(one.swapped, other):
            return replace(one, stamp=one.swapped, swapped=None)
    return one


def _is_near(stamp: Timestamp, day: date) -> bool:
    return abs((stamp.moment.date() - day).days) <= 1


def _is_fetch(one: Dated, shown: Sequence[Dated], rules: DateRules) -> bool:
    """True for a statement that a template fills with the moment of the request, where the page prints another."""
    if rules.seen_at is None or not shown:
        return False
    near = abs(one.stamp.moment - rules.seen_at) < timedelta(minutes=10)
    return near and all(abs(x.stamp.moment - rules.seen_at) > timedelta(hours=2) for x in shown)


def _is_clock(one: Dated, said: Sequence[Dated], changed: Sequence[Dated], rules: DateRules) -> bool:
    """True for a moment beside the article that no statement knows; where none is made, for the day of the fetch."""
    if said:
        return not any(_same_minute(one, other) or _same_day(one, other) for other in said)
    if any(_same_minute(one, other) for other in changed) or rules.seen_at is None:
        return False
    seen = rules.seen_at.astimezone(one.stamp.moment.tzinfo)
    return one.stamp.moment.date() == seen.date() or abs(one.stamp.moment - seen) < timedelta(hours=1)


def _is_now(one: Dated, said: Sequence[Dated], rules: DateRules) -> bool:
    """True for a minute that is the fetch's, where a publication is stated that came more than an hour before."""
    if rules.seen_at is None or one.stamp.precision not in _MINUTE or one.source.startswith("layout:"):
        return False
    if abs(one.stamp.moment - rules.seen_at) > timedelta(minutes=10):
        return False
    timed = [other for other in said if other.stamp.precision in _MINUTE]
    return bool(timed) and all(one.stamp.moment - other.stamp.moment > timedelta(hours=1) for other in timed)


def _same_day(one: Dated, other: Dated) -> bool:
    """True for one day, where at least one of the two says no more than that."""
    days = Precision.DAY in (one.stamp.precision, other.stamp.precision)
    return days and one.stamp.moment.date() == other.stamp.moment.astimezone(one.stamp.moment.tzinfo).date()


def _combine(main: Dated | None, said: Sequence[Dated], rules: DateRules) -> Dated | None:
    """The printed date refined by what is stated; or what is stated, where nothing or less is printed."""
    timed = [one for one in said if one.stamp.precision in _MINUTE]
    if main is None:
        return timed[0] if timed else (said[0] if said else None)
    if not rules.local and timed:
        return timed[0]  # printed in a zone that nobody names; the statement has one
    if main.stamp.precision in _MINUTE:
        for one in timed:
            exact = _agreeing(main, one)
            if exact is not None:
                if one.stamp.precision is Precision.SECOND and main.stamp.precision is Precision.MINUTE:
                    return replace(
                        main, stamp=_to_the_second(main.stamp, exact), source=f"{main.source} + {one.source}"
                    )
                return main
        return main
    if main.stamp.precision is Precision.HOUR:
        for one in timed:
            if abs(one.stamp.moment - main.stamp.moment) <= timedelta(minutes=75):
                return one
        return main
    for one in timed:
        local = _as_local(one.stamp)
        if one.stamp.moment.date() == main.stamp.moment.date():
            return one
        if local is not None and local.date() == main.stamp.moment.date():
            return replace(one, stamp=replace(one.stamp, moment=local))
    if timed and main.weight < 1.3 and not any(one.stamp.precision is Precision.DAY for one in said):
        return timed[0]
    return main


def _agreeing(main: Dated, one: Dated) -> datetime | None:
    """The stated moment where it is the printed minute, its Z taken as local time if need be; else None."""
    if _minute(one.stamp.moment) == _minute(main.stamp.moment):
        return one.stamp.moment.astimezone(main.stamp.moment.tzinfo)
    local = _as_local(one.stamp)
    if local is not None and _minute(local) == _minute(main.stamp.moment):
        return local.astimezone(main.stamp.moment.tzinfo)
    return None


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _as_local(stamp: Timestamp) -> datetime | None:
    """The figures of a statement that says Z, as local time; None where it does not say Z."""
    if not _UTC_MARK.search(stamp.raw):
        return None
    return stamp.moment.astimezone(UTC).replace(tzinfo=stamp.moment.tzinfo)


def _is_local_with_z(one: Dated, published: Dated) -> bool:
    """True for a statement that says Z and yet shows the published local time."""
    far = abs(one.stamp.moment - published.stamp.moment) > timedelta(minutes=1)
    return far and bool(_UTC_MARK.search(one.stamp.raw)) and _agreeing(published, one) is not None


def _to_the_second(stamp: Timestamp, exact: datetime) -> Timestamp:
    return replace(stamp, moment=exact, precision=Precision.SECOND)


def _same_minute(main: Dated, one: Dated) -> bool:
    return one.stamp.precision in _MINUTE and _agreeing(main, one) is not None


def _updated(
    published: Dated, update: Dated | None, changed: Sequence[Dated], said: Sequence[Dated], rules: DateRules
) -> Dated | None:
    """The moment of the last change, where it is another than the publication."""
    wrong_zone = rules.local and any(_is_local_with_z(one, published) for one in said)
    if update is not None:
        if update.stamp.moment >= published.stamp.moment or update.stamp.precision is Precision.DAY:
            for one in changed:
                exact = _agreeing(update, one)
                if (
                    exact is not None
                    and one.stamp.precision is Precision.SECOND
                    and update.stamp.precision is Precision.MINUTE
                ):
                    return replace(update, stamp=_to_the_second(update.stamp, exact))
            if update.stamp.precision is Precision.DAY:
                for one in changed:
                    if one.stamp.precision in _MINUTE and one.stamp.moment.date() == update.stamp.moment.date():
                        return one if one.stamp.moment > published.stamp.moment else None
            return update
        return None
    for one in changed:
        stamp = one.stamp
        if wrong_zone and (local := _as_local(stamp)) is not None:
            stamp = replace(stamp, moment=local)
        elif (local := _as_local(stamp)) is not None and abs(local - published.stamp.moment) < timedelta(minutes=1):
            continue  # the same figures with a Z: not an update seven hours later
        if stamp.precision is Precision.DAY or published.stamp.precision is Precision.DAY:
            if stamp.moment.date() > published.stamp.moment.date():
                return replace(one, stamp=stamp)
        elif stamp.moment - published.stamp.moment >= timedelta(minutes=1):
            return replace(one, stamp=stamp)
    return None
