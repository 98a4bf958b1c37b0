"""Walking a paper's past by numbers: no number out of line ends the walk, and none makes it endless."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.backfill import MISSES, RUNS, floor_of, numbers_down


def walked(articles: Collection[int], real: Collection[int], floor: int = 0) -> list[int]:
    """The numbers that are asked for, in their order, where those that are `real` turn out to be articles."""
    known, without, asked = set(articles), set[int](), list[int]()
    while (number := next(numbers_down(known, without, floor), None)) is not None:
        asked.append(number)
        (known if number in real else without).add(number)
    return asked


def test_an_article_far_out_of_line_neither_ends_the_walk_nor_comes_first() -> None:
    real = set(range(1000, 1301))
    asked = walked({987_654_321, *range(1280, 1301)}, real)
    assert asked[:280] == list(range(1279, 999, -1))
    assert len(asked) == 280 + 2 * MISSES  # below the first and below the one out of line


def test_a_gap_that_is_longer_than_a_walk_goes_on_in_vain_is_none_where_articles_below_it_are_known() -> None:
    real = {*range(100, 120), *range(5000, 5020)}
    assert real - set(walked({119, 118, 117, 5019, 5018, 5017}, real)) == {119, 118, 117, 5019, 5018, 5017}


def test_numbers_that_do_not_count_up_are_not_asked_for_without_end() -> None:
    stamps = set(range(1_600_000_000, 1_603_600_000, 86_400))
    assert len(walked(stamps, stamps)) == RUNS * MISSES


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(1, 400), min_size=1, max_size=60), st.data())
def test_the_walk_ends_and_finds_all_that_hangs_together(real: set[int], data: st.DataObject) -> None:
    known = data.draw(st.sets(st.sampled_from(sorted(real)), min_size=1))
    floor = data.draw(st.integers(-5, 100))
    asked = walked(known, real, floor)
    assert len(asked) == len(set(asked))
    assert all(floor < number < max(known) for number in asked)
    highest = max((number for number in known if number > floor), default=0)
    between = [number for number in real if floor < number < highest]
    if highest <= MISSES:
        assert set(between) <= set(asked) | known


def test_one_that_is_printed_again_from_long_ago_is_no_floor() -> None:
    dated = [(number, number == 60 or number < 40) for number in range(30, 70)]
    assert floor_of(dated) == 39
    assert floor_of([]) == floor_of([(5, True)]) == 0
