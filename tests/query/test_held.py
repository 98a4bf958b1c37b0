"""What is held by newspaper and month is what is held by newspaper and day, added up; the same on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archiver.query.filters import Filters
from archiver.query.held import held
from archiver.query.reading import snapshot
from archiver.query.scope import scope
from tests.query.made import START, Made


@pytest.fixture(scope="module")
def crawled(made: Made) -> Made:
    """The sample, crawled on three days of which one failed, so that there are gaps."""
    for day, state in ((0, "finished"), (1, "failed"), (4, "finished")):
        made.crawl("baomau", START + timedelta(days=day), state=state)
    return made


@pytest.mark.parametrize(
    "said",
    [{}, {"newspaper": "baomau"}, {"since": "2022-03", "until": "2022-04"}, {"until": "2021"}, {"since": "2030"}],
)
def test_it_adds_up(crawled: Made, engine: Engine, said: dict[str, str]) -> None:
    criteria = Filters.of(**said).criteria  # type: ignore[arg-type]
    with snapshot(engine) as conn:
        found, expected = held(conn, criteria), scope(conn, criteria)
    assert expected.days is not None
    for parts, name in (
        (found.newspapers, lambda day: day.newspaper),
        (found.months, lambda day: f"{day.day:%Y-%m}"),
    ):
        archived, missing, gaps = Counter[str](), Counter[str](), Counter[str]()
        for day in expected.days:
            archived[name(day)] += day.archived
            missing[name(day)] += sum(day.missing.values())
            gaps[name(day)] += day.gap is not None
        assert {part.name: part.archived for part in parts if part.archived} == +archived
        assert {part.name: part.missing for part in parts if part.missing} == +missing
        assert {part.name: part.gaps for part in parts if part.gaps} == +gaps
    assert [(name, day) for name, day, _ in found.gaps] == [(d.newspaper, d.day) for d in expected.days if d.gap]
    assert found.scope.archived == expected.archived == sum(part.archived for part in found.newspapers)
    assert found.scope.in_words() == expected.in_words()
    for part in found.newspapers:
        days = [day.day for day in expected.days if day.newspaper == part.name and day.archived]
        ends = [moment.astimezone(START.tzinfo) for moment in (part.first, part.last) if moment is not None]
        assert bool(days) == bool(ends)
        if days and ends:
            assert abs((ends[0].date() - days[0]).days) <= 1
            assert abs((ends[-1].date() - days[-1]).days) <= 1
    assert [part.name for part in found.months] == sorted((part.name for part in found.months), reverse=True)


def test_there_are_gaps_in_it(crawled: Made, engine: Engine) -> None:
    with snapshot(engine) as conn:
        assert {why for _, _, why in held(conn).gaps} == {"no run", "failed"}
