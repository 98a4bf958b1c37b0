"""For newspapers of which nobody described an address or a page: what is probably an article is let in."""

from __future__ import annotations

from archiver.crawl.newspaper import NewspaperSpider


class Undescribed(NewspaperSpider):
    """Not a system: the base of newspapers that are known by their domains alone.

    An article's address is taken to hold a number of five digits or a title of seven words and more. It has no key:
    which part of an unknown address is the article's number is not guessed, so its identity is the whole address.
    Syllables of Vietnamese have at most seven letters; the bound keeps long addresses cheap.

    Source:
        The forms of newspapers.csv that are known all have the one or the other; lists, searches and files do not.
    """

    article_url = (
        r"^\w+://[^/?#]+(?=/)(?!/(?:tags?|topics?|chu-de|su-kien|rss|print|tim-kiem|search|video)(?:/|$))"
        r"(?![^?#]*\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|mp[34]|css|js|xml)(?:$|[?#]))"
        r"(?=[^?#]*(?:\d{5}|/(?:[^/?#.-]{1,9}-){6}))"
    )
    evidence = "a list of domains; nobody described its pages"
