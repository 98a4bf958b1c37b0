"""What the archive holds of exactly what a question asks for: newspaper by day, with what is missing and why.

The honest denominator: a share, a trend or an export is worth what this says. A day is a day in Vietnam.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from archiver.core.values import VIETNAM
from archiver.query.calendar import by_newspaper_and_day, columns_of, day_of
from archiver.query.columns import Columns
from archiver.query.coverage import how_many
from archiver.query.criteria import Criterion, Dated, Dating, Named, Naming, condition, newspaper_ids
from archiver.storage.models import Address, Article, Crawl, Newspaper
from archiver.storage.values import CrawlState, Purpose, State
from archiver.storage.windows import open_windows

LACKING = ("waiting", "refused", "failed", "gone")  # what can be wrong with what is missing
MISSED = "feed window missed"  # the feed named nothing of that time any more, and the lists were not read since


@dataclass(frozen=True, slots=True)
class Day:
    """One newspaper on one day in Vietnam."""

    newspaper: str
    day: date
    archived: int  # articles published that day
    missing: dict[str, int]  # why, and how many addresses of articles that we know of and do not have
    gap: str | None  # why articles may be unknown; None where a crawl finished, or before the first one
    disappeared: int = 0  # of `archived`: gone from the site since

    @property
    def discovered(self) -> int:
        """Articles of that day that we know of: those archived and those missing.

        What is missing has no publication date: it stands on the day that its source named, else on that of its find.
        """
        return self.archived + sum(self.missing.values())

    def lacking(self, state: str) -> int:
        """Of what is missing: how many addresses are "waiting", "refused" (by robots.txt), "failed", or were "gone".

        >>> Day("baomau", date(2022, 3, 29), 5, {"failed: http 500": 2, "failed: timeout": 1}, None).lacking("failed")
        3
        """
        return sum(number for why, number in self.missing.items() if why.partition(":")[0] == state)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "newspaper": self.newspaper,
            "day": self.day.isoformat(),
            "discovered": self.discovered,
            "archived": self.archived,
            "disappeared": self.disappeared,
            "missing": sum(self.missing.values()),
            **{state: self.lacking(state) for state in LACKING},
            "missing_why": dict(self.missing),
            "gap": self.gap,
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """What the archive holds of exactly the newspapers and days that a question asks for."""

    newspapers: tuple[str, ...]
    since: date | None  # None: from the beginning
    until: date | None  # the last day; None: to the end
    archived: int  # articles published on these days
    undated: int  # archived articles of these newspapers whose day could not be read; on no day
    missing_why: dict[str, int]  # why, and how many articles that we know of and do not have
    gap_days: dict[str, int]  # why, and days on which a newspaper may have more than is known, each newspaper counted
    days: tuple[Day, ...] | None  # by newspaper and day, those of which anything is known; None where not asked for
    gaps_by_day: Mapping[date, Mapping[str, int]] = field(default_factory=dict)  # day -> why -> newspapers

    @property
    def missing(self) -> int:
        """Articles that we know of and do not have."""
        return sum(self.missing_why.values())

    @property
    def gaps(self) -> int:
        """Days on which a newspaper may have more than is known; a day of two newspapers counts twice."""
        return sum(self.gap_days.values())

    def in_words(self) -> str:
        """One sentence for people.

        >>> Scope((), None, None, 0, 0, {}, {}, None).in_words()
        'Of these newspapers and days the archive knows nothing.'
        """
        if not (self.archived or self.undated or self.missing or self.gaps):
            return "Of these newspapers and days the archive knows nothing."
        when = " on these days" if self.since or self.until else ""
        known = how_many(self.archived + self.missing, "article")
        said = (
            f"Of {how_many(len(self.newspapers), 'newspaper')}{when} {known} with a day are known, "
            f"{self.archived:,} archived, {self.missing:,} missing"
        )
        if self.undated:
            said += f"; {self.undated:,} archived without a readable date"
        if self.gaps:
            why = ", ".join(f"{count} {reason}" for reason, count in Counter(self.gap_days).most_common())
            said += f"; {how_many(self.gaps, 'day')} with a gap ({why})"
        return said + "."

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        said: dict[str, Any] = {
            "in_words": self.in_words(),
            "newspapers": list(self.newspapers),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "discovered": self.archived + self.missing,
            "archived": self.archived,
            "undated": self.undated,
            "missing": self.missing,
            "missing_why": self.missing_why,
            "gaps": self.gaps,
            "gap_days": self.gap_days,
        }
        if self.days is not None:
            said["days"] = [day.as_json() for day in self.days]
        return said


def scope(
    conn: Connection, criteria: Iterable[Criterion] = (), *, days: bool = True, columns: Columns | None = None
) -> Scope:
    """What the archive holds of the newspapers and days that these criteria leave.

    Only newspapers, provinces, platforms and days of publication narrow it: whether an article that we do not have
    would be by an author or in a section is not known.

    Args:
        days: by newspaper and day too, which takes a look at every article.
        columns: of the same snapshot, where they are known: they are counted in the place of the rows.

    Raises:
        UsageError: the archive has no such newspaper, province or platform.
    """
    papers, keys, since, until = narrowed(conn, criteria)
    first, last = days_between(since, until)
    of = [] if keys is None else [Article.newspaper_id.in_(keys)]
    held = published_between(keys, since, until)
    missing = missing_days(conn, papers, first, last)
    gaps = gap_days(conn, papers, first, last)
    if days and columns is None:
        columns = columns_of(conn)
    archived: dict[_Key, tuple[int, int]] = {}
    if days and columns is not None:
        gone = columns.mask(conn.scalars(select(Article.id).where(*of, Article.gone_at.is_not(None))))
        archived = by_newspaper_and_day(columns, columns.of_papers(keys) & columns.between(since, until), gone)
    elif days:
        archived = _archived(conn, held)
    if columns is not None:
        dated, undated = columns.dated(keys, since, until), columns.undated(keys)
    else:
        dated = (
            sum(number for number, _ in archived.values())
            if days
            else conn.scalar(select(func.count(Article.id)).where(*held)) or 0
        )
        undated = conn.scalar(select(func.count(Article.id)).where(*of, Article.published_at.is_(None))) or 0
    return Scope(
        newspapers=tuple(paper.name for paper in papers.values()),
        since=first,
        until=last,
        archived=dated,
        undated=undated,
        missing_why=dict(sum(map(Counter, missing.values()), Counter[str]())),
        gap_days=dict(Counter(gaps.values())),
        days=tuple(
            Day(papers[key[0]].name, key[1], there, missing.get(key, {}), gaps.get(key), disappeared)
            for key in sorted({*archived, *missing, *gaps}, key=lambda key: (papers[key[0]].name, key[1]))
            for there, disappeared in (archived.get(key, (0, 0)),)
        )
        if days
        else None,
        gaps_by_day=_by_day(gaps),
    )


def narrowed(
    conn: Connection, criteria: Iterable[Criterion]
) -> tuple[dict[int, Any], list[int] | None, datetime | None, datetime | None]:
    """The newspapers that criteria leave by row number, the same numbers (None for all), and the span of publication.

    Raises:
        UsageError: the archive has no such newspaper, province or platform.
    """
    since = until = None
    every = {row.id: row for row in conn.execute(select(*_PAPER).order_by(Newspaper.name))}
    papers = every
    for one in criteria:
        if isinstance(one, Dated) and one.what is Dating.PUBLISHED:
            since = max(filter(None, (since, one.since)), default=None)
            until = min(filter(None, (until, one.until)), default=None)
        elif isinstance(one, Named) and one.what in (Naming.NEWSPAPER, Naming.PLATFORM):
            kept = set(newspaper_ids(conn, one))
            papers = {key: paper for key, paper in papers.items() if key in kept}
        elif isinstance(one, Named) and one.what is Naming.PROVINCE:
            kept = set(conn.scalars(select(Article.newspaper_id).where(condition(conn, one)).distinct()))
            papers = {key: paper for key, paper in papers.items() if key in kept}
    return papers, None if papers is every else list(papers), since, until


def published_between(
    keys: Iterable[int] | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    """What `Columns.dated` counts, as conditions on `article`."""
    asked: list[ColumnElement[bool]] = [Article.published_at.is_not(None)]
    asked += [] if keys is None else [Article.newspaper_id.in_(keys)]
    asked += [Article.published_at >= since.astimezone(UTC)] if since else []
    asked += [Article.published_at < until.astimezone(UTC)] if until else []
    return asked


def days_between(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    """The first and the last day in Vietnam of a span of moments; None where it is open."""
    first = since.astimezone(VIETNAM).date() if since else None
    last = (until - timedelta(microseconds=1)).astimezone(VIETNAM).date() if until else None
    return first, last


def _by_day(gaps: Mapping[_Key, str]) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    for (_, day), why in gaps.items():
        reasons = found.setdefault(day, {})
        reasons[why] = reasons.get(why, 0) + 1
    return found


_PAPER = (Newspaper.id, Newspaper.name, Newspaper.valid_from, Newspaper.valid_to)
_Key = tuple[int, date]  # newspaper and day


def gap_reasons(conn: Connection) -> dict[tuple[str, date], str]:
    """Why articles of a newspaper and day may be unknown: for every such day of every newspaper."""
    papers = {row.id: row for row in conn.execute(select(*_PAPER))}
    return {(papers[paper].name, day): why for (paper, day), why in gap_days(conn, papers, None, None).items()}


def _archived(conn: Connection, held: Iterable[ColumnElement[bool]]) -> dict[_Key, tuple[int, int]]:
    """How many articles are archived, and how many of them have disappeared since."""
    day = day_of(conn.dialect.name, Article.published_at).label("day")
    counted = select(Article.newspaper_id, day, func.count().label("number"), func.count(Article.gone_at).label("gone"))
    rows = conn.execute(counted.where(*held).group_by(Article.newspaper_id, literal_column("2")))
    return {(row.newspaper_id, date.fromisoformat(row.day)): (row.number, row.gone) for row in rows}


def missing_days(
    conn: Connection, papers: Mapping[int, Any], first: date | None, last: date | None
) -> dict[_Key, dict[str, int]]:
    """Addresses of articles that brought none: those that lead elsewhere or were read as no article are left out."""
    day = day_of(conn.dialect.name, func.coalesce(Address.modified_hint, Address.found_at)).label("day")
    waiting = select(Address.newspaper_id, day, Address.state, Address.reason, func.count().label("number")).where(
        Address.newspaper_id.in_(papers),
        Address.purpose == Purpose.ARTICLE,
        Address.article_id.is_(None),
        Address.redirects_to_id.is_(None),
        Address.state != State.STORED,
    )
    found: dict[_Key, dict[str, int]] = {}
    for row in conn.execute(waiting.group_by(Address.newspaper_id, literal_column("2"), Address.state, Address.reason)):
        at = date.fromisoformat(row.day)
        if (first is None or at >= first) and (last is None or at <= last):
            why = "waiting" if row.state in (State.QUEUED, State.LEASED) else row.state
            if row.reason and why != "waiting":
                why = f"{why}: {row.reason}"
            reasons = found.setdefault((row.newspaper_id, at), {})
            reasons[why] = reasons.get(why, 0) + row.number
    return found


def gap_days(conn: Connection, papers: Mapping[int, Any], first: date | None, last: date | None) -> dict[_Key, str]:
    """Days of which articles may be unknown: nobody looked, or a feed had moved on and no list was read for them."""
    found = _not_looked(conn, papers, first, last)
    for window in open_windows(conn, list(papers)):
        at = max(filter(None, (window.since.astimezone(VIETNAM).date(), first)))
        until = min(filter(None, (window.until.astimezone(VIETNAM).date(), last)))
        while at <= until:
            found.setdefault((window.newspaper_id, at), MISSED)
            at += timedelta(days=1)
    return found


def _not_looked(conn: Connection, papers: Mapping[int, Any], first: date | None, last: date | None) -> dict[_Key, str]:
    """Days, from a newspaper's first crawl to the last of any, on which none of its crawls finished."""
    day = day_of(conn.dialect.name, Crawl.started_at).label("day")
    runs = select(Crawl.newspaper_id, day, Crawl.state, func.max(Crawl.reason).label("reason"))
    looked: dict[_Key, dict[str, str | None]] = {}
    for row in conn.execute(runs.group_by(Crawl.newspaper_id, literal_column("2"), Crawl.state)):
        looked.setdefault((row.newspaper_id, date.fromisoformat(row.day)), {})[row.state] = row.reason
    if not looked:
        return {}
    end = max(at for _, at in looked)
    begun: dict[int, date] = {}
    for paper, at in looked:
        begun[paper] = min(at, begun.get(paper, at))
    found: dict[_Key, str] = {}
    for key, paper in papers.items():
        if key not in begun:
            continue
        at = max(filter(None, (begun[key], first)))
        until = min(filter(None, (end, last, paper.valid_to)))
        while at <= until:
            states = looked.get((key, at), {})
            if CrawlState.FINISHED not in states and CrawlState.RUNNING not in states:
                worst = next(iter(sorted(states)), None)
                found[key, at] = "no run" if worst is None else _told(worst, states[worst])
            at += timedelta(days=1)
    return found


def _told(state: str, reason: str | None) -> str:
    return f"{state}: {reason}" if reason else state
