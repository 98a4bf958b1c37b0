"""What the routes of the API answer, as models: they make the API's description, and tests hold the answers to them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from archiver.query.codebook import KEYS

_MEANINGS = {column.name: column.meaning for column in KEYS}


def _explain(schema: dict[str, Any]) -> None:
    """Give the keys of a record their meanings from the codebook."""
    for name, said in schema["properties"].items():
        said["description"] = _MEANINGS[name]


class Answer(BaseModel):
    """An object that has exactly these keys."""

    model_config = ConfigDict(extra="forbid")


class Failure(Answer):
    """What is wrong, and where."""

    code: str = Field(description="Stays the same for programs; see docs/api.md.")
    status: int
    message: str = Field(description="One line for people.")
    parameter: str = Field("", description="The parameter that is wrong.")
    query: str = Field("", description="The query as it was read.")
    start: int = Field(0, description="The first character of what is wrong in it.")
    end: int = Field(0, description="The first character behind.")
    pointed: str = Field("", description="Two lines: the query, and marks under what is wrong.")


class Failed(Answer):
    """The one shape of every error."""

    error: Failure


class ViewCount(Answer):
    """A view count that was read."""

    observed_at: str
    count: int
    own_fetches_before: int


class Version(Answer):
    """A version of a text."""

    number: int
    seen_at: str
    title: str
    lead: str | None
    body_text: str


class Picture(Answer):
    """A picture of the body."""

    url: str
    caption: str | None


class Unread(Answer):
    """What could not be read."""

    field: str
    reason: str


class Place(Answer):
    """Where bytes lie that prove a record; `/api/v1/evidence` gives them."""

    warc: str
    offset: int
    length: int
    sha256: str
    fetched_at: str


class Record(Answer):
    """The record of an article."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_explain)

    id: str
    kind: str
    newspaper: str
    province: str
    url: str
    canonical_url: str | None
    aliases: list[str]
    title: str | None
    lead: str | None
    body_text: str | None
    authors: list[str]
    byline_raw: str | None
    roles: dict[str, str]
    agencies: list[str]
    published_at: str | None
    updated_at: str | None
    published_precision: str | None
    published_raw: str | None
    updated_raw: str | None
    section: str | None
    tags: list[str]
    images: list[Picture]
    language: str | None
    view_count: int | None
    view_count_raw: str | None
    comment_count: int | None
    views: list[ViewCount]
    revisions: list[Version]
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    gone_reason: str | None
    sources: dict[str, str]
    problems: list[Unread]
    evidence: Place | None


class Brief(Answer):
    """The keys of a record that a list shows."""

    id: str
    newspaper: str
    title: str | None
    lead: str | None
    url: str
    published_at: str | None
    published_precision: str | None
    view_count: int | None
    gone_at: str | None


class Holding(Answer):
    """What the archive holds; counts are of articles."""

    in_words: str
    articles: int
    undated: int
    gone: int | None
    first_published: str | None
    last_published: str | None
    newspapers: list[str]


class CoveredDay(Answer):
    """One newspaper on one day in Vietnam."""

    newspaper: str
    day: str
    discovered: int
    archived: int
    disappeared: int = Field(description="Of those archived: gone from the site since.")
    missing: int
    waiting: int
    refused: int
    failed: int
    gone: int = Field(description="Of those missing: gone before they were fetched.")
    missing_why: dict[str, int]
    gap: str | None = Field(description="Why articles of that day may be unknown.")


class Coverage(Answer):
    """What the archive holds of exactly the newspapers and days asked for; words and authors narrow nothing."""

    in_words: str
    newspapers: list[str]
    since: str | None
    until: str | None
    discovered: int
    archived: int
    undated: int
    missing: int
    missing_why: dict[str, int]
    gaps: int
    gap_days: dict[str, int]
    days: list[CoveredDay] = Field([], description="Where they were asked for.")


class Piece(Answer):
    """A piece of a text, and whether it is one of the words that were looked for; plain text, never markup."""

    text: str
    match: bool


class Value(Answer):
    """A value and its number of articles."""

    value: str
    count: int


class Facet(Answer):
    """How what was found is spread over the values of a field."""

    values: list[Value]
    others: int = Field(description="Values that are not listed.")


class Found(Answer):
    """What a search found."""

    query: str
    in_words: str = Field(description="The question as it was understood.")
    total: int | None = Field(description="Articles that match; null where counting them took too long.")
    shown: int
    within: int | None = Field(description="Articles that the filters leave, words or not: the denominator of a share.")
    statement: str
    notes: list[str] = Field(description="What the asker should know.")
    archive_covers: Holding
    covers: Coverage | None = Field(description="Of exactly the filters; null where counting took too long.")
    records: list[Record] | list[Brief]
    snippets: list[list[Piece] | None] = Field(description="For each record.")
    facets: dict[str, Facet] = Field({}, description="Where they were asked for.")
    next: str | None = Field(description="`cursor` of the next page; null on the last one.")


class Fetched(Answer):
    """One fetch of an article."""

    fetched_at: str
    url: str
    status: int | None
    kind: str | None
    content_type: str | None
    location: str | None
    tls_verified: bool | None
    truncated: bool
    revision: int | None
    warc: str
    offset: int
    length: int
    sha256: str
    payload_sha256: str


class Revised(Answer):
    """One revision of an article."""

    number: int
    seen_at: str
    title: str
    lead: str | None
    body_text: str
    authors: list[str]
    byline_raw: str | None
    published_at: str | None
    published_precision: str | None
    published_raw: str | None
    updated_at: str | None
    updated_raw: str | None
    section: str | None
    tags: list[str]
    layout: str | None
    reader: str | None
    sources: dict[str, str]
    warc: str
    offset: int


class Counted(Answer):
    """Counts at a moment."""

    observed_at: str
    view_count: int | None
    exact: bool | None
    raw: str | None
    comment_count: int | None
    own_fetches_before: int


class History(Answer):
    """What happened to an article, oldest first."""

    id: str
    url: str
    title: str | None
    gone_at: str | None
    gone_reason: str | None
    captures: list[Fetched]
    revisions: list[Revised]
    counts: list[Counted]


class Segment(Answer):
    """A piece of text that stayed, went or came."""

    op: Literal["same", "removed", "added"]
    text: str


class Difference(Answer):
    """What changed between two revisions, word by word; fields that are the same are left out."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    article: str
    older: int = Field(alias="from")
    newer: int = Field(alias="to")
    changes: dict[str, list[Segment]]


class Newspaper(Answer):
    """A newspaper of the archive."""

    name: str
    title: str
    province: str
    domains: list[str]
    platform: str | None
    predecessor: str | None
    successor: str | None
    valid_from: str | None
    valid_to: str | None
    articles: int
    gone: int
    first_published: str | None
    last_published: str | None
    last_crawl_at: str | None


class Newspapers(Answer):
    """The newspapers of the archive, by name."""

    newspapers: list[Newspaper]


class Author(Answer):
    """A name in bylines, and the number of articles whose latest revision it stands in."""

    name: str
    articles: int


class Authors(Answer):
    """Authors whose name begins so, by name."""

    authors: list[Author]
    next: str | None = Field(description="`after` of the next page; null on the last one.")


Problems = dict[int | str, dict[str, Any]]


def problems(*also: int) -> Problems:
    """The errors that a route may answer, for the API's description."""
    said = {
        400: "The query or a parameter cannot be read.",
        404: "The archive has no such article.",
        422: "The question took longer than it may and was stopped.",
        429: "Too many requests.",
        503: "The archive cannot be read now.",
    }
    return {status: {"model": Failed, "description": said[status]} for status in (400, 422, 429, 503, *also)}
