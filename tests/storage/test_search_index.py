"""Search: exact with marks, open without, the same answers on both engines, and any text is a query."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text

from archiver.core.text import fold, search_form
from archiver.storage import search_index
from archiver.storage.database import table
from archiver.storage.search_index import Indexed, forms_of, matching_ids, phrase_of
from archiver.storage.search_terms import AllOf, Without, holding, ranked
from tests.storage.conftest import Archive
from tests.storage.making import BODY, NOW, url_of, visit

TEXTS = [
    Indexed("Lễ hội cà phê ở Đắk Nông", None, "Sáng nay, đường sắt mở lại. Giá 3.961 đồng.", ("Nguyễn An",)),
    Indexed("Bão số 5 vào Biển Đông", "Hoà Bình mưa to", "Báo cáo của Uỷ ban nhân dân.", ("Trần Bình",)),
    Indexed("Le hoi o Dak Nong", None, "dong thap khong dau", ()),
    Indexed("Hòa bình ở vùng cao", None, "Lễ khai giảng. Hội thao cấp tỉnh. COVID-19 lùi xa.", ("Lê Đông",)),
    Indexed("Đồng Tháp mùa nước nổi", None, unicodedata.normalize("NFD", "Thuỷ lợi và đường thuỷ nội địa"), ()),
]


@pytest.fixture
def conn(engine: Engine) -> Any:
    with engine.begin() as conn:
        conn.execute(insert(table("newspaper")).values(name="mot", title="Một", province="Mẫu", domains=[]))
        for number, one in enumerate(TEXTS, 1):
            conn.execute(
                insert(table("article")).values(
                    public_id=f"mot/{number}", newspaper_id=1, url="u", canonical_url="u", kind="article",
                    first_seen_at=NOW, last_seen_at=NOW,
                )
            )  # fmt: skip
            search_index.index(conn, number, one.title, one.lead, one.body, one.authors)
        yield conn


ANSWERS: list[tuple[str, list[int]]] = [
    ("Đắk Nông", [1]),
    ("đắk nông", [1]),
    ("dak nong", [1, 3]),
    ("Dak Nông", [1]),
    ("lễ hội", [1, 4]),
    ("bão", [2]),
    ("báo", [2]),
    ("bao", [2]),
    ("hoà bình", [2, 4]),
    ("hòa bình", [2, 4]),
    ("thủy", [5]),
    ("thuỷ lợi", [5]),
    (unicodedata.normalize("NFD", "Đồng Tháp"), [5]),
    ("dong thap", [3, 5]),
    ("đông", [2, 4]),
    ("dong", [1, 2, 3, 4, 5]),
    ("duong sat", [1]),
    ("3.961", [1]),
    ("961", [1]),
    ("covid-19", [4]),
    ("19 covid", [4]),
    ("nguyen an", [1]),
    ("LỄ KHAI GIẢNG", [4]),
    ("không-có-gì", []),
    ("", []),
    ("!?…", []),
]


def test_the_same_answers_on_both_engines(conn: Any) -> None:
    got = {query: sorted(matching_ids(conn, query)) for query, _ in ANSWERS}
    assert got == dict(ANSWERS)


HOSTILE = [
    '"',
    '""',
    '"""',
    "'",
    "''",
    "\\",
    "a'b",
    'a"b',
    "*",
    "a*",
    "^a",
    "a^b",
    "+",
    "a+b",
    "-",
    "-a",
    "a-b",
    "(",
    ")",
    "()",
    "a(b",
    "NEAR(a b)",
    "a NEAR b",
    "AND",
    "OR",
    "NOT",
    "a AND",
    "AND b",
    "a NOT b",
    "a OR b",
    "exact:a",
    "folded : b",
    "{exact folded}: a",
    ":",
    "a:b",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfffb",
    "&",
    "|",
    "!",
    "<->",
    "a <-> b",
    "a & b | !c",
    "'a':*",
    "a:*",
    "; DROP TABLE article; --",
    "%s %(x)s :q ?1",
    "\u01c0",
    "\u202e\u200b",
    "😀",
    "x" * 100_000,
    "a " * 10_000,
    '"' + "a " * 500 + '"',
    "ﷺ",
    "\ufeff",
    "İ",
    "ß",
    "e\u0301\u0323\u0302",
    "\u0301",
    "đ" * 300,
    "1e5",
    "-3.5",
    "www.x.vn/a?b=c",
    "a@b.c",
]


def test_any_text_is_a_query(conn: Any) -> None:
    assert len(HOSTILE) > 50
    for query in HOSTILE:
        assert set(matching_ids(conn, query)) <= {1, 2, 3, 4, 5}, repr(query[:50])


def test_hostile_text_can_be_indexed_found_and_forgotten(conn: Any) -> None:
    for number, query in enumerate(HOSTILE):
        was = Indexed("Tựa", None, f"{query} mộtchữriêng{number}", (query,))
        search_index.index(conn, 1, was.title, was.lead, was.body, was.authors, was=TEXTS[0])
        assert matching_ids(conn, f"mộtchữriêng{number}") == [1]
        search_index.index(conn, 1, TEXTS[0].title, None, TEXTS[0].body, TEXTS[0].authors, was=was)
        assert matching_ids(conn, f"mộtchữriêng{number}") == []
    assert matching_ids(conn, "Đắk Nông") == [1]


def test_an_article_is_found_by_its_present_text_only(conn: Any) -> None:
    now = Indexed("Chợ nổi", None, "Sông nước miền Tây", ("Lê Cường",))
    search_index.index(conn, 1, now.title, now.lead, now.body, now.authors, was=TEXTS[0])
    assert matching_ids(conn, "chợ nổi") == [1]
    assert matching_ids(conn, "dak nong") == [3]
    search_index.remove(conn, 1, now)
    assert matching_ids(conn, "chợ nổi") == []
    if conn.dialect.name == "sqlite":
        for name in ("article_search_exact", "article_search_folded"):
            conn.execute(text(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')"))


def test_what_is_told_together_is_found_as_if_it_was_told_one_by_one(conn: Any) -> None:
    first, last = (Indexed(title, None, title, ()) for title in ("Chợ nổi", "Cá tra"))
    with search_index.at_once(conn):
        search_index.index(conn, 1, first.title, first.lead, first.body, first.authors, was=TEXTS[0])
        search_index.index(conn, 1, last.title, last.lead, last.body, last.authors, was=first)
        search_index.remove(conn, 2, TEXTS[1])
        search_index.remove(conn, 3, TEXTS[2])  # and back: nothing is to be told
        search_index.index(conn, 3, TEXTS[2].title, TEXTS[2].lead, TEXTS[2].body, TEXTS[2].authors)
        search_index.index(conn, 6, first.title, first.lead, first.body, first.authors)  # new, and gone again
        search_index.remove(conn, 6, first)
    found = {query: matching_ids(conn, query) for query in ("cá tra", "chợ nổi", "lễ hội", "bão", "dak nong")}
    assert found == {"cá tra": [1], "chợ nổi": [], "lễ hội": [4], "bão": [], "dak nong": [3]}
    search_index.remove(conn, 1, last)  # afterwards as ever
    assert matching_ids(conn, "cá tra") == []


def test_a_group_that_edits_its_own_article_leaves_the_last_text(archive: Archive) -> None:
    said = [{"title": title, "body": f"{title}. {BODY}"} for title in ("Chợ nổi", "Cá tra")]
    archive.recorder.record([visit(url_of(1), one, minutes=at) for at, one in enumerate(said)])
    with archive.engine.begin() as conn:
        assert (matching_ids(conn, "chợ nổi"), matching_ids(conn, "cá tra")) == ([], [1])
        revisions = conn.execute(text("SELECT count(*) FROM revision")).scalar_one()
    assert revisions == 2


def test_an_error_leaves_the_index_as_it_was(conn: Any) -> None:
    def fail() -> None:
        with search_index.at_once(conn):
            search_index.remove(conn, 1, TEXTS[0])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert matching_ids(conn, "Đắk Nông") == [1]
    search_index.remove(conn, 1, TEXTS[0])
    assert matching_ids(conn, "Đắk Nông") == []


def test_relevance_puts_what_is_about_it_first(conn: Any) -> None:
    about = Indexed("Cà phê, cà phê", None, "cà phê " * 5, ())
    search_index.index(conn, 2, about.title, about.lead, about.body, about.authors, was=TEXTS[1])
    wanted = phrase_of("cà phê")
    assert wanted is not None
    found = ranked(conn.dialect.name, wanted).order_by(text("score DESC"))
    assert [row.article_id for row in conn.execute(found)] == [2, 1]


def test_postgresql_asks_each_index_for_its_words() -> None:
    """A word of the other form is not looked for in the articles that were found: their words lie beside the rows."""
    marked, bare = (found for word in ("bão", "to") if (found := phrase_of(word)) is not None)
    for wanted, indexes in ((AllOf((marked, bare)), 2), (AllOf((marked, Without(bare))), 1), (marked, 1)):
        query, meant = holding("postgresql", wanted)
        assert meant
        assert str(query).count("FROM article_search") == indexes


def test_a_changed_fold_indexes_everything_anew(engine: Engine, conn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search_index.refresh(conn) is False
    monkeypatch.setattr(search_index, "_SAMPLE", "another")
    assert search_index.refresh(conn) is True
    assert matching_ids(conn, "bão") == []  # these articles have no revisions to index
    assert search_index.refresh(conn) is False


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
def test_no_text_raises(conn: Any, query: str) -> None:
    matching_ids(conn, query)
    phrase = phrase_of(query)
    if phrase is not None:
        assert len(phrase.folded) == len(phrase.exact)


@settings(max_examples=200)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("aàạáÀđĐoòuỳýỷ ́ _-.,“”\u00a0\u2003\u0085\n0½²Σςß"), st.characters()),
        max_size=60,
    )
)
def test_a_text_has_the_words_of_its_pieces(text: str) -> None:
    """Pieces between white space are formed one by one and remembered: the same words as those of the whole text."""
    exact, folded = forms_of(text)
    assert exact == [w[:64] for w in search_index.WORD.findall(search_form(text))]
    assert folded == [w[:64] for w in search_index.WORD.findall(fold(text))]
