"""What the page of a search shows: from a result to lists, addresses and a chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from archiver.query.facets import Facet
from archiver.query.scope import Scope
from archiver.query.search import Results
from archiver.query.snippets import Snippet
from archiver.web.asked import Asked, Pairs
from archiver.web.charts import Columns, columns
from archiver.web.words import Words

OPENING: Final = 240  # letters of a text that stand below a title where no words were asked for
MOST_MONTHS: Final = 72  # columns of the time chart; of a longer time it shows years
FACETS: Final = ("newspaper", "province", "section", "author")


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a list."""

    id: str
    title: str
    newspaper: str
    newspaper_title: str
    language: str
    published_at: str | None
    published_precision: str | None
    section: str | None
    authors: tuple[str, ...]
    view_count: int | None
    revisions: int
    gone_at: str | None
    snippet: Snippet | None
    opening: str  # the beginning of lead or text


def row(record: Mapping[str, Any], snippet: Snippet | None, titles: Mapping[str, str]) -> Row:
    """One article of a list.

    Args:
        titles: name of a newspaper → its title.
    """
    text = " ".join(str(record["lead"] or record["body_text"] or "").split())
    return Row(
        id=record["id"],
        title=record["title"] or record["id"],
        newspaper=record["newspaper"],
        newspaper_title=titles.get(record["newspaper"], record["newspaper"]),
        language=language_tag(record["language"]),
        published_at=record["published_at"],
        published_precision=record["published_precision"],
        section=record["section"],
        authors=tuple(record["authors"] or record["agencies"]),
        view_count=record["view_count"],
        revisions=len(record["revisions"]),
        gone_at=record["gone_at"],
        snippet=snippet,
        opening=text if len(text) <= OPENING else text[:OPENING].rsplit(" ", 1)[0] + " …",
    )


def language_tag(said: object) -> str:
    """The language that a page said of itself, where it is a plausible tag; else Vietnamese.

    >>> language_tag("en-US"), language_tag("<b>"), language_tag(None)
    ('en-US', 'vi', 'vi')
    """
    text = str(said or "")
    parts = text.split("-")
    plausible = text.isascii() and parts[0].isalpha() and 2 <= len(parts[0]) <= 3
    return text if plausible and all(part.isalnum() and len(part) <= 8 for part in parts) else "vi"


def covers(scope: Scope | None, t: Words) -> list[str]:
    """What the archive holds of exactly what was asked for, as sentences in the reader's language."""
    if scope is None:
        return [t("covers.unknown")]
    if not (scope.archived or scope.undated or scope.missing or scope.gaps):
        return [t("covers.nothing")]
    said = [
        t(
            "covers.known",
            papers=t("covers.papers", n=len(scope.newspapers)),
            when=when(scope.since, scope.until, t),
            known=scope.archived + scope.missing,
            archived=scope.archived,
            missing=scope.missing,
        )
    ]
    said += [t("covers.undated", n=scope.undated)] if scope.undated else []
    said += [t("covers.gaps", n=scope.gaps)] if scope.gaps else []
    return said


def when(since: date | None, until: date | None, t: Words) -> str:
    """A span of days in words."""
    key = "between" if since and until else "since" if since else "until" if until else "always"
    return t(f"when.{key}", since=t.day(since), until=t.day(until))


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the search without it."""

    name: str
    value: str
    without: Pairs


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Spread:
    """One facet."""

    name: str
    values: tuple[Value, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Period:
    """One row of the table below the time chart."""

    label: str
    count: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Through:
    """The time chart."""

    chart: Columns
    periods: tuple[Period, ...]
    hrefs: dict[str, str]

    @property
    def gaps(self) -> int:
        """Days of these periods on which a newspaper was not crawled to the end."""
        return sum(period.gaps for period in self.periods)


def through(found: Results, asked: Asked, url: Any) -> Through | None:
    """The time chart of what was found: every month between the first and the last, or years where they are many.

    Args:
        url: makes an address of pairs.

    Returns:
        None where nothing was found, or was not counted by month.
    """
    months = found.facets["month"].values if found.facets and "month" in found.facets else ()
    gap_days = found.scope.gaps_by_day if found.scope else {}
    if not months:
        return None
    counts = dict(months)
    labels = list(between(min(counts), max(counts)))
    if len(labels) > MOST_MONTHS:
        yearly: Counter[str] = Counter()
        for month, count in months:
            yearly[month[:4]] += count
        labels, counts = [str(year) for year in range(int(min(yearly)), int(max(yearly)) + 1)], dict(yearly)
    long = len(labels[0])
    gaps: Counter[str] = Counter()
    for day, reasons in gap_days.items():
        gaps[day.isoformat()[:long]] += sum(reasons.values())
    periods = tuple(Period(label, counts.get(label, 0), gaps[label]) for label in labels)
    chart = columns(
        [(period.label, period.count) for period in periods], marked=frozenset(p.label for p in periods if p.gaps)
    )
    return Through(chart, periods, {label: url(asked.narrowed("month", label).pairs()) for label in labels})


def between(first: str, last: str) -> Iterable[str]:
    """Every month from one to another.

    >>> list(between("2021-11", "2022-01"))
    ['2021-11', '2021-12', '2022-01']
    """
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = year + month // 12, month % 12 + 1


def spread(facets: Mapping[str, Facet] | None, asked: Asked, titles: Mapping[str, str], url: Any) -> tuple[Spread, ...]:
    """The facets, each value with the search that it leads to."""
    found = []
    for name in FACETS:
        facet = (facets or {}).get(name)
        if facet is None or not facet.values:
            continue
        values = tuple(
            Value(
                titles.get(value, value) if name == "newspaper" else value,
                count,
                url(asked.narrowed(name, value).pairs()),
            )
            for value, count in facet.values
        )
        found.append(Spread(name, values, facet.others))
    return tuple(found)


def chips(asked: Asked, titles: Mapping[str, str], t: Words) -> tuple[Chip, ...]:
    """The filters that are set."""
    found = []
    for name, value in asked.chosen():
        label = titles.get(value, value) if name == "newspaper" else value
        if value in ("yes", "no"):
            label = t(f"state.{value}")
        found.append(Chip(name, label, asked.without(name, value).pairs()))
    return tuple(found)


def counted(results: Results, t: Words) -> str:
    """How many match, for the heading."""
    return t("search.found.uncounted") if results.total is None else t("search.found", n=results.total)


def share(results: Results, t: Words) -> list[str]:
    """How many of what the filters leave hold the words; nothing where no words were asked for."""
    if not results.query.strip() or results.total is None or not results.within:
        return []
    part = t.percent(results.total / results.within)
    return [t("covers.within", within=results.within, total=results.total, share=part)]
