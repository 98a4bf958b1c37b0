"""What the routes of the API that count answer, as models."""

from __future__ import annotations

from pydantic import Field

from archiver.web.answers import Answer, Coverage


class Point(Answer):
    """One query in one period."""

    period: str
    start: str
    count: int
    archived: int
    share: float | None = Field(description="count of archived; null where nothing was archived, which is not 0.")
    gap_days: int = Field(description="Days on which a newspaper may have more than is known, each newspaper counted.")
    gap_why: dict[str, int] = Field(description="The same by reason.")


class Series(Answer):
    """One query through time."""

    query: str
    in_words: str
    total: int
    undated: int
    covers: Coverage
    notes: list[str]
    points: list[Point]


class Trends(Answer):
    """Queries through time; the periods are the same for all."""

    per: str
    series: list[Series]


class Level(Answer):
    """The views of a set of articles by one moment after publication."""

    horizon: str
    articles: int
    lower: float | None
    median: float | None
    upper: float | None


class Curve(Answer):
    """The views of one article; null where no count tells."""

    id: str
    views: dict[str, int | None]
    counts: int
    own_fetches: int
    gap: str | None = Field(description="Why other articles of its newspaper and day may be unknown.")


class Attention(Answer):
    """How fast articles were read."""

    in_words: str
    articles: int
    with_counts: int
    covers: Coverage
    levels: list[Level]
    curves: list[Curve]


class Word(Answer):
    """A word that is typical."""

    word: str
    articles: int
    others: int
    likelihood: float
    ratio: float | None


class Typical(Answer):
    """The words that stand more often in a set of articles than in the rest."""

    in_words: str
    against: str
    articles: int
    articles_read: int
    others: int
    others_read: int
    measure: str
    words: list[Word]
    notes: list[str]


class Edit(Answer):
    """A revision that differs from the one before it."""

    id: str
    number: int
    seen_at: str
    title: str
    fields: list[str]
    silent: bool


class Disappearance(Answer):
    """An article that is no longer where it was."""

    id: str
    gone_at: str
    reason: str
    title: str
    published_at: str | None


class Edits(Answer):
    """What changed and what disappeared."""

    in_words: str
    statement: str
    covers: Coverage
    articles: int
    looked_again: int
    edited: int
    silently: int
    gone: int
    rates: dict[str, float | None]
    edits: list[Edit]
    disappearances: list[Disappearance]


class Copy(Answer):
    """One newspaper's copy of a text."""

    id: str
    newspaper: str
    title: str | None
    url: str
    published_at: str | None
    published_precision: str | None
    agencies: list[str]
    share: float = Field(description="How much of the first copy's text stands in it, 0 to 1.")
    after_seconds: int | None = Field(description="After the first copy; null where no date tells.")


class Story(Answer):
    """A text that several newspapers printed."""

    first: str
    first_is_certain: bool = Field(description="No reading of the printed dates lets another copy be the first.")
    newspapers: int
    delay_seconds: int | None
    spread_seconds: int | None
    copies: list[Copy]


class Part(Answer):
    """One newspaper's part in the stories."""

    newspaper: str
    first: int
    later: int
    median_delay_seconds: int | None


class Reprints(Answer):
    """Texts that several newspapers printed."""

    in_words: str
    articles: int
    reprints: int
    stories: int
    waiting: int = Field(description="Articles whose text was not compared yet.")
    covers: Coverage
    notes: list[str]
    newspapers: list[Part]
    listed: list[Story]
