"""Which articles are most about the words of a question: weighed by us, alike on both engines.

The engines' own ranks are not comparable, and each costs a look at every match: a second where a syllable stands in
most articles. So few are weighed, and which is said: all matches where there are few, the best by the engine's own rank
where there are some thousands, and where there are more the newest with the words in the title, then the newest.

An article's weight is BM25 (k1 = 1.2, b = 0.75) over title, lead and body, a word in the title counted five times and
one in the lead twice; how rare a word is, is told by the articles that are weighed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from archiver.query.matching import Selection
from archiver.query.nodes import Filter, Node, Not, Words, wanted_of
from archiver.storage.models import Article, Revision
from archiver.storage.search_index import forms_of
from archiver.storage.search_terms import Part, Phrase, Wanted, holding, joined, ranked

MOST_WEIGHED = 300  # articles whose texts are read
MOST_RANKED = 20_000  # matches that the engine may rank
_TITLE, _LEAD = 5, 2  # how often a word there counts
_K1, _B = 1.2, 0.75


def phrases(selection: Selection) -> tuple[Phrase, ...]:
    """The words and phrases that an article may hold to match: not those that it must not."""
    return tuple(dict.fromkeys(phrase for part in selection.question.words for phrase in _sought(part)))


def by_relevance(conn: Connection, selection: Selection, limit: int) -> tuple[list[int], list[str]]:
    """Row numbers of the articles that are most about the words, best first, and what should be known of the choice."""
    sought = phrases(selection)
    if not sought or selection.found is None:
        return selection.first_ids(conn, limit), ["Nothing to rank by: the newest come first."]
    most = max(limit, MOST_WEIGHED)
    notes = []
    wanted = joined(_wanted(selection))
    assert wanted is not None  # else nothing would have been found by the index
    ids = _latest(conn, selection, wanted, most + 1)
    if len(ids) > most and _few(conn, selection):
        ids = _best(conn, selection, wanted, most)
    elif len(ids) > most:
        ids = _likely(conn, selection, sought, ids, most)
        notes.append(
            f"The words stand in more than {MOST_RANKED:,} articles: {len(ids):,} that match were weighed, those last "
            "taken up with the words in their title, then those last taken up."
        )
    return _weighed(conn, ids, sought)[:limit], notes


def _sought(node: Node) -> Iterator[Phrase]:
    if isinstance(node, Words):
        yield from (node.wanted,) if isinstance(node.wanted, Phrase) else (node.wanted.left, node.wanted.right)
    elif not isinstance(node, (Not, Filter)):
        for child in node.of:
            yield from _sought(child)


def _wanted(selection: Selection) -> list[Wanted]:
    return [wanted for part in selection.question.words if (wanted := wanted_of(part)) is not None]


def _few(conn: Connection, selection: Selection) -> bool:
    """True where the words stand in so few articles that the engine may rank them all."""
    assert selection.found is not None
    some = selection.found.limit(MOST_RANKED + 1).subquery()
    return (conn.scalar(select(func.count()).select_from(some)) or 0) <= MOST_RANKED


def _best(conn: Connection, selection: Selection, wanted: Wanted, most: int) -> list[int]:
    """The first by the engine's own rank."""
    scored = ranked(conn.dialect.name, wanted).subquery()
    statement = select(scored.c.article_id).order_by(scored.c.score.desc(), scored.c.article_id.desc())
    if selection.must or selection.others:
        statement = statement.join(Article, Article.id == scored.c.article_id)
        statement = statement.where(*selection.must, *selection.others)
    return list(conn.scalars(statement.limit(most)))


def _likely(
    conn: Connection, selection: Selection, sought: Sequence[Phrase], latest: Sequence[int], most: int
) -> list[int]:
    """The last taken up that hold the words in their title, then the last taken up."""
    titled = [replace(phrase, part=Part.TITLE) for phrase in sought if phrase.part in (None, Part.TITLE)]
    if selection.meant is not None:
        found = dict.fromkeys((*selection.meant.latest(joined(titled), most), *latest))
    else:
        wanted = joined([*_wanted(selection), *titled])
        assert wanted is not None
        found = dict.fromkeys((*_latest(conn, selection, wanted, most), *latest))
    return list(found)[:most]


def _latest(conn: Connection, selection: Selection, wanted: Wanted, most: int) -> list[int]:
    if selection.meant is not None:
        return selection.meant.latest(None, most)
    query, _ = holding(conn.dialect.name, wanted)
    if conn.dialect.name != "sqlite":
        latest = select(Article.id).where(Article.id.in_(query), *selection.must, *selection.others)
        return list(conn.scalars(latest.order_by(Article.id.desc()).limit(most)))
    # The index is walked from its end and each article looked up: + 0 keeps SQLite from the other way round.
    row = query.selected_columns.article_id
    if selection.must or selection.others:
        query = query.where(Article.id == row + 0, *selection.must, *selection.others)
    return list(conn.scalars(query.order_by(row.desc()).limit(most)))


def _weighed(conn: Connection, ids: Sequence[int], sought: Sequence[Phrase]) -> list[int]:
    """The same articles, those first that are most about the words."""
    found: dict[int, tuple[list[float], int]] = {}
    texts = (
        select(Article.id, Revision.title, Revision.lead, Revision.body_text)
        .join(Revision, Revision.id == Article.revision_id)
        .where(Article.id.in_(ids))
    )
    counters = [_Counter(phrase) for phrase in sought]
    for key, title, lead, body in conn.execute(texts):
        parts = [(title.split(), _TITLE), ((lead or "").split(), _LEAD), (body.split(), 1)]
        times = [sum(often * counter.count(tokens) for tokens, often in parts) for counter in counters]
        found[key] = [float(one) for one in times], sum(len(tokens) for tokens, _ in parts)
    usual = sum(length for _, length in found.values()) / max(1, len(found)) or 1.0
    rare = [
        math.log(1 + len(found) / (1 + sum(times[place] > 0 for times, _ in found.values())))
        for place in range(len(sought))
    ]

    def weight(article: int) -> float:
        times, length = found.get(article, ([0.0] * len(sought), 0))
        some = _K1 * (1 - _B + _B * length / usual)
        return sum(r * t * (_K1 + 1) / (t + some) for r, t in zip(rare, times, strict=True))

    return sorted(ids, key=lambda article: (-weight(article), -article))


class _Counter:
    """Counts a phrase in texts that were parted at white space. Most pieces of a text were met in one before it."""

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self._known: dict[str, int] = {}  # piece -> how often the phrase's first word stands in it

    def count(self, tokens: Sequence[str]) -> int:
        """How often the phrase stands there."""
        known = self._known
        for token in set(tokens).difference(known):
            known[token] = _count(self._first, *forms_of(token))
        begins = sum(map(known.__getitem__, tokens))
        if not begins or len(self._phrase.folded) == 1:
            return begins
        return _count(self._phrase, *forms_of(" ".join(tokens)))

    @property
    def _first(self) -> Phrase:
        """The first word alone."""
        one = len(self._phrase.folded) == 1
        return Phrase(self._phrase.folded[:1], self._phrase.exact[:1], self._phrase.prefix and one)


def _count(phrase: Phrase, exact: Sequence[str], folded: Sequence[str]) -> int:
    """How often a phrase stands in a text, given its words in both forms."""
    if len(exact) != len(folded):  # a sign that falls apart in one form only: the place of a word is not sure
        return int(phrase.folded[0] in folded)
    return sum(1 for _ in places(phrase, exact, folded))


def places(phrase: Phrase, exact: Sequence[str], folded: Sequence[str]) -> Iterator[int]:
    """Where a phrase begins in a text, as the number of its first word."""
    size = len(phrase.folded)
    first = phrase.exact[0][0] if phrase.exact[0] else phrase.folded[0]
    words = exact if phrase.exact[0] else folded
    if phrase.prefix and size == 1:
        yield from (place for place in range(len(words)) if _is(phrase, 0, exact[place], folded[place]))
        return
    place = -1
    for _ in range(words.count(first)):
        place = words.index(first, place + 1)
        if place + size <= len(words) and all(
            _is(phrase, at, exact[place + at], folded[place + at]) for at in range(1, size)
        ):
            yield place


def _is(phrase: Phrase, at: int, exact: str, folded: str) -> bool:
    spellings = phrase.exact[at]
    if phrase.prefix and at == len(phrase.folded) - 1:
        return any(map(exact.startswith, spellings)) if spellings else folded.startswith(phrase.folded[at])
    return exact in spellings if spellings else folded == phrase.folded[at]
