"""The query language: what it reads, what it refuses and where, and what it says of itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.errors import QueryError
from archiver.query.language import parse
from archiver.query.nodes import explain, leaves, said


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("bão lũ", "“bão” with exactly these marks and “lũ” with exactly these marks"),
        ("bão AND lũ", "“bão” with exactly these marks and “lũ” with exactly these marks"),
        ("a OR b c", "“a” with any marks or (“b” with any marks and “c” with any marks)"),
        ("(a OR b) c", "(“a” with any marks or “b” with any marks) and “c” with any marks"),
        ("a -b", "“a” with any marks and not “b” with any marks"),
        ("a AND NOT b", "“a” with any marks and not “b” with any marks"),
        ("NOT NOT a", "“a” with any marks"),
        ('-"a b"', "not “a b” with any marks"),
        ("-(a OR b)", "not (“a” with any marks or “b” with any marks)"),
        ("covid-19", "“covid 19” with any marks"),
        ("“lễ hội”", "“lễ hội” with exactly these marks"),
        ('"lễ hoi"', "“lễ hoi” with exactly these marks where there are any"),
        ("đắk*", "“đắk*” with exactly these marks"),
        ('"cà ph"*', "“cà ph*” with exactly these marks where there are any"),
        ("title:bao", "“bao” in the title with any marks"),
        ("TITLE:bao", "“bao” in the title with any marks"),
        ("title:(a OR b)", "“a” in the title with any marks or “b” in the title with any marks"),
        ('author:"Nguyễn An"', "“nguyễn an” in the byline with exactly these marks where there are any"),
        ("a NEAR/1 b", "“a” with any marks at most 1 word from “b” with any marks"),
        ("a NEAR b", "“a” with any marks at most 10 words from “b” with any marks"),
        ("newspaper:baomau", "in the newspaper baomau"),
        ('-tag:"cà phê"', "not with the tag cà phê"),
        ("gone:yes edited:no views:yes", "gone from its site and never seen edited and with a view count"),
        ("published:2022", "published from 2022-01-01 00:00 +07:00 and before 2023-01-01 00:00 +07:00"),
        ("published:2022-03..2022-04", "published from 2022-03-01 00:00 +07:00 and before 2022-05-01 00:00 +07:00"),
        ("seen:..29/03/2022", "first seen before 2022-03-30 00:00 +07:00"),
        ("or and", "“or” with any marks and “and” with any marks"),
        ("a — b & !", "“a” with any marks and “b” with any marks"),
        ("3.961 9:30", "“3 961” with any marks and “9 30” with any marks"),
        ("", "anything"),
        ("…", "anything"),
    ],
)
def test_what_a_query_means(query: str, meant: str) -> None:
    assert said(parse(query).node) == meant


@pytest.mark.parametrize(
    ("query", "place", "problem"),
    [
        ('bão "lũ', '    ^', "quotation mark is not closed"),
        ("bão (lũ OR mưa", "    ^", "this ( is not closed"),
        ("bão)", "   ^", "no ( stands before"),
        ("()", "^^", "nothing stands in these brackets"),
        ("OR bão", "^^", "before OR something must stand"),
        ("bão AND", "    ^^^", "should follow behind AND"),
        ("bão NOT", "    ^^^", "should follow behind NOT"),
        ("a OR OR b", "     ^^", "before OR something must stand"),
        ("tittle:bão", "^^^^^^^", "is title: meant?"),
        ("https://bao.example", "^^^^^^", "put it into quotes"),
        ("title: bão", "^^^^^^", "no space may part them"),
        ("title:", "^^^^^^", "nothing stands behind"),
        ("title:gone:yes", "      ^^^^^", "stands behind title:"),
        ("b*o", " ^", "only at the end of a word"),
        ("*", "^", "only at the end of a word"),
        ("đ*", "^^", "at least 2 letters"),
        ("newspaper:bao*", "          ^^^^", "whole names"),
        ("published:gestern", "          ^^^^^^^", "is no date"),
        ("published:2023..2022", "          ^^^^^^^^^^", "ends before it begins"),
        ("published:..", "          ^^", "two of them"),
        ("gone:maybe", "     ^^^^^", "yes or no"),
        ("a NEAR", "  ^^^^", "behind NEAR a word should stand"),
        ("a NEAR/99 b", "  ^^^^^^^", "50 words at most"),
        ("a NEAR b NEAR c", "         ^^^^", "joins two"),
        ("a NEAR (b OR c)", "  ^^^^", "two whole words or phrases"),
        ("NEAR(a b)", "^^^^", "a NEAR/5 b"),
        ("a | b", "  ^", "write OR"),
        ("!bão", "^", "write -word"),
        ('"?!"', "^^^^", "holds no word"),
        ("(" * 30 + "a" + ")" * 30, " " * 20 + "^", "more than 20 brackets"),
        ("a " * 65, " " * 61 + "^", "more than 64 words"),
        ("a" * 2001, " " * 61 + "^", "longer than 2,000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_pointed_at(query: str, place: str, problem: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert problem in str(caught.value)
    assert caught.value.pointed().splitlines()[1] == place


def test_the_place_is_right_beneath_decomposed_and_wide_letters() -> None:
    with pytest.raises(QueryError) as caught:
        parse(unicodedata.normalize("NFD", "bão ") + "日本 (")
    assert caught.value.pointed().splitlines() == ["bão 日本 (", "         ^"]
    with pytest.raises(QueryError) as caught:
        parse("\x1b[2J (")
    assert "\x1b" not in caught.value.pointed()


def test_nfd_and_nfc_curly_and_straight_are_one_query() -> None:
    plain = parse('title:"lễ hội" OR hòa*').node
    assert parse(unicodedata.normalize("NFD", "title:“lễ hội” OR hòa*")).node == plain
    assert parse('title:"lễ hội" OR hoà*').node == plain


def test_small_words_that_join_in_capitals_are_noted() -> None:
    assert parse("bão or lũ").notes == ("'or' was looked for as a word; OR in capitals joins.",)


def test_explained_as_it_is_nested() -> None:
    node = parse("bão (lũ OR tag:mưa) -gone:yes").node
    assert node is not None
    assert list(explain(node)) == [
        "all of:",
        "  “bão” with exactly these marks",
        "  any of:",
        "    “lũ” with exactly these marks",
        "    with the tag mưa",
        "  not:",
        "    gone from its site",
    ]


_PIECES = st.lists(
    st.sampled_from(
        ["a", "đắk", '"', "“", "(", ")", " ", " ", "-", "*", "AND", "OR", "NOT", "NEAR", "NEAR/3", "title:",
         "published:", "2022", "..", "gone:", "yes", "tag:", ":", "/", "\0", "\ud800", "!", "|", "hoà*"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=100)
@given(st.text(max_size=80) | _PIECES)
def test_any_text_is_read_or_refused_at_a_place_within_it(query: str) -> None:
    refused: QueryError | None = None
    try:
        question = parse(query)
    except QueryError as problem:
        refused = problem
    if refused is not None:
        assert 0 <= refused.start <= len(refused.query)
        shown, marks = refused.pointed().splitlines()
        assert marks.strip("^ ") == ""
        assert shown.isprintable()
        return
    if question.node is None:
        assert question.nothing is bool(unicodedata.normalize("NFC", query).strip())
    else:
        assert said(question.node)
        assert list(leaves(question.node))
