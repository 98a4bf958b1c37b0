from __future__ import annotations

import time
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.query.diffs import changes, marked, word_diff

WORDS = st.lists(st.sampled_from(["cầu", "mới", "thông", "xe,", "sáng", "nay.", "\n\n", "  "]), max_size=30)


def test_a_word_replaced() -> None:
    assert marked(word_diff("Cầu mới thông xe sáng nay", "Cầu mới thông xe chiều nay")) == (
        "Cầu mới thông xe [-sáng-]{+chiều+} nay"
    )


def test_only_what_differs_is_a_change() -> None:
    older = {"title": "Cà phê được mùa", "lead": None, "tags": ["cà phê"], "body_text": "Một.\n\nHai."}
    newer = {"title": "Cà phê được mùa", "lead": "Mở.", "tags": ["cà phê", "giá"], "body_text": "Một.\n\nHai."}
    assert [(change.field, marked(change.segments)) for change in changes(older, newer)] == [
        ("lead", "{+Mở.+}"),
        ("tags", "cà [-phê-]{+phê; giá+}"),
    ]


def test_composed_and_decomposed_letters_are_the_same_word() -> None:
    assert word_diff(unicodedata.normalize("NFD", "Đắk Nông"), "Đắk Nông") == (("same", "Đắk Nông"),)


@settings(max_examples=200)
@given(WORDS, WORDS)
def test_the_pieces_give_both_texts_back(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "removed") == new
    assert "".join(text for kind, text in pieces if kind != "added") == old
    assert all(text for _, text in pieces)


def test_a_long_article_takes_no_minutes() -> None:
    older = "\n\n".join(f"Đoạn {number}: " + "người dân trong xã vui mừng " * 40 for number in range(100))
    newer = older.replace("vui", "rất vui", 50).replace("Đoạn 7:", "Đoạn bảy:")
    begun = time.process_time()
    word_diff(older, newer)
    word_diff("một hai " * 9_000, "hai ba " * 9_000)
    assert time.process_time() - begun < 10


def test_hundreds_of_changed_paragraphs_take_seconds() -> None:
    older = "\n\n".join(f"Đoạn {number} kể chuyện mùa cũ" for number in range(800))
    newer = "\n\n".join(f"Phần {number} kể chuyện mùa mới" for number in range(800))
    begun = time.process_time()
    pieces = word_diff(older, newer)
    assert time.process_time() - begun < 5
    assert "".join(text for kind, text in pieces if kind != "removed") == newer
