"""Words that are typical for a set of articles against the rest: a newspaper, a period, a province, a query.

Counted is in how many articles a word stands, so that one long article weighs no more than a short one; words are
syllables and pairs of neighbours, as most Vietnamese words are of two. Ranked by the log-likelihood ratio.

Source:
    Dunning, Accurate Methods for the Statistics of Surprise and Coincidence (1993): G2 of the two-by-two table of
    articles with and without the word, in the set and in the rest. Above 10.83 a difference would come by chance once
    in a thousand; of thousands of words some will.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Engine, select

from archiver.core.errors import UsageError
from archiver.query.filters import Filters
from archiver.query.matching import select_articles
from archiver.query.notes import Note
from archiver.query.patience import in_time, patience
from archiver.query.reading import snapshot
from archiver.query.trends import PATIENCE
from archiver.storage.models import Article, Revision
from archiver.storage.search_index import forms_of

MOST_READ = 5_000  # articles of the set, and of the rest; of more, each so-manieth is read
LEAST = 3  # articles of the set in which a word must stand
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Typical:
    """A word, or a pair of words, and how often it stands in the set and in the rest."""

    word: str
    articles: int  # of those read of the set
    others: int  # of those read of the rest
    likelihood: float  # G2: the greater, the surer
    ratio: float | None  # of the shares: 3.0 is three times as frequent in the set; None where it is never in the rest


@dataclass(frozen=True, slots=True)
class Typicals:
    """The words that are typical for a set of articles."""

    in_words: str
    against: str
    articles: int  # of the set
    articles_read: int
    others: int
    others_read: int
    words: tuple[Typical, ...]  # most typical first
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "in_words": self.in_words,
            "against": self.against,
            "articles": self.articles,
            "articles_read": self.articles_read,
            "others": self.others,
            "others_read": self.others_read,
            "measure": "log-likelihood ratio (Dunning 1993) of articles with and without the word",
            "words": [
                {"word": one.word, "articles": one.articles, "others": one.others}
                | {"likelihood": round(one.likelihood, 2), "ratio": None if one.ratio is None else round(one.ratio, 3)}
                for one in self.words
            ],
            "notes": list(self.notes),
        }


def typical(
    engine: Engine,
    text: str,
    filters: Filters | None = None,
    *,
    against: str | None = None,
    limit: int = 50,
    seconds: float | None = PATIENCE,
    most_read: int = MOST_READ,
) -> Typicals:
    """The words that stand more often in the articles of a question than in the rest.

    Args:
        against: a query for what they are compared with; None: all other articles of the archive.
        limit: words given back, at most 1,000.
        most_read: articles of each side that are read, evenly chosen where there are more.

    Raises:
        QueryError, UsageError: as of a search; nothing on one of the sides.
        TooSlow: it took longer than it may.
    """
    if not 1 <= limit <= 1000:
        raise UsageError(f"limit {limit} is not between 1 and 1000")
    filters = filters or Filters()
    with snapshot(engine) as conn, patience(conn, seconds, "the comparison"):
        chosen = select_articles(conn, text, filters)
        mine = chosen.all_ids(conn)
        members = set(mine)
        if against is None:
            every = conn.scalars(select(Article.id).order_by(Article.id))
            others, said = array("q", (one for one in every if one not in members)), "all other articles"
        else:
            compared = select_articles(conn, against, Filters())
            others = array("q", (one for one in compared.all_ids(conn) if one not in members))
            said = compared.in_words
        if not mine or not others:
            raise UsageError(f"nothing to compare: {len(mine):,} articles of the question, {len(others):,} of the rest")
        here, there = _spread(mine, most_read), _spread(others, most_read)
        counts, rest = _words(conn, here), _words(conn, there)
    found = []
    for word, number in counts.items():
        if number >= LEAST:
            share, other = number / len(here), rest[word] / len(there)
            if share > other:
                likelihood = log_likelihood(number, len(here), rest[word], len(there))
                found.append(Typical(word, number, rest[word], likelihood, share / other if other else None))
    found.sort(key=lambda one: (-one.likelihood, one.word))
    notes = list(chosen.notes)
    if len(here) < len(mine) or len(there) < len(others):
        notes.append(Note("part_read", here=len(here), mine=len(mine), there=len(there), others=len(others)))
    return Typicals(
        chosen.in_words, said, len(mine), len(here), len(others), len(there), tuple(found[:limit]), tuple(notes)
    )


def log_likelihood(here: int, of_here: int, there: int, of_there: int) -> float:
    """G2 of a word that stands in `here` of `of_here` articles and in `there` of `of_there` others.

    >>> log_likelihood(10, 100, 100, 1000), log_likelihood(30, 100, 100, 1000) > 10.83
    (0.0, True)
    """
    both = (here + there) / (of_here + of_there)
    total = 0.0
    for seen, of in ((here, of_here), (there, of_there)):
        for observed, expected in ((seen, of * both), (of - seen, of * (1 - both))):
            if observed:
                total += observed * math.log(observed / expected)
    return max(0.0, 2 * total)


def _spread(ids: Sequence[int], most: int) -> Sequence[int]:
    """At most so many of them, evenly chosen: the same each time."""
    if len(ids) <= most:
        return ids
    return [ids[place * len(ids) // most] for place in range(most)]


def _words(conn: Connection, ids: Sequence[int]) -> Counter[str]:
    """In how many of these articles each word and each pair of neighbours stands."""
    found: Counter[str] = Counter()
    texts = select(Revision.title, Revision.lead, Revision.body_text).join(Article, Article.revision_id == Revision.id)
    for start in range(0, len(ids), _BATCH):
        for row in conn.execute(texts.where(Article.id.in_(list(ids[start : start + _BATCH])))):
            in_time()
            here: set[str] = set()
            for part in (row.title, row.lead or "", *row.body_text.split("\n\n")):
                words = forms_of(part)[0]
                here.update(words)
                here.update(f"{one} {other}" for one, other in pairwise(words))
            found.update(here)
    return found
