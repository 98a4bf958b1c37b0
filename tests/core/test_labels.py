"""The words that a pattern is looked for by stand in whatever it finds; and what the phrases say of a line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core import labels, view_places
from archiver.core.labels import Phrases

PHRASES = {
    name: value
    for module in (labels, view_places)
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
}
LETTERS = st.sampled_from(sorted({sign for one in PHRASES.values() for sign in one.pattern.pattern.lower()} | {"1"}))


@pytest.mark.parametrize("name", PHRASES)
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_a_pattern_finds_has_one_of_its_words(name: str, data: st.DataObject) -> None:
    phrases = PHRASES[name]
    text = data.draw(st.from_regex(phrases.pattern, alphabet=LETTERS))
    assert phrases.search(text) is not None
