from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from archiver.core.errors import QueryError, UnknownNewspaper, UsageError
from archiver.core.record import RECORD_KEYS
from archiver.query.filters import Filters
from archiver.query.reading import snapshot
from archiver.query.search import BRIEF_KEYS, Results, search


def ids(found: Results) -> list[object]:
    return [record["id"] for record in found.records]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bão", ["baothu/7"]),
        ("bao", ["baothu/7", "baothu/8"]),
        ("Đắk Nông", ["baomau/1"]),
        ("dak nong", ["baomau/2", "baomau/1"]),
        ("đak nong", []),
        ("hòa bình", ["baomau/1"]),
        ("hoà bình", ["baomau/1"]),
        ('"cà phê mất mùa"', ["baomau/2"]),
        ("“cà phê mất mùa”", ["baomau/2"]),
        ('"mùa mất"', []),
        ("được mùa", []),
        ("Trần Bình", ["baomau/2"]),
        ("", ["baothu/7", "baomau/2", "baomau/1", "baothu/8", "baomau/3"]),
        ("không có ngày", ["baomau/3"]),
    ],
)
def test_finds_newest_first(engine: Engine, query: str, expected: list[str]) -> None:
    found = search(engine, query)
    assert ids(found) == expected
    assert found.total == len(expected)


def test_a_decomposed_query_is_the_same_query(engine: Engine) -> None:
    assert ids(search(engine, "Đa\u0306\u0301k No\u0302ng")) == ["baomau/1"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"newspaper": "baothu"}, ["baothu/7", "baothu/8"]),
        ({"newspaper": "Báo Mẫu"}, ["baomau/2", "baomau/1", "baomau/3"]),
        ({"newspaper": ["baothu", "bao mau"]}, ["baothu/7", "baomau/2", "baomau/1", "baothu/8", "baomau/3"]),
        ({"province": "dak mau", "section": "kinh te"}, ["baomau/2"]),
        ({"author": "Nguyễn An"}, ["baothu/7", "baomau/1"]),
        ({"author": "nguyen an"}, ["baothu/7", "baomau/1", "baothu/8"]),
        ({"author": "lê chi"}, ["baomau/2"]),
        ({"author": "An"}, []),
        ({"section": "Thời sự"}, ["baothu/7", "baothu/8", "baomau/3"]),
        ({"since": "2022"}, ["baothu/7", "baomau/2", "baomau/1"]),
        ({"until": "2021"}, ["baothu/8"]),
        ({"since": "29/03/2022", "until": "2022-03-29"}, ["baomau/1"]),
        ({"since": "2022-03-30", "until": "2022-03"}, ["baomau/2"]),
        ({"sort": "views"}, ["baomau/2", "baothu/7", "baomau/1", "baothu/8", "baomau/3"]),
        ({"sort": "views", "limit": 1}, ["baomau/2"]),
    ],
)
def test_filters(engine: Engine, filters: dict[str, object], expected: list[str]) -> None:
    found = search(engine, "", Filters.of(**filters))  # type: ignore[arg-type]
    assert ids(found) == expected
    assert found.total is not None
    assert found.total >= len(expected)


def test_says_how_many_of_how_many_and_what_the_archive_covers(engine: Engine) -> None:
    found = search(engine, "an", Filters.of(limit=1, newspaper="baothu"))
    assert found.total == 2
    assert found.within == 2
    assert found.statement.startswith("1 of 2 matching articles are shown")
    assert found.coverage.in_words() == (
        "The archive holds 5 articles of 2 newspapers, published from 2021-02-22 to 2022-05-08; "
        "1 without a readable date."
    )


def test_no_hit_is_a_sentence(engine: Engine) -> None:
    found = search(engine, "voi biết bay")
    assert found.total == 0
    assert (
        found.statement == "No article matches: articles that hold “voi” with any marks and “biết” with exactly "
        "these marks and “bay” with any marks."
    )


def test_relevance_puts_the_article_about_it_first(engine: Engine) -> None:
    found = search(engine, "cà phê", Filters.of(sort="relevance"))
    assert ids(found) == ["baomau/2"]
    assert set(ids(search(engine, "nong", Filters.of(sort="relevance")))) == {"baomau/1", "baomau/2"}
    assert ids(search(engine, "nong", Filters.of(sort="relevance", since="2022-03-30"))) == ["baomau/2"]


@pytest.mark.parametrize("ranked", [0, 10**6])
@pytest.mark.parametrize("query", ["nong", "nong newspaper:baomau", "an -lễ", "nong OR title:bao"])
def test_few_are_weighed_where_many_match(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, ranked: int, query: str
) -> None:
    everything = search(engine, query, Filters.of(sort="relevance"))
    monkeypatch.setattr("archiver.query.ranking.MOST_WEIGHED", 1)
    monkeypatch.setattr("archiver.query.ranking.MOST_RANKED", ranked)
    found = search(engine, query, Filters.of(sort="relevance", limit=1))
    assert found.total == everything.total
    assert set(ids(found)) <= set(ids(everything))
    assert any("were weighed" in note for note in found.notes) is (ranked == 0)


def test_facets_count_all_that_matches(engine: Engine) -> None:
    found = search(engine, "", Filters.of(limit=1), facets=True)
    assert found.facets is not None
    assert found.facets["newspaper"].values == (("baomau", 3), ("baothu", 2))
    assert found.facets["province"].values == (("Đắk Mẫu", 3), ("Lâm Thử", 2))
    assert found.facets["section"].values == (("Thời sự", 3), ("Kinh tế", 1), ("Văn hóa", 1))
    assert found.facets["author"].values[0] == ("Nguyễn An", 2)
    assert found.facets["month"].values == (("2022-05", 1), ("2022-03", 2), ("2021-02", 1))
    assert (search(engine, "voi", facets=True).facets or {})["newspaper"].values == ()


def test_the_json_has_whole_records(engine: Engine) -> None:
    said = json.loads(json.dumps(search(engine, "bão", facets=True).as_json()))
    assert said["total"] == 1
    assert list(said["records"][0]) == list(RECORD_KEYS)
    assert said["facets"]["month"] == {"values": [{"value": "2022-05", "count": 1}], "others": 0}


def test_a_list_has_fewer_keys_and_the_same_values(engine: Engine) -> None:
    full, brief = search(engine, "nong"), search(engine, "nong", full=False)
    assert [tuple(record) for record in brief.records] == [BRIEF_KEYS] * 2
    assert [{key: record[key] for key in BRIEF_KEYS} for record in full.records] == list(brief.records)


def test_what_the_archive_does_not_have_is_said(engine: Engine) -> None:
    with pytest.raises(UnknownNewspaper, match="no newspaper 'baonao'; it has baomau, baothu"):
        search(engine, "", Filters.of(newspaper="baonao"))
    with pytest.raises(UsageError, match="Đắk Mẫu, Lâm Thử"):
        search(engine, "", Filters.of(province="Nào"))
    assert search(engine, "", Filters.of(author="nguyễn ân")).notes == (
        "No author is called 'nguyễn ân' (whole names are compared); there is Nguyen An, Nguyễn An.",
    )
    assert search(engine, "", Filters.of(section="hóa")).notes == ("No section is called 'hóa'; there is Văn hóa.",)


@pytest.mark.parametrize("nonsense", ["!!!", "\0", "—", " - "])
def test_a_query_without_a_word_says_so_and_finds_nothing(engine: Engine, nonsense: str) -> None:
    found = search(engine, nonsense)
    assert found.total == 0
    assert "holds no word" in found.notes[0]


@settings(max_examples=100)
@given(query=st.text(max_size=60) | st.from_regex(r'[a-z"*()^:{}+\-]{0,30}(NEAR|AND|OR|NOT)?.{0,9}'))
def test_any_query_is_answered_or_told_what_is_wrong(query: str, shared: Engine) -> None:
    try:
        found = search(shared, query, Filters.of(limit=1))
    except QueryError:
        return
    assert found.total is not None
    assert len(found.records) <= found.total <= 5


@pytest.fixture(scope="module")
def shared(engine: Engine) -> Engine:
    return engine


def test_postgresql_looks_common_words_up_in_the_index(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        return  # SQLite has no other way
    with snapshot(engine) as conn:
        asked = "EXPLAIN SELECT article_id FROM article_search WHERE folded @@ 'an'::tsquery"
        plan = " ".join(conn.scalars(text(asked)))
    assert "Bitmap Index Scan on ix_article_search_folded" in plan
