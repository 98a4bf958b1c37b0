"""Through time: trends with their denominators, curves of attention, typical words, edits and disappearances."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archiver import Archive
from archiver.core.errors import QueryError, UsageError
from archiver.query.attention import attention, views_by
from archiver.query.edits import edits
from archiver.query.filters import Filters
from archiver.query.trends import Per, begin, named, trends
from archiver.query.typical import log_likelihood, typical
from tests.query.made import START, Made, fill


@pytest.fixture(scope="module")
def made(empty: Made) -> Made:
    """The sample, with crawls, and a hundred articles more of one newspaper that writes of lotus ponds."""
    made = fill(empty)
    made.paper("baosen", "Báo Sen", "Mẫu")
    made.crawl("baomau", START)
    made.crawl("baomau", START + timedelta(days=3))
    with made.writer.begin() as conn:
        for number in range(30):
            made.article(
                "baosen", str(number), title=f"Hồ sen số {number}",
                body="Mùa này, hoa sen nở." if number % 2 else "Sen.",
                published_at=START + timedelta(days=number), lead=None, conn=conn,
            )  # fmt: skip
    return made


def test_counts_and_shares_of_what_was_archived(engine: Engine) -> None:
    (sen, all_of_it) = trends(engine, ["sen", ""], per="month")
    assert [(p.period, p.count, p.archived) for p in sen.points if p.archived] == [
        ("2021-02", 0, 1),
        ("2022-03", 3, 5),
        ("2022-04", 27, 27),
        ("2022-05", 0, 1),
    ]
    assert sen.total == 30
    assert all(point.share == (1.0 if point.archived else None) for point in all_of_it.points)
    assert len(sen.points) == len(all_of_it.points) == 16  # no period between is left out
    assert all_of_it.undated == 1
    assert sen.points[1].share is None  # nothing archived: no share, which is not 0


def test_each_query_has_its_own_denominator(engine: Engine) -> None:
    (wide, narrow) = trends(engine, ["cà phê", "cà phê newspaper:baomau"], per="year")
    assert [point.archived for point in wide.points] == [1, 33]
    assert [point.archived for point in narrow.points] == [0, 2]
    assert narrow.points[1].share == 0.5
    assert narrow.scope.newspapers == ("baomau",)


def test_days_with_gaps_are_marked(engine: Engine) -> None:
    (daily,) = trends(engine, ["newspaper:baomau"], per="day")
    assert [point.gap_days for point in daily.points] == [0, 1, 1]
    (weekly,) = trends(engine, [""], Filters.of(newspaper="baomau"), per="week")
    assert [(point.period, point.gap_days) for point in weekly.points] == [("2022-W13", 2)]


def test_what_makes_no_sense_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="1 to 20 queries"):
        trends(engine, [])
    with pytest.raises(UsageError, match="day, week, month, year"):
        trends(engine, ["a"], per="hour")
    with pytest.raises(QueryError):
        trends(engine, ["(a"])
    assert trends(engine, ["a"], Filters.of(since="1999", until="1999"))[0].points == ()


@settings(max_examples=100)
@given(st.dates(), st.sampled_from(list(Per)))
def test_a_day_lies_in_one_period_with_one_name(day: date, per: Per) -> None:
    start = begin(day, per)
    assert start <= day
    assert begin(start, per) == start
    assert named(start, per) == named(begin(start, per), per)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), max_size=6), st.integers(1, 10**6))
def test_views_never_leave_the_counts_that_were_read(points: list[tuple[int, int]], after: int) -> None:
    observed = sorted((START + timedelta(seconds=seconds), count) for seconds, count in points)
    found = views_by(START, observed, timedelta(seconds=after))
    if found is None:
        assert all(moment < START + timedelta(seconds=after) for moment, _ in observed)
    else:
        assert 0 <= found <= max(count for _, count in observed)


def test_how_fast_articles_were_read(engine: Engine) -> None:
    found = attention(engine, "newspaper:baomau")
    assert found.articles == 2
    by_id = {curve.id: curve for curve in found.curves}
    assert by_id["baomau/2"].views == {"1 h": 3961, "1 d": 3971 - round(10 / 24), "7 d": None, "30 d": None}
    assert by_id["baomau/2"].own_fetches == 1
    assert [(level.horizon, level.articles) for level in found.levels] == [
        ("1 h", 2),
        ("1 d", 1),
        ("7 d", 0),
        ("30 d", 0),
    ]


def test_words_that_are_typical(engine: Engine) -> None:
    found = typical(engine, "newspaper:baosen")
    assert [one.word for one in found.words[:3]] == ["hồ", "hồ sen", "sen"]
    assert found.words[0].articles == found.articles == 30
    assert found.words[0].others == 0
    assert found.words[0].ratio is None
    assert "hoa sen" in [one.word for one in found.words]
    assert all(one.likelihood > 0 for one in found.words)
    assert typical(engine, "newspaper:baosen", against="newspaper:baothu").others == 2
    with pytest.raises(UsageError, match="nothing to compare"):
        typical(engine, "")


def test_of_many_articles_some_are_read_and_it_is_said(engine: Engine) -> None:
    found = typical(engine, "newspaper:baosen", most_read=4)
    assert (found.articles, found.articles_read, found.others, found.others_read) == (30, 4, 5, 4)
    assert found.notes == ("Read were 4 of 30 articles of the question and 4 of 5 of the rest, evenly chosen.",)


@settings(max_examples=100)
@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_likelihood_is_never_negative_and_alike_from_both_sides(a: int, b: int, data: st.DataObject) -> None:
    here, there = data.draw(st.integers(0, a)), data.draw(st.integers(0, b))
    assert log_likelihood(here, a, there, b) == pytest.approx(log_likelihood(there, b, here, a), abs=1e-6)
    assert log_likelihood(here, a, there, b) >= 0


def test_edits_and_disappearances_with_their_denominator(engine: Engine) -> None:
    found = edits(engine)
    assert [(one.id, one.fields, one.silent) for one in found.edits] == [("baomau/2", ("title", "body_text"), True)]
    assert [(one.id, one.reason) for one in found.disappearances] == [("baothu/8", "404")]
    assert (found.articles, found.looked_again, found.edited, found.silently, found.gone) == (35, 2, 1, 1, 1)
    assert found.rate("silently") == 0.5
    assert found.in_sentence() == (
        "Of 35 articles 2 were looked at again; of these 1 edited (50.0%), 1 edited without a word (50.0%), "
        "1 gone (50.0%)."
    )
    assert edits(engine, "newspaper:baosen").rate("gone") is None


def test_python_asks_the_same(made: Made) -> None:
    with Archive.open(made.url) as archive:
        assert archive.trends("sen", per="year")[0].total == 30
        assert archive.coverage(newspaper="baosen").archived == 30
        assert archive.edits().edited == 1
        assert archive.attention("newspaper:baomau").articles == 2
        assert archive.typical("newspaper:baosen", limit=1).words[0].word == "hồ"
