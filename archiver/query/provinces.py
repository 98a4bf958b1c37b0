"""Which articles a province means: the unit at the time of publication, that of another day, or that of a code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select

from archiver.core.errors import UsageError
from archiver.core.provinces import MERGER, PROVINCES, Period, find_province, meant, periods
from archiver.core.text import clean, fold
from archiver.core.values import VIETNAM
from archiver.query.notes import Note
from archiver.storage.models import Article, Newspaper

Days = tuple[date | None, date | None]  # the first and the last, None where it is open
ALWAYS: Days = (None, None)
_CODE = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Which:
    """Which province a name means, where it named several in its time."""

    said: str = ""  # as it was asked for; "" the unit at the time of publication
    on: date | None = None  # the provinces of this day
    code: str | None = None  # the province or unit of this code

    @classmethod
    def of(cls, text: str | None, span_of: Callable[[str], tuple[datetime, datetime]]) -> Which:
        """What a person wrote after `--province-of`: a year, month or day, or a code.

        Args:
            span_of: reads a date as a person writes it.

        Raises:
            UsageError: it is neither, or the provinces changed within it.
        """
        text = clean(text or "")
        if not text:
            return cls()
        if _CODE.fullmatch(text):
            return cls(text, code=text.zfill(2))
        start, end = (moment.astimezone(VIETNAM).date() for moment in span_of(text))
        if start < MERGER < end:
            raise UsageError(
                f"in {text} the provinces changed, on {MERGER}: name a day before it, or it or one after it"
            )
        return cls(text, on=start)

    def in_words(self, names: Sequence[str]) -> str:
        """What is asked for, as an English phrase.

        >>> Which().in_words(["Bắc Ninh"])
        'of the province Bắc Ninh, as it was on the day of publication'
        >>> Which("2024", on=date(2024, 1, 1)).in_words(["Bắc Ninh"])
        'in newspapers of what was the province Bắc Ninh in 2024'
        """
        said = " or ".join(f"of code {name.zfill(2)}" if _CODE.fullmatch(name) else name for name in names)
        if self.on is not None:
            return f"in newspapers of what was the province {said} in {self.said}"
        if self.code is not None:
            return f"of the province {said or 'of any name'} with the code {self.code}, on the day of publication"
        return f"of the province {said}, as it was on the day of publication"


USUAL = Which()  # the unit at the time of publication


def condition(
    conn: Connection,
    names: Sequence[str],
    which: Which,
    notes: list[Note],
    *,
    same: Callable[[str, str], bool],
) -> ColumnElement[bool]:
    """What provinces mean, as an SQL condition on `article`.

    A newspaper reports on the unit that its province was, or belonged to, on the day of publication. Where that
    changed while it was published, only a part of its articles is meant, and those without a date are not.

    Args:
        names: names of provinces, with marks or without, or codes; () only with a code in `which`.
        notes: is told what the asker should know.
        same: tells whether a name that was typed means a stored one.

    Raises:
        UsageError: the archive has no newspaper of such a province.
    """
    papers = conn.execute(
        select(Newspaper.id, Newspaper.title, Newspaper.province, Newspaper.valid_from, Newspaper.valid_to)
    ).all()
    spans: dict[int, set[Days]] = {}  # of each newspaper, the days that are meant
    for asked in names or (which.code or "",):
        places = meant(asked, on=which.on, code=which.code if names else None)
        found = {
            paper.id: days
            for paper in papers
            if (place := find_province(paper.province)) is not None
            and (days := {_days(one, paper) for one in places.get(place.name, ()) if _meets(one, paper)})
        }
        if find_province(asked) is None:  # a place that is none of the provinces has no history: all or nothing
            found |= {paper.id: {ALWAYS} for paper in papers if same(asked, paper.province)}
        if not found:
            raise UsageError(_nothing(asked, which, [paper.province for paper in papers]))
        for key, days in found.items():
            spans.setdefault(key, set()).update(days)
        _tell_of_codes(asked, which, notes)
        if which == Which() and len(places) > 1 and (place := find_province(asked)) is not None:
            notes.append(Note("grown_province", name=place.name, last=MERGER - timedelta(days=1)))
    column = Article.newspaper_id
    parts: dict[Days, list[int]] = {}
    for key, times in spans.items():
        for one in [ALWAYS] if ALWAYS in times else sorted(times, key=str):
            parts.setdefault(one, []).append(key)
    changed = sorted(paper.title for paper in papers if paper.id in spans and ALWAYS not in spans[paper.id])
    if changed:
        notes.append(Note("undated_changed", papers=", ".join(changed)))
    said = [and_(column.in_(keys), *_between(first, last)) for (first, last), keys in parts.items()]
    return said[0] if len(said) == 1 else or_(*said)


def unit_at_publication(conn: Connection) -> ColumnElement[Any]:
    """The name of the unit that an article's newspaper reported on when it was published, as SQL.

    An article without a date has that of its newspaper's definition; so has one of a place that is no province here.
    """
    province: ColumnElement[Any] = Newspaper.__table__.c.province
    whens = [
        (and_(Article.newspaper_id.in_(keys), Article.published_at >= first), name)
        for name, first, keys in renamed_units(conn)
    ]
    return case(*whens, else_=province) if whens else province


def renamed_units(conn: Connection) -> list[tuple[str, datetime, list[int]]]:
    """The units that newspapers' provinces became part of: name, first moment, row numbers of the newspapers."""
    renamed: dict[tuple[str, date], list[int]] = {}
    for paper in conn.execute(select(Newspaper.id, Newspaper.province)):
        for one in periods(paper.province)[1:]:
            if one.first is not None and one.unit.name != paper.province:
                renamed.setdefault((one.unit.name, one.first), []).append(paper.id)
    return [(name, _midnight(first), keys) for (name, first), keys in renamed.items()]


def _meets(period: Period, paper: Any) -> bool:
    """True where the newspaper was published within the period, as far as is known."""
    over = period.first is not None and paper.valid_to is not None and paper.valid_to < period.first
    early = period.last is not None and paper.valid_from is not None and paper.valid_from > period.last
    return not over and not early


def _days(period: Period, paper: Any) -> Days:
    """The days of the period; ALWAYS where the newspaper was published on no others."""
    begins = period.first is None or (paper.valid_from is not None and paper.valid_from >= period.first)
    ends = period.last is None or (paper.valid_to is not None and paper.valid_to <= period.last)
    return ALWAYS if begins and ends else (period.first, period.last)


def _between(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Published on these days, both included."""
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(Article.published_at >= _midnight(first))
    if last is not None:
        found.append(Article.published_at < _midnight(last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)


def _nothing(asked: str, which: Which, provinces: Sequence[str]) -> str:
    """Why nothing is meant, and what to ask instead."""
    place = find_province(asked)
    if place is not None and which.on is not None and not meant(asked, on=which.on):
        then = next(one.unit.name for one in periods(place.name) if one.last is None or which.on <= one.last)
        return f"in {which.said} there was no province {asked!r}: it belonged to {then}"
    if which.code is not None and not meant(asked, code=which.code):
        return f"no province {asked!r} has the code {which.code}".replace("province '' has", "province has")
    there = ", ".join(sorted(set(provinces), key=fold)) or "none"
    return Note("no_province", asked=asked, there=there)


def _tell_of_codes(asked: str, which: Which, notes: list[Note]) -> None:
    """Tell of a code that was given again which of its two owners is meant."""
    if not _CODE.fullmatch(asked) or which.on is not None:
        return
    code = asked.zfill(2)
    now = {one.unit.name for spans in meant(code).values() for one in spans}
    other = [p.name for p in PROVINCES.values() if p.code == code and p.name not in now and p.unit.name != p.name]
    if other and len(now) == 1 and find_province(other[0]) != find_province(next(iter(now))):
        notes.append(Note("code_given_again", code=code, now=next(iter(now)), since=MERGER, before=other[0]))
