"""What is known of one newspaper: the plain data behind a spider class, so that reading a page needs no Scrapy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from archiver.core.layout import Layout
from archiver.core.values import VIETNAM


class Basis(StrEnum):
    """What the reading of a newspaper's pages rests on, the firmest first."""

    SEEN = "seen on a real page"
    PLATFORM = "platform seen on a real page"  # of another newspaper on the same system
    PUBLISHED = "published selectors"  # by somebody who read the site; no page of it was at hand
    GENERAL = "general reader only"  # nobody described its template


@dataclass(frozen=True, slots=True, kw_only=True)
class Newspaper:
    """One newspaper. Made by `NewspaperSpider.definition()`; never changed."""

    name: str  # the spider's name, [a-z0-9-]: "baodaknong"
    title: str  # as printed: "Báo Đắk Nông"
    province: str  # as in core.provinces: "Đắk Nông"
    domains: tuple[str, ...]  # current first; subdomains of each belong to it
    former_domains: tuple[str, ...] = ()  # where it once lived: read from imports, redirects and backfill
    home: str = ""  # the front page; default https://<first domain>/
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()  # beside those that robots.txt names
    sections: tuple[str, ...] = ()  # addresses of section pages; empty: the front page's links tell
    archives: tuple[str, ...] = ()  # addresses of the lists of a day: "https://.../luu-tru/{day:%d-%m-%Y}"
    numbers: str = (
        ""  # address of the article with a number: "https://.../tin.aspx?id={key}"; walked where all else ends
    )
    article_url: str = ""  # regular expression; a group (?P<key>...) is the article's identity
    layouts: tuple[Layout, ...] = ()
    zone: tzinfo = VIETNAM
    platform: str | None = None
    predecessor: str | None = None
    successor: str | None = None
    since: date | None = None
    until: date | None = None  # the last day it was published: skipped by --all and --due after it
    verify_tls: bool = True
    evidence: str = ""  # what its selectors rest on; one line

    @property
    def basis(self) -> Basis:
        """What the reading of its pages rests on: told by its layouts, and no promise about today's pages.

        >>> Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",)).basis.value
        'general reader only'
        """
        if not self.layouts:
            return Basis.GENERAL
        own = {*self.domains, *self.former_domains}  # not what lies below them: an edition has a template of its own
        own |= {f"www.{domain}" for domain in own}
        if any(own.intersection(layout.seen_on) for layout in self.layouts):
            return Basis.SEEN
        return Basis.PLATFORM if self.layouts[0].seen_on else Basis.PUBLISHED

    def article_key(self, url: str) -> str | None:
        """The site's own key of the article at `url`, None where the address is not an article's.

        >>> paper = Newspaper(name="baomau", title="Báo Mẫu", province="Mẫu", domains=("baomau.example",),
        ...                   article_url=r"-a(?P<key>\\d+)\\.html$")
        >>> paper.article_key("https://baomau.example/cau-moi-a12.html")
        '12'
        """
        found = re.search(self.article_url, url) if self.article_url else None
        if found is None:
            return None
        return found.groupdict().get("key") or ""

    def is_article_url(self, url: str) -> bool:
        """True where the address has the form of this newspaper's articles."""
        return self.article_key(url) is not None

    def owns(self, host: str) -> bool:
        """True where `host` is a domain of this newspaper, past or present, or below one."""
        host = host.lower().rstrip(".")
        return any(host == d or host.endswith("." + d) for d in (*self.domains, *self.former_domains))
