"""What is counted in texts to rank them is what a search finds in them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.query.ranking import pattern_of, places, ready
from archiver.storage.search_index import forms_of, phrase_of

WORDS = "bão bao Báo hoà hòa hoàn hòan thuỷ thủy quý quy quỵ đi di Ði lễ le hội hoi naïve 5 covid".split()  # noqa: SIM905 - easier to read
_WORDS = st.sampled_from(WORDS)
_BETWEEN = st.sampled_from([" ", "  ", ", ", "-", "_", ". ", "\n", " – ", "“"])
_TEXT = st.lists(st.tuples(_WORDS, _BETWEEN), max_size=12).map(lambda pairs: "".join(map("".join, pairs)))


@settings(max_examples=100)
@given(word=_WORDS, text=_TEXT, prefix=st.booleans())
def test_a_word_is_counted_where_it_is_found(word: str, text: str, prefix: bool) -> None:
    phrase = phrase_of(word, prefix=prefix)
    assert phrase is not None
    assert len(pattern_of(phrase).findall(ready(text))) == len(list(places(phrase, *forms_of(text))))


@settings(max_examples=100)
@given(words=st.lists(_WORDS, min_size=2, max_size=3), text=_TEXT, prefix=st.booleans())
def test_a_phrase_is_counted_where_it_is_found(words: list[str], text: str, prefix: bool) -> None:
    phrase = phrase_of(" ".join(words), prefix=prefix)
    assert phrase is not None
    found = pattern_of(phrase).search(ready(text)) is not None
    assert found is bool(list(places(phrase, *forms_of(text))))


def test_marks_and_placement_count() -> None:
    hoa, bao = phrase_of("hoà"), phrase_of("bao")
    assert hoa is not None
    assert bao is not None
    assert pattern_of(hoa).findall(ready("Hòa, HOÀ, hoa, hoàn, xhoà")) == ["hòa", "hoà"]
    assert pattern_of(bao).findall(ready("Bão bao_báo, bao5")) == ["bão", "bao", "báo"]
