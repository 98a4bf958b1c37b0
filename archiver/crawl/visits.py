"""From an exchange to a visit: read, judged, its addresses found. A replay of the bytes decides as the crawl did."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from archiver.core import kinds
from archiver.core.checks import Standing, Verdict, judge
from archiver.core.extract import extract
from archiver.core.links import part_number
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.revisit import AGES, next_visit, worth
from archiver.core.structured import read_structured
from archiver.core.tree import Tree, parse, text_of
from archiver.core.values import Extraction, Kind, Problem, Reason
from archiver.core.view_endpoints import read_counts
from archiver.crawl import discovery
from archiver.crawl.discovery import Discovery
from archiver.crawl.guard import Guard
from archiver.crawl.robots import read_robots
from archiver.storage.values import Found, Leased, Purpose, Visit
from archiver.storage.watch import NOT_A_LIST

NO_COUNT = "no view count"  # of an answer that should hold one
COUNTS = 45  # priority of a view count: before further articles, so that it is of the moment of its page
FEWEST = 3  # articles that a section names, at the least: less is a page of its own
A_PART = "part"  # of a paged article: read with its first part, never by itself
_PAGES = (Purpose.ARTICLE, Purpose.PART, Purpose.LISTING, Purpose.HOME)
log = logging.getLogger(__name__)


def read_visit(
    newspaper: Newspaper,
    purpose: Purpose,
    fetch: Fetch,
    *,
    leased: Leased | None = None,
    now: datetime | None = None,
    crawl_id: int | None = None,
    guard: Guard | None = None,
    retry_at: datetime | None = None,
    ages: Sequence[timedelta] = AGES,
) -> Visit:
    """Everything that the archive has to keep of one exchange.

    Args:
        newspaper: whose page it is.
        purpose: why it was asked for.
        fetch: the exchange.
        leased: the address as the frontier handed it out; None for an import, a replay or robots.txt.
        now: the present moment, from which the next visit is counted; default: when it was fetched.
        guard: judges redirects and found addresses; default: the newspaper's own.
        retry_at: the host asked for patience until then.
        ages: at which an article is visited again.

    Returns:
        A visit; a page that our reader fails on is kept with the problem `reader_error`, never lost.
    """
    now = now or fetch.fetched_at
    guard = guard or Guard(newspaper)
    known = leased is not None and leased.article_id is not None
    extraction, tree = _read(newspaper, purpose, fetch)
    verdict = judge(newspaper, purpose, fetch, extraction, known=known)
    visit = Visit(
        newspaper=newspaper.name,
        purpose=purpose,
        fetch=fetch,
        extraction=extraction,
        address_id=leased.id if leased else None,
        crawl_id=crawl_id,
        reason=None if verdict.standing in (Standing.STORED, Standing.REDIRECT) else verdict.reason,
    )
    if purpose is Purpose.ROBOTS:
        return _robots(visit, guard)
    if verdict.standing is Standing.STORED:
        return _stored(newspaper, visit, guard, now, leased, tree, ages)
    if verdict.standing is Standing.REDIRECT:
        return _redirected(visit, verdict, guard, purpose)
    if verdict.standing in (Standing.FAILED, Standing.BLOCKED):
        later = max(now, retry_at) if retry_at else now
        return replace(visit, retry_at=later if verdict.retryable else None)
    return visit


def _read(newspaper: Newspaper, purpose: Purpose, fetch: Fetch) -> tuple[Extraction | None, Tree | None]:
    """How the body reads, None where it is no page; and a source's page, parsed."""
    if not fetch.body.strip() or 300 <= fetch.status < 400 or purpose is Purpose.ROBOTS:
        return None, None
    if purpose is Purpose.VIEWS and not _looks_like_html(fetch):
        said = read_counts(fetch.body)
        return Extraction(fetch.url, Kind.OTHER, views=said.views, comment_count=said.comments), None
    if purpose not in _PAGES and not _looks_like_html(fetch):
        return None, None
    if purpose is Purpose.LISTING and fetch.body.lstrip()[:1] in (b"{", b"["):
        return None, None
    try:
        if purpose in (Purpose.ARTICLE, Purpose.PART):
            return extract(fetch.page(), newspaper.layouts, zone=newspaper.zone, newspaper=newspaper), None
        return _read_source(fetch)
    except Exception:  # our own fault, counted as reader_error; the page is kept and can be read again
        log.exception("the reader failed on %s", fetch.url)
        return Extraction(fetch.url, Kind.OTHER, problems=(Problem("body_text", Reason.READER_ERROR),)), None


def _read_source(fetch: Fetch) -> tuple[Extraction, Tree | None]:
    """What a page is that should name articles: a list, or what stands in its place."""
    page = fetch.page()
    told = kinds.before_parsing(page)
    if told is not None:
        return Extraction(fetch.url, told), None
    tree = parse(page)
    refusal = kinds.refusal(tree, text_of(tree.body), read_structured(tree))
    return Extraction(fetch.url, refusal or Kind.LISTING, encoding=tree.encoding), tree


def _looks_like_html(fetch: Fetch) -> bool:
    head = fetch.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script"))


def _stored(
    newspaper: Newspaper,
    visit: Visit,
    guard: Guard,
    now: datetime,
    leased: Leased | None,
    tree: Tree | None,
    ages: Sequence[timedelta],
) -> Visit:
    """A page of the kind that was hoped for."""
    fetch, extraction = visit.fetch, visit.extraction
    if visit.purpose is Purpose.ARTICLE:
        assert extraction is not None
        if _is_part(newspaper, fetch.url, extraction.canonical_url):
            return replace(visit, reason=A_PART, refusal=True)
        published = extraction.published.moment if extraction.published else None
        count = _count_of(extraction, fetch)
        due = next_visit(published, fetch.fetched_at, now, ages)
        return replace(visit, next_due=due, worth=worth(published, due, ages) if due else 0, found=count)
    if visit.purpose is Purpose.PART:
        return _part(visit)
    if visit.purpose is Purpose.VIEWS:
        counted = extraction is not None and extraction.views is not None
        return visit if counted else replace(visit, reason=NO_COUNT)
    named = discover(newspaper, guard, visit.purpose, fetch, tree)
    if visit.purpose is Purpose.LISTING and _is_no_list(leased, named, extraction):
        return replace(visit, reason=NOT_A_LIST, refusal=True)
    return replace(visit, found=named.found)


def _is_part(newspaper: Newspaper, url: str, canonical: str | None) -> bool:
    """True where a page says that it is a further part of another, whose key it does not contradict."""
    if part_number(url, canonical) == 1 or canonical is None:
        return False
    key = newspaper.article_key(url)
    return not key or key == newspaper.article_key(canonical)


def _part(visit: Visit) -> Visit:
    """A further part of a paged article: its text is its first part's, and no page of its own."""
    extraction = visit.extraction
    if extraction is None or not extraction.kind.is_article or not extraction.blocks:
        return replace(visit, reason=str(extraction.kind) if extraction is not None else "empty")
    return replace(visit, extraction=replace(extraction, kind=Kind.OTHER))


def _count_of(extraction: Extraction, fetch: Fetch) -> tuple[Found, ...]:
    """The address of the page's view count, due whenever the page was fetched."""
    if extraction.views_url is None:
        return ()
    return (Found(extraction.views_url, Purpose.VIEWS, "views", COUNTS, fetch.fetched_at),)


def discover(newspaper: Newspaper, guard: Guard, purpose: Purpose, fetch: Fetch, tree: Tree | None = None) -> Discovery:
    """What a source names."""
    if purpose is Purpose.FEED:
        return discovery.read_feed(newspaper, guard, fetch)
    if purpose is Purpose.SITEMAP:
        return discovery.read_sitemap(newspaper, guard, fetch)
    return discovery.read_listing(newspaper, guard, fetch, home=purpose is Purpose.HOME, tree=tree)


def _is_no_list(leased: Leased | None, named: Discovery, extraction: Extraction | None) -> bool:
    """True where a menu's entry turns out to be no section; what is declared is never given up."""
    if leased is None or leased.found_by != "home":
        return False
    wrong = extraction is not None and extraction.kind in (Kind.LOGIN, Kind.BINARY)
    return wrong or len(named.articles) < FEWEST


def _redirected(visit: Visit, verdict: Verdict, guard: Guard, purpose: Purpose) -> Visit:
    """A redirect whose target is asked for next, or refused."""
    assert verdict.to is not None
    refusal = guard.refusal(verdict.to)
    if refusal:
        return replace(visit, reason=refusal, refusal=True)
    hint = None if purpose is Purpose.ARTICLE else visit.fetch.fetched_at  # a source is asked again at each crawl
    found = Found(verdict.to, purpose, "redirect", discovery.REDIRECT, hint)
    return replace(visit, redirect_to=verdict.to, found=(found,))


def _robots(visit: Visit, guard: Guard) -> Visit:
    """robots.txt: evidence, and the sitemaps that it names."""
    rules = read_robots(visit.fetch)
    maps = [url for url in rules.sitemaps if guard.refusal(url) is None]
    found = tuple(Found(url, Purpose.SITEMAP, "robots", discovery.SITEMAP) for url in maps)
    return replace(visit, found=found, reason=rules.refusal or None, extraction=None)
