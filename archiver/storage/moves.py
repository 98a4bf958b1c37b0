"""Articles that moved with their paper, to a new domain or into the paper that took it over, and got another key there.

Nothing redirects, so title, time and text must all say so. A column that returns each week has another time, a text
that is printed again with corrections too. Between two papers that both live, the same text is a reprint: an agency
sends one text to all of them. So of two papers only what is the same to the minute moved from the one to the other, and
only if the other was not seen to have it while both lived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, bindparam, delete, or_, select, update

from archiver.core import likeness
from archiver.core.addresses import address_key
from archiver.core.newspaper import Newspaper
from archiver.core.reprints import Wording, share
from archiver.core.text import fold
from archiver.core.values import Extraction, Precision, Timestamp
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.prepared import Prepared

if TYPE_CHECKING:
    from archiver.storage.identity import Main, Paper

ARTICLE, ALIAS, NEWSPAPER, REVISION = (table(name) for name in ("article", "alias", "newspaper", "revision"))
HOW = "moved"
_FINE = (Precision.SECOND, Precision.MINUTE)
_MOST = 200  # articles of one moment that are looked at


@dataclass(frozen=True, slots=True)
class _End:
    """How a newspaper and the one that it became part of hang together."""

    until: date  # the last day of the one that ended
    ours: bool  # the page's own newspaper is the one that ended


def find(conn: Connection, paper: Paper, main: Main, extraction: Extraction, at: datetime | None) -> int | None:
    """The article that a page is whose address nobody knows, if it moved there; the row number, None where none did.

    Args:
        at: when the page was fetched; None where nobody knows.
    """
    published = extraction.published
    if published is None or not extraction.title:
        return None
    ended = _ended(conn, paper)
    ours = bool(paper.definition.former_domains)
    if not ours and not ended:
        return None
    day = published.moment.astimezone(paper.definition.zone).date()
    papers = [key for key, end in ended.items() if day <= end.until] + ([paper.id] if ours else [])
    title = fold(extraction.title).split()
    for row in _of_that_time(conn, papers, published, day, paper.definition):
        if row.newspaper_id == paper.id:
            moved = left(paper.definition, row.canonical_url, main.url)
        else:
            moved = _taken_over(row, published, ended[row.newspaper_id], at, paper.definition)
        if moved and fold(row.title).split() == title and _one_text(row, extraction):
            return int(row.id)
    return None


def settle(conn: Connection, paper: Paper, article: Row[Any], main: Main, at: datetime, *, latest: bool) -> None:
    """Let an article go by the address that it moved to; where that is older than what is known, keep it as an alias.

    The article stays one of its own newspaper, with its id.
    """
    if address_key(article.canonical_url) == address_key(main.url):
        return
    here = {"newspaper_id": paper.id, "url": main.url, "article_key": main.key}
    if not latest:
        _put(conn, article.id, here, at)
        return
    there = {
        "newspaper_id": article.newspaper_id,
        "url": article.canonical_url,
        "article_key": article.article_key,
    }
    values: dict[str, Any] = {"canonical_url": main.url}
    if article.newspaper_id == paper.id:
        values["article_key"] = main.key or article.article_key
        mine = (ALIAS.c.newspaper_id == paper.id, ALIAS.c.url_key == address_key(main.url))
        conn.execute(delete(ALIAS).where(*mine))  # it was an alias, and is the main address now
    else:
        _put(conn, article.id, here, at)  # by its key it is looked for in this newspaper
    conn.execute(update(ARTICLE).where(ARTICLE.c.id == article.id).values(**values))
    _put(conn, article.id, there, at)


def key_left_behind(conn: Connection, paper: Paper, article: Row[Any], main: Main) -> bool:
    """True where an article has the key of a page on the other side of a move alone: a new site may count anew."""
    if not paper.definition.former_domains or not main.key:
        return False
    known = select(ALIAS.c.url).where(ALIAS.c.article_id == article.id, ALIAS.c.article_key == main.key)
    named = [url for url in (article.canonical_url, article.url) if paper.definition.article_key(url) == main.key]
    return all(left(paper.definition, url, main.url) for url in (*named, *conn.execute(known).scalars()))


def at_one_minute(conn: Connection, article: Row[Any], published: Timestamp | None) -> bool:
    """True where an article and a page print one minute of publication."""
    precision = select(REVISION.c.published_precision).where(REVISION.c.id == article.revision_id)
    return (
        published is not None
        and published.precision in _FINE
        and published.moment == article.published_at
        and conn.execute(precision).scalar_one_or_none() in _FINE
    )


def _put(conn: Connection, article_id: int, alias: Mapping[str, Any], at: datetime) -> None:
    key = address_key(str(alias["url"]))
    known = select(ALIAS.c.id).where(ALIAS.c.newspaper_id == alias["newspaper_id"], ALIAS.c.url_key == key)
    if conn.execute(known).first() is None:
        statements.put(conn, "alias", {**alias, "article_id": article_id, "url_key": key, "how": HOW, "since": at})


def _ended(conn: Connection, paper: Paper) -> dict[int, _End]:
    """Newspapers that became part of this one, or it part of them."""
    mine = paper.definition
    asked = {"name": mine.name, "predecessor": mine.predecessor or "", "successor": mine.successor or ""}
    found: dict[int, _End] = {}
    for row in _LINEAGE.all(conn, **asked):
        ours = row.name == mine.successor
        until = mine.until if ours else row.valid_to
        if until is not None:
            found[row.id] = _End(until, ours)
    return found


def _of_that_time(
    conn: Connection, papers: list[int], published: Timestamp, day: date, definition: Newspaper
) -> Iterator[Any]:
    """Articles of some newspapers that were published at a moment, as far as both moments tell."""
    if not papers:
        return
    begin = datetime.combine(day, time(), definition.zone)
    fine = published.precision in _FINE
    when: ColumnElement[bool]
    if fine:  # the moment itself, or the day alone: two places in an index
        when = ARTICLE.c.published_at.in_((published.moment, begin))
    else:
        when = (ARTICLE.c.published_at >= begin) & (ARTICLE.c.published_at < begin + timedelta(days=1))
    asked = _CANDIDATES.where(when, ARTICLE.c.newspaper_id.in_(papers)).order_by(ARTICLE.c.id).limit(_MOST)
    for row in conn.execute(asked).all():
        if not fine or row.published_at == published.moment or row.published_precision == Precision.DAY:
            yield row


def _taken_over(row: Row[Any], published: Timestamp, end: _End, at: datetime | None, definition: Newspaper) -> bool:
    """True where an article of one paper and a page of the other have one minute, and the younger paper's came later.

    Midnight is how some pages print a day without a time.
    """
    if published.precision not in _FINE or row.published_precision not in _FINE:
        return False
    if published.moment.astimezone(definition.zone).time() == time() or row.published_at != published.moment:
        return False
    taken = row.first_seen_at if end.ours else at  # when we first saw it in the paper that lives
    return taken is not None and taken.astimezone(definition.zone).date() > end.until


def left(paper: Newspaper, one: str, other: str) -> bool:
    """True where one address lies on a domain of a paper that it left, and the other on another one.

    >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",),
    ...                   former_domains=("baomau.org.example",))
    >>> left(paper, "https://baomau.org.example/a", "https://m.baomau.example/a")
    True
    """
    domains = [_domain(paper, urlsplit(url).hostname or "") for url in (one, other)]
    return domains[0] != domains[1] and any(domain in paper.former_domains for domain in domains)


def _domain(paper: Newspaper, host: str) -> str:
    """The domain of a paper to which a host belongs: the longest, where one lies below another."""
    own = [name for name in (*paper.domains, *paper.former_domains) if host == name or host.endswith("." + name)]
    return max(own, key=len, default="")


def _one_text(row: Row[Any], extraction: Extraction) -> bool:
    one, other = Wording.of(row.lead, row.body_text), Wording.of(extraction.lead, extraction.body_text)
    return share(one, other) is not None or likeness.same(row.body_text, extraction.body_text)


_NAME: BindParameter[str] = bindparam("name")
_LINEAGE = Prepared(
    select(NEWSPAPER.c.id, NEWSPAPER.c.name, NEWSPAPER.c.valid_to).where(
        or_(NEWSPAPER.c.successor == _NAME, NEWSPAPER.c.name.in_((bindparam("predecessor"), bindparam("successor"))))
    )
)
_CANDIDATES = select(
    ARTICLE.c.id,
    ARTICLE.c.newspaper_id,
    ARTICLE.c.canonical_url,
    ARTICLE.c.published_at,
    ARTICLE.c.first_seen_at,
    REVISION.c.published_precision,
    REVISION.c.title,
    REVISION.c.lead,
    REVISION.c.body_text,
).join(REVISION, REVISION.c.id == ARTICLE.c.revision_id)
