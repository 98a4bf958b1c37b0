"""robots.txt: read by RFC 9309, where one that cannot be had means no; kept as evidence like any other answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request

from archiver.core.addresses import normalise_url
from archiver.core.page import Fetch
from archiver.crawl.guard import Refused

AGENT = "archiver"  # the name that a robots.txt calls us by
MAX_BYTES = 500 * 1024  # RFC 9309 asks for as much at least; a longer one is no robots.txt
MAX_DELAY = 3600.0  # seconds: a Crawl-delay beyond it is taken as that
_MAX_SITEMAPS = 50


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says to us."""

    refusal: str = ""  # why nothing of the host may be asked for in this run; "" where the rules decide
    status: int = 0  # of the answer; 0: there was none
    crawl_delay: float | None = None  # seconds
    sitemaps: tuple[str, ...] = ()  # absolute
    parser: Protego | None = field(default=None, repr=False, compare=False)

    def allow(self, url: str) -> bool:
        """True where `url` may be asked for."""
        if self.refusal:
            return False
        return self.parser is None or bool(self.parser.can_fetch(url, AGENT))


def read_robots(fetch: Fetch) -> Rules:
    """What an answer to the question for robots.txt means.

    Args:
        fetch: the last exchange, redirects followed.

    Returns:
        Everything is allowed where there is no such file (4xx but 429), nothing where the host cannot say (5xx, 429,
        a redirect that was not followed, a cut or oversized file).

    Source:
        RFC 9309 section 2.3.1; research/threat_model.md R12. Crawl-delay is no part of the RFC, but sites mean it.

    >>> from datetime import UTC, datetime
    >>> def answer(status, body=b""):
    ...     return Fetch("https://baomau.example/robots.txt", status, (), body, body, datetime.now(UTC))
    >>> read_robots(answer(503)).refusal, read_robots(answer(404)).refusal
    ('robots.txt: http 503', '')
    >>> rules = read_robots(answer(200, b"User-agent: *\\nDisallow: /in/\\nCrawl-delay: 2"))
    >>> rules.allow("https://baomau.example/in/1"), rules.allow("https://baomau.example/1"), rules.crawl_delay
    (False, True, 2.0)
    """
    status = fetch.status
    if status == 429 or status >= 500 or 300 <= status < 400:
        return Rules(f"robots.txt: http {status}", status)
    if 400 <= status < 500:
        return Rules("", status)
    if fetch.truncated or len(fetch.body) > MAX_BYTES:
        return Rules("robots.txt: too large" if len(fetch.body) > MAX_BYTES else "robots.txt: truncated", status)
    parser = Protego.parse(fetch.body.decode("utf-8-sig", "replace"))
    delay = parser.crawl_delay(AGENT)
    return Rules(
        "",
        status,
        min(float(delay), MAX_DELAY) if delay is not None and float(delay) > 0 else None,
        tuple(_sitemaps(parser, fetch.url)),
        parser,
    )


def _sitemaps(parser: Protego, base: str) -> Iterator[str]:
    for number, said in enumerate(parser.sitemaps):
        url = normalise_url(str(said), base)
        if url and number < _MAX_SITEMAPS:
            yield url


def unreachable(reason: str) -> Rules:
    """The rules of a host that gave no answer at all: nothing is allowed."""
    return Rules(f"robots.txt: {reason}")


def robots_url(url: str) -> str:
    """Where the rules for `url` stand.

    >>> robots_url("https://baomau.example/thoi-su/?page=2")
    'https://baomau.example/robots.txt'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


class RobotsBook:
    """The rules of every host that a crawl has met, by scheme, host and port. A run asks once."""

    def __init__(self) -> None:
        self._rules: dict[str, Rules] = {}

    def get(self, url: str) -> Rules | None:
        """The rules for `url`, None where its host was not asked yet."""
        return self._rules.get(robots_url(url))

    def put(self, url: str, rules: Rules) -> None:
        """Remember the rules for `url`'s host until the run ends."""
        self._rules[robots_url(url)] = rules


class RobotsMiddleware:
    """Lets no request pass whose host's rules are unknown or say no, whoever made the request."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """As Scrapy makes it; the book is the spider's own."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            Refused: robots.txt says no, or was never asked for.
        """
        if request.meta.get("robots"):
            return
        rules = self._crawler.spider.crawl.robots.get(request.url)
        if rules is None or not rules.allow(request.url):
            raise Refused("robots")
