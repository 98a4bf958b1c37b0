"""What the pages of newspapers and of coverage show: lineage, days and gaps, as lists and heat maps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from archiver.query.newspapers import Newspaper
from archiver.query.scope import Day
from archiver.web.charts import Heat, heat

MOST_YEARS: Final = 6  # heat maps of a page, latest first
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


def spans(gaps: Iterable[tuple[str, date, str]]) -> list[Span]:
    """The gaps, days in a row with one reason as one, latest first.

    Args:
        gaps: newspaper, day and reason, in this order.
    """
    found: list[Span] = []
    for newspaper, day, why in gaps:
        before = found[-1] if found else None
        same = before is not None and (before.newspaper, before.why) == (newspaper, why)
        if before is not None and same and before.last + timedelta(days=1) == day:
            found[-1] = Span(newspaper, before.first, day, why)
        else:
            found.append(Span(newspaper, day, day, why))
    return sorted(found, key=lambda span: (span.last, span.newspaper), reverse=True)
