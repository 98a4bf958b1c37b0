"""What a page that is an article makes: the article, its revision where facts changed, its counters, its addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archiver.core.addresses import address_key, public_id, variant
from archiver.core.parts import lacks_part
from archiver.core.revisions import facts_hash
from archiver.core.values import Extraction, Reason
from archiver.storage import (
    captures,
    frontier,
    gone,
    identity,
    moves,
    observations,
    reprints,
    revisions,
    search_index,
    statements,
)
from archiver.storage.captures import IMPORT, Made, Settled
from archiver.storage.database import table
from archiver.storage.identity import Located, Paper
from archiver.storage.names import Names
from archiver.storage.prepared import Prepared
from archiver.storage.values import Evidence, Purpose, State, Visit

ARTICLE, CAPTURE, REVISION = table("article"), table("capture"), table("revision")
SHRUNK_TO = 0.3  # of the last revision's letters: below it, a page is looked at twice before it is an edit
SHORT = 200  # letters; a text so short may shrink as it likes
_FIRST = ("public_id", "newspaper_id", "article_key", "url", "canonical_url", "kind", "first_seen_at", "last_seen_at")
_NEW = Prepared(insert(ARTICLE).returning(ARTICLE), columns=_FIRST)
_DOUBT = gone.RECHECK + "doubt"


def read(
    conn: Connection,
    paper: Paper,
    names: Names,
    visit: Visit,
    evidence: Evidence,
    address: Row[Any] | None,
    extraction: Extraction,
) -> Made:
    """An article was read."""
    at, digest = visit.fetch.fetched_at, facts_hash(extraction)
    known_at = at if visit.fetch.time_known else None
    located = identity.locate(conn, paper, visit.fetch.url, extraction, address, known_at)
    article = located.article
    new = article is None
    if article is None:
        article = _new_article(conn, paper, visit, extraction, located)
    latest = at >= article.last_seen_at
    revision_id = None if new else revisions.known(conn, article.id, digest)
    dated = None
    if revision_id is None and latest and article.revision_id is not None:
        dated = revisions.dated_otherwise(conn, article.revision_id, extraction)
        revision_id = article.revision_id if dated is not None else None
    redated = dated is not None and dated is extraction.published
    doubt = None
    if revision_id is None and not new and latest:
        doubt = _doubt(conn, article, extraction, digest, at, elsewhere=located.main.elsewhere)
    lacking = not new and lacks_part(extraction)  # shorter than it is: no edit
    capture_id = captures.add(
        conn, paper, visit, evidence, address, article_id=article.id, revision_id=revision_id, facts_sha256=digest
    )
    number = 0
    if revision_id is not None:
        if not latest:
            revisions.seen_earlier(conn, revision_id, capture_id, at)
        elif redated:
            revisions.date(conn, revision_id, capture_id, extraction, digest)
    elif doubt is None and not lacking:
        revision_id, number = revisions.add(conn, names, article.id, capture_id, extraction, digest, at, first=new)
        statements.change(conn, "capture", capture_id, {"revision_id": revision_id})
    shown: dict[str, int] = {}
    if doubt is not Reason.ELSEWHERE and visit.fetch.time_known:  # a count at a guessed moment is no observation
        own = visit.crawl_id is not None and visit.found_by != IMPORT
        shown = observations.add(conn, article.id, capture_id, extraction, at, latest=latest, own=own, first=new)
    _advance(conn, article, visit, extraction, revision_id, shown, latest=latest, written=number > 0, redated=redated)
    if not located.main.elsewhere:
        if located.moved or article.newspaper_id != paper.id:
            moves.settle(conn, paper, article, located.main, at, latest=latest)
        elif latest:
            moved = any(row.article_id == article.id for row in located.came_from)
            identity.settle_canonical(conn, paper, article, located.main, "redirect" if moved else "canonical", at)
    if not new:
        gone.returned(conn, article, at)
    _aliases(conn, paper, article.id, visit, extraction, located)
    if visit.parts:
        _take_parts(conn, paper, article.id, revision_id, visit)
    problems = [(problem.field, problem.reason.value) for problem in extraction.problems]
    if doubt is Reason.SHRUNK:
        problems.append(("body_text", doubt.value))
    if located.main.elsewhere:
        problems.append(("canonical_url", Reason.ELSEWHERE.value))
    captures.add_problems(conn, capture_id, problems)
    # an article's ETag follows its text: where its page shows counts as well, they change without it
    settled = Settled(
        due_at=visit.next_due,
        article_id=article.id,
        validators=doubt is None and extraction.views is None and extraction.comment_count is None,
        priority=frontier.REVISITS + visit.worth,
    )
    if doubt is not None and address is not None and address.reason != _DOUBT:
        settled = Settled(
            State.QUEUED,
            _DOUBT,
            at,
            article_id=article.id,
            priority=address.priority % frontier.LAST + frontier.LAST,
        )
    return Made(
        capture_id,
        settled,
        public_id=article.public_id,
        new_article=new,
        new_revision=number > 1,
        recheck=settled.reason is not None,
        problems=dict(problems),
    )


def _new_article(conn: Connection, paper: Paper, visit: Visit, extraction: Extraction, located: Located) -> Row[Any]:
    at, main = visit.fetch.fetched_at, located.main
    return _NEW.one(
        conn,
        public_id=public_id(paper.definition.name, main.key, main.url),
        newspaper_id=paper.id,
        article_key=main.key,
        url=visit.fetch.url,
        canonical_url=main.url,
        kind=extraction.kind.value,
        first_seen_at=at,
        last_seen_at=at,
    )


def _doubt(
    conn: Connection, article: Row[Any], extraction: Extraction, digest: str, at: datetime, *, elsewhere: bool
) -> Reason | None:
    """Why a change is not believed yet: far shorter, or another page's. Seen twice in a row, it is believed."""
    if article.revision_id is None:
        return None
    reason = Reason.ELSEWHERE if elsewhere else None
    if reason is None:
        before = len(
            conn.execute(select(REVISION.c.body_text).where(REVISION.c.id == article.revision_id)).scalar_one()
        )
        if before < SHORT or len(extraction.body_text) >= SHRUNK_TO * before:
            return None
        reason = Reason.SHRUNK
    last = conn.execute(
        select(CAPTURE.c.facts_sha256)
        .where(CAPTURE.c.article_id == article.id, CAPTURE.c.facts_sha256.is_not(None), CAPTURE.c.fetched_at <= at)
        .order_by(CAPTURE.c.fetched_at.desc(), CAPTURE.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if last == digest else reason


def _advance(
    conn: Connection,
    article: Row[Any],
    visit: Visit,
    extraction: Extraction,
    revision_id: int | None,
    shown: dict[str, int],
    *,
    latest: bool,
    written: bool,
    redated: bool,
) -> None:
    """Let the article show what was seen last, by the time of the fetch.

    Args:
        written: the revision was made just now.
        redated: it has another date since just now.
    """
    at = visit.fetch.fetched_at
    if not latest:
        if at < article.first_seen_at:
            statements.change(conn, "article", article.id, {"first_seen_at": at})
            if article.published_at is None and article.revision_id is not None:
                reprints.due(conn, article.id)  # who printed it first may be told by when it was seen
        return
    values: dict[str, Any] = {"last_seen_at": at, "url": visit.fetch.url, "kind": extraction.kind.value, **shown}
    if revision_id is not None and (revision_id != article.revision_id or redated):
        published = extraction.published
        values |= {"revision_id": revision_id, "published_at": published.moment if published else None}
        was = search_index.indexed(conn, article.revision_id) if article.revision_id is not None else None
        now = revisions.texts(extraction) if written else search_index.indexed(conn, revision_id)
        search_index.index(conn, article.id, now.title, now.lead, now.body, now.authors, was=was)
        reprints.due(conn, article.id)
    statements.change(conn, "article", article.id, values)


def _take_parts(conn: Connection, paper: Paper, article_id: int, revision_id: int | None, visit: Visit) -> None:
    """The captures of the further parts of a paged article are evidence of it; their addresses are its own."""
    for part in visit.parts:
        at = (CAPTURE.c.warc == part.warc, CAPTURE.c.offset == part.offset, CAPTURE.c.purpose == Purpose.PART.value)
        conn.execute(update(CAPTURE).where(*at).values(article_id=article_id, revision_id=revision_id))
        for url in conn.execute(select(CAPTURE.c.url).where(*at)).scalars():
            identity.remember(conn, paper, article_id, url, "part", visit.fetch.fetched_at)


def _aliases(
    conn: Connection, paper: Paper, article_id: int, visit: Visit, extraction: Extraction, located: Located
) -> None:
    """Keep the further addresses that a page names, that led to it, or under which it was fetched."""
    at, url = visit.fetch.fetched_at, visit.fetch.url
    if not located.main.elsewhere:
        if address_key(url) != address_key(located.main.url):
            kind = variant(url)
            plain = "canonical" if paper.definition.article_key(url) is not None else "short"
            identity.remember(conn, paper, article_id, url, kind[0] if kind else plain, at)
        for how, alias in extraction.aliases:
            identity.remember(conn, paper, article_id, alias, how, at)
    for row in located.came_from:
        if row.article_id is None or row.article_id == article_id:
            identity.remember(conn, paper, article_id, row.url, "redirect", at)
