"""The frontier: which addresses are worth asking for, which of them next, and what became of each.

    queued → leased → stored | gone | refused | failed

A lease belongs to one run. It ends when the answer is recorded, when the run that holds it is known to be dead
(`release`), or when it expires. `due_at` says when an address is due (again); None: not again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from archiver.core.addresses import address_key
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.prepared import Prepared
from archiver.storage.values import Found, Leased, Purpose, State

ADDRESS = table("address")
ARTICLE = table("article")
ALIAS = table("alias")
NEWSPAPER = table("newspaper")

LEASE = timedelta(minutes=15)  # far longer than one exchange; a dead run's leases are released at the next start anyway
LAST = 1000  # added to the priority of what is asked for once more before it is believed: the end of the run
REVISITS = 51  # priority of the visits that are worth most: behind new articles, before further pages
IN_RUN = 2  # failures that are tried again within minutes (threat_model section 5: RETRY_TIMES)
PAUSES = (  # after the n-th failure in a row; after the last one the address waits until a source names it anew
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
LONGEST_URL = 2083  # threat_model section 5: URLLENGTH_LIMIT; PostgreSQL's index takes little more
SLACK = timedelta(days=1)  # between the moments of a source and those of a page
_CHUNK = 500  # values in one IN: below every engine's limit


def add(
    conn: Connection, newspaper_id: int, found: Iterable[Found], now: datetime, found_on_id: int | None = None
) -> int:
    """Take note of addresses; the number of articles' addresses that were new.

    A known address keeps its state. Where its source says that it was modified after we last fetched it, it is due now;
    a source's moment that lies in the future says nothing. An alias of a known article is known.

    Args:
        now: when they were found.
        found_on_id: the address of the page that named them.
    """
    by_key: dict[str, Found] = {}
    for one in found:
        if len(one.url) <= LONGEST_URL:
            by_key.setdefault(address_key(one.url), one)
    known = _known(conn, newspaper_id, list(by_key))
    newest_first = sorted(by_key.items(), key=lambda item: _age(_hint(item[1], now), now))
    articles = [key for key, one in by_key.items() if key not in known and one.purpose is Purpose.ARTICLE]
    aliases = _aliases(conn, newspaper_id, articles)  # no page's word keeps us from a source
    new = [
        {
            "newspaper_id": newspaper_id,
            "url": one.url,
            "url_key": key,
            "purpose": one.purpose.value,
            "state": State.QUEUED.value,
            "priority": one.priority,
            "attempts": 0,
            "fetches": 0,
            "due_at": now,
            "found_by": one.found_by,
            "found_on_id": found_on_id,
            "found_at": now,
            "modified_hint": _hint(one, now),
        }
        for key, one in newest_first
        if key not in known and key not in aliases
    ]
    statements.put_all(conn, "address", new)
    for key, row in known.items():
        _hear(conn, row, _hint(by_key[key], now), now)
    return sum(row["purpose"] == Purpose.ARTICLE for row in new)


def lease(
    conn: Connection,
    newspaper_id: int,
    owner: str,
    now: datetime,
    limit: int,
    *,
    duration: timedelta = LEASE,
    purposes: Sequence[Purpose] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Leased]:
    """Hand out what is due, to be fetched by `owner`; at most `limit` addresses, the most urgent first.

    Smaller priority first, then what is due longest, then, of what one page named, what it modified last.

    Args:
        owner: the run; the same for all its leases.
        duration: after this the lease is void.
        purposes: only these; default all.
        since, until: of articles only those that may have been published between; the others wait for another run.
    """
    due = _DUE if purposes is None else _DUE.where(ADDRESS.c.purpose.in_([purpose.value for purpose in purposes]))
    if since is not None or until is not None:
        due = due.where(or_(ADDRESS.c.purpose != Purpose.ARTICLE.value, _in_span(since, until)))
    rows: list[Row[Any]] = []
    wanted = {"paper": newspaper_id, "now": now, "after": _BEFORE_ALL}
    while len(rows) < limit:  # one walk of the index a priority: never a sort of the backlog
        wanted["after"] = _NEXT_PRIORITY.value(conn, paper=newspaper_id, after=wanted["after"])
        if wanted["after"] is None:
            break
        rows += conn.execute(due, {**wanted, "priority": wanted["after"], "most": limit - len(rows)}).all()
    if rows:
        conn.execute(_TAKE, {"ids": [row.id for row in rows], "owner": owner, "until": now + duration})
    return [leased_of(row) for row in rows]


def _in_span(since: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    """False of what was published outside a span, as far as its page or its source told: a change is no publication."""
    told = ADDRESS.c.article_id.is_not(None)
    outside: list[ColumnElement[bool]] = []
    for moment, by_hint in (
        (since, lambda at: ADDRESS.c.modified_hint < at - SLACK),
        (until, lambda at: and_(ADDRESS.c.modified_hint > at + SLACK, ADDRESS.c.found_by == "feed")),
    ):
        if moment is not None:
            before = moment is since
            printed = ARTICLE.c.published_at < moment if before else ARTICLE.c.published_at > moment
            known = select(ARTICLE.c.id).where(ARTICLE.c.id == ADDRESS.c.article_id, printed).exists()
            hinted = and_(ADDRESS.c.modified_hint.is_not(None), by_hint(moment))
            outside.append(or_(and_(told, known), and_(~told, hinted)))
    return ~or_(*outside)


def release(conn: Connection, newspaper_id: int | None = None) -> int:
    """Give back every lease: of a dead run at a start, of our own at an end. The number given back."""
    held = ADDRESS.c.state == State.LEASED.value
    if newspaper_id is not None:
        held = and_(held, ADDRESS.c.newspaper_id == newspaper_id)
    return conn.execute(
        update(ADDRESS)
        .where(held)
        .values(
            state=func.coalesce(ADDRESS.c.before_lease, State.QUEUED.value),
            before_lease=None,
            lease_owner=None,
            lease_until=None,
        )
    ).rowcount


def next_due(conn: Connection, newspaper_id: int) -> datetime | None:
    """When the next address of a newspaper is due, which may be long past; None where nothing ever is."""
    found: datetime | None = conn.execute(
        select(func.min(ADDRESS.c.due_at, type_=ADDRESS.c.due_at.type)).where(
            ADDRESS.c.newspaper_id == newspaper_id, ADDRESS.c.state != State.LEASED.value
        )
    ).scalar_one()
    return found


def counts(conn: Connection, newspaper_id: int) -> dict[str, int]:
    """How many addresses of a newspaper are in each state; every state is named."""
    rows = conn.execute(
        select(ADDRESS.c.state, func.count()).where(ADDRESS.c.newspaper_id == newspaper_id).group_by(ADDRESS.c.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state.value: found.get(state.value, 0) for state in State}


def find(conn: Connection, newspaper_id: int, url: str) -> Row[Any] | None:
    """The row of an address, by any of its spellings."""
    return _FIND.first(conn, paper=newspaper_id, key=address_key(url))


def leased_of(row: Row[Any]) -> Leased:
    """An address's row (with the newspaper's name as `newspaper`) as it is handed out."""
    state = row.before_lease if row.state == State.LEASED.value and row.before_lease else row.state
    return Leased(
        id=row.id,
        newspaper=row.newspaper,
        url=row.url,
        purpose=Purpose(row.purpose),
        attempts=row.attempts,
        etag=row.etag,
        last_modified=row.last_modified,
        article_id=row.article_id,
        found_by=row.found_by,
        state_before=State(state),
        reason=row.reason,
    )


def leased_at(conn: Connection, newspaper_id: int, url: str) -> Leased | None:
    """An address as it would be handed out now, whether it is due or not; None where it is unknown."""
    row = conn.execute(
        LEASABLE.where(ADDRESS.c.newspaper_id == newspaper_id, ADDRESS.c.url_key == address_key(url))
    ).one_or_none()
    return None if row is None else leased_of(row)


def failed(
    conn: Connection,
    address_id: int,
    reason: str,
    now: datetime,
    *,
    retry_at: datetime | None = None,
    final: bool = False,
) -> None:
    """Note that an address gave no usable answer; when it is tried again grows with each failure in a row (`PAUSES`).

    The first two failures leave it queued (tried again in minutes), the later ones failed, but still due in later runs;
    after the last pause it waits until a source names it as modified.

    Args:
        reason: for the operator: "timeout", "http 503", "block".
        retry_at: the host asks for patience until then; never shortens the pause.
        final: no further attempt would help.
    """
    before = conn.execute(select(ADDRESS.c.attempts).where(ADDRESS.c.id == address_id)).scalar_one()
    said = failure(before, reason, now, retry_at=retry_at, final=final)
    _settle(conn, address_id, **{**said, "state": said["state"].value})


def failure(
    before: int, reason: str, now: datetime, *, retry_at: datetime | None = None, final: bool = False
) -> dict[str, Any]:
    """What an address becomes after a failure: state, attempts, due_at, reason.

    Args:
        before: failures in a row until now.
    """
    pause = None if final or before >= len(PAUSES) else now + PAUSES[before]
    if pause is not None and retry_at is not None:
        pause = max(pause, retry_at)
    state = State.QUEUED if before < IN_RUN and pause is not None else State.FAILED
    return {"state": state, "attempts": before + 1, "due_at": pause, "reason": reason}


def refused(conn: Connection, address_id: int, reason: str) -> None:
    """Note that an address may not be asked for: robots.txt or our own guard says so."""
    _settle(conn, address_id, state=State.REFUSED.value, due_at=None, reason=reason)


def _settle(conn: Connection, address_id: int, **values: Any) -> None:
    conn.execute(
        update(ADDRESS)
        .where(ADDRESS.c.id == address_id)
        .values(before_lease=None, lease_owner=None, lease_until=None, **values)
    )


_PAPER: BindParameter[int] = bindparam("paper")
_NOW: BindParameter[datetime] = bindparam("now", type_=ADDRESS.c.due_at.type)
_BEFORE_ALL = -(2**31)  # smaller than any priority
_NEXT_PRIORITY = Prepared(
    select(func.min(ADDRESS.c.priority)).where(
        ADDRESS.c.newspaper_id == _PAPER, ADDRESS.c.priority > bindparam("after")
    )
)
_FIND = Prepared(select(ADDRESS).where(ADDRESS.c.newspaper_id == _PAPER, ADDRESS.c.url_key == bindparam("key")))
LEASABLE = select(ADDRESS, NEWSPAPER.c.name.label("newspaper")).join(
    NEWSPAPER, NEWSPAPER.c.id == ADDRESS.c.newspaper_id
)
_DUE = (
    LEASABLE.where(
        ADDRESS.c.newspaper_id == _PAPER,
        ADDRESS.c.due_at <= _NOW,
        or_(ADDRESS.c.state != State.LEASED.value, ADDRESS.c.lease_until < _NOW),
        ADDRESS.c.priority == bindparam("priority"),
    )
    .order_by(ADDRESS.c.due_at, ADDRESS.c.id)  # `add` numbers them newest first
    .limit(bindparam("most", type_=Integer()))
)
_TAKE = (
    update(ADDRESS)
    .where(ADDRESS.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        before_lease=case((ADDRESS.c.state == State.LEASED.value, ADDRESS.c.before_lease), else_=ADDRESS.c.state),
        state=State.LEASED.value,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until", type_=ADDRESS.c.lease_until.type),
    )
)
_KNOWN = select(
    *(ADDRESS.c[name] for name in ("id", "url_key", "purpose", "state", "due_at", "modified_hint", "last_fetched_at",
                                   "redirects_to_id"))
).where(ADDRESS.c.newspaper_id == _PAPER, ADDRESS.c.url_key.in_(bindparam("keys", expanding=True)))  # fmt: skip
_KNOWN_ALIASES = select(ALIAS.c.url_key).where(
    ALIAS.c.newspaper_id == _PAPER, ALIAS.c.url_key.in_(bindparam("keys", expanding=True))
)


def _known(conn: Connection, newspaper_id: int, keys: Sequence[str]) -> dict[str, Row[Any]]:
    return {
        row.url_key: row
        for chunk in _chunks(keys)
        for row in conn.execute(_KNOWN, {"paper": newspaper_id, "keys": chunk})
    }


def _aliases(conn: Connection, newspaper_id: int, keys: Sequence[str]) -> set[str]:
    return {
        key
        for chunk in _chunks(keys)
        for key in conn.execute(_KNOWN_ALIASES, {"paper": newspaper_id, "keys": chunk}).scalars()
    }


def _chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _hint(one: Found, now: datetime) -> datetime | None:
    return one.modified_hint if one.modified_hint is not None and one.modified_hint <= now else None


def _age(hint: datetime | None, now: datetime) -> timedelta:
    """How long ago a source modified an address; where nobody knows, longer than any that is known."""
    return now - hint if hint is not None else timedelta.max


def _hear(conn: Connection, row: Row[Any], hint: datetime | None, now: datetime) -> None:
    """A source named a known address again: is it news?"""
    if hint is None or (row.modified_hint is not None and hint <= row.modified_hint):
        return
    conn.execute(update(ADDRESS).where(ADDRESS.c.id == row.id).values(modified_hint=hint))
    if row.state == State.REFUSED:
        news = row.purpose != Purpose.ARTICLE  # a source is judged again: what refused it may have changed
    else:
        news = row.state != State.LEASED and row.last_fetched_at is not None and hint > row.last_fetched_at
    if not news:
        return
    ask = _leads_to_article(conn, row) or row.id
    conn.execute(
        update(ADDRESS)
        .where(ADDRESS.c.id == ask, or_(ADDRESS.c.due_at.is_(None), ADDRESS.c.due_at > now))
        .values(due_at=now, attempts=0)
    )


def _leads_to_article(conn: Connection, row: Row[Any]) -> int | None:
    """The address to ask instead of one that moved: only an article's; a source that moved may come back."""
    if row.redirects_to_id is None:
        return None
    found: int | None = conn.execute(
        select(ADDRESS.c.id).where(ADDRESS.c.id == row.redirects_to_id, ADDRESS.c.article_id.is_not(None))
    ).scalar_one_or_none()
    return found
