"""The messages: each is used, each is there in both languages, and a template asks for none that is not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from archiver.core.values import Kind, Precision, Reason
from archiver.operations.health import Condition
from archiver.query.filters import Sort
from archiver.query.notes import SENTENCES, Note
from archiver.query.scope import MISSED
from archiver.query.trends import Per
from archiver.storage.values import CrawlState
from archiver.web.asked import DATES, NAMES, STATES
from archiver.web.problems import CODES
from archiver.web.rendering import HERE
from archiver.web.said import MESSAGES, ONE
from archiver.web.said_notes import NOTES
from archiver.web.views_article import FACTS, TEXTS
from archiver.web.words import WORDS, language_of

SOURCES = [*sorted((HERE / "templates").iterdir()), *sorted(HERE.glob("*.py"))]
KEY = re.compile(r"""\b(?:t|words)\(\s*["']([a-z_.A-Z0-9]+)["']""")
MADE: dict[str, list[str]] = {  # prefix of a key that a program puts together -> what may stand behind it
    "sort.": [*Sort],
    "filter.": [*NAMES, *DATES, *STATES, "province_of", "month"],
    "state.": ["any", "yes", "no"],
    "field.": [*(key for key, _ in FACTS), *TEXTS, "byline_raw", "published_raw", "updated_raw"],
    "precision.": [*Precision],
    "reason.": [*Reason],
    "error.": [*CODES, *(f"{code}.advice" for code in CODES), "home"],
    "error.parameter.": ["unknown", "state", "twice", "many"],
    "note.": [*SENTENCES],
    "condition.": [*Condition],
    "crawl.": [*CrawlState],
    "gap.": [
        "no run",
        "failed",
        "interrupted",
        "refused",
        MISSED,
    ],  # of query.scope; what has a reason is shown as it is
    "missing.": ["waiting", "gone", "failed", "refused"],
    "per.": [*Per],
    "when.": ["always", "since", "until", "between"],
}


def asked_for() -> dict[str, Path]:
    return {key: path for path in SOURCES for key in KEY.findall(path.read_text("utf-8"))}


def made() -> set[str]:
    return {f"{prefix}{end}" for prefix, ends in MADE.items() for end in ends}


def test_every_message_that_is_asked_for_is_there() -> None:
    missing = {key: path.name for key, path in asked_for().items() if key not in MESSAGES and not key.endswith(".")}
    assert not missing
    assert made() <= MESSAGES.keys()


def test_every_message_is_used() -> None:
    literal = {word for path in SOURCES if path.name != "said.py" for word in _literals(path.read_text("utf-8"))}
    assert MESSAGES.keys() - asked_for().keys() - made() - literal == set()


def _literals(text: str) -> set[str]:
    return set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)+)["']""", text))


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_are_told_the_same(key: str) -> None:
    vietnamese, english = MESSAGES[key]
    assert vietnamese.strip()
    assert english.strip()
    assert _names(vietnamese) == _names(english)
    assert "<" not in vietnamese + english  # a message is text
    if key in ONE:
        assert _names(ONE[key]) == _names(english)


def _names(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def test_no_note_of_a_page_names_an_option_of_the_command_line() -> None:
    assert not [key for key, said in NOTES.items() if "--" in "".join(said) or "`" in "".join(said)]


def test_a_message_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        WORDS["vi"]("no.such.message")


def test_values_of_a_closed_list_have_words_and_others_are_shown_as_they_are() -> None:
    assert WORDS["en"].or_as_it_is("reason", "missing") == "nothing stands there"
    assert WORDS["en"].or_as_it_is("reason", "<b>") == "<b>"
    assert {f"reason.{reason}" for reason in Reason} <= MESSAGES.keys()
    assert Kind.ARTICLE  # kinds are shown as the record has them


@pytest.mark.parametrize("values", [{"here": 1000, "mine": 5000, "there": 1000, "others": 90000}])
def test_a_note_is_said_in_both_languages(values: dict[str, object]) -> None:
    note = Note("part_read", **values)
    assert WORDS["en"](f"note.{note.kind}", **note.values) == note
    assert "1.000 trong 5.000" in WORDS["vi"](f"note.{note.kind}", **note.values)
    grown = Note("grown_province", name="Bắc Ninh", last=date(2025, 6, 30))
    assert "30/06/2025" in WORDS["vi"](f"note.{grown.kind}", **grown.values)


@pytest.mark.parametrize(
    ("chosen", "accepted", "expected"),
    [
        (None, "", "vi"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "de, fr", "vi"),
        (None, "vi;q=0.3, en;q=0.7", "en"),
        (None, "en;q=0", "vi"),
        (None, ";;q=,en;q=9,\x00", "vi"),
        ("vi", "en", "vi"),
        ("en", "", "en"),
        ("<script>", "en", "en"),
    ],
)
def test_language(chosen: str | None, accepted: str, expected: str) -> None:
    assert language_of(chosen, accepted) == expected
