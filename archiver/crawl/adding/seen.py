"""What was found at a site that nobody has described yet: addresses, sources, pages. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from archiver.core.page import Fetch
from archiver.crawl.adding.patterns import Pattern
from archiver.storage.values import Visit

_TITLE_CHARS, _TITLE_WORDS = 20, 4  # the least of a headline


@dataclass(slots=True)
class Seen:
    """An address of the site and what was said of it."""

    url: str
    how: set[str] = field(default_factory=set)  # "home", "listing", "article", "feed", "sitemap"
    text: str = ""  # the longest text of a link to it
    place: str = ""  # the landmark of the first link to it
    modified: datetime | None = None

    @property
    def is_titled(self) -> bool:
        """True where a link to it reads like a headline."""
        return len(self.text) >= _TITLE_CHARS and len(self.text.split()) >= _TITLE_WORDS and self.place != "footer"

    @property
    def weight(self) -> float:
        """How much speaks for an article."""
        return 3.0 * ("feed" in self.how) + 1.0 * self.is_titled + 0.5 * ("sitemap" in self.how)


@dataclass(slots=True)
class Source:
    """A feed, sitemap or section that was looked at."""

    url: str
    kind: str  # "feed", "sitemap", "index", "section", "page", "day"
    found: int = 0  # addresses of this site in it
    foreign: int = 0  # addresses of other sites
    how: str = ""  # where its address was found: "robots.txt", "home page", "usual place"
    problem: str = ""


@dataclass(slots=True)
class Survey:
    """Everything that was found; `stop` says in one line why it is not enough."""

    home: Fetch | None = None
    stop: str = ""
    seen: dict[str, Seen] = field(default_factory=dict)  # address key -> what was said
    sources: list[Source] = field(default_factory=list)
    sections: tuple[str, ...] = ()  # as the front page's menus name them
    menu: int = 0  # links of the front page that may be sections
    feeds: tuple[str, ...] = ()  # that name articles of this site
    unlinked_feeds: bool = False  # the front page's head does not name them
    sitemaps: tuple[str, ...] = ()  # that robots.txt does not name
    next_page: str | None = None  # of a section, seen to bring other articles
    numbers: str = ""  # the address of the article with a number, where nothing else leads back; seen to answer
    archives: tuple[str, ...] = ()  # the form of its lists of a day, seen to hold
    articles: list[Visit] = field(default_factory=list)
    denied: list[Visit] = field(default_factory=list)  # pages that were thought articles and are none
    pages: list[tuple[str, Fetch]] = field(default_factory=list)  # ("home" or "section", a page of links)
    pattern: Pattern | None = None
    views_url: str = ""  # where pages fetch their view count from; seen to answer
    silent_views: int = 0  # articles that print no count themselves
