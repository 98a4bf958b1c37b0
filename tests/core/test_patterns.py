"""Every pattern of the normalisers runs in linear time on text that was made to hurt."""

from __future__ import annotations

import re
import time

import pytest

from archiver.core import addresses, byline_words, bylines, date_patterns, provinces, text, timestamps, view_counts

MODULES = (addresses, byline_words, bylines, date_patterns, provinces, text, timestamps, view_counts)
PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
SHAPES = (
    "1/", "2024-", "1", "12:", "1 ", " ", "thang ", "thu ", "1h", "gmt+", "1/1/", "ngay 1 thang ", "a", "A.", "a@",
    "2 gio ", "cach day ", "1.1.", "- ", "+07", "&#x2b;", "&amp;", "&", "%41", "%", "may 1 ", "12:34:", "(", "[a",
    "tin, ", "tin, ảnh, ", "/page", "/p1", "1,234", "1.234.", "1 234 ", "luot ", "Nguyễn", "ỳỷ", "aø", "?a?", "theo ",
    "\0", "a-", ";sid=", "á»", "www.", "\n", "T.", "phóng viên ",
)  # fmt: skip
SIZE = 20_000  # characters; what grows with the square takes minutes here


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_hostile_text_takes_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    for shape in SHAPES:
        hostile = (shape * SIZE)[:SIZE] + "!"
        started = time.process_time()
        pattern.search(hostile)
        pattern.fullmatch(hostile)
        assert time.process_time() - started < 0.5, shape
