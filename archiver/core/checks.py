"""What an answer is worth: an article, a list, a redirect, a disappearance, a wall, a failure. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from archiver.core.addresses import address_key, normalise_url
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.values import Extraction, Kind

REDIRECTS = frozenset((301, 302, 303, 307, 308))
ARTICLE = "article"  # the purpose under which an address of an article is asked for; others are its sources
WALL = "block"  # the reason given for a challenge, captcha, consent or "access denied" page
_REFUSALS = frozenset((401, 403, 407, 451))
_MEMBERS = ("feed", "sitemap")


class Standing(StrEnum):
    """What became of a question."""

    STORED = "stored"  # what was hoped for
    NOT_MODIFIED = "not_modified"
    REDIRECT = "redirect"
    GONE = "gone"
    BLOCKED = "blocked"  # a wall stands before the page; never got round
    FAILED = "failed"  # nothing can be said of the page
    OTHER = "other"  # a page, but not one of the kind that was hoped for


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement and its reason."""

    standing: Standing
    reason: str | None = None  # "404", "soft404", "home", "block", "http 503", "truncated", a kind of page
    to: str | None = None  # where a redirect leads, absolute; not yet judged by the guard
    retryable: bool = False  # the same question may get another answer


def judge(
    newspaper: Newspaper, purpose: str, fetch: Fetch, extraction: Extraction | None, *, known: bool = False
) -> Verdict:
    """What an exchange says of the address that was asked for.

    Args:
        newspaper: whose page it should be.
        purpose: why it was asked for, as in storage.values.Purpose.
        fetch: the exchange.
        extraction: how the body was read; None where it is no page (a feed, robots.txt, no body).
        known: an article was once read at this address, so that a page that is none means that it is gone.

    >>> from datetime import UTC, datetime
    >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",))
    >>> seen = Fetch("https://baomau.example/a12.html", 302, (("Location", "/"),), b"", b"", datetime.now(UTC))
    >>> judge(paper, "article", seen, None)
    Verdict(standing=<Standing.GONE: 'gone'>, reason='home', to='https://baomau.example/', retryable=False)
    """
    status = fetch.status
    if status == 304:
        return Verdict(Standing.NOT_MODIFIED)
    if status in REDIRECTS:
        return _redirect(newspaper, purpose, fetch)
    if status in (404, 410):
        return Verdict(Standing.GONE, str(status))
    if extraction is not None and extraction.kind is Kind.BLOCK and status != 429:  # "too many requests" is no wall yet
        return Verdict(Standing.BLOCKED, WALL, retryable=True)
    if status in _REFUSALS:
        return Verdict(Standing.BLOCKED, f"http {status}", retryable=True)
    if status in (408, 425, 429) or status >= 500:
        return Verdict(Standing.FAILED, f"http {status}", retryable=True)
    if status != 200:
        return Verdict(Standing.FAILED, f"http {status}")
    if fetch.truncated:
        return Verdict(Standing.FAILED, "truncated", retryable=True)
    if not fetch.body.strip():
        return Verdict(Standing.FAILED, "empty", retryable=True)
    return _page(purpose, extraction, known=known)


def _redirect(newspaper: Newspaper, purpose: str, fetch: Fetch) -> Verdict:
    """A redirect, which of an article to the front page means that it is gone."""
    location = fetch.header("Location").strip()
    try:
        to = normalise_url(urljoin(fetch.url, location)) if location else None
        parts = urlsplit(to or "")
        top = parts.path in ("", "/") and not parts.query and newspaper.owns(parts.hostname or "")
        front = top or bool(to and newspaper.home and address_key(to) == address_key(newspaper.home))
    except ValueError:
        to, front = None, False
    if to is None:
        return Verdict(Standing.FAILED, f"http {fetch.status} without a place to go to")
    if front and purpose == ARTICLE:
        return Verdict(Standing.GONE, "home", to)
    return Verdict(Standing.REDIRECT, f"http {fetch.status}", to)


def _page(purpose: str, extraction: Extraction | None, *, known: bool) -> Verdict:
    """An answer of 200 with a body."""
    if extraction is None:
        return Verdict(Standing.STORED)
    kind = extraction.kind
    if purpose in _MEMBERS:  # a page where a list for machines should be
        return Verdict(Standing.OTHER, str(kind))
    if kind is Kind.ERROR:
        return Verdict(Standing.GONE, "soft404")
    if purpose != ARTICLE or kind.is_article:
        return Verdict(Standing.STORED)
    if kind is Kind.EMPTY:
        return Verdict(Standing.FAILED, "empty", retryable=True)
    if kind is Kind.LISTING and known:
        return Verdict(Standing.GONE, "soft404")
    return Verdict(Standing.OTHER, str(kind))
