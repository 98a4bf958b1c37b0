"""What the page of an article shows: facts with their sources, the curve of its views, versions, captures. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from archiver.web.charts import Lines, curve
from archiver.web.words import Words

# What is shown of an article beside its text: key of the record, key of its raw text, key of its source.
FACTS: Final = (
    ("published_at", "published_raw"),
    ("updated_at", "updated_raw"),
    ("authors", "byline_raw"),
    ("agencies", None),
    ("section", None),
    ("tags", None),
    ("view_count", "view_count_raw"),
    ("comment_count", None),
    ("language", None),
)
TEXTS: Final = ("title", "lead", "body_text")  # read by a rule too, and shown elsewhere on the page


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of an article: as it was understood, as it was printed, and which rule read it."""

    key: str
    values: tuple[str, ...]  # () where nothing is known
    raw: str | None  # None where the page prints no text of its own for it
    rule: str | None
    why: tuple[str, ...]  # where it could not be read: reasons
    at: str | None = None  # of a moment: ISO 8601
    precision: str | None = None
    links: tuple[tuple[str, str], ...] = ()  # filter and value of the search that finds others like it


def facts(record: Mapping[str, Any], t: Words) -> tuple[Fact, ...]:
    """The facts of an article that are known, or that should be and are not."""
    reasons: dict[str, list[str]] = {}
    for problem in record["problems"]:
        reasons.setdefault(problem["field"], []).append(t.or_as_it_is("reason", problem["reason"]))
    found = []
    for key, raw_key in FACTS:
        value = record[key]
        why = tuple(reasons.get(key, ()))
        raw = record[raw_key] if raw_key else None
        if value in (None, [], "") and not why and not raw:
            continue
        moment = value if key.endswith("_at") else None
        found.append(
            Fact(
                key=key,
                values=_values(key, value, record, t),
                raw=raw,
                rule=record["sources"].get(key),
                why=why,
                at=moment,
                precision=record["published_precision"] if key == "published_at" else None,
                links=_links(key, value),
            )
        )
    return tuple(found)


def _values(key: str, value: Any, record: Mapping[str, Any], t: Words) -> tuple[str, ...]:
    if value in (None, [], ""):
        return ()
    if key == "authors":
        roles = record["roles"]
        return tuple(f"{name} ({roles[name]})" if roles.get(name) else name for name in value)
    if isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(value, int):
        return (t.number(value),)
    if key.endswith("_at"):
        return (t.moment(value, record["published_precision"] if key == "published_at" else None),)
    return (str(value),)


def _links(key: str, value: Any) -> tuple[tuple[str, str], ...]:
    names = {"authors": "author", "agencies": "agency", "section": "section", "tags": "tag"}
    if key not in names or not value:
        return ()
    return tuple((names[key], one) for one in (value if isinstance(value, list) else [value]))


def other_sources(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Which rule read title, lead and text."""
    return [(key, record["sources"][key]) for key in TEXTS if key in record["sources"]]


def other_problems(record: Mapping[str, Any], t: Words) -> list[tuple[str, str]]:
    """What else could not be read: field and reason."""
    shown = {key for key, _ in FACTS}
    return [
        (problem["field"], t.or_as_it_is("reason", problem["reason"]))
        for problem in record["problems"]
        if problem["field"] not in shown
    ]


def views(counts: Sequence[Mapping[str, Any]], t: Words) -> Lines | None:
    """The curve of the view counts; None where fewer than two were read."""
    known = [count for count in counts if count["view_count"] is not None]
    if len(known) < 2:
        return None
    return curve(
        [
            (
                datetime.fromisoformat(count["observed_at"]).timestamp(),
                t.moment(count["observed_at"]),
                count["view_count"],
            )
            for count in known
        ]
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """Which versions a reader asked for."""

    version: int  # whose text is shown
    older: int | None  # the two that are compared; None where there is one version alone
    newer: int | None


def shown(numbers: Sequence[int], version: str | None, older: str | None, newer: str | None) -> Shown | None:
    """The versions that an address asks for: without saying, the latest text and the last change.

    Returns:
        None where it asks for a version that is not there.

    >>> shown([1, 2, 3], None, None, None), shown([1], "2", None, None)
    (Shown(version=3, older=2, newer=3), None)
    """
    latest = numbers[-1] if numbers else 1
    asked = [_number(version, latest), _number(older, numbers[-2] if len(numbers) > 1 else latest)]
    asked.append(_number(newer, latest))
    if any(number not in numbers for number in asked) and (numbers or asked != [latest] * 3):
        return None
    if len(numbers) < 2:
        return Shown(latest, None, None)
    return Shown(asked[0], asked[1], asked[2])


def _number(said: str | None, usual: int) -> int:
    if not said:
        return usual
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


@dataclass(frozen=True, slots=True)
class Fetch:
    """One capture of an article."""

    fetched_at: str
    status: int
    kind: str | None
    revision: int | None
    url: str
    place: str  # in the evidence
    sha256: str
    proof: str  # the address of its bytes
    flags: tuple[str, ...]  # keys of messages


def fetches(public_id: str, captures: Sequence[Mapping[str, Any]]) -> tuple[Fetch, ...]:
    """The captures, latest first, each with the address of the bytes that prove it."""
    return tuple(
        Fetch(
            fetched_at=one["fetched_at"],
            status=one["status"],
            kind=one["kind"],
            revision=one["revision"],
            url=one["url"],
            place=f"{one['warc']} : {one['offset']} + {one['length']}",
            sha256=one["sha256"],
            proof="/api/v1/evidence?" + urlencode({"id": public_id, "sha256": one["sha256"]}),
            flags=tuple(
                key
                for key, so in (("capture.cut", one["truncated"]), ("capture.tls", one["tls_verified"] is False))
                if so
            ),
        )
        for one in reversed(captures)
    )
