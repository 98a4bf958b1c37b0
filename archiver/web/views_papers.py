"""What the pages of newspapers and of coverage show: lineage, days and gaps, as lists and heat maps. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from archiver.query.newspapers import Newspaper
from archiver.query.scope import Day, Scope
from archiver.web.charts import Heat, heat

MOST_YEARS: Final = 12  # heat maps of a page, latest first
MOST_SPANS: Final = 200  # lines of a list of gaps


@dataclass(frozen=True, slots=True)
class Relative:
    """A newspaper before or after another."""

    name: str
    title: str
    known: bool  # the archive has it


def lineage(paper: Newspaper, everybody: Sequence[Newspaper]) -> tuple[list[Relative], list[Relative]]:
    """Those that became this newspaper, and the one that this one became."""
    titles = {one.name: one.title for one in everybody}
    before = [paper.predecessor] if paper.predecessor else []
    before += [one.name for one in everybody if one.successor == paper.name]
    after = [paper.successor] if paper.successor else []
    after += [one.name for one in everybody if one.predecessor == paper.name]
    return _relatives(before, titles), _relatives(after, titles)


def _relatives(names: Sequence[str], titles: Mapping[str, str]) -> list[Relative]:
    return [Relative(name, titles.get(name, name), name in titles) for name in dict.fromkeys(names)]


def years(days: Sequence[Day]) -> list[Heat]:
    """Heat maps of the years of which anything is known, latest first."""
    archived: dict[int, dict[date, int]] = {}
    gaps: dict[int, set[date]] = {}
    for one in days:
        archived.setdefault(one.day.year, {})[one.day] = archived.get(one.day.year, {}).get(one.day, 0) + one.archived
        if one.gap:
            gaps.setdefault(one.day.year, set()).add(one.day)
    known = sorted(archived, reverse=True)[:MOST_YEARS]
    return [heat(year, archived[year], marked=frozenset(gaps.get(year, ()))) for year in known]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row on which a newspaper was not crawled to the end, for one reason."""

    newspaper: str
    first: date
    last: date
    why: str

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1


def spans(days: Sequence[Day]) -> list[Span]:
    """The gaps, days in a row with one reason as one, latest first."""
    found: list[Span] = []
    for one in days:  # by newspaper and day
        if not one.gap:
            continue
        before = found[-1] if found else None
        same = before is not None and (before.newspaper, before.why) == (one.newspaper, one.gap)
        if before is not None and same and before.last + timedelta(days=1) == one.day:
            found[-1] = Span(before.newspaper, before.first, one.day, before.why)
        else:
            found.append(Span(one.newspaper, one.day, one.day, one.gap))
    return sorted(found, key=lambda span: (span.last, span.newspaper), reverse=True)


@dataclass(frozen=True, slots=True)
class Covered:
    """What is held of one newspaper within the days that were asked for."""

    name: str
    archived: int
    missing: int
    gaps: int
    first: date | None
    last: date | None


def by_newspaper(scope: Scope) -> list[Covered]:
    """One line a newspaper."""
    archived, missing, gaps = Counter[str](), Counter[str](), Counter[str]()
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for one in scope.days or ():
        archived[one.newspaper] += one.archived
        missing[one.newspaper] += sum(one.missing.values())
        gaps[one.newspaper] += one.gap is not None
        if one.archived:
            first.setdefault(one.newspaper, one.day)
            last[one.newspaper] = one.day
    return [
        Covered(name, archived[name], missing[name], gaps[name], first.get(name), last.get(name))
        for name in scope.newspapers
    ]


def by_month(scope: Scope) -> list[tuple[str, int, int, int]]:
    """Month, articles archived, articles missing, and days with a gap; latest first."""
    archived, missing, gaps = Counter[str](), Counter[str](), Counter[str]()
    for one in scope.days or ():
        month = f"{one.day:%Y-%m}"
        archived[month] += one.archived
        missing[month] += sum(one.missing.values())
        gaps[month] += one.gap is not None
    months = sorted({*archived, *missing, *gaps}, reverse=True)
    return [(month, archived[month], missing[month], gaps[month]) for month in months]
