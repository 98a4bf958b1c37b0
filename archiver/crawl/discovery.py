"""Which addresses a page names that are worth asking for: articles, further pages, sections, feeds, sitemaps. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from archiver.core.addresses import address_key, next_page, normalise_url, variant
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch, Page
from archiver.core.tree import Link, Tree, links, links_of
from archiver.crawl.guard import Guard
from archiver.crawl.machine_lists import Entry, read_machine_list
from archiver.storage.values import Found, Purpose

HOME, REDIRECT, FEED, SITEMAP, CHILD, SECTION, ARTICLE, PAGING = 5, 8, 10, 20, 25, 30, 50, 60  # priorities
MAX_SECTIONS = 40
MAX_FEEDS = 10
_WATCHED_CHILDREN = 2  # of an index without dates: the newest ones are read again at each crawl
_SAME_DATE = 5  # entries that share one lastmod: it is when the list was written, not when they were

_NO_SECTION = re.compile(
    r"/(?:tags?|tu-khoa|search|tim-kiem|login|dang-nhap|dang-ky|register|rss|feeds?|author|tac-gia|lien-he|contact"
    r"|gioi-thieu|about|quang-cao|ads?|banners?|toa-soan|lich|calendar|archive|luu-tru|comment|print|amp|member|user"
    r"|share|cdn-cgi|wp-[a-z]+|api|node|ban-do|sitemap|privacy|terms|dieu-khoan)(?:[/.?-]|$)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|pdf|docx?|xlsx?|zip|rar|mp[34]|xml|rss|atom|json)$",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\.(?:php|aspx?|jsp|cgi)$", re.IGNORECASE)  # one page for all: parameters say which section
_SCRIPT_PARAMETERS = 3
_DATED = re.compile(r"\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?(?:/|$|\.)")
_FEED_URL = re.compile(r"(?:rss|feed|atom)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|binh-luan", re.IGNORECASE)
_PAGE_PARAMETERS = ("page", "p", "paged", "trang", "pageindex", "page_index", "pagenumber", "pg")
_NUMBERS = re.compile(r"\d+")
_MAX_STRINGS = 5000


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one page names."""

    articles: tuple[Found, ...] = ()
    sources: tuple[Found, ...] = ()  # feeds, sitemaps, sections
    following: Found | None = None  # the next page of this list

    @property
    def found(self) -> tuple[Found, ...]:
        """All of it, in order."""
        return (*self.sources, *self.articles, *((self.following,) if self.following else ()))


def declared_sources(newspaper: Newspaper) -> tuple[Found, ...]:
    """What a newspaper's definition says to watch.

    >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",),
    ...                   home="https://baomau.example/")
    >>> [(found.url, str(found.purpose)) for found in declared_sources(paper)]
    [('https://baomau.example/', 'home')]
    """
    kinds = (
        ((newspaper.home,), Purpose.HOME, HOME),
        (newspaper.feeds, Purpose.FEED, FEED),
        (newspaper.sitemaps, Purpose.SITEMAP, SITEMAP),
        (newspaper.sections, Purpose.LISTING, SECTION),
    )
    return tuple(
        Found(normalise_url(url) or url, purpose, "definition", priority)
        for urls, purpose, priority in kinds
        for url in urls
        if url
    )


def read_feed(newspaper: Newspaper, guard: Guard, fetch: Fetch) -> Discovery:
    """The articles that a feed names."""
    listed = read_machine_list(fetch.body, fetch.header("Content-Type"), zone=newspaper.zone)
    found = _articles(newspaper, guard, _as_hinted(listed.entries, fetch), "feed")
    return Discovery(tuple(found))


def read_sitemap(newspaper: Newspaper, guard: Guard, fetch: Fetch) -> Discovery:
    """The articles that a sitemap names, or the sitemaps that an index names, newest first."""
    listed = read_machine_list(fetch.body, fetch.header("Content-Type"), zone=newspaper.zone)
    if listed.kind == "index":
        return Discovery(sources=tuple(_children(guard, fetch, listed.entries)))
    found = _articles(newspaper, guard, _as_hinted(listed.entries, fetch), "sitemap")
    return Discovery(tuple(found))


def _as_hinted(entries: Sequence[Entry], fetch: Fetch) -> Iterator[tuple[str, datetime | None]]:
    """Addresses with the moment of their last change, as far as it can be believed."""
    now = fetch.fetched_at
    counts: dict[datetime, int] = {}
    for entry in entries:
        if entry.modified:
            counts[entry.modified] = counts.get(entry.modified, 0) + 1
    for entry in entries:
        hint = entry.modified
        if hint and counts[hint] >= _SAME_DATE and counts[hint] * 2 > len(entries):
            hint = None
        hint = hint or entry.published
        url = normalise_url(entry.url, fetch.url)
        if url is not None:
            yield url, hint if hint and hint <= now else None


def _children(guard: Guard, fetch: Fetch, entries: Sequence[Entry]) -> Iterator[Found]:
    """The sitemaps of an index. One without a date is watched where its name says that it is the newest."""
    owned = [(url, e) for e in entries if (url := normalise_url(e.url, fetch.url)) and guard.refusal(url) is None]
    owned.sort(key=lambda pair: (pair[1].modified is not None, pair[1].modified or 0, _numbers(pair[0])), reverse=True)
    for number, (url, entry) in enumerate(owned):
        hint = entry.modified
        if hint is None and number < _WATCHED_CHILDREN:
            hint = fetch.fetched_at
        yield Found(url, Purpose.SITEMAP, "sitemap", CHILD, hint)


def _numbers(url: str) -> tuple[int, ...]:
    """The numbers of an address, by which monthly or numbered files sort."""
    return tuple(int(n[:9]) for n in _NUMBERS.findall(urlsplit(url).path))


def _articles(
    newspaper: Newspaper, guard: Guard, named: Iterable[tuple[str, datetime | None]], how: str
) -> Iterator[Found]:
    """Those of the named addresses (normalised) that are articles' main addresses, each once."""
    seen = set()
    for address, hint in named:
        twin = variant(address)
        main = twin is not None and guard.refusal(twin[1]) is None and newspaper.is_article_url(twin[1])
        url = twin[1] if twin is not None and main else address
        if guard.refusal(url) is not None or not newspaper.is_article_url(url):
            continue
        key = address_key(url)
        if key not in seen:
            seen.add(key)
            yield Found(url, Purpose.ARTICLE, how, ARTICLE, hint)


def read_listing(
    newspaper: Newspaper, guard: Guard, fetch: Fetch, *, home: bool = False, tree: Tree | None = None
) -> Discovery:
    """What a section page, a further page of one, an answer of a load-more endpoint or the front page names.

    Args:
        home: the front page: feeds are looked for, and sections where the definition names none; it has no next page.
        tree: the page, where it is parsed already.
    """
    page, more = _as_page(fetch)
    named = links_of(tree) if tree is not None else links(page)
    how = "home" if home else "listing"
    articles = tuple(_articles(newspaper, guard, ((link.url, None) for link in named), how))
    if home:
        sources = [*_feeds(guard, named)]
        if not newspaper.sections:
            sources += _sections(newspaper, guard, fetch.url, named)
        return Discovery(articles, tuple(sources))
    following = _following(newspaper, guard, fetch, named, more) if articles else None
    hint = fetch.fetched_at  # a further page has moved whenever the first one has: it is asked for again
    return Discovery(
        articles,
        following=Found(following, Purpose.LISTING, "paging", PAGING, hint) if following else None,
    )


def _feeds(guard: Guard, named: Sequence[Link]) -> list[Found]:
    """The feeds that a page declares in its head."""
    urls = [
        link.url
        for link in named
        if "alternate" in link.rel.split()
        and _FEED_URL.search(urlsplit(link.url).path + "?" + urlsplit(link.url).query)
        and not _COMMENTS.search(link.url)
        and guard.refusal(link.url) is None
    ]
    return [Found(url, Purpose.FEED, "home", FEED) for url in dict.fromkeys(urls)][:MAX_FEEDS]


def _sections(newspaper: Newspaper, guard: Guard, base: str, named: Sequence[Link]) -> list[Found]:
    """The sections of a newspaper as its front page's menus name them: short names for short addresses."""
    navigation = [link for link in named if link.where == "nav"]
    front = address_key(base)
    chosen: dict[str, str] = {}
    for link in navigation if len(navigation) >= 3 else named:
        key = address_key(link.url)
        if key != front and key not in chosen and _may_be_section(newspaper, guard, link):
            chosen[key] = link.url
    return [Found(url, Purpose.LISTING, "home", SECTION) for url in chosen.values()][:MAX_SECTIONS]


def _may_be_section(newspaper: Newspaper, guard: Guard, link: Link) -> bool:
    parts = urlsplit(link.url)
    words = link.text.split()
    path = unquote(parts.path)
    return (
        bool(words)
        and len(words) <= 6
        and len(link.text) <= 40
        and any(c.isalpha() for c in link.text)
        and link.where not in ("data", "footer")
        and not set(link.rel.split()) & {"nofollow", "alternate", "canonical", "next", "prev", "amphtml", "tag"}
        and path.strip("/").count("/") <= 1
        and len(parse_qsl(parts.query)) <= (_SCRIPT_PARAMETERS if _SCRIPT.search(path) else 1)
        and bool(path.strip("/") or parts.query)
        and not _NO_SECTION.search(path)
        and not _FILE.search(path)
        and not _DATED.search(path)
        and guard.refusal(link.url) is None
        and variant(link.url) is None
        and not newspaper.is_article_url(link.url)
    )


def is_file(url: str) -> bool:
    """True where an address names a picture, a document or a list for machines, not a page.

    >>> is_file("https://baomau.example/cau-moi.jpg"), is_file("https://baomau.example/cau-moi.html")
    (True, False)
    """
    return _FILE.search(unquote(urlsplit(url).path)) is not None


def _following(
    newspaper: Newspaper, guard: Guard, fetch: Fetch, named: Sequence[Link], more: bool | None
) -> str | None:
    """The address of the next page of a list, by its links, its load-more endpoint, or by counting on."""
    if more is False:
        return None
    candidates = [
        link.url for link in named if not newspaper.is_article_url(link.url) and guard.refusal(link.url) is None
    ]
    url = next_page(fetch.url, candidates)
    if url is None:
        url = next((x.url for x in named if "next" in x.rel.split() and guard.refusal(x.url) is None), None)
    if url is None:
        url = next((x.url for x in named if x.where == "data" and x.url in candidates and _counts(x.url)), None)
    if url is None and (more or b"<html" not in fetch.body[:2000].lower()):
        url = _counted_on(fetch.url)
    return url if url and address_key(url) != address_key(fetch.url) else None


def _counts(url: str) -> bool:
    """True where an address carries a page's number."""
    return any(name.lower() in (*_PAGE_PARAMETERS, "start", "offset") for name, _ in parse_qsl(urlsplit(url).query))


def _counted_on(url: str) -> str | None:
    """The address with its page's number one higher.

    >>> _counted_on("https://baomau.example/api/more?cate=3&page=2")
    'https://baomau.example/api/more?cate=3&page=3'
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for number, (name, value) in enumerate(query):
        if name.lower() in _PAGE_PARAMETERS and value.isascii() and value.isdigit() and len(value) < 7:
            query[number] = (name, str(int(value) + 1))
            return urlunsplit(parts._replace(query=urlencode(query)))
    return None


def _as_page(fetch: Fetch) -> tuple[Page, bool | None]:
    """The page of links that an answer is; JSON with pieces of HTML or addresses in it becomes one.

    The second value is what JSON says of there being more; None where nobody says.
    """
    start = fetch.body.lstrip()[:1]
    if start not in (b"{", b"["):
        return fetch.page(), None
    try:
        data = json.loads(fetch.body)
    except (ValueError, RecursionError):
        return fetch.page(), None
    pieces = [_as_html(text) for text in _strings(data)]
    return Page(fetch.url, "\n".join(pieces).encode("utf-8", "replace"), "text/html; charset=utf-8"), _says_more(data)


def _as_html(text: str) -> str:
    if "<" in text:
        return text
    if text.startswith(("http://", "https://", "/")) and " " not in text and len(text) < 1000:
        return f'<a href="{text.replace(chr(34), "%22")}"></a>'
    return ""


def _strings(data: Any) -> Iterator[str]:
    """The texts of a JSON value, in order, at most 5000."""
    waiting, count = [data], 0
    while waiting and count < _MAX_STRINGS:
        value = waiting.pop()
        if isinstance(value, str):
            count += 1
            yield value
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _says_more(data: Any) -> bool | None:
    if isinstance(data, dict):
        for name in ("more", "has_more", "hasMore", "loadmore", "has_next", "hasNext"):
            if isinstance(data.get(name), bool):
                return bool(data[name])
    return None


def in_span(found: Found, since: datetime | None, until: datetime | None, slack: timedelta = timedelta(days=1)) -> bool:
    """False where the source itself says that an address lies outside a span of publication.

    A change after `until` says nothing of the day of publication, a change before `since` does.
    """
    hint = found.modified_hint
    if hint is None or found.purpose is not Purpose.ARTICLE:
        return True
    return not (since and hint < since - slack) and not (until and found.found_by == "feed" and hint > until + slack)
