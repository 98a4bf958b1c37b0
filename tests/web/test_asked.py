"""What an address asks for: whatever is typed is read, and written back it asks the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.query.filters import Filters
from archiver.web.asked import NAMES, Asked

VALUES = st.text(max_size=12) | st.sampled_from(["yes", "no", "2022-03", "newest", "views", "7", "999999999999", "٣"])
KEYS = st.sampled_from([*NAMES, "q", "since", "until", "views", "gone", "sort", "limit", "facets", "cursor", "other"])


@given(st.lists(st.tuples(KEYS, VALUES), max_size=8))
@settings(max_examples=100)
def test_written_back_it_asks_the_same(params: list[tuple[str, str]]) -> None:
    asked = Asked.of(params)
    assert Asked.of(asked.pairs()) == asked
    assert 1 <= asked.limit <= 200


def test_a_form_with_empty_fields_asks_for_nothing() -> None:
    asked = Asked.of([("q", " "), ("newspaper", ""), ("since", ""), ("gone", ""), ("sort", "newest")])
    assert asked.empty
    assert asked.pairs() == []
    assert asked.filters() == Filters()


def test_the_filters_are_those_of_the_search() -> None:
    said = [("newspaper", "baomau"), ("newspaper", "baothu"), ("since", "2022"), ("gone", "no"), ("sort", "views")]
    assert Asked.of(said).filters() == Filters.of(
        newspaper=["baomau", "baothu"], since="2022", gone=False, sort="views"
    )


def test_a_month_takes_the_place_of_another_span() -> None:
    asked = Asked.of([("q", "bão"), ("since", "2020"), ("seen_since", "2021"), ("limit", "50"), ("cursor", "x")])
    narrowed = asked.narrowed("month", "2022-03")
    assert narrowed.pairs() == [
        ("q", "bão"), ("since", "2022-03"), ("until", "2022-03"), ("seen_since", "2021"), ("limit", "50"),
    ]  # fmt: skip


def test_a_month_within_a_span_is_not_widened() -> None:
    asked = Asked.of([("since", "2022-03-15"), ("until", "2022-05")])
    assert asked.narrowed("month", "2022-03").dates == (("since", "2022-03-15"), ("until", "2022-03"))
    assert asked.narrowed("month", "2022-05").dates == (("since", "2022-05"), ("until", "2022-05"))


def test_a_name_takes_the_place_of_its_alternatives() -> None:
    asked = Asked.of([("newspaper", "baomau"), ("newspaper", "baothu"), ("author", "Nguyễn An")])
    assert asked.narrowed("newspaper", "baothu").names == (("author", "Nguyễn An"), ("newspaper", "baothu"))


def test_an_order_is_no_part_of_an_export() -> None:
    assert Asked.of([("q", "bão"), ("sort", "views")]).pairs(page=False, sort=False) == [("q", "bão")]


def test_filters_are_taken_away() -> None:
    both = Asked.of([("author", "Nguyễn An"), ("author", "Lê Chi")])
    assert both.without("author", "Nguyễn An").pairs() == [("author", "Lê Chi")]
    assert Asked.of([("gone", "yes"), ("since", "2022")]).without("gone", "yes").pairs() == [("since", "2022")]
