"""The search index: two forms of every text, exact and folded, in SQLite's FTS5 or PostgreSQL's tsvector.

A word typed with marks is looked for in the exact form (`core.text.search_form`), a word typed without marks in the
folded one (`core.text.fold`). Both engines are given the same words, parted here and not by them: same answers; how a
question is told to them stands in `storage.search_terms`. Title, lead, body and authors are told apart: columns of
FTS5, weights in a tsvector.
The index holds no text, only words and places; so it must be told the old text when a new one takes its place.

Known limits, the same on both engines: the words of an article up to the 16,383rd place (PostgreSQL's last) and the
first 64 letters of a word are indexed. On PostgreSQL alone, a phrase beyond the 255th repetition of one of its words in
one article is not found.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, literal_column, select, text

from archiver.core.text import fold, has_marks, nfc, search_form, search_prefixes
from archiver.storage import search_runs
from archiver.storage.models import Base
from archiver.storage.search_terms import FORMS, LABELS, Form, Part, Phrase, holding, joined, table_of

WORD: Final = re.compile(r"[^\W_]+")
LAST_POSITION: Final = 16383
LONGEST_WORD: Final = 64  # letters
MOST_APART: Final = 50  # words between two that are asked for as near
GAP: Final = MOST_APART + 10  # places between two parts of an article, so that nothing is near across them
BREAK: Final = "\u01c0"  # a letter that no newspaper uses: parts author from author, so that no phrase spans them
SHAPE: Final = "2"  # of the index beside its words: raised where the same words are laid out otherwise
_FORMS_KEY: Final = "search_forms"
_SAMPLE: Final = (
    "Hoà HÒA thuỷ thủy khoẻ khỏe quý Đắk đi Ðak naïve Ñ ß ı İ 123 "
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
)
_MOST_TOKENS: Final = 2**15  # that are remembered: Vietnamese is written in some thousand syllables
_PARTS: Final = tuple(Part)
_COLUMNS: Final = ", ".join(_PARTS)
_MARKS: Final = ", ".join("?" * (len(_PARTS) + 1))
_AT_ONCE: Final = 1000  # articles that are indexed by one statement
_SAMPLED: Final = 16  # one article of so many is read to learn which words are common
_MEMORY: Final = 64 * 2**20  # bytes that FTS5 may gather before it writes, where many articles are indexed
_USUAL_MEMORY: Final = 2**20  # FTS5's own

_table = Base.metadata.tables.__getitem__


_REVISION, _BYLINE, _AUTHOR = (_table(name) for name in ("revision", "byline", "author"))
_TEXTS = select(_REVISION.c.title, _REVISION.c.lead, _REVISION.c.body_text).where(
    _REVISION.c.id == bindparam("revision")
)
_AUTHORS = (
    select(_AUTHOR.c.name)
    .join(_BYLINE, _BYLINE.c.author_id == _AUTHOR.c.id)
    .where(_BYLINE.c.revision_id == bindparam("revision"))
    .order_by(_BYLINE.c.position)
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """The texts of one article that can be found."""

    title: str
    lead: str | None
    body: str
    authors: tuple[str, ...]

    @property
    def parts(self) -> dict[Part, tuple[str, ...]]:
        """The texts of each part, in the order in which they are laid out."""
        return {
            Part.TITLE: (self.title,),
            Part.LEAD: (self.lead or "",),
            Part.BODY: (self.body,),
            Part.AUTHOR: self.authors,
        }


_WAITING: Final = "search index"  # key of `Connection.info`: what `at_once` gathers
_Changes = dict[int, tuple[Indexed | None, Indexed | None]]  # article -> the texts it was and is to be found by


def index(
    conn: Connection,
    article_id: int,
    title: str,
    lead: str | None,
    body: str,
    authors: Sequence[str],
    *,
    was: Indexed | None = None,
) -> None:
    """Make an article findable by these texts.

    Args:
        article_id: row number of the article; the index's own row number.
        was: the texts it was findable by until now; None where it was not. SQLite's index cannot do without.
    """
    _change(conn, article_id, was, Indexed(title, lead, body, tuple(authors)))


def remove(conn: Connection, article_id: int, was: Indexed) -> None:
    """Make an article no longer findable; `was`: the texts that it was findable by."""
    _change(conn, article_id, was, None)


@contextmanager
def at_once(conn: Connection) -> Iterator[None]:
    """Have the index told at the end what `index` and `remove` are told within; an error leaves it as it was.

    Any other statement that may be undone alone has FTS5 write out what it has gathered, which takes longer than to
    gather it: so a group of visits tells it the texts of all its articles one after the other.
    """
    info = conn.info
    waiting: _Changes = info.setdefault(_WAITING, {})
    try:
        yield
    finally:
        del info[_WAITING]
    _tell_changes(conn, waiting)


def _change(conn: Connection, article_id: int, was: Indexed | None, now: Indexed | None) -> None:
    """Let an article be found by other texts; None: by none."""
    waiting: _Changes | None = conn.info.get(_WAITING)
    if waiting is None:
        _tell_changes(conn, {article_id: (was, now)})
    else:
        waiting[article_id] = (waiting[article_id][0] if article_id in waiting else was, now)


def _tell_changes(conn: Connection, changes: _Changes) -> None:
    changed = {article_id: (was, now) for article_id, (was, now) in changes.items() if was != now}
    for article_id, (was, _) in changed.items():
        if was is not None:
            _remove(conn, article_id, was)
    index_many(conn, [(article_id, now) for article_id, (_, now) in changed.items() if now is not None])


def index_many(conn: Connection, articles: Sequence[tuple[int, Indexed]]) -> None:
    """Make articles findable that were not until now: row numbers and texts."""
    if not articles:
        return
    forms = [(article_id, *_forms(article)) for article_id, article in articles]
    if conn.dialect.name == "sqlite":
        search_runs.forget(conn, (article_id for article_id, _ in articles))
        for place, form in enumerate(FORMS):
            conn.exec_driver_sql(
                f"INSERT INTO {table_of(form)} (rowid, {_COLUMNS}) VALUES ({_MARKS})",  # noqa: S608 - names of our own
                [(article_id, *_columns(both[place])) for article_id, *both in forms],
            )
        return
    conn.execute(
        text(
            "INSERT INTO article_search (article_id, exact, folded) "
            "VALUES (:id, CAST(:exact AS tsvector), CAST(:folded AS tsvector))"
        ),
        [{"id": key, "exact": _tsvector(exact), "folded": _tsvector(folded)} for key, exact, folded in forms],
    )


def optimise(conn: Connection) -> None:
    """Lay the index out for the fastest reading; worth it after many articles were added at once, never needed."""
    if conn.dialect.name == "sqlite":
        for form in FORMS:
            conn.exec_driver_sql(f"INSERT INTO {table_of(form)} ({table_of(form)}) VALUES ('optimize')")  # noqa: S608 - names of our own
        conn.exec_driver_sql("ANALYZE")


def write_runs(conn: Connection, *, seconds: float | None = None, partial: bool = False) -> int:
    """Write down what is known of runs of articles (`search_runs`), the latest first; how many were written.

    Args:
        seconds: after which no further run is begun; None for as long as it takes, half a second a run.
        partial: also of the run that can still grow.
    """
    if conn.dialect.name != "sqlite":
        return 0
    done = 0
    for run, _ in zip(search_runs.missing(conn, partial=partial), search_runs.within(seconds), strict=False):
        search_runs.write(conn, run, _likely(conn, run * search_runs.RUN, search_runs.RUN))
        done += 1
    return done


def _remove(conn: Connection, article_id: int, was: Indexed) -> None:
    if conn.dialect.name == "sqlite":
        search_runs.forget(conn, (article_id,))
        for form, words in zip(FORMS, _forms(was), strict=True):
            name = table_of(form)
            conn.exec_driver_sql(
                f"INSERT INTO {name} ({name}, rowid, {_COLUMNS}) VALUES ('delete', {_MARKS})",  # noqa: S608 - names of our own
                (article_id, *_columns(words)),
            )
    else:
        conn.execute(text("DELETE FROM article_search WHERE article_id = :id"), {"id": article_id})


def indexed(conn: Connection, revision_id: int) -> Indexed:
    """The texts of a stored revision, as they are indexed while it is its article's latest."""
    row = conn.execute(_TEXTS, {"revision": revision_id}).one()
    names = conn.execute(_AUTHORS, {"revision": revision_id}).scalars()
    return Indexed(row.title, row.lead, row.body_text, tuple(names))


def refresh(conn: Connection) -> bool:
    """Index all articles anew if this version parts or folds words otherwise than the index; True where it did.

    The fingerprint of both forms is kept in `archive_info`, because an index that holds no text cannot forget words
    that it would be told in another spelling.
    """
    info, article = _table("archive_info"), _table("article")
    mine = _fingerprint()
    kept = conn.execute(select(info.c.value).where(info.c.key == _FORMS_KEY)).scalar_one_or_none()
    if kept == mine:
        return False
    if conn.dialect.name == "sqlite":
        search_runs.forget_all(conn)
        for form in FORMS:
            _tell(conn, form, "delete-all")
            _tell(conn, form, "hashsize", _MEMORY)
    else:
        conn.execute(text("DELETE FROM article_search"))
    last = conn.execute(select(func.max(article.c.id))).scalar_one() or 0
    for first in range(0, last + 1, _AT_ONCE):
        index_many(conn, list(_texts(conn, first, first + _AT_ONCE)))
    if conn.dialect.name == "sqlite":
        for form in FORMS:
            _tell(conn, form, "hashsize", _USUAL_MEMORY)
    conn.execute(info.delete().where(info.c.key == _FORMS_KEY))
    conn.execute(info.insert().values(key=_FORMS_KEY, value=mine))
    return kept is not None


def _tell(conn: Connection, form: Form, what: str, rank: int | None = None) -> None:
    """One of FTS5's own commands."""
    name = table_of(form)
    conn.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES (?, ?)", (what, rank))  # noqa: S608 - names of our own


def _texts(conn: Connection, first: int, end: int, *, every: int = 1) -> Iterator[tuple[int, Indexed]]:
    """The articles of a span of row numbers, all or every so many, and the texts that they are findable by."""
    article = _table("article")
    span = [article.c.id >= first, article.c.id < end]
    span += [article.c.id % every == 0] if every > 1 else []
    names: dict[int, list[str]] = {}
    for row in conn.execute(
        select(article.c.id, _AUTHOR.c.name)
        .join(_BYLINE, _BYLINE.c.revision_id == article.c.revision_id)
        .join(_AUTHOR, _AUTHOR.c.id == _BYLINE.c.author_id)
        .where(*span)
        .order_by(article.c.id, _BYLINE.c.position)
    ):
        names.setdefault(row.id, []).append(row.name)
    texts = select(article.c.id, _REVISION.c.title, _REVISION.c.lead, _REVISION.c.body_text)
    texts = texts.join(_REVISION, _REVISION.c.id == article.c.revision_id).where(*span)
    for key, title, lead, body in conn.execute(texts):
        yield key, Indexed(title, lead, body, tuple(names.get(key, ())))


def phrase_of(words: str, *, prefix: bool = False, part: Part | None = None) -> Phrase | None:
    """The words of a text, one after the other, as something to look for; None where it holds no word.

    >>> phrase_of("Lễ hoi")
    Phrase(folded=('le', 'hoi'), exact=(('lễ',), ()), prefix=False, part=None)
    """
    found = WORD.findall(nfc(words))
    if not found:
        return None
    last = len(found) - 1
    exact = tuple(
        () if not has_marks(word)
        else tuple(_word(form) for form in search_prefixes(word)) if prefix and place == last
        else (_word(search_form(word)),)
        for place, word in enumerate(found)
    )  # fmt: skip
    return Phrase(tuple(_word(fold(word)) for word in found), exact, prefix, part)


def forms_of(part: str) -> tuple[list[str], list[str]]:
    """The words of a text in both forms, exact and folded, as they are indexed."""
    tokens = part.split()
    return _EXACT.of(tokens).split(), _FOLDED.of(tokens).split()


def forms_by_token(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The same for each of some pieces of text without white space; of several words, a space between two."""
    return zip(map(_EXACT.__getitem__, tokens), map(_FOLDED.__getitem__, tokens), strict=True)


def matching_ids(conn: Connection, words: str, limit: int = 200) -> list[int]:
    """Row numbers of the articles that hold all words of a text, the latest added first; nothing in it is syntax."""
    wanted = joined(dict.fromkeys(found for word in words.split() if (found := phrase_of(word)) is not None))
    if wanted is None:
        return []
    query, _ = holding(conn.dialect.name, wanted)
    return [int(row.article_id) for row in conn.execute(query.order_by(literal_column("1").desc()).limit(limit))]


_Words = dict[Part, tuple[int, str]]  # for each part the place of its first word, from 1, and its words


class _InForm(dict[str, str]):
    """A piece of text without white space -> its words in one form, a space between two.

    Nothing in a form reaches across white space.
    """

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, token: str) -> str:
        words = " ".join(_words(self._form(token)))
        if len(self) >= _MOST_TOKENS:
            self.clear()
        self[token] = words
        return words

    def of(self, tokens: Iterable[str]) -> str:
        """The words of a text."""
        return " ".join(filter(None, map(self.__getitem__, tokens)))


_EXACT, _FOLDED = _InForm(search_form), _InForm(fold)


def _forms(article: Indexed) -> tuple[_Words, _Words]:
    """The words of both forms, by part, with a break between two authors."""
    tokens = {part: f" {BREAK} ".join(texts).split() for part, texts in article.parts.items()}
    return _laid_out(tokens, _EXACT), _laid_out(tokens, _FOLDED)


def _laid_out(parts: Mapping[Part, Sequence[str]], form: _InForm) -> _Words:
    """The words of each part, as far as there are places for them."""
    found: _Words = {}
    start = 1
    for part, tokens in parts.items():
        words = form.of(tokens)
        count = words.count(" ") + 1 if words else 0
        room = max(0, LAST_POSITION + 1 - start)
        found[part] = start, words if count <= room else " ".join(words.split(" ", room)[:room])
        start += count + GAP
    return found


def _columns(form: _Words) -> Iterator[str]:
    """What stands in the columns of FTS5."""
    return (form[part][1] for part in _PARTS)


def _likely(conn: Connection, first: int, size: int) -> list[tuple[Form, str]]:
    """The words that stand in so many of a sample of these articles that they may be common in all of them."""
    articles = 0
    times: Counter[tuple[Form, str]] = Counter()
    for _, found in _texts(conn, first, first + size, every=_SAMPLED):
        articles += 1
        for form, told in zip(FORMS, _forms(found), strict=True):
            times.update({(form, word) for _, words in told.values() for word in words.split()})
    return sorted(one for one, count in times.items() if count * 2 * search_runs.COMMON >= articles)


def _words(form: str) -> list[str]:
    return [_word(form)] if form.isalnum() else [_word(word) for word in WORD.findall(form)]


def _word(word: str) -> str:
    """A word, of an article or of a query, as it is indexed."""
    return word[:LONGEST_WORD]


def _tsvector(form: _Words) -> str:
    """Words and places as PostgreSQL's own literal: its parser would part addresses and numbers in its own way."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for part, (start, words) in form.items():
        label = LABELS[part]
        for place, word in enumerate(words.split(), start):
            places[word].append(f"{place}{label}")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def _fingerprint() -> str:
    """Changes when either form of a text changes."""
    said = [search_form(_SAMPLE), fold(_SAMPLE), WORD.pattern, BREAK, str((LAST_POSITION, LONGEST_WORD, GAP)), SHAPE]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
