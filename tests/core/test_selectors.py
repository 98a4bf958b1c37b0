"""Selectors: the order written counts, attributes can be asked for, and what is none is refused."""

from __future__ import annotations

import pytest

from archiver.core.errors import DefinitionError
from archiver.core.page import Page
from archiver.core.selectors import Asked, compile_selector, select, select_all, select_texts
from archiver.core.tree import Element, parse

MARKUP = """<h1>Chuyên mục</h1><div class="tieu-de"><h1>Cầu mới</h1></div>
<time datetime="2022-03-29T09:04:00+07:00">sáng nay</time><p class="a"></p><p class="a">một</p><p class="b">hai</p>"""


@pytest.fixture
def root() -> Element:
    return parse(Page("https://baomau.example/", MARKUP.encode(), "text/html; charset=utf-8")).root


def test_alternatives_are_tried_in_the_order_written(root: Element) -> None:
    assert select_texts(root, ".tieu-de h1, h1") == [("Cầu mới", ".tieu-de h1")]
    assert [text for text, _ in select_texts(root, "h1, .tieu-de h1")] == ["Chuyên mục", "Cầu mới"]


def test_an_alternative_without_text_does_not_speak(root: Element) -> None:
    assert select_texts(root, ".nothing, .a, .b") == [("một", ".a")]


def test_an_attribute_is_taken_instead_of_the_text(root: Element) -> None:
    assert select_texts(root, "time::attr(datetime)") == [("2022-03-29T09:04:00+07:00", "time::attr(datetime)")]
    assert select_texts(root, "time::attr(nothing), time") == [("sáng nay", "time")]


def test_a_comma_in_brackets_parts_nothing(root: Element) -> None:
    assert [step.css for step in compile_selector('p:is(.a, .b), [title="x,y"]')] == ["p:is(.a, .b)", '[title="x,y"]']
    assert len(select(root, "p:is(.a, .b)")) == 3


def test_text_can_be_asked_for(root: Element) -> None:
    assert [e.get("class") for e in select_all(root, "p:-soup-contains('hai')")] == ["b"]


def test_nothing_asked_nothing_found(root: Element) -> None:
    assert select(root, "") == []
    assert select_all(root, "") == []


@pytest.mark.parametrize("selector", ["div[", "::attr(x", "p:no-such-thing", ">>>"])
def test_what_is_no_selector_is_refused(selector: str) -> None:
    with pytest.raises(DefinitionError, match="no CSS selector"):
        compile_selector(selector)


def test_a_page_without_the_class_is_not_searched() -> None:
    asked = Asked(parse(Page("https://baomau.example/", b'<div class="a  b"><p id="x.c">y</p></div>')).root)
    assert asked.classes == {"a", "b"}
    assert [e.tag for e, _ in select(asked, ".c, p .c, p.c, .b")] == ["div"]
    assert [e.tag for e, _ in select(asked, '[id="x.c"]')] == ["p"]


LARGE = b'<div class="x y"><p class="b">1</p></div>' * 6000 + b'<div id="k" class="a"><i class="b"></i></div>'


@pytest.mark.parametrize("selector", [".b", "p.b", ".x > .b", "#k .b", ".a, .b", "div:first-child", ".none"])
def test_a_large_page_is_asked_in_linear_time_and_gives_the_same(selector: str) -> None:
    tree = parse(Page("https://baomau.example/", LARGE))
    asked = Asked(tree.root)
    for step in compile_selector(selector):
        assert asked.elements(step) == step.elements(tree.root)[:1000]
    assert asked.large


def test_a_text_that_a_selector_finds_is_read_at_its_beginning() -> None:
    root = parse(Page("https://baomau.example/", b'<p class="t">' + b"<b>x</b> " * 40_000)).root
    assert [len(text) for text, _ in select_texts(root, ".t")] == [50_000]
