"""Which articles are reprints of which: derived from the latest texts alone, whatever the order in which they came.

Comparing is not part of a visit: a visit notes that its article is due, and what is due is compared in groups, between
groups of visits and at the end of a crawl. A killed run leaves it due. No article is compared with all: two are where
their sketches share keys, and a key that stands in more than `COMMON` articles (a line below each article of a paper,
a form) says nothing. So the cost grows with the articles, not with their square.

What is held in memory grows with neither: of a group, the numbers of what shares keys with it (100 holders each of the
16 keys of 200 articles: some tens of megabytes at the most); of texts, as many wordings as `_REMEMBERED` says. Only a
cluster is held whole, with all that hangs together with it by copies of copies: some hundred bytes a copy.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, or_, select, text

from archiver.core import reprints
from archiver.core.reprints import Printed, Wording
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.prepared import Prepared

ARTICLE, REVISION, INFO = table("article"), table("revision"), table("archive_info")
DUE, SKETCH, LIKENESS, REPRINT = (table(name) for name in ("reprint_due", "sketch", "likeness", "reprint"))
GROUP = 200  # articles that are compared in one transaction
COMMON = 100  # articles with a key, from which on it says nothing; a story in each of 64 papers stays below
_FORM_KEY = "sketch_form"
_CHUNK = 500  # values in one IN
_TEXTS_AT_ONCE = 20  # as long as they may be
_REMEMBERED = 300_000  # shingles of texts, about 150 bytes each
_SAMPLE = (
    "Sáng 23/11/2026, cây cầu Đắk Nông mới nối hai bờ đã thông xe – hoà thuận, Ðức, ß, “hai xã” ở naïve vùng cao. "
)
_BOUNDS = (reprints.FEWEST, reprints.CONTAINED, reprints.OVERLAP, reprints.STRANGE, reprints.SHARED, COMMON)

_Pairs = dict[tuple[int, int], float]


def due(conn: Connection, article_id: int) -> None:
    """Note that an article's text is new, and to be compared."""
    _ADD_DUE.run(conn, article=article_id)


def forget(conn: Connection, article_id: int) -> None:
    """Remove all that was derived from an article that is about to go; what was like it is compared anew."""
    keys = conn.execute(select(SKETCH.c.key).where(SKETCH.c.article_id == article_id)).scalars().all()
    fewer = [key for key, number in _counts(conn, keys).items() if number == COMMON + 1]  # says something again
    for one in {*_partners(conn, [article_id]), *_holders(conn, fewer)} - {article_id}:
        due(conn, one)
    for rows in (DUE, SKETCH, LIKENESS, REPRINT):
        conn.execute(delete(rows).where(or_(*(column == article_id for column in rows.c if column.name in _NAMING))))


def refresh(conn: Connection) -> bool:
    """Have all articles compared anew if this version compares otherwise than the rows; True where it does."""
    form = hashlib.sha256(repr((reprints.sketch(reprints.words_of(_SAMPLE * 4)), _BOUNDS)).encode()).hexdigest()[:16]
    kept = conn.execute(select(INFO.c.value).where(INFO.c.key == _FORM_KEY)).scalar_one_or_none()
    if kept == form:
        return False
    conn.execute(text("INSERT INTO reprint_due (article_id) SELECT id FROM article WHERE true ON CONFLICT DO NOTHING"))
    conn.execute(delete(INFO).where(INFO.c.key == _FORM_KEY))
    conn.execute(INFO.insert().values(key=_FORM_KEY, value=form))
    return True


def settle(conn: Connection) -> int:
    """Compare articles that are due, at most `GROUP` of them; how many were.

    What comes out depends on the texts alone, not on how they were grouped: where a key becomes too common, or rare
    again, all that hold it are compared anew.
    """
    asked = conn.execute(select(DUE.c.article_id).order_by(DUE.c.article_id).limit(GROUP)).scalars().all()
    if not asked:
        return 0
    keys, crossed, counts = _sketch(conn, asked)
    compared = [*asked, *crossed]
    mates = _partners(conn, compared)
    found = _alike(conn, keys, counts)
    for some in _chunks(crossed, GROUP):
        found |= _alike(conn, _keys(conn, some), counts)
    for column in (LIKENESS.c.article_id, LIKENESS.c.other_id):
        for chunk in _chunks(compared):
            conn.execute(delete(LIKENESS).where(column.in_(chunk)))
    statements.put_all(
        conn, "likeness", [{"article_id": a, "other_id": b, "share": share} for (a, b), share in sorted(found.items())]
    )
    _cluster(conn, {*compared, *mates, *(one for pair in found for one in pair)})
    for chunk in _chunks(asked):
        conn.execute(delete(DUE).where(DUE.c.article_id.in_(chunk)))
    return len(asked)


# --- sketches
def _sketch(conn: Connection, asked: Sequence[int]) -> tuple[dict[int, set[int]], list[int], dict[int, int]]:
    """Write the sketches of articles.

    Returns:
        Their keys; further articles that are to be compared, as they hold a key that became too common by this, or rare
        again; and how many articles hold the keys that were written or removed.
    """
    new: dict[int, set[int]] = {one: set() for one in asked}
    for row in _texts(conn, asked):
        new[row.id] = set(reprints.sketch(reprints.words_of(row.lead, row.body_text)))
    old = _keys(conn, asked)
    changed: Counter[int] = Counter()
    rows = []
    for one in asked:
        gone, come = old[one] - new[one], new[one] - old[one]
        if gone:
            conn.execute(delete(SKETCH).where(SKETCH.c.article_id == one, SKETCH.c.key.in_(gone)))
        rows += [{"key": key, "article_id": one} for key in sorted(come)]
        changed.update(come)
        changed.subtract(gone)
    statements.put_all(conn, "sketch", rows)
    now = _counts(conn, list(changed))
    crossing = [key for key, more in changed.items() if (now.get(key, 0) > COMMON) != (now.get(key, 0) - more > COMMON)]
    return new, sorted(_holders(conn, crossing) - {*asked}), now


def _keys(conn: Connection, articles: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {one: set() for one in articles}
    for chunk in _chunks(articles):
        for key, one in conn.execute(_KEYS_OF, {"wanted": chunk}):
            found[one].add(key)
    return found


def _counts(conn: Connection, keys: Sequence[int]) -> dict[int, int]:
    """How many articles hold each key."""
    return {key: number for chunk in _chunks(keys) for key, number in conn.execute(_COUNTS, {"wanted": chunk})}


def _holders(conn: Connection, keys: Sequence[int]) -> set[int]:
    return {one for chunk in _chunks(keys) for _, one in conn.execute(_HOLDERS, {"wanted": chunk})}


# --- pairs
def _alike(conn: Connection, keys: Mapping[int, set[int]], counts: Mapping[int, int]) -> _Pairs:
    """The pairs that are alike of which one is among a group.

    Args:
        keys: of the articles of the group.
        counts: how many articles hold a key, as far as it is known.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    every = set().union(*keys.values())
    counts = {**counts, **_counts(conn, sorted(every.difference(counts)))}
    rare = sorted(key for key in every if 1 < counts[key] <= COMMON)
    for chunk in _chunks(rare):
        for key, one in conn.execute(_HOLDERS, {"wanted": chunk}):
            holders[key].append(one)
    pairs: dict[int, set[int]] = defaultdict(set)
    for one, own in keys.items():
        met = Counter(other for key in own for other in holders.get(key, ()))
        for other, number in met.items():
            if number >= reprints.SHARED and other != one:
                pairs[min(one, other)].add(max(one, other))
    papers = _papers(conn, sorted({*pairs, *(other for others in pairs.values() for other in others)}))
    texts = _Texts(conn)
    found: _Pairs = {}
    for one, others in pairs.items():
        elsewhere = sorted(other for other in others if papers[other] != papers[one])
        for other, wording in texts.of(elsewhere):
            share = reprints.share(texts.one(one), wording)
            if share is not None:
                found[one, other] = share
    return found


class _Texts:
    """Wordings of articles, read once where they are asked for again soon."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[int, Wording] = {}
        self._shingles = 0  # of those

    def one(self, article: int) -> Wording:
        return next(self.of([article]))[1]

    def of(self, articles: Sequence[int]) -> Iterator[tuple[int, Wording]]:
        for some in _chunks(articles, _TEXTS_AT_ONCE):
            missing = [one for one in some if one not in self._known]
            if self._shingles > _REMEMBERED:
                self._known, self._shingles, missing = {}, 0, list(some)
            for row in _texts(self._conn, missing):
                wording = self._known[row.id] = Wording.of(row.lead, row.body_text)
                self._shingles += len(wording.shingles)
            yield from [(one, self._known[one]) for one in some]


def _texts(conn: Connection, articles: Sequence[int]) -> Iterator[Any]:
    for chunk in _chunks(articles, _TEXTS_AT_ONCE):
        yield from conn.execute(_TEXTS, {"wanted": chunk})


def _papers(conn: Connection, articles: Sequence[int]) -> dict[int, int]:
    return {row.id: row.newspaper_id for chunk in _chunks(articles) for row in conn.execute(_PAPERS, {"wanted": chunk})}


def _partners(conn: Connection, articles: Iterable[int]) -> set[int]:
    return {one for pair in _pairs(conn, articles) for one in pair}


def _pairs(conn: Connection, articles: Iterable[int]) -> _Pairs:
    return {(row.article_id, row.other_id): row.share
            for chunk in _chunks(list(articles)) for row in conn.execute(_PAIRS, {"wanted": chunk})}  # fmt: skip


# --- clusters
def _cluster(conn: Connection, articles: set[int]) -> None:
    """Write the clusters of some articles and of all that hang together with them."""
    pairs: _Pairs = {}
    known: set[int] = set()
    edge = articles
    while edge:
        known |= edge
        fresh = _pairs(conn, edge)
        pairs |= fresh
        edge = {one for pair in fresh for one in pair} - known
    for chunk in _chunks(sorted(known)):
        conn.execute(delete(REPRINT).where(REPRINT.c.article_id.in_(chunk)))
    linked = sorted({one for pair in pairs for one in pair})
    copies = {
        row.id: Printed(row.public_id, row.published_at, row.published_precision, row.first_seen_at)
        for chunk in _chunks(linked)
        for row in conn.execute(_PRINTED, {"wanted": chunk})
    }
    firsts = reprints.firsts(copies, pairs)
    rows = [
        {
            "article_id": one,
            "first_id": first,
            "share": 1.0 if one == first else pairs[min(one, first), max(one, first)],
        }
        for one, first in firsts.items()
    ]
    statements.put_all(conn, "reprint", rows)


def _chunks(values: Sequence[int], size: int = _CHUNK) -> Iterator[Sequence[int]]:
    return (values[start : start + size] for start in range(0, len(values), size))


_NAMING = ("article_id", "other_id", "first_id")
_WANTED: BindParameter[Sequence[int]] = bindparam("wanted", expanding=True)
_ADD_DUE = Prepared(text("INSERT INTO reprint_due (article_id) VALUES (:article) ON CONFLICT DO NOTHING"))
_KEYS_OF = select(SKETCH.c.key, SKETCH.c.article_id).where(SKETCH.c.article_id.in_(_WANTED))
_HOLDERS = select(SKETCH.c.key, SKETCH.c.article_id).where(SKETCH.c.key.in_(_WANTED))
_COUNTS = select(SKETCH.c.key, func.count()).where(SKETCH.c.key.in_(_WANTED)).group_by(SKETCH.c.key)
_PAPERS = select(ARTICLE.c.id, ARTICLE.c.newspaper_id).where(ARTICLE.c.id.in_(_WANTED))
_TEXTS = (
    select(ARTICLE.c.id, REVISION.c.lead, REVISION.c.body_text)
    .join(REVISION, REVISION.c.id == ARTICLE.c.revision_id)
    .where(ARTICLE.c.id.in_(_WANTED))
)
_PAIRS = select(LIKENESS).where(or_(LIKENESS.c.article_id.in_(_WANTED), LIKENESS.c.other_id.in_(_WANTED)))
_PRINTED = (
    select(
        ARTICLE.c.id,
        ARTICLE.c.public_id,
        ARTICLE.c.first_seen_at,
        REVISION.c.published_at,
        REVISION.c.published_precision,
    )
    .join(REVISION, REVISION.c.id == ARTICLE.c.revision_id)
    .where(ARTICLE.c.id.in_(_WANTED))
)
