"""Which articles are most about the words of a question: weighed by us, alike on both engines.

The engines' own ranks are not comparable, and each costs a look at every match: a second where a syllable stands in
most articles. So few are weighed, and which is said: all matches where there are few, the best by the engine's own rank
where there are some thousands, and where there are more the newest with the words in the title, then the newest.

An article's weight is BM25 (k1 = 1.2, b = 0.75) over title, lead and body, a word in the title counted five times and
one in the lead twice; how rare a word is, is told by the articles that are weighed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from sqlalchemy import Connection, func, select

from archiver.core.text import fold, nfc, tone_placements
from archiver.query.matching import Selection
from archiver.query.nodes import Filter, Node, Not, Words, wanted_of
from archiver.query.notes import Note
from archiver.query.patience import in_time
from archiver.storage.models import Article, Revision
from archiver.storage.search_terms import Part, Phrase, Wanted, Without, holding, joined, ranked

MOST_WEIGHED = 300  # articles whose texts are read
MOST_RANKED = 20_000  # matches that the engine may rank
MOST_WALKED = 150_000  # articles that it may walk through for that: some 50 ms
_TITLE, _LEAD = 5, 2  # how often a word there counts
_K1, _B = 1.2, 0.75


def phrases(selection: Selection) -> tuple[Phrase, ...]:
    """The words and phrases that an article may hold to match: not those that it must not."""
    return tuple(dict.fromkeys(phrase for part in selection.question.words for phrase in _sought(part)))


def by_relevance(conn: Connection, selection: Selection, limit: int) -> tuple[list[int], list[Note]]:
    """Row numbers of the articles that are most about the words, best first, and what should be known of the choice."""
    sought = phrases(selection)
    if not sought or selection.found is None:
        return selection.first_ids(conn, limit), [Note("not_ranked")]
    most = max(limit, MOST_WEIGHED)
    notes: list[Note] = []
    wanted = joined(_wanted(selection))
    assert wanted is not None  # else nothing would have been found by the index
    ids = _latest(conn, selection, wanted, most + 1)
    telling = _telling(selection)
    if len(ids) > most and telling is not None and _few(conn, selection):
        ids = _best(conn, selection, telling, most)
    elif len(ids) > most:
        ids = _likely(conn, selection, sought, ids, most)
        notes.append(Note("common_words", weighed=len(ids)))
    return _weighed(conn, ids, sought)[:limit], notes


def _sought(node: Node) -> Iterator[Phrase]:
    if isinstance(node, Words):
        yield from (node.wanted,) if isinstance(node.wanted, Phrase) else (node.wanted.left, node.wanted.right)
    elif not isinstance(node, (Not, Filter)):
        for child in node.of:
            yield from _sought(child)


def _wanted(selection: Selection) -> list[Wanted]:
    return [wanted for part in selection.question.words if (wanted := wanted_of(part)) is not None]


def _telling(selection: Selection) -> Wanted | None:
    """What the engine's own rank is asked about: all words, or those that are rare; None where none is."""
    wanted = _wanted(selection)
    if selection.meant is not None:
        commonness = selection.meant.columns.commonness
        wanted = [one for one in wanted if not isinstance(one, Without) and commonness(one) <= MOST_WALKED]
    return joined(wanted)


def _few(conn: Connection, selection: Selection) -> bool:
    """True where the words stand in so few articles that the engine may rank them all."""
    if selection.meant is not None and (not selection.must or selection.count(conn) > MOST_RANKED):
        return selection.count(conn) <= MOST_RANKED
    assert selection.found is not None
    some = selection.found.limit(MOST_RANKED + 1).subquery()
    return (conn.scalar(select(func.count()).select_from(some)) or 0) <= MOST_RANKED


def _best(conn: Connection, selection: Selection, wanted: Wanted, most: int) -> list[int]:
    """The first by the engine's own rank."""
    scored = ranked(conn.dialect.name, wanted).subquery()
    statement = select(scored.c.article_id).order_by(scored.c.score.desc(), scored.c.article_id.desc())
    if selection.meant is not None:
        meant = selection.meant.every
        return list(islice((one for one in conn.scalars(statement) if meant[one]), most))
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
    patterns = [pattern_of(phrase) for phrase in sought]
    for key, title, lead, body in conn.execute(texts):
        in_time()
        parts = [(ready(title), _TITLE), (ready(lead or ""), _LEAD), (ready(body), 1)]
        times = [float(sum(often * len(one.findall(part)) for part, often in parts)) for one in patterns]
        found[key] = times, len(title) + len(lead or "") + len(body)
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


def pattern_of(phrase: Phrase) -> re.Pattern[str]:
    """What finds a phrase in a text made ready by `ready`: a tenth of the time of the words of the text (`places`)."""
    words = [
        [re.escape(one) for spelling in spellings for one in tone_placements(spelling)] if spellings
        else ["".join(f"[{_ALIKE[letter]}]" if letter in _ALIKE else re.escape(letter) for letter in bare)]
        for spellings, bare in zip(phrase.exact, phrase.folded, strict=True)
    ]  # fmt: skip
    # What stands before the first word is asked behind it: a pattern is looked for fast by its first letters.
    size = len(phrase.folded[0])
    said = rf"{_any(words[0])}(?<![^\W_].{{{size}}})" + "".join(rf"[\W_]+{_any(word)}" for word in words[1:])
    return re.compile(said + ("" if phrase.prefix else r"(?![^\W_])"))


def ready(text: str) -> str:
    """A text in lower case, every letter composed."""
    return nfc(nfc(text).lower()).replace("ð", "đ")


def _alike() -> dict[str, str]:
    """Letter -> the Latin letters that are this one without their marks, itself first."""
    found: dict[str, str] = {}
    for code in chain(range(ord("a"), ord("z") + 1), range(0xC0, 0x250), range(0x1E00, 0x1F00)):
        letter = chr(code)
        if letter == letter.lower() and len(bare := fold(letter)) == 1 and bare.isascii():
            found[bare] = found.get(bare, "") + letter
    return found


_ALIKE = _alike()


def _any(patterns: Iterable[str]) -> str:
    found = list(patterns)
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


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
