"""The walks of a backfill: one a list. A step is the work of one capture, so that a rebuild walks as the crawl did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, and_, or_, select, update

from archiver.core import backfill
from archiver.core.addresses import address_key
from archiver.core.backfill import Reach
from archiver.storage import days as day_lists
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.identity import Paper
from archiver.storage.lists import IS_LIST
from archiver.storage.values import BACKFILL, Found, Purpose, State, Visit

ADDRESS, ARTICLE, WALK = table("address"), table("article"), table("walk")
MOST_PAGES = 5000  # of one list: twenty years of a busy section
STALE = 5  # pages in a row that bring nothing, where sitemaps reach back as far: the rest is known from them
QUIET = 30  # days in a row that bring nothing, after which a first crawl asks for no older ones
_PROBES = tuple(2**n - 1 for n in range(10))  # days back that tell whether an archive knows more than the lists
NUMBERED = "number"  # found_by of articles that were asked for by their number
_FIGURES = 15  # a longer key is no number that counts up
_MOST_SHOWN = 200
_TURNED = ("paging", "redirect", BACKFILL)  # found_by of pages that are no list's first
_OVER = (State.GONE.value, State.REFUSED.value)
_BEGAN_THERE = and_(WALK.c.newspaper_id == ADDRESS.c.newspaper_id, WALK.c.source_key == ADDRESS.c.url_key)


Numbered: TypeAlias = tuple[set[int], set[int], int]


@dataclass(frozen=True, slots=True)
class Question:
    """A page of the past to ask for."""

    url: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a newspaper's past was walked."""

    months: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # "2015-03" -> archived, left; "": undated
    lists: tuple[Reach, ...] = ()
    not_reached: tuple[tuple[str, str], ...] = ()  # list, how far it was walked: of those that did not reach the end
    queued: int = 0  # addresses of articles that wait


def step(conn: Connection, paper: Paper, visit: Visit, following: str | None, discovered: int) -> None:
    """Let a walk move on by a page that was fetched for it.

    Args:
        following: the address of the page after it.
        discovered: addresses of articles that it brought and nobody knew.
    """
    at, url = visit.fetch.fetched_at, visit.fetch.url
    if visit.retry_at is not None:
        return  # a later run asks again
    row = _walk_at(conn, paper.id, url)
    if row is None:
        row = _begin(conn, paper.id, visit)
    keys = [address_key(one.url) for one in visit.found if one.purpose is Purpose.ARTICLE][:_MOST_SHOWN]
    is_day = visit.purpose is Purpose.LISTING and day_lists.is_one(paper, row.source)
    stale = 0 if discovered else row.stale + 1
    ended = _why_ended(visit, row, keys, following)
    if visit.redirect_to is not None and visit.reason is None:
        if not is_day or not day_lists.leads_away(conn, paper, url, visit.redirect_to):
            _move(conn, row, at, visit.redirect_to, None)
            return
        ended = "redirect"
    if is_day:
        stale = row.stale if row.pages else day_lists.quiet_before(conn, paper, row.source)
        if ended and day_lists.ends(conn, paper, row.source, stale, keys):
            ended = day_lists.QUIET
    values = {
        "pages": row.pages + 1,
        "discovered": row.discovered + discovered,
        "stale": stale,
        "shown": keys or row.shown,
        "since": visit.cut.since if visit.cut is not None else None,
    }
    _move(conn, row, at, None if ended else following, ended, **values)


def _why_ended(visit: Visit, row: Row[Any], keys: Sequence[str], following: str | None) -> str | None:
    if visit.reason is not None:
        return visit.reason
    if visit.purpose is Purpose.SITEMAP:
        return "read"
    if row.pages and keys and set(keys) <= set(row.shown):
        return "repeats"
    if row.pages + 1 >= MOST_PAGES:
        return "too long"
    return None if following else "end"


def _walk_at(conn: Connection, newspaper_id: int, url: str) -> Row[Any] | None:
    """The walk whose next page this is; else, walked anew, the one that began here."""
    key = address_key(url)
    mine = select(WALK).where(WALK.c.newspaper_id == newspaper_id)
    found = conn.execute(mine.where(WALK.c.next_key == key).order_by(WALK.c.id).limit(1)).one_or_none()
    return found or conn.execute(mine.where(WALK.c.source_key == key)).one_or_none()


def _begin(conn: Connection, newspaper_id: int, visit: Visit) -> Row[Any]:
    at, url = visit.fetch.fetched_at, visit.fetch.url
    values = {
        "newspaper_id": newspaper_id,
        "source": url,
        "source_key": address_key(url),
        "purpose": visit.purpose.value,
        "next_url": url,
        "next_key": address_key(url),
        "pages": 0,
        "discovered": 0,
        "stale": 0,
        "shown": [],
        "begun_at": at,
        "moved_at": at,
    }
    number = statements.put(conn, "walk", values)
    return conn.execute(select(WALK).where(WALK.c.id == number)).one()


def _move(conn: Connection, row: Row[Any], at: datetime, to: str | None, reason: str | None, **values: Any) -> None:
    place = {"next_url": to, "next_key": address_key(to) if to else None, "reason": reason, "moved_at": at}
    conn.execute(update(WALK).where(WALK.c.id == row.id).values(**place, **values))


# --- what to ask for next
def next_question(
    conn: Connection,
    newspaper_id: int,
    since: datetime,
    days: Iterable[tuple[date, str]] = (),
    asked: Collection[str] = (),
) -> Question | None:
    """The page of the past that is worth asking for next; None where every list was walked as far back as `since`.

    Sitemaps first, the youngest first; then days of the paper's archive; then the pages of sections, the list that was
    walked least first, so that all of them go back together.

    Args:
        days: of the paper's archive, youngest first, with their addresses.
        asked: keys of the addresses that this run asked for already: what failed is left to the next one.
    """
    for url in unread_sitemaps(conn, newspaper_id, since):
        if address_key(url) not in asked:
            return Question(url, Purpose.SITEMAP)
    day = next_of_days(conn, newspaper_id, days, asked)
    if day is not None:
        return day
    lists = []
    for url, walk in _sections(conn, newspaper_id):
        ask = url if walk is None else walk.next_url
        if ask and address_key(ask) not in asked:
            lists.append((walk.pages if walk is not None else 0, ask, walk))
    lists.sort(key=lambda one: one[:2])
    covered = bool(lists) and _covered(_sitemaps(conn, newspaper_id, since), since)
    for _, ask, walk in lists:  # the first is asked for; to look at all would cost with each list
        if walk is None or not _done(conn, walk, since, covered):
            return Question(ask, Purpose.LISTING)
    return None


def next_of_days(
    conn: Connection, newspaper_id: int, days: Iterable[tuple[date, str]], asked: Collection[str]
) -> Question | None:
    """The youngest day of the archive that is not read; none beyond the one at which its form of lists was quiet.

    Args:
        days: youngest first, with their addresses; of an iterator the days behind that one are left.
        asked: keys of the addresses that this run asked for already.
    """
    walks = day_lists.walks_of(conn, newspaper_id)
    over: set[int] = set()
    latest, form = None, 0
    for day, url in days:
        latest, form = day, form + 1 if day == latest else 0
        if form in over:
            continue
        walk = walks.at(conn, url)
        ask = url if walk is None else walk.following
        if ask and address_key(ask) not in asked:
            return Question(ask, Purpose.LISTING)
        if walk is not None and walk.quiet:
            over.add(form)
    return None


def next_day(
    conn: Connection, newspaper_id: int, days: Iterable[tuple[date, str]], asked: Collection[str] = ()
) -> Question | None:
    """The day of a paper's archive to ask for next, where nothing else leads to its older articles; None at its end.

    Some days are asked for first, each twice as far back as the one before: where they bring nothing that the paper's
    lists did not, its archive is left to a backfill. The end is told by a month of days that bring nothing.

    Args:
        days: youngest first, with their addresses.
        asked: keys of the addresses that this run asked for already.
    """
    leads_back = or_(ADDRESS.c.found_by == "paging", ADDRESS.c.purpose == Purpose.SITEMAP.value)
    mine = ADDRESS.c.newspaper_id == newspaper_id
    if conn.execute(
        select(ADDRESS.c.id).where(mine, IS_LIST, leads_back, ADDRESS.c.state.not_in(_OVER)).limit(1)
    ).first():
        return None
    walks, addresses = day_lists.walks_of(conn, newspaper_id), [url for _, url in days]
    probes = [addresses[at] for at in _PROBES if at < len(addresses)]
    brought, met, quiet = False, False, 0
    for number, url in enumerate((*probes, *addresses)):
        if number == len(probes) and not (brought or walks.brought(addresses)):
            return None
        walk = walks.at(conn, url)
        ask = url if walk is None else walk.following
        if ask and address_key(ask) not in asked:
            return Question(ask, Purpose.LISTING)
        news = walk is not None and walk.brought
        if number < len(probes):
            brought |= news
            continue
        met |= news
        quiet = 0 if news else quiet + met
        if quiet >= QUIET:
            return None
    return None


def numbered(conn: Connection, newspaper_id: int, numbers: str, since: datetime) -> Numbered:
    """What is known of a paper whose articles are asked for by their numbers.

    Args:
        numbers: the address of an article, with `{key}` in the place of its number.

    Returns:
        The numbers of its articles, those that were asked for and are none, and how far up they are of before `since`.
    """
    mine = ARTICLE.c.newspaper_id == newspaper_id
    articles: dict[int, datetime | None] = {}
    for key, published in conn.execute(select(ARTICLE.c.article_key, ARTICLE.c.published_at).where(mine)):
        if key and key.isdecimal() and len(key) < _FIGURES:
            articles[int(key)] = published
    oldest = since - backfill.SLACK
    floor = backfill.floor_of((number, day < oldest) for number, day in articles.items() if day is not None)
    before, _, after = numbers.partition("{key}")
    asked = select(ADDRESS.c.url).where(
        ADDRESS.c.newspaper_id == newspaper_id, ADDRESS.c.found_by == NUMBERED, ADDRESS.c.article_id.is_(None)
    )
    found = (url.removeprefix(before).removesuffix(after) for url in conn.execute(asked).scalars())
    asked_for = {int(key) for key in found if key.isdecimal() and len(key) < _FIGURES}
    return set(articles), asked_for.difference(articles), floor


def _walks(conn: Connection, newspaper_id: int) -> dict[str, Row[Any]]:
    rows = conn.execute(select(WALK).where(WALK.c.newspaper_id == newspaper_id))
    return {row.source_key: row for row in rows}


def unread_sitemaps(conn: Connection, newspaper_id: int, since: datetime) -> Iterator[str]:
    """The sitemaps that may name articles since a moment and were not read so far back, the youngest first."""
    return _sitemaps(conn, newspaper_id, since, unread=True)


def _sitemaps(conn: Connection, newspaper_id: int, since: datetime, *, unread: bool = False) -> Iterator[str]:
    """The sitemaps that may name articles since a moment, the youngest first; only those not read so far back."""
    query = select(ADDRESS.c.url).where(
        ADDRESS.c.newspaper_id == newspaper_id,
        IS_LIST,
        ADDRESS.c.purpose == Purpose.SITEMAP.value,
        ADDRESS.c.state.not_in(_OVER),
        ADDRESS.c.redirects_to_id.is_(None),
        or_(ADDRESS.c.modified_hint.is_(None), ADDRESS.c.modified_hint >= since - backfill.SLACK),
    )
    if unread:  # one that was read for a younger `since`: what it names beyond that was left out
        again = and_(WALK.c.reason == "read", WALK.c.since.is_not(None), WALK.c.since > since)
        query = query.outerjoin(WALK, _BEGAN_THERE).where(or_(WALK.c.id.is_(None), again))
    rows = conn.execute(query).all()
    named = [(backfill.last_day_named(row.url), row.url) for row in rows]
    young = [(day, url) for day, url in named if day is None or day >= (since - backfill.SLACK).date()]
    yield from (url for _, url in sorted(young, key=lambda pair: (pair[0] or date.max, pair[1]), reverse=True))


def _sections(conn: Connection, newspaper_id: int) -> list[tuple[str, Row[Any] | None]]:
    """The first pages of sections, and the walks that began there."""
    rows = conn.execute(
        select(ADDRESS.c.url, WALK)
        .outerjoin(WALK, _BEGAN_THERE)
        .where(
            ADDRESS.c.newspaper_id == newspaper_id,
            IS_LIST,
            ADDRESS.c.purpose == Purpose.LISTING.value,
            ADDRESS.c.found_by.not_in(_TURNED),
            ADDRESS.c.state.not_in(_OVER),
        )
        .order_by(ADDRESS.c.id)
    )
    return [(row.url, row if row.id is not None else None) for row in rows]


def _covered(sitemaps: Iterable[str], since: datetime) -> bool:
    """True where sitemaps name months as far back as `since`."""
    days = [day for url in sitemaps if (day := backfill.last_day_named(url)) is not None]
    return bool(days) and min(days) <= since.date() + timedelta(days=31)


def _done(conn: Connection, walk: Row[Any], since: datetime, covered: bool) -> bool:
    """True where a list was walked as far back as `since`, or brings nothing any more that the sitemaps did not."""
    if covered and walk.stale >= STALE:
        return True
    return backfill.reached(_dates(conn, walk), since)


def _dates(conn: Connection, walk: Row[Any]) -> Sequence[datetime]:
    """When the articles on the last page of a walk were published, as far as they are archived."""
    return list(day_lists.published(conn, walk.newspaper_id, walk.shown).values())


# --- how far it is
def progress(conn: Connection, newspaper_id: int, since: datetime | None, zone: tzinfo) -> Progress:
    """How far a newspaper's past was walked: by month of publication, and by list.

    Args:
        since: how far back it is to go.
        zone: in which a month begins.
    """
    archived: Counter[str] = Counter()
    for moment in conn.execute(select(ARTICLE.c.published_at).where(ARTICLE.c.newspaper_id == newspaper_id)).scalars():
        archived[_month(moment, zone)] += 1
    waiting = select(ADDRESS.c.modified_hint).where(
        ADDRESS.c.newspaper_id == newspaper_id,
        ADDRESS.c.purpose == Purpose.ARTICLE.value,
        ADDRESS.c.article_id.is_(None),
        ADDRESS.c.last_fetched_at.is_(None),
        ADDRESS.c.due_at.is_not(None),
        ADDRESS.c.state.not_in(_OVER),
    )
    left: Counter[str] = Counter()
    for hint in conn.execute(waiting).scalars():
        if since is None or hint is None or hint >= since - backfill.SLACK:
            left[_month(hint, zone)] += 1
    first = _month(since - backfill.SLACK, zone) if since is not None else ""
    months = {
        month: (archived[month], left[month])
        for month in sorted({*archived, *left}, reverse=True)
        if not month or month >= first
    }
    lists, missing = _reaches(conn, newspaper_id, since)
    return Progress(months, tuple(lists), tuple(missing), sum(left.values()))


def _month(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m}" if moment is not None else ""


def _reaches(conn: Connection, newspaper_id: int, since: datetime | None) -> tuple[list[Reach], list[tuple[str, str]]]:
    walks = _walks(conn, newspaper_id)
    sitemaps = list(_sitemaps(conn, newspaper_id, since)) if since is not None else []
    covered = since is not None and _covered(sitemaps, since)
    lists, missing = [], []
    for url in (*sitemaps, *(url for url, _ in _sections(conn, newspaper_id))):
        walk = walks.pop(address_key(url), None)
        if walk is None:
            lists.append(Reach(0, 0, _BEFORE_ALL, None))
            missing.append((url, "not begun"))
            continue
        oldest = backfill.middle(_dates(conn, walk))
        ended = walk.next_url is None or (since is not None and _done(conn, walk, since, covered))
        lists.append(Reach(walk.pages, walk.discovered, walk.begun_at, oldest, ended))
        if not ended:
            back = f", back to about {oldest:%Y-%m-%d}" if oldest is not None else ""
            missing.append((url, f"{walk.pages} pages{back}"))
    for walk in walks.values():  # days of the archive
        lists.append(Reach(walk.pages, walk.discovered, walk.begun_at, None, walk.next_url is None))
        if walk.reason == day_lists.QUIET:
            missing.append((walk.source, f"it and the {walk.stale} days after it list no article of their own"))
    return lists, missing


_BEFORE_ALL = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


def without_following(found: Sequence[Found]) -> tuple[tuple[Found, ...], str | None]:
    """What a page of a walk names, apart from the page after it: that one belongs to the walk, not to the frontier."""
    following = next((one.url for one in found if one.found_by == "paging"), None)
    return tuple(one for one in found if one.found_by != "paging"), following
