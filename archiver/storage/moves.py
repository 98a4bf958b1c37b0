"""Articles that moved with their paper, to a new domain or into the paper that took it over, and got another key there.

Nothing redirects, so title, time and text must all say so. A column that returns each week has another time, a text
that is printed again with corrections too. Between two papers that both live, the same text is a reprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

if TYPE_CHECKING:
    from archiver.storage.identity import Main, Paper

ARTICLE, ALIAS, NEWSPAPER, REVISION = (table(name) for name in ("article", "alias", "newspaper", "revision"))
HOW = "moved"
_FINE = (Precision.SECOND, Precision.MINUTE)
_MOST = 200  # articles of one moment that are looked at


def find(conn: Connection, paper: Paper, main: Main, extraction: Extraction) -> int | None:
    """The article that a page is whose address nobody knows, if it moved there; the row number, None where none did."""
    published = extraction.published
    if published is None or not extraction.title:
        return None
    ended = _ended(conn, paper)
    ours = bool(paper.definition.former_domains)
    if not ours and not ended:
        return None
    day = published.moment.astimezone(paper.definition.zone).date()
    papers = [key for key, until in ended.items() if day <= until] + ([paper.id] if ours else [])
    title = fold(extraction.title).split()
    for row in _of_that_time(conn, papers, published, day, paper.definition):
        elsewhere = row.newspaper_id != paper.id or _left(paper.definition, row.canonical_url, main.url)
        if elsewhere and fold(row.title).split() == title and _one_text(row, extraction):
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


def _put(conn: Connection, article_id: int, alias: Mapping[str, Any], at: datetime) -> None:
    key = address_key(str(alias["url"]))
    known = select(ALIAS.c.id).where(ALIAS.c.newspaper_id == alias["newspaper_id"], ALIAS.c.url_key == key)
    if conn.execute(known).first() is None:
        statements.put(conn, "alias", {**alias, "article_id": article_id, "url_key": key, "how": HOW, "since": at})


def _ended(conn: Connection, paper: Paper) -> dict[int, date]:
    """Newspapers that became part of this one, or it part of them -> the last day of the one that ended."""
    mine = paper.definition
    asked = {"name": mine.name, "predecessor": mine.predecessor or "", "successor": mine.successor or ""}
    found: dict[int, date] = {}
    for row in conn.execute(_LINEAGE, asked):
        until = mine.until if row.name == mine.successor else row.valid_to
        if until is not None:
            found[row.id] = until
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


def _left(paper: Newspaper, one: str, other: str) -> bool:
    """True where one address lies on a domain of a paper that it left, and the other on another one."""
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
_LINEAGE = select(NEWSPAPER.c.id, NEWSPAPER.c.name, NEWSPAPER.c.valid_to).where(
    or_(NEWSPAPER.c.successor == _NAME, NEWSPAPER.c.name.in_((bindparam("predecessor"), bindparam("successor"))))
)
_CANDIDATES = select(
    ARTICLE.c.id,
    ARTICLE.c.newspaper_id,
    ARTICLE.c.canonical_url,
    ARTICLE.c.published_at,
    REVISION.c.published_precision,
    REVISION.c.title,
    REVISION.c.lead,
    REVISION.c.body_text,
).join(REVISION, REVISION.c.id == ARTICLE.c.revision_id)
