"""Notes: an English sentence like any other text, that still knows what it says."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

from archiver.query.notes import SENTENCES, Note


def test_a_note_is_a_sentence() -> None:
    note = Note("no_author_but", asked="nguyễn ân", near="Nguyễn An")
    assert note == "No author is called 'nguyễn ân' (whole names are compared); there is Nguyễn An."
    assert json.loads(json.dumps([note])) == [str(note)]


def test_numbers_and_days_are_printed_and_kept() -> None:
    note = Note("grown_province", name="Bắc Ninh", last=date(2025, 6, 30))
    assert "until 2025-06-30 and" in note
    assert note.values["last"] == date(2025, 6, 30)
    assert "1,200 were weighed" in Note("common_words", weighed=1200)
    assert "longer than 0.3 s" in Note("late_count", seconds=0.3)
    assert "longer than 1 s" in Note("late_count", seconds=1.0)


def test_a_copy_is_the_same() -> None:
    note = Note("best_alone", most=200)
    for one in (copy.deepcopy(note), pickle.loads(pickle.dumps(note))):
        assert (one, one.kind, one.values) == (note, note.kind, note.values)


def test_a_note_repeats_no_more_than_the_beginning_of_what_was_asked() -> None:
    for kind, said in SENTENCES.items():
        if "{asked" in said:
            note = Note(kind, asked="x" * 9000, near="", there="")
            assert "x" * 200 in note
            assert "x" * 201 not in note
            assert note.values["asked"] == "x" * 200
