"""The record: one JSON object an article, the same from `read`, `show --json`, `export` and the API (design.md, 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from archiver.core.values import VIETNAM, Extraction, Image, Problem

RECORD_KEYS = (
    "id",  # newspaper + article key, else + a digest of the canonical address
    "kind",
    "newspaper",  # its name: "baodaknong"
    "province",
    "url",  # where the page was found
    "canonical_url",
    "aliases",  # list of addresses
    "title",
    "lead",
    "body_text",  # paragraphs joined by a blank line
    "authors",  # list of names
    "byline_raw",
    "roles",  # name -> role
    "agencies",  # list of names
    "published_at",  # ISO 8601 with offset
    "updated_at",
    "published_precision",  # second, minute, hour, day
    "published_raw",
    "updated_raw",
    "section",
    "tags",  # list of words
    "images",  # list of {url, caption}
    "language",
    "view_count",  # views, the latest observed
    "view_count_raw",
    "comment_count",
    "views",  # list of {observed_at, count, own_fetches_before}
    "revisions",  # list of {number, seen_at, title, lead, body_text}, the first included
    "first_seen_at",
    "last_seen_at",
    "gone_at",
    "gone_reason",
    "sources",  # field -> rule that read it
    "problems",  # list of {field, reason}
    "evidence",  # {warc, offset, length, sha256, fetched_at}
)
"""Every key of the record, in the order in which it is printed."""

LISTS = frozenset({"aliases", "authors", "agencies", "tags", "images", "views", "revisions", "problems"})
MAPPINGS = frozenset({"roles", "sources"})
_EMPTY: dict[str, Callable[[], object] | None] = {  # key -> what makes the value that means nothing is known
    key: list if key in LISTS else dict if key in MAPPINGS else None for key in RECORD_KEYS
}


@lru_cache(maxsize=4096)  # an article's fetch, revision and count are of one moment: half of an export's moments repeat
def iso(moment: datetime | None) -> str | None:
    """A moment as the record prints it: ISO 8601 in Vietnam's offset, to the second; None for None.

    Raises:
        ValueError: the moment has no offset, so nobody knows when it is.

    >>> from datetime import UTC
    >>> iso(datetime(2022, 3, 29, 2, 4, tzinfo=UTC))
    '2022-03-29T09:04:00+07:00'
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no offset")
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def complete(known: Mapping[str, object]) -> dict[str, object]:
    """A record with every key in its order: what is not in `known` is None, [] or {}, as the key's kind is.

    An empty text becomes None: what could not be read is empty in one way only.

    Raises:
        KeyError: `known` has a key that no record has.

    >>> record = complete({"title": "Cầu mới thông xe", "lead": ""})
    >>> record["title"], record["lead"], record["tags"], record["roles"], list(record) == list(RECORD_KEYS)
    ('Cầu mới thông xe', None, [], {}, True)
    """
    unknown = known.keys() - _EMPTY.keys()
    if unknown:
        raise KeyError(f"no record has {', '.join(sorted(unknown))}")
    record: dict[str, object] = {}
    for key, empty in _EMPTY.items():
        value = known.get(key)
        if empty is None:
            record[key] = None if value == "" else value
        else:
            record[key] = value or empty()
    return record


def images_of(images: Iterable[Image]) -> list[dict[str, object]]:
    """Images as the record prints them.

    >>> images_of([Image("https://baomau.example/cau.jpg", "Cầu mới")])
    [{'url': 'https://baomau.example/cau.jpg', 'caption': 'Cầu mới'}]
    """
    return [{"url": image.url, "caption": image.caption} for image in images]


def problems_of(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Problems as the record prints them.

    >>> from archiver.core.values import Reason
    >>> problems_of([Problem("authors", Reason.MISSING)])
    [{'field': 'authors', 'reason': 'missing'}]
    """
    return [{"field": problem.field, "reason": str(problem.reason)} for problem in problems]


def record_of(extraction: Extraction) -> dict[str, object]:
    """The record as far as one page can fill it; what only the archive knows is None, [] or {}.

    So `id`, `newspaper` and `province` are None: a page does not say who asked for it.

    >>> from archiver.core.values import Kind
    >>> record = record_of(Extraction("https://baomau.example/a1.html", Kind.ARTICLE, title="Cầu mới"))
    >>> record["kind"], record["url"], record["title"], record["published_at"], record["views"]
    ('article', 'https://baomau.example/a1.html', 'Cầu mới', None, [])
    """
    byline, published, updated, views = extraction.byline, extraction.published, extraction.updated, extraction.views
    return complete(
        {
            "kind": str(extraction.kind),
            "url": extraction.url,
            "canonical_url": extraction.canonical_url,
            "aliases": list(dict.fromkeys(address for _, address in extraction.aliases)),
            "title": extraction.title,
            "lead": extraction.lead,
            "body_text": extraction.body_text,
            "authors": list(byline.authors) if byline else [],
            "byline_raw": byline.raw if byline else None,
            "roles": dict(byline.roles) if byline else {},
            "agencies": list(byline.agencies) if byline else [],
            "published_at": iso(published.moment) if published else None,
            "updated_at": iso(updated.moment) if updated else None,
            "published_precision": str(published.precision) if published else None,
            "published_raw": published.raw if published else None,
            "updated_raw": updated.raw if updated else None,
            "section": extraction.section,
            "tags": list(extraction.tags),
            "images": images_of(extraction.images),
            "language": extraction.language,
            "view_count": views.count if views else None,
            "view_count_raw": views.raw if views else None,
            "comment_count": extraction.comment_count,
            "sources": dict(extraction.sources),
            "problems": problems_of(extraction.problems),
        }
    )
