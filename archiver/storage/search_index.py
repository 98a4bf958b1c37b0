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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, bindparam, literal_column, select, text

from archiver.core.text import fold, has_marks, nfc, search_form, search_prefixes
from archiver.storage.models import Base
from archiver.storage.search_terms import LABELS, Part, Phrase, holding, joined

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
_PARTS: Final = tuple(Part)
_COLUMNS: Final = ", ".join((*_PARTS, *(f"{part}_folded" for part in _PARTS)))
_MARKS: Final = ", ".join("?" * (2 * len(_PARTS) + 1))

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
    now = Indexed(title, lead, body, tuple(authors))
    if now == was:
        return
    if was is not None:
        remove(conn, article_id, was)
    index_many(conn, [(article_id, now)])


def index_many(conn: Connection, articles: Sequence[tuple[int, Indexed]]) -> None:
    """Make articles findable that were not until now: row numbers and texts."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(
            f"INSERT INTO article_search (rowid, {_COLUMNS}) VALUES ({_MARKS})",  # noqa: S608 - names of our own
            [_row(article_id, article) for article_id, article in articles],
        )
        return
    forms = [(article_id, *_forms(article)) for article_id, article in articles]
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
        conn.exec_driver_sql("INSERT INTO article_search (article_search) VALUES ('optimize')")
        conn.exec_driver_sql("ANALYZE")


def remove(conn: Connection, article_id: int, was: Indexed) -> None:
    """Make an article no longer findable; `was`: the texts that it was findable by."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(
            f"INSERT INTO article_search (article_search, rowid, {_COLUMNS}) VALUES ('delete', {_MARKS})",  # noqa: S608
            _row(article_id, was),
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
        conn.exec_driver_sql("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    else:
        conn.execute(text("DELETE FROM article_search"))
    pairs = conn.execute(select(article.c.id, article.c.revision_id).where(article.c.revision_id.is_not(None))).all()
    for article_id, revision_id in pairs:
        found = indexed(conn, revision_id)
        index(conn, article_id, found.title, found.lead, found.body, found.authors)
    conn.execute(info.delete().where(info.c.key == _FORMS_KEY))
    conn.execute(info.insert().values(key=_FORMS_KEY, value=mine))
    return kept is not None


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
    exact: list[str] = []
    folded: list[str] = []
    for token in part.split():
        words, bare = _forms_of(token)
        exact += words
        folded += bare
    return exact, folded


def matching_ids(conn: Connection, words: str, limit: int = 200) -> list[int]:
    """Row numbers of the articles that hold all words of a text, the latest added first; nothing in it is syntax."""
    wanted = joined(dict.fromkeys(found for word in words.split() if (found := phrase_of(word)) is not None))
    if wanted is None:
        return []
    query, _ = holding(conn.dialect.name, wanted)
    return [int(row.article_id) for row in conn.execute(query.order_by(literal_column("1").desc()).limit(limit))]


_Words = dict[Part, tuple[int, list[str]]]  # for each part the place of its first word, from 1, and its words


def _forms(article: Indexed) -> tuple[_Words, _Words]:
    """The words of both forms, by part, with a break between two authors."""
    exact: _Words = {}
    folded: _Words = {}
    start = bare_start = 1
    for part, texts in article.parts.items():
        words: list[str] = []
        bare: list[str] = []
        for number, one in enumerate(texts):
            if number:
                words.append(BREAK)
                bare.append(BREAK)
            as_printed, without_marks = forms_of(one)
            words += as_printed
            bare += without_marks
        exact[part] = start, words[: max(0, LAST_POSITION + 1 - start)]
        folded[part] = bare_start, bare[: max(0, LAST_POSITION + 1 - bare_start)]
        start += len(words) + GAP
        bare_start += len(bare) + GAP
    return exact, folded


def _row(article_id: int, article: Indexed) -> tuple[int | str, ...]:
    """The row number and what stands in the columns of FTS5."""
    return article_id, *(" ".join(form[part][1]) for form in _forms(article) for part in _PARTS)


@lru_cache(maxsize=2**15)  # Vietnamese is written in some thousand syllables: nearly all of a text was met before
def _forms_of(token: str) -> tuple[list[str], list[str]]:
    """The words of both forms of a piece of text without white space; nothing in a form reaches across white space."""
    return _words(search_form(token)), _words(fold(token))


def _words(form: str) -> list[str]:
    return [_word(form)] if form.isalnum() else [_word(word) for word in WORD.findall(form)]


def _word(word: str) -> str:
    """A word, of an article or of a query, as it is indexed."""
    return word[:LONGEST_WORD]


def _tsvector(form: _Words) -> str:
    """Words and places as PostgreSQL's own literal: its parser would part addresses and numbers in its own way."""
    places: dict[str, list[str]] = {}
    for part, (start, words) in form.items():
        for place, word in enumerate(words, start):
            places.setdefault(word, []).append(f"{place}{LABELS[part]}")
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def _fingerprint() -> str:
    """Changes when either form of a text changes."""
    said = [search_form(_SAMPLE), fold(_SAMPLE), WORD.pattern, BREAK, str((LAST_POSITION, LONGEST_WORD, GAP)), SHAPE]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
