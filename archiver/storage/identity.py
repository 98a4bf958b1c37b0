"""Which article a page is: by the site's own key, else by its canonical address, else by any address it ever had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    literal,
    or_,
    select,
    union_all,
    update,
)

from archiver.core.addresses import address_key, normalise_url, public_id, variant
from archiver.core.newspaper import Newspaper
from archiver.core.text import fold
from archiver.core.values import Extraction
from archiver.storage import moves, statements
from archiver.storage.database import table
from archiver.storage.frontier import LONGEST_URL
from archiver.storage.prepared import Prepared

ARTICLE = table("article")
ADDRESS = table("address")
ALIAS = table("alias")
REVISION = table("revision")

_HOPS = 5  # threat_model section 5: REDIRECT_MAX_TIMES
_ALIKE = 0.5  # share of common words from which two texts are one text that was edited


@dataclass(frozen=True, slots=True)
class Paper:
    """A registered newspaper."""

    id: int
    definition: Newspaper


@dataclass(frozen=True, slots=True)
class Main:
    """The address that a page goes by."""

    url: str
    key: str | None  # the site's own key in it, None where its addresses have none
    elsewhere: bool  # the page names another page as its canonical address; `url` is the one that was fetched


@dataclass(frozen=True, slots=True)
class Located:
    """Which article a page is."""

    article: Row[Any] | None  # None: a new one
    main: Main
    came_from: tuple[Row[Any], ...] = ()  # addresses that redirect to the one that was fetched
    moved: bool = False  # title, time and text alone say so: it moved here with its paper


def main_address(paper: Newspaper, url: str, canonical: str | None) -> Main:
    """The address that a page goes by: its canonical one where that can be believed, else the one that was fetched.

    A canonical address on a foreign host, or with another article's key, names another page: `elsewhere`. One that is
    no article's address (the front page, in a broken template) says nothing.

    >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",),
    ...                   article_url=r"-a(?P<key>\\d+)\\.html$")
    >>> main_address(paper, "https://m.baomau.example/x-a12.html", "https://baomau.example/x-a12.html")
    Main(url='https://baomau.example/x-a12.html', key='12', elsewhere=False)
    """
    fetched = paper.article_key(url)
    named = normalise_url(canonical, url) if canonical else None
    if named is None or len(named) > LONGEST_URL:
        return Main(url, fetched or None, elsewhere=False)
    if not paper.owns(urlsplit(named).hostname or ""):
        return Main(url, fetched or None, elsewhere=True)
    key = paper.article_key(named)
    if key is None:
        return Main(url, fetched or None, elsewhere=False)
    if key and fetched and key != fetched:
        return Main(url, fetched, elsewhere=True)
    return Main(named, key or fetched or None, elsewhere=False)


def locate(
    conn: Connection,
    paper: Paper,
    url: str,
    extraction: Extraction,
    address: Row[Any] | None,
    at: datetime | None,
) -> Located:
    """Find the article that a page is, so that no key, canonical address or alias ever has a second one.

    A page speaks for the address that it stands at. What it claims beyond that (another's canonical address) is
    believed only as long as the page that stands there does not show another text.

    Args:
        url: that was fetched.
        address: its row in the frontier, None where it has none.
        at: when it was fetched; None where nobody knows.
    """
    main = main_address(paper.definition, url, extraction.canonical_url)
    fresh = address is None or address.last_fetched_at is None  # never asked for yet: what is known of it was claimed
    known = by_id(conn, address.article_id) if address is not None and address.article_id is not None else None
    if main.url != url and _claims(paper.definition, url, main.url):
        there = Main(main.url, paper.definition.article_key(main.url) or None, elsewhere=False)
        other = _by_any(conn, paper, there, main.url)
        if other is not None and known is not None and other.id == known.id:
            other = _by_any(conn, paper, replace(there, key=None), main.url)  # by its key it found itself
        if other is not None and (other.id != known.id if known is not None else not alike(conn, other, extraction)):
            main = Main(url, paper.definition.article_key(url) or None, elsewhere=True)
    if known is not None and not fresh and (known.article_key == main.key or main.key is None):
        return Located(known, main)  # a visit like the last one: the common case
    came_from = _sources(conn, address.id) if address is not None else ()
    found = _by_any(conn, paper, main, url)
    if (
        found is not None
        and fresh
        and not _sent(paper.definition, found, main, came_from)
        and _claims(paper.definition, url, found.url)
        and not alike(conn, found, extraction)
    ):
        _give_back(conn, paper, found, url)
        found = _by_any(conn, paper, main, url) if paper.definition.former_domains else None
    if found is not None and moves.key_left_behind(conn, paper, found, main):
        if known is not None and not fresh:
            return Located(known, replace(main, key=known.article_key), came_from)
        agrees = alike(conn, found, extraction) or moves.at_one_minute(conn, found, extraction.published)
        if not agrees and not _sent(paper.definition, found, main, came_from):
            main = replace(main, key=None)
            found = _by_any(conn, paper, main, url)
    if found is None:
        moved = [row.article_id for row in came_from if row.article_id is not None]
        found = next((one for one in (by_id(conn, number) for number in moved) if alike(conn, one, extraction)), None)
    if found is None and not main.elsewhere:
        moved_id = moves.find(conn, paper, main, extraction, at)
        if moved_id is not None:
            return Located(by_id(conn, moved_id), main, came_from, moved=True)
    return Located(found, main, came_from)


def _claims(paper: Newspaper, url: str, named: str) -> bool:
    """True where a page's own word alone makes it the page of another address: no key in its own says so too.

    A key says nothing between a paper's old site and its new one.
    """
    key = paper.article_key(url)
    if key and key == paper.article_key(named) and not moves.left(paper, url, named):
        return False
    return address_key(named) != address_key(url)


def _sent(paper: Newspaper, article: Row[Any], main: Main, came_from: Iterable[Row[Any]]) -> bool:
    """True where an article's own address with the same key redirects to a page."""
    return any(row.article_id == article.id and paper.article_key(row.url) == main.key for row in came_from)


def _give_back(conn: Connection, paper: Paper, article: Row[Any], url: str) -> None:
    """Take from an article the address, and its key, of another page that its own page had claimed."""
    key, mine = paper.definition.article_key(url), address_key(url)
    named: ColumnElement[bool] = ALIAS.c.url_key.in_((mine, address_key(article.url)))
    if key:
        named = or_(named, ALIAS.c.article_key == key)
    conn.execute(delete(ALIAS).where(ALIAS.c.newspaper_id == paper.id, ALIAS.c.article_id == article.id, named))
    if address_key(article.canonical_url) == mine or (key and article.article_key == key):
        own = paper.definition.article_key(article.url) or None
        name = public_id(paper.definition.name, own, article.url)
        values = {"canonical_url": article.url, "article_key": own, "public_id": name}
        conn.execute(update(ARTICLE).where(ARTICLE.c.id == article.id).values(**values))


def by_id(conn: Connection, article_id: int) -> Row[Any]:
    """The row of an article."""
    return _BY_ID.one(conn, wanted=article_id)


def at(conn: Connection, newspaper_id: int, urls: Iterable[str]) -> Row[Any] | None:
    """The article that one of these addresses leads to, in their order."""
    for url in dict.fromkeys(urls):
        names = {"paper": newspaper_id, "key": address_key(url)}
        leads_to, owner = tuple(_OWNERS.one(conn, **names))
        if leads_to is not None or owner is not None:
            return by_id(conn, owner if leads_to is None else leads_to)
    return None


def remember(conn: Connection, paper: Paper, article_id: int, url: str, how: str, since: datetime) -> None:
    """Keep a further address of an article; one that leads to an article already, or names another, is left alone."""
    usable = normalise_url(url) if len(url) <= LONGEST_URL else None
    if (
        usable is None
        or urlsplit(usable).path in ("", "/")
        or not paper.definition.owns(urlsplit(usable).hostname or "")
    ):
        return
    names = {"paper": paper.id, "key": address_key(usable)}
    leads_to, owner = tuple(_OWNERS.one(conn, **names))
    if leads_to is not None:
        return
    article = by_id(conn, article_id)
    key = paper.definition.article_key(usable)
    if how in ("og", "canonical") and key is None:
        return  # a site-wide address, named by every page
    if names["key"] == address_key(article.canonical_url):
        return
    if how not in ("redirect", "canonical", "part") and key is not None and not _is_its_own(article, usable, key):
        return  # the address of an article, and nothing but the page's word says of which
    if owner is not None and owner != article_id:
        return
    alias = {
        "newspaper_id": paper.id,
        "article_id": article_id,
        "url": usable,
        "url_key": names["key"],
        "article_key": key or None,
        "how": how,
        "since": since,
    }
    statements.put(conn, "alias", alias)
    if owner is None:
        _OWN.run(conn, **names, article=article_id)


def _is_its_own(article: Row[Any], url: str, key: str) -> bool:
    """True where an address of an article's form shows by itself that it is this article's."""
    twin = variant(url)
    return key == article.article_key or (
        twin is not None and address_key(twin[1]) == address_key(article.canonical_url)
    )


def settle_canonical(conn: Connection, paper: Paper, article: Row[Any], main: Main, how: str, now: datetime) -> None:
    """Let an article go by another address from now on; the one it went by becomes an alias."""
    if address_key(article.canonical_url) == address_key(main.url):
        return
    conn.execute(
        update(ARTICLE)
        .where(ARTICLE.c.id == article.id)
        .values(canonical_url=main.url, article_key=main.key or article.article_key)
    )
    conn.execute(
        delete(ALIAS).where(ALIAS.c.newspaper_id == paper.id, ALIAS.c.url_key == address_key(main.url))
    )  # it was an alias, and is the main address now
    remember(conn, paper, article.id, article.canonical_url, how, now)


def alike(conn: Connection, article: Row[Any], extraction: Extraction) -> bool:
    """True where a page shows the text of an article's last revision, edited perhaps, and not another text.

    A site that sends a thousand old addresses to one notice does not make one article of them.
    """
    if article.revision_id is None:
        return False
    last = conn.execute(
        select(REVISION.c.title, REVISION.c.body_text).where(REVISION.c.id == article.revision_id)
    ).one()
    return same_text(last.title, last.body_text, extraction.title or "", extraction.body_text)


def same_text(title: str, body: str, other_title: str, other_body: str) -> bool:
    """True where two texts have one title, or most of their words in common.

    >>> same_text("Cầu mới thông xe", "a b c d", "CẦU MỚI THÔNG XE", ""), same_text("x", "a b c d", "y", "e f g h")
    (True, False)
    """
    if title and fold(title).split() == fold(other_title).split():
        return True
    words, others = set(fold(body).split()), set(fold(other_body).split())
    return bool(words and others) and len(words & others) >= _ALIKE * max(len(words), len(others))


def _by_any(conn: Connection, paper: Paper, main: Main, url: str) -> Row[Any] | None:
    """The article of a key, a canonical address, a fetched one; in this order, its present names before former ones."""
    names = {
        "paper": paper.id,
        "public": public_id(paper.definition.name, main.key, main.url),
        "site_key": main.key or "",
        "main": address_key(main.url),
        "fetched": address_key(url),
    }
    found = _BY_ANY.first(conn, **names)
    return None if found is None else by_id(conn, found.article_id)


def _sources(conn: Connection, address_id: int) -> tuple[Row[Any], ...]:
    """The addresses that redirect to this one, over at most five hops, nearest first."""
    found: dict[int, Row[Any]] = {}
    edge = [address_id]
    for _ in range(_HOPS):
        rows = [row for one in edge for row in _REDIRECTING.all(conn, target=one)]
        fresh = sorted((row for row in rows if row.id not in found and row.id != address_id), key=lambda row: row.id)
        found |= {row.id: row for row in fresh}
        edge = [row.id for row in fresh]
        if not edge:
            break
    return tuple(found.values())


def _any() -> CompoundSelect[Any]:
    """One statement for all the ways to an article: a new one passes every one of them."""
    paper: BindParameter[int] = bindparam("paper")
    ways: list[Select[Any]] = [
        select(literal(1).label("rank"), ARTICLE.c.id.label("article_id")).where(
            ARTICLE.c.public_id == bindparam("public")
        )
    ]
    key: BindParameter[str] = bindparam("site_key")
    ways.append(
        select(literal(2), ARTICLE.c.id).where(ARTICLE.c.newspaper_id == paper, ARTICLE.c.article_key == key, key != "")
    )
    ways.append(
        select(literal(3), ALIAS.c.article_id).where(
            ALIAS.c.newspaper_id == paper, ALIAS.c.article_key == key, key != ""
        )
    )
    for rank, name in ((4, "main"), (6, "fetched")):
        where: BindParameter[str] = bindparam(name)
        ways.append(
            select(literal(rank), ALIAS.c.article_id).where(ALIAS.c.newspaper_id == paper, ALIAS.c.url_key == where)
        )
        ways.append(
            select(literal(rank + 1), ADDRESS.c.article_id).where(
                ADDRESS.c.newspaper_id == paper, ADDRESS.c.url_key == where, ADDRESS.c.article_id.is_not(None)
            )
        )
    return union_all(*ways).order_by("rank", "article_id").limit(1)


_PAPER: BindParameter[int] = bindparam("paper")
_KEY: BindParameter[str] = bindparam("key")
_BY_ID = Prepared(select(ARTICLE).where(ARTICLE.c.id == bindparam("wanted")))
_BY_ALIAS = select(ALIAS.c.article_id).where(ALIAS.c.newspaper_id == _PAPER, ALIAS.c.url_key == _KEY)
_BY_ADDRESS = select(ADDRESS.c.article_id).where(ADDRESS.c.newspaper_id == _PAPER, ADDRESS.c.url_key == _KEY)
_OWNERS = Prepared(select(_BY_ALIAS.scalar_subquery(), _BY_ADDRESS.scalar_subquery()))
_OWN = Prepared(
    update(ADDRESS)
    .where(ADDRESS.c.newspaper_id == _PAPER, ADDRESS.c.url_key == _KEY, ADDRESS.c.purpose == "article")
    .values(article_id=bindparam("article"))
)
_REDIRECTING = Prepared(select(ADDRESS).where(ADDRESS.c.redirects_to_id == bindparam("target")))
_BY_ANY = Prepared(_any())
