"""What a page states about itself for machines, as one value: read, not judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archiver.core.text import clean

ARTICLE_TYPES = frozenset(
    [
        "NewsArticle",
        "Article",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "SocialMediaPosting",
        "Report",
        "TechArticle",
        "ScholarlyArticle",
    ]
)

_MOST = {  # of each kind: no article has more, and what is asked of every pair of them would take minutes
    "titles": 20, "descriptions": 20, "authors": 50, "offices": 50, "published": 20, "modified": 20, "sections": 50,
    "tags": 200, "bodies": 5, "views": 20, "comments": 20, "publishers": 50, "images": 50, "mobile": 20,
}  # fmt: skip


class Stated(NamedTuple):
    """One value as a page states it, and where."""

    value: str
    source: str  # "json-ld headline", "meta og:title", "microdata author", "link canonical"


@dataclass(slots=True)
class Structured:
    """All that a page states about itself, each list in the order of trust of its kinds."""

    titles: list[Stated] = field(default_factory=list)
    descriptions: list[Stated] = field(default_factory=list)
    authors: list[Stated] = field(default_factory=list)  # one name or line each
    offices: list[Stated] = field(default_factory=list)  # organisations that are stated as authors
    published: list[Stated] = field(default_factory=list)
    modified: list[Stated] = field(default_factory=list)
    sections: list[Stated] = field(default_factory=list)
    tags: list[Stated] = field(default_factory=list)  # one tag each
    bodies: list[Stated] = field(default_factory=list)
    views: list[Stated] = field(default_factory=list)
    comments: list[Stated] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)  # names that are no person's
    types: frozenset[str] = frozenset()  # of JSON-LD and microdata nodes
    article: bool = False  # a JSON-LD or microdata node is an article
    paywalled: bool = False  # isAccessibleForFree: false
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # every meta element, lower-case name -> contents
    canonical: str | None = None  # as written
    amp: str | None = None
    short: str | None = None
    next: str | None = None
    hrefs: list[str] = field(default_factory=list)  # of all anchors, as written
    mobile: list[str] = field(default_factory=list)  # link elements to the same page for other screens
    og_url: str | None = None
    og_type: str = ""
    language: str | None = None
    title_element: str = ""
    images: list[Stated] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that has one."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return content
        return None

    def limit(self) -> None:
        """Keep the first of each list, as many as an article can have."""
        for name, most in _MOST.items():
            del getattr(self, name)[most:]


def split_keywords(text: str) -> list[str]:
    """The words of a keyword list; a single keyword is not taken apart at spaces."""
    parts = (clean(part).strip(" #") for part in re.split(r"[,;]", text[:4000]))
    return [part for part in parts if part]
