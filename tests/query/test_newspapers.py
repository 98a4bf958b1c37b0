"""The newspapers of an archive, and how much of each is held."""

from __future__ import annotations

from sqlalchemy import Engine

from archiver.query.newspapers import newspapers
from archiver.query.search import search


def test_each_newspaper_with_what_is_held(engine: Engine) -> None:
    held = {paper.name: paper for paper in newspapers(engine)}
    assert list(held) == sorted(held)
    every = search(engine, "", facets=True)
    assert every.facets is not None
    assert {name: paper.articles for name, paper in held.items() if paper.articles} == dict(
        every.facets["newspaper"].values
    )
    assert sum(paper.articles for paper in held.values()) == every.total
    for paper in held.values():
        assert paper.gone <= paper.articles
        if paper.first_published and paper.last_published:
            assert paper.first_published <= paper.last_published
        assert paper.as_json()["title"] == paper.title


def test_facets_are_counted_up_to_so_many(engine: Engine) -> None:
    assert search(engine, "", facets=True, facets_up_to=1).facets is None
    assert search(engine, "", facets=True, facets_up_to=1000).facets is not None


def test_gaps_are_told_by_day(engine: Engine) -> None:
    held = search(engine, "").scope
    assert held is not None
    assert sum(sum(why.values()) for why in held.gaps_by_day.values()) == held.gaps
