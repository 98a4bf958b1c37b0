"""A newspaper as Scrapy sees it: a spider that is nothing but declarations."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response

from archiver.core.errors import DefinitionError
from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper
from archiver.core.provinces import MERGER
from archiver.core.values import VIETNAM
from archiver.core.view_endpoints import check_template

if TYPE_CHECKING:
    from archiver.crawl.session import NewspaperCrawl

__all__ = ["MERGED", "Layout", "NewspaperSpider"]  # a newspaper's file needs no more than these

MERGED: Final = MERGER - timedelta(days=1)  # the last day of a paper whose province became part of another in 2025

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class NewspaperSpider(scrapy.Spider):
    """The base of every newspaper. A class with a `name` is a newspaper; one without is a platform's base.

    What is declared is checked when the class is made: a missing or broken declaration raises `DefinitionError`.
    """

    newspaper: ClassVar[str] = ""  # as printed: "Báo Đắk Nông"
    province: ClassVar[str] = ""
    domains: ClassVar[Sequence[str]] = ()
    former_domains: ClassVar[Sequence[str]] = ()
    home: ClassVar[str] = ""
    feeds: ClassVar[Sequence[str]] = ()
    sitemaps: ClassVar[Sequence[str]] = ()
    sections: ClassVar[Sequence[str]] = ()
    archives: ClassVar[Sequence[str]] = ()
    numbers: ClassVar[str] = ""
    article_url: ClassVar[str] = ""
    layouts: ClassVar[Sequence[Layout]] = ()
    zone: ClassVar[tzinfo] = VIETNAM
    platform: ClassVar[str | None] = None
    predecessor: ClassVar[str | None] = None
    successor: ClassVar[str | None] = None
    since: ClassVar[date | None] = None
    until: ClassVar[date | None] = None
    verify_tls: ClassVar[bool] = True
    evidence: ClassVar[str] = ""  # what the selectors rest on

    crawl: NewspaperCrawl  # while it is crawled: what this crawl knows

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__dict__.get("name"):
            cls.definition()

    @classmethod
    def definition(cls) -> Newspaper:
        """The newspaper as plain data.

        Raises:
            DefinitionError: a declaration is missing or makes no sense; the message names class and attribute.
        """
        for attribute in ("newspaper", "province", "domains", "article_url"):
            if not getattr(cls, attribute):
                raise DefinitionError(f"{cls.__module__}.{cls.__name__} lacks `{attribute}`")
        if not NAME.fullmatch(cls.name):
            raise DefinitionError(f"{cls.__module__}.{cls.__name__}: name {cls.name!r} is not of the form [a-z0-9-]")
        try:
            re.compile(cls.article_url)
        except re.error as problem:
            raise DefinitionError(f"{cls.__module__}.{cls.__name__}: article_url: {problem}") from problem
        for template in cls.archives:
            if "{day:%" not in template:
                raise DefinitionError(f"{cls.__module__}.{cls.__name__}: archives: {template!r} lacks {{day:%Y-%m-%d}}")
        if cls.numbers and ("{key}" not in cls.numbers or urlsplit(cls.numbers).scheme not in ("http", "https")):
            raise DefinitionError(
                f"{cls.__module__}.{cls.__name__}: numbers: {cls.numbers!r} is no address with {{key}}"
            )
        for layout in cls.layouts:
            if layout.views_url:
                check_template(layout.views_url)
        for attribute in ("feeds", "sitemaps", "sections", "archives"):
            for url in getattr(cls, attribute):
                if urlsplit(url).scheme not in ("http", "https"):
                    raise DefinitionError(f"{cls.__module__}.{cls.__name__}: {attribute}: {url!r} is no http address")
        return Newspaper(
            name=cls.name,
            title=cls.newspaper,
            province=cls.province,
            domains=tuple(cls.domains),
            former_domains=tuple(cls.former_domains),
            home=cls.home or f"https://{cls.domains[0]}/",
            feeds=tuple(cls.feeds),
            sitemaps=tuple(cls.sitemaps),
            sections=tuple(cls.sections),
            archives=tuple(cls.archives),
            numbers=cls.numbers,
            article_url=cls.article_url,
            layouts=tuple(cls.layouts),
            zone=cls.zone,
            platform=cls.platform,
            predecessor=cls.predecessor,
            successor=cls.successor,
            since=cls.since,
            until=cls.until,
            verify_tls=cls.verify_tls,
            evidence=cls.evidence,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, crawl: NewspaperCrawl | None = None, **kwargs: Any) -> Self:
        """The spider within a run; without one (`scrapy crawl NAME`) a run of its own is begun, under the same lock."""
        from archiver.crawl import alone  # late: a file of declarations must not need the archive

        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.crawl = crawl if crawl is not None else alone.begin(crawler, cls.definition())
        crawler.settings.setdict(spider.crawl.scrapy_settings(), priority="cmdline")
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler reads the frontier, where the newspaper's sources stand."""
        nothing: tuple[Any, ...] = ()
        for one in nothing:
            yield one

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """What an answer becomes: one item, on its way into the archive."""
        from archiver.crawl.answers import reading

        yield reading(self.crawl, response)

    def missed(self, failure: Any) -> Iterator[Any]:
        """What a question becomes that got no answer: one item, so that it is counted."""
        from archiver.crawl.answers import missing

        yield missing(failure)
