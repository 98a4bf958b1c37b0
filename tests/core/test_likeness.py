"""Whether two texts are the same: by all their letters, though most are told apart by the first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.likeness import beginning, letters, same

TEXTS = st.text(alphabet="aAđĐßi̇ .,-–\n“”1", min_size=1, max_size=240)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_the_first_letters_never_part_what_is_the_same(first: str, second: str) -> None:
    assert same(first, second) == (letters(first) == letters(second))
    assert letters(first).startswith(beginning(first))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(0, 100))
def test_signs_around_the_letters_change_nothing(text: str, dashes: int) -> None:
    assert beginning("–" * dashes + text.upper().lower()) == beginning(text.upper().lower())
    assert same(text, "“" * dashes + text)
