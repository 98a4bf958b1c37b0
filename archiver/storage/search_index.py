"""The search index: two forms of every text, exact and folded, in SQLite's FTS5 or PostgreSQL's tsvector.

A word typed with marks is looked for in the exact form (`core.text.search_form`), a word typed without marks in the
folded one (`core.text.fold`). Both engines are given the same words, parted here and not by them: same answers.
The index holds no text, only words and places; so it must be told the old text when a new one takes its place.

Known limits, the same on both engines: the first 16,383 words of an article (PostgreSQL's last position) and the first
64 letters of a word are indexed. In a phrase of words with and without marks, those with marks must stand somewhere in
the text, and the whole phrase must stand there without regard to marks. On PostgreSQL alone, a phrase beyond the 255th
repetition of one of its words in one article is not found.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from archiver.core.text import fold, has_marks, nfc, search_form
from archiver.storage.models import Base

WORD: Final = re.compile(r"[^\W_]+")
LAST_POSITION: Final = 16383
LONGEST_WORD: Final = 64  # letters
MOST_TERMS: Final = 32  # of one query; more is no question
BREAK: Final = (
    "\u01c0"  # a letter that no newspaper uses: parts title from lead from body, so that no phrase spans them
)
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_FORMS_KEY: Final = "search_forms"
_SAMPLE: Final = (
    "Hoà HÒA thuỷ thủy khoẻ khỏe quý Đắk đi Ðak naïve Ñ ß ı İ 123 "
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
)

_table = Base.metadata.tables.__getitem__
_SQLITE = table("article_search", column("rowid"), column("rank"))
_POSTGRESQL = table("article_search", column("article_id"), column("exact"), column("folded"))


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
    def parts(self) -> tuple[str, ...]:
        """All texts, in the order of their weight."""
        return (self.title, self.lead or "", self.body, *self.authors)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of a query."""

    folded: tuple[str, ...]
    exact: tuple[str | None, ...]  # None where the word was typed without marks


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
    exact, folded = _forms(now)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(
            "INSERT INTO article_search (rowid, exact, folded) VALUES (?, ?, ?)",
            (article_id, " ".join(exact), " ".join(folded)),
        )
    else:
        conn.execute(
            text(
                "INSERT INTO article_search (article_id, exact, folded) "
                "VALUES (:id, CAST(:exact AS tsvector), CAST(:folded AS tsvector))"
            ),
            {"id": article_id, "exact": _tsvector(exact), "folded": _tsvector(folded)},
        )


def remove(conn: Connection, article_id: int, was: Indexed) -> None:
    """Make an article no longer findable; `was`: the texts that it was findable by."""
    if conn.dialect.name == "sqlite":
        exact, folded = _forms(was)
        conn.exec_driver_sql(
            "INSERT INTO article_search (article_search, rowid, exact, folded) VALUES ('delete', ?, ?, ?)",
            (article_id, " ".join(exact), " ".join(folded)),
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


def terms(query: str) -> tuple[Term, ...]:
    """The words and phrases of a query, all of which an article must hold; () where there is nothing to look for.

    `"..."` (straight or curly) makes a phrase, and so does whatever joins words without a space (`3.961`, `covid-19`).
    Any text is a query: nothing in it is syntax for the engine. Beyond 32 terms it is not read.

    >>> terms('“lễ hội” dak')
    (Term(folded=('le', 'hoi'), exact=('lễ', 'hội')), Term(folded=('dak',), exact=(None,)))
    """
    found: list[Term] = []
    for number, piece in enumerate(nfc(query).translate(_QUOTES).split('"')):
        for chunk in (piece,) if number % 2 else piece.split():
            words = WORD.findall(nfc(chunk))
            if words:
                found.append(
                    Term(
                        tuple(_word(fold(word)) for word in words),
                        tuple(_word(search_form(word)) if has_marks(word) else None for word in words),
                    )
                )
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def matching(dialect: str, wanted: Sequence[Term]) -> Select[tuple[int]]:
    """A query for the `article_id` of every article that holds all terms; it can stand inside another query.

    Args:
        dialect: "sqlite" or "postgresql".
        wanted: at least one term.
    """
    if dialect == "sqlite":
        return select(_SQLITE.c.rowid.label("article_id")).where(
            literal_column("article_search").op("MATCH")(_fts5(wanted))
        )
    query = select(_POSTGRESQL.c.article_id)
    for form, said in _tsqueries(wanted):
        query = query.where(_POSTGRESQL.c[form].op("@@")(cast(said, TSQUERY)))
    return query


def ranked(dialect: str, wanted: Sequence[Term]) -> Select[tuple[int, float]]:
    """As `matching`, with `score`: the greater, the more it is about the terms. Not comparable across engines."""
    if dialect == "sqlite":
        return matching(dialect, wanted).add_columns((-literal_column("rank")).label("score"))
    score: ColumnElement[float] = sum(
        (func.ts_rank(_POSTGRESQL.c[form], cast(said, TSQUERY)) for form, said in _tsqueries(wanted)),
        start=literal_column("0.0"),
    )
    return matching(dialect, wanted).add_columns(score.label("score"))


def matching_ids(conn: Connection, query: str, limit: int = 200) -> list[int]:
    """Row numbers of the articles that hold all words and phrases, the latest added first; any text is a query."""
    wanted = terms(query)
    if not wanted:
        return []
    found = matching(conn.dialect.name, wanted).order_by(literal_column("1").desc()).limit(limit)
    return [int(row.article_id) for row in conn.execute(found)]


def _forms(article: Indexed) -> tuple[list[str], list[str]]:
    """The words of both forms, in order, with a break between texts."""
    exact: list[str] = []
    folded: list[str] = []
    for part in article.parts:
        if part:
            for token in part.split():
                words, bare = _forms_of(token)
                exact += words
                folded += bare
            exact.append(BREAK)
            folded.append(BREAK)
    return exact[:LAST_POSITION], folded[:LAST_POSITION]


@lru_cache(maxsize=2**15)  # Vietnamese is written in some thousand syllables: nearly all of a text was met before
def _forms_of(token: str) -> tuple[list[str], list[str]]:
    """The words of both forms of a piece of text without white space; nothing in a form reaches across white space."""
    return _words(search_form(token)), _words(fold(token))


def _words(form: str) -> list[str]:
    return [_word(form)] if form.isalnum() else [_word(word) for word in WORD.findall(form)]


def _word(word: str) -> str:
    """A word, of an article or of a query, as it is indexed."""
    return word[:LONGEST_WORD]


def _tsvector(words: Sequence[str]) -> str:
    """Words and places as PostgreSQL's own literal: its parser would part addresses and numbers in its own way."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def _runs(term: Term) -> list[tuple[str, tuple[str, ...]]]:
    """What must stand in which form: the folded phrase unless all is exact, and each run of words typed with marks."""
    exact = [
        tuple(word for word in run if word is not None)
        for marked, run in groupby(term.exact, key=lambda word: word is not None)
        if marked
    ]
    wanted = [("exact", run) for run in exact]
    return wanted if None not in term.exact else [("folded", term.folded), *wanted]


def _fts5(wanted: Sequence[Term]) -> str:
    """The query in FTS5's words: every token in quotes, so nothing in it is syntax."""
    return " AND ".join(f'{form} : "{" ".join(run)}"' for term in wanted for form, run in _runs(term))


def _tsqueries(wanted: Sequence[Term]) -> list[tuple[str, str]]:
    """For each form the query in PostgreSQL's words."""
    said: dict[str, list[str]] = {}
    for term in wanted:
        for form, run in _runs(term):
            said.setdefault(form, []).append("(" + " <-> ".join(f"'{word}'" for word in run) + ")")
    return [(form, " & ".join(parts)) for form, parts in said.items()]


def _fingerprint() -> str:
    """Changes when either form of a text changes."""
    said = "\n".join([search_form(_SAMPLE), fold(_SAMPLE), WORD.pattern, BREAK, str((LAST_POSITION, LONGEST_WORD))])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
