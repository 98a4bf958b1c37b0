"""Text: cleaning, folding, tone placement, damage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.text import clean, damage, fold, has_marks, nfc, search_form

LETTERS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặèéẻẽẹòóỏõọùúủũụỳýỷỹỵÀÁĐƯỚ -.,?&;#x38amp\u200b\u0301\u00a0"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)
PROPERTY = settings(max_examples=200)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("  Đắk\n\tNông ", "Đắk Nông"),
        ("&#272;&#7855;k N&ocirc;ng", "Đắk Nông"),
        ("T&amp;aacute;c gi&amp;amp;#7843;", "Tác giả"),
        ("Ngh\u1ec7\u00a0An\u200b\ufeff", "Nghệ An"),
        ("Tùng  Lâm", "Tùng Lâm"),
        ("Hỏi &đáp; AT&T; R&D", "Hỏi &đáp; AT&T; R&D"),  # no entities: left alone
        ("a\x00b\x1bc", "abc"),
        ("hỏng \ud83d nửa", "hỏng \ufffd nửa"),
        ("mềm\u00admại", "mềmmại"),
        ("&nbsp;x&nbsp;", "x"),
    ],
)
def test_clean_shows_what_a_reader_sees(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@PROPERTY
@given(LETTERS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@PROPERTY
@given(LETTERS)
def test_composed_and_decomposed_spellings_are_one(text: str) -> None:
    split, joined = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    assert clean(split) == clean(joined)
    assert fold(split) == fold(joined)
    assert search_form(split) == search_form(joined)
    assert nfc(split) == joined


@PROPERTY
@given(LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert search_form(search_form(text)) == search_form(text)


@PROPERTY
@given(LETTERS)
def test_what_search_finds_exactly_it_finds_openly(text: str) -> None:
    assert fold(search_form(text)) == fold(text)


def test_fold_takes_every_vietnamese_mark_off() -> None:
    assert fold("Ằ Ế Ỗ Ự Ỵ Đ đ ơ ư ă â ê ô Ð") == "a e o u y d d o u a a e o d"
    assert fold("Thủy — “ngày” 1/2") == "thuy — “ngay” 1/2"


@pytest.mark.parametrize(
    ("older", "newer"),
    [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("tòa", "toà"), ("ủy", "uỷ"), ("LÒE", "LOÈ"), ("hóa", "hoá")],
)
def test_both_tone_placements_are_one_word(older: str, newer: str) -> None:
    assert search_form(older) == search_form(newer) == older.lower()


@pytest.mark.parametrize("word", ["quý", "hoàn", "ngoài", "khuỷu", "thuở", "ngoèo", "quả", "xoáy", "loẹt"])
def test_words_with_one_placement_stay(word: str) -> None:
    assert search_form(word) == word


def test_a_misplaced_tone_inside_a_syllable_is_mended() -> None:
    assert search_form("tòan hòan") == "toàn hoàn"


def test_marks_decide_how_a_word_is_searched() -> None:
    assert [has_marks(w) for w in ("bão", "bao", "Đak", "Nông", "K'", "2024")] == [
        True,
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Nông thôn m\ufffdi", "replacement"),
        ("BÃ¡o Ä\x90áº¯k NÃ´ng", "mojibake"),
        ("caùc xaõ vuøng saâu ñöôïc ñaàu tö", "legacy font"),
        ("Tæng c«ng ty ®Çu t­ ph¸t triÓn n«ng nghiÖp", "legacy font"),
        ("xây d?ng làng m?i", "question marks"),
        ("TRIN KHAI THC HIN CÁC NGHQUYT ĐNG B", "lost letters"),
    ],
)
def test_damage_is_named(text: str, what: str) -> None:
    assert damage(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "Đắk Nông: Hội nghị triển khai nhiệm vụ năm 2022",
        "UBND, HĐND, BCH Đảng bộ tỉnh và MTTQ họp",
        "“ĐÃ” hay “CHƯA”? Ai biết?",
        "https://baomau.example/tin?id=5&x=a?b",
        "Buôn Ma Thuột – Ê Đê: čh ŏ ñ",
        "Café, Québec, où, naïve",
        (
            "Die Europäer und die Koreaner reden über Seoul, und die Neuäußerung von Thea Äpfel klärt das nicht auf. "
            "Das Museum beäugt den Hof, geändert hat sich seit dem Bau der Anlage am Fluss nichts."
        ),
        (
            "Han sa «ja» og hun sa «nei», så sa de «kanskje» og gikk hver sin vei hjem i byen, der det var mørkt og "
            "kaldt, og hvor ingen lenger ventet på noen som helst denne kvelden i november."
        ),
        "",
    ],
)
def test_sound_text_is_not_suspected(text: str) -> None:
    assert damage(text) is None


@PROPERTY
@given(st.text(max_size=60))
def test_nothing_raises(text: str) -> None:
    clean(text), fold(text), search_form(text), damage(text), has_marks(text)
