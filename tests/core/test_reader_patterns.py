"""Every pattern of the reader runs in linear time on text that was made to hurt."""

from __future__ import annotations

import re
import time
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import archiver.core
from archiver.core.labels import Phrases
from tests.core import test_patterns

MODULES = [import_module(f"archiver.core.{one.name}") for one in iter_modules(archiver.core.__path__)]
NAMES = {  # each pattern once, however many modules import it
    value.pattern if isinstance(value, Phrases) else value: f"{module.__name__}.{name}"
    for module in MODULES
    if module not in test_patterns.MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern | Phrases)
}
PATTERNS = {name: pattern for pattern, name in NAMES.items()}
SHAPES = (
    "<", "<a", '<a"', "<div>", "<div ", "<a b", "a=", "{{", "{%", "<%", "${", "(", "((", "1", "1.", "1/", "1,", " ",
    "\n", "-", " - ", "|", ">>", "tin ", "tin liên quan", "xem thêm ", "theo ", "theo dõi ", "lượt xem ", "ảnh: ", "©",
    "1 bình luận ", "a", "aB", "A", "_", "Nguyễn", "Nguyễn 1/1/2022 ", "2022/", "20220101", "document.cookie=",
    "document.cookie=;location", "<script>", "]}", ",}", '"\n"', "bởi ", "không tìm thấy ", "/trang-1", "http://", "…",
    "&amp;", "<!--", "\x00",
)  # fmt: skip
SIZE = 20_000  # characters; what grows with the square takes minutes here


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 150


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_hostile_text_takes_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    for shape in SHAPES:
        text = (shape * SIZE)[:SIZE] + "!"
        hostile: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
        started = time.process_time()
        pattern.search(hostile)
        pattern.fullmatch(hostile)
        assert time.process_time() - started < 0.5, shape
