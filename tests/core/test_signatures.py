"""Names as pages outside Vietnam state and print them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.core.signatures import agencies_in, people


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("ANN LEE and BOB STONE", ["ANN LEE", "BOB STONE"]),
        ("By Ann Lee, Bob Stone and Carla Diaz", ["Ann Lee", "Bob Stone", "Carla Diaz"]),
        ("Written by Ann Lee | Political correspondent", ["Ann Lee"]),
        ("Ann Lee, London", ["Ann Lee"]),
        ("Ann Lee, Daily Gazette", ["Ann Lee"]),
        ("Ann Lee / Reporter", ["Ann Lee"]),
        ("Ann Lee (ann.lee@gazette.example)", ["Ann Lee"]),
        ("Ann Lee @annlee", ["Ann Lee"]),
        ("Von Eva Berg und Jan ter Horst, Wien", ["Eva Berg", "Jan ter Horst"]),
        ("Ein Kommentar von Eva Berg", ["Eva Berg"]),
        ("Eva Berg (emb), dpa", ["Eva Berg"]),
        ("Eva Berg aus Berlin", ["Eva Berg"]),
        ("Autorin: Eva Berg", ["Eva Berg"]),
        ("Par Luc Moreau et Zoé Petit", ["Luc Moreau", "Zoé Petit"]),
        ("Luc d'Aubigny avec Zoé Petit", ["Luc d'Aubigny", "Zoé Petit"]),
        ("Di Carla Rossi", ["Carla Rossi"]),
        ("Por Juan Pérez y Marta Gil", ["Juan Pérez", "Marta Gil"]),
        ("Av Kari Berge og Ola Lund", ["Kari Berge", "Ola Lund"]),
        ("Иван Петров", ["Иван Петров"]),
        ("山田花子", ["山田花子"]),
        ("Ann Lee &amp; Bob Stone", ["Ann Lee", "Bob Stone"]),
        ("Ann Lee, Ann LEE", ["Ann Lee"]),
    ],
)
def test_names_in_many_languages(raw: str, expected: list[str]) -> None:
    assert list(people(raw)) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "https://social.example/annlee",
        "@annlee",
        "ann@gazette.example",
        "dpa",
        "Associated Press",
        "admin",
        "Foto: Ann Lee",
        "Photograph: Ann Lee",
        "Online-Redaktion",
        "105092",
        "x" * 400,
    ],
)
def test_nobody(raw: str) -> None:
    assert people(raw) == ()


def test_agencies_beside_persons() -> None:
    assert agencies_in("Eva Berg und Jan Horst, dpa") == ("dpa",)


_NAMES = st.lists(
    st.sampled_from(("Ann Lee", "Bob Stone", "Eva Maria Berg", "Jan ter Horst", "Zoé Petit")), min_size=1, max_size=4
).map(lambda names: list(dict.fromkeys(names)))


@given(
    _NAMES,
    st.sampled_from(("By {}", "Von {}", "Par {}", "{}", "Text: {}")),
    st.sampled_from((", ", " / ", "; ", " | ")),
)
def test_names_printed_in_any_form_come_back(names: list[str], form: str, between: str) -> None:
    assert list(people(form.format(between.join(names)))) == names


@given(st.text(max_size=320))
def test_nothing_raises_and_no_name_is_empty(raw: str) -> None:
    assert all(name.strip() == name and name for name in people(raw))


@pytest.mark.parametrize("piece", ["By ", "and ", ", ", "(", "@a", "a@", "A ", " in ", "von und "])
def test_hostile_text_costs_little(piece: str) -> None:
    started = time.process_time()
    people((piece * 300)[:300])
    people(piece * 100_000)
    assert time.process_time() - started < 0.05
