"""All rows that one visit makes, in one piece. Decided by the visit and the rows before it alone: no clock, no network.

That is what lets `rebuild` and the adoption of orphans give the same rows again: the same visits in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from archiver.core.addresses import address_key
from archiver.core.polling import next_poll
from archiver.core.revisit import next_visit, worth
from archiver.core.values import Extraction, Kind, Reason
from archiver.storage import (
    articles,
    captures,
    frontier,
    gone,
    identity,
    joining,
    observations,
    search_index,
    statements,
    walks,
    watch,
    windows,
)
from archiver.storage.captures import IMPORT, Made, Settled
from archiver.storage.database import table
from archiver.storage.identity import Paper
from archiver.storage.ledger import Tally
from archiver.storage.names import Names, storable
from archiver.storage.values import BACKFILL, LED_TO, Evidence, Found, Outcome, Purpose, State, Visit

ADDRESS, ARTICLE, CAPTURE, PROBLEM, REVISION = (
    table(name) for name in ("address", "article", "capture", "problem", "revision")
)
_WATCHED = tuple(one.value for one in (Purpose.HOME, Purpose.FEED, Purpose.SITEMAP, Purpose.LISTING))
_KINDS = frozenset(kind.value for kind in Kind)


@dataclass(slots=True)
class Stored:
    """What the rows of a visit came to."""

    outcome: Outcome
    tally: Tally


def store(conn: Connection, paper: Paper, names: Names, visit: Visit, evidence: Evidence) -> Stored:
    """Write every row that a visit makes: capture, article, revision, observation, aliases, problems, frontier, search.

    Args:
        conn: inside the transaction that makes them durable together.
        evidence: where the bytes lie; already durable.
    """
    address = _address(conn, paper, visit)
    extraction = visit.extraction
    tally = Tally(requests=0 if visit.found_by == IMPORT else 1, bytes=len(visit.fetch.wire_body))
    if (
        visit.purpose is Purpose.ARTICLE
        and visit.reason is None
        and extraction is not None
        and extraction.kind.is_article
    ):
        made = articles.read(conn, paper, names, visit, evidence, address, extraction)
        tally.articles_read = 1
        tally.read(visit)
    elif visit.purpose is Purpose.ARTICLE and visit.reason in gone.REASONS:
        made = _absent(conn, paper, visit, evidence, address, visit.reason)
    elif visit.redirect_to is not None and not visit.refusal:
        made = _redirected(conn, paper, visit, evidence, address, visit.redirect_to)
    elif visit.purpose is Purpose.VIEWS and visit.reason is None and extraction is not None:
        made = _counted(conn, paper, visit, evidence, address, extraction)
        tally.read(visit)
    elif visit.fetch.status == 304 and visit.reason is None and visit.purpose is not Purpose.VIEWS:
        made = _unchanged(conn, paper, visit, evidence, address)
    else:
        made = _other(conn, paper, visit, evidence, address)
        tally.failures = int(made.settled.state in (State.QUEUED, State.FAILED))
        tally.refused = int(visit.refusal)
        if visit.purpose is Purpose.VIEWS:
            tally.read(visit)
    found_on = address.id if address is not None else None
    found = visit.found if visit.found_by != IMPORT else ()
    walked, following = visit.found_by == BACKFILL, None
    if walked:
        found, following = walks.without_following(found)
    discovered = frontier.add(conn, paper.id, found, visit.fetch.fetched_at, found_on) if found else 0
    if walked and visit.purpose in (Purpose.LISTING, Purpose.SITEMAP):
        walks.step(conn, paper, visit, following, discovered)
    if visit.purpose is Purpose.FEED and address is not None and visit.reason is None and found:
        windows.look(conn, paper.id, visit, found)
    if found and visit.asks_for_views and made.settled.article_id is not None:
        watch.belongs(conn, paper.id, found, made.settled.article_id)
    if address is not None:
        if made.settled.due_at is None and made.settled.state is State.STORED and visit.redirect_to is None:
            made.settled.due_at = _next_poll(conn, paper, address, visit.fetch.fetched_at)
        _settle(conn, address, visit, made.settled)
    tally.blocked = int(
        visit.reason == "block" or (visit.reason or "") in ("http 401", "http 403", "http 407", "http 451")
    )
    tally.discovered = discovered
    tally.articles_new = int(made.new_article)
    tally.revisions_new = int(made.new_revision)
    tally.gone_new = int(made.gone)
    outcome = Outcome(
        capture_id=made.capture_id,
        evidence=evidence,
        article_id=made.public_id,
        new_article=made.new_article,
        new_revision=made.new_revision,
        gone=made.gone,
        recheck=made.recheck,
        discovered=discovered,
        problems=made.problems,
    )
    return Stored(outcome, tally)


def store_unread(conn: Connection, paper: Paper, visit: Visit, evidence: Evidence) -> Stored:
    """The rows of a visit whose other rows could not be made: the capture, and that the fault is ours.

    The evidence stays and can be read again; the address counts as failed, and is asked for again in a later run.
    """
    address = _address(conn, paper, visit, make=False)
    capture_id = captures.add(conn, paper, visit, evidence, address)
    problems = {"body_text": Reason.READER_ERROR.value}
    captures.add_problems(conn, capture_id, [("body_text", Reason.READER_ERROR.value)])
    if address is not None:
        frontier.failed(conn, address.id, Reason.READER_ERROR.value, visit.fetch.fetched_at)
    return Stored(
        Outcome(capture_id=capture_id, evidence=evidence, problems=problems),
        Tally(requests=1, failures=1, bytes=len(visit.fetch.wire_body)),
    )


def _address(conn: Connection, paper: Paper, visit: Visit, *, make: bool = True) -> Row[Any] | None:
    """The row of the address that was asked for; an imported article's is made, so that the crawl knows it."""
    if visit.address_id is not None:
        return statements.row(conn, "address", visit.address_id)
    if visit.purpose is not Purpose.ARTICLE:
        return None
    found = frontier.find(conn, paper.id, visit.fetch.url)
    read = visit.extraction is not None and visit.extraction.kind.is_article and visit.reason is None
    if found is None and make and read and len(visit.fetch.url) <= frontier.LONGEST_URL:
        frontier.add(
            conn, paper.id, (Found(visit.fetch.url, Purpose.ARTICLE, visit.found_by or IMPORT),), visit.fetch.fetched_at
        )
        found = frontier.find(conn, paper.id, visit.fetch.url)
    return found


def _unchanged(conn: Connection, paper: Paper, visit: Visit, evidence: Evidence, address: Row[Any] | None) -> Made:
    """304: the page is what it was."""
    at = visit.fetch.fetched_at
    article = identity.by_id(conn, address.article_id) if address is not None and address.article_id else None
    if article is None:
        return Made(
            captures.add(conn, paper, visit, evidence, address), Settled(due_at=visit.next_due, validators=True)
        )
    latest = at >= article.last_seen_at
    capture_id = captures.add(
        conn,
        paper,
        visit,
        evidence,
        address,
        article_id=article.id,
        revision_id=article.revision_id if latest else None,
    )
    if latest:
        statements.change(conn, "article", article.id, {"last_seen_at": at})
    elif visit.crawl_id is not None:
        observations.count_later(conn, article.id, at)
    gone.returned(conn, article, at)
    watch.count_again(conn, article.id, at)
    due = visit.next_due or next_visit(article.published_at, at, at)  # the page that would tell was not sent
    value = frontier.REVISITS + (worth(article.published_at, due) if due else 0)
    # the next visit asks without conditions: a server whose ETag never changes would hide every edit
    settled = Settled(due_at=due, article_id=article.id, priority=value)
    return Made(capture_id, settled, public_id=article.public_id)


def _counted(
    conn: Connection, paper: Paper, visit: Visit, evidence: Evidence, address: Row[Any] | None, extraction: Extraction
) -> Made:
    """A view count that the page fetches by a second request: an observation of its article, and no fetch of the page.

    It is asked for again when the page is.
    """
    at = visit.fetch.fetched_at
    article = identity.by_id(conn, address.article_id) if address is not None and address.article_id else None
    if article is None:
        return Made(captures.add(conn, paper, visit, evidence, address), Settled())
    capture_id = captures.add(conn, paper, visit, evidence, address, article_id=article.id)
    latest = at >= article.last_seen_at
    shown = observations.add(conn, article.id, capture_id, extraction, at, latest=latest, own=False, first=False)
    statements.change(conn, "article", article.id, shown)
    return Made(capture_id, Settled(article_id=article.id), public_id=article.public_id)


def _redirected(
    conn: Connection, paper: Paper, visit: Visit, evidence: Evidence, address: Row[Any] | None, to: str
) -> Made:
    """The address leads to another, which is asked for next; if both are articles, they may be one."""
    at = visit.fetch.fetched_at
    article_id = address.article_id if address is not None else None
    settled = Settled(due_at=visit.next_due, article_id=article_id)
    if address is None:
        return Made(captures.add(conn, paper, visit, evidence, address), settled)
    if address_key(to) == address.url_key:  # http to https, a slash, www: the same address in its better spelling
        settled = Settled(
            article_id=article_id, url=to, **frontier.failure(address.attempts, "redirect", at, retry_at=visit.retry_at)
        )
        if address.attempts == 0:
            settled.due_at = at
    else:
        frontier.add(
            conn, paper.id, (Found(to, visit.purpose, "redirect", address.priority % frontier.LAST),), at, address.id
        )
        target = frontier.find(conn, paper.id, to)
        if target is not None and target.id != address.id:
            settled.redirects_to_id = target.id
            if visit.purpose is Purpose.VIEWS:
                if article_id is not None:
                    watch.belongs(conn, paper.id, (Found(to, Purpose.VIEWS, "redirect"),), article_id)
            elif article_id is not None and target.article_id not in (None, article_id):
                article_id = _join_if_one(conn, paper, article_id, target.article_id)
                settled.article_id = article_id
            elif article_id is None and target.article_id is not None:
                identity.remember(conn, paper, target.article_id, address.url, "redirect", at)
                settled.article_id = article_id = target.article_id
    public = identity.by_id(conn, article_id).public_id if article_id is not None else None
    return Made(captures.add(conn, paper, visit, evidence, address, article_id=article_id), settled, public_id=public)


def _join_if_one(conn: Connection, paper: Paper, one: int, other: int) -> int:
    """Join two articles if they show one text; the row number under which the first is found now."""
    texts = [
        search_index.indexed(conn, row.revision_id)
        for row in (identity.by_id(conn, one), identity.by_id(conn, other))
        if row.revision_id is not None
    ]
    if len(texts) < 2 or not identity.same_text(texts[0].title, texts[0].body, texts[1].title, texts[1].body):
        return one
    return joining.join(conn, paper, one, other)


def _absent(
    conn: Connection, paper: Paper, visit: Visit, evidence: Evidence, address: Row[Any] | None, reason: str
) -> Made:
    """The page is not there."""
    absence = gone.absent(conn, paper.id, visit, address, reason)
    capture_id = captures.add(conn, paper, visit, evidence, address, article_id=absence.article_id)
    settled = Settled(
        absence.state, absence.reason, absence.due_at, priority=absence.priority, article_id=absence.article_id
    )
    public = identity.by_id(conn, absence.article_id).public_id if absence.article_id is not None else None
    return Made(capture_id, settled, public_id=public, gone=absence.gone, recheck=absence.recheck)


def _other(conn: Connection, paper: Paper, visit: Visit, evidence: Evidence, address: Row[Any] | None) -> Made:
    """A list, a feed, robots.txt; a wall, a failure, a refusal."""
    article_id = address.article_id if address is not None else None
    capture_id = captures.add(conn, paper, visit, evidence, address, article_id=article_id)
    faults = [
        one for one in (visit.extraction.problems if visit.extraction else ()) if one.reason is Reason.READER_ERROR
    ]
    captures.add_problems(conn, capture_id, [(one.field, one.reason.value) for one in faults])
    settled = Settled(due_at=visit.next_due, reason=visit.reason, article_id=article_id)
    if visit.refusal:
        settled = Settled(State.REFUSED, visit.reason, article_id=article_id)
    elif visit.reason is None:
        settled.validators = True
    elif visit.retry_at is not None or visit.reason not in _KINDS:
        final = visit.retry_at is None
        attempts = address.attempts if address is not None else 0
        failure = frontier.failure(attempts, visit.reason, visit.fetch.fetched_at, retry_at=visit.retry_at, final=final)
        settled = Settled(article_id=article_id, **failure)
        if final:
            settled.due_at = visit.next_due
    return Made(capture_id, settled)


def _next_poll(conn: Connection, paper: Paper, address: Row[Any], at: datetime) -> datetime | None:
    """When a source that is watched for news is looked at again, by its own rhythm; None for what it leads to."""
    if address.purpose not in _WATCHED or address.found_by in LED_TO:
        return None
    news = watch.news_of(conn, address.id)
    return next_poll(news, at, known_since=address.found_at, zone=paper.definition.zone)


def _settle(conn: Connection, address: Row[Any], visit: Visit, settled: Settled) -> None:
    """Write what became of the address. A capture older than the last one only counts, and links the article."""
    at, fetch = visit.fetch.fetched_at, visit.fetch
    values: dict[str, Any] = {"fetches": address.fetches + 1}
    if settled.article_id is not None:
        values["article_id"] = settled.article_id
    if address.last_fetched_at is None or at >= address.last_fetched_at:
        values |= {
            "state": settled.state.value,
            "reason": settled.reason,
            "due_at": settled.due_at,
            "attempts": settled.attempts,
            "priority": settled.priority if settled.priority is not None else address.priority % frontier.LAST,
            "redirects_to_id": settled.redirects_to_id,
            "last_fetched_at": at,
            "before_lease": None,
            "lease_owner": None,
            "lease_until": None,
            "url": settled.url or address.url,
        }
        for column, header in (("etag", "ETag"), ("last_modified", "Last-Modified")):
            said = storable(fetch.header(header)) or None
            kept = address._mapping[column] if fetch.status == 304 else None
            values[column] = (said or kept) if settled.validators else None
    statements.change(conn, "address", address.id, values)
