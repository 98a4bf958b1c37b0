"""Parsing: what is kept, what is flattened, and the links of a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.page import Page
from archiver.core.tree import MAX_DEPTH, links, parse, text_of

URL = "https://baomau.example/thoi-su/tin-a1.html"


def page(markup: str, url: str = URL) -> Page:
    return Page(url, markup.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "markup", ["", "   ", "<!-- nothing -->", "<?xml version='1.0' encoding='utf-8'?>", "<", "&", "\x00"]
)
def test_a_page_without_content_is_an_empty_tree(markup: str) -> None:
    tree = parse(page(markup))
    assert text_of(tree.body) in ("", "<", "&")


def test_what_nests_ten_thousand_deep_is_flattened_and_nothing_is_lost() -> None:
    markup = "<html><body><p>trước</p>" + "<div>" * 10_000 + "<h1>Tiêu đề</h1><p>giữa</p>" + "</div>" * 10_000
    tree = parse(page(markup + "<p>sau</p></body></html>"))
    assert text_of(tree.body) == "trước Tiêu đề giữa sau"
    assert tree.body.find(".//h1") is not None
    assert max(sum(1 for _ in e.iterancestors()) for e in tree.root.iter()) < MAX_DEPTH + 10


def test_deep_nesting_of_mixed_elements_keeps_the_text() -> None:
    markup = "<body>" + "<div><font><i class='x'>" * 3000 + "giữa" + "</i></font></div>" * 3000 + "<p>sau</p>"
    assert text_of(parse(page(markup)).body) == "giữa sau"


def test_a_nested_document_is_read_as_one() -> None:
    tree = parse(
        page("<html><body><main><html><head><title>x</title></head><body><p>trong</p></body></html></main>sau")
    )
    assert "trong" in text_of(tree.body)
    assert "sau" in text_of(tree.body)


def test_scripts_styles_and_comments_are_no_text() -> None:
    assert (
        text_of(parse(page("<p>a<script>b</script><style>c</style><!-- d --><noscript>e</noscript>f</p>")).body)
        == "a f"
    )


def test_an_element_with_thousands_of_attributes_keeps_its_text_and_first_attributes() -> None:
    attributes = " ".join(f'a{i}="<{i}>"' for i in range(20_000))
    tree = parse(page(f"<body><p class='x' {attributes}>chữ</p><script>var a = '<p {attributes}>';</script>"))
    paragraph = tree.body.find("p")
    assert paragraph is not None
    assert (paragraph.text, paragraph.get("class")) == ("chữ", "x")


def test_links_are_absolute_and_each_stands_once_with_its_text() -> None:
    markup = """
      <link rel="next" href="?page=2"><link rel="stylesheet" href="/a.css">
      <nav><a href="/thoi-su">Thời sự</a></nav>
      <main><a href="tin-a2.html#c"><img src="x.jpg"></a><a href="tin-a2.html">Tin hai</a>
      <a href="javascript:void(0)">x</a><a href="mailto:a@baomau.example">y</a></main>
      <footer><a href="/lien-he">Liên hệ</a></footer>
      <button data-url="/api/more?page=2">Xem thêm</button>"""
    found = {(link.url, link.text, link.where) for link in links(page(markup))}
    assert found == {
        ("https://baomau.example/thoi-su/tin-a1.html?page=2", "", ""),
        ("https://baomau.example/thoi-su", "Thời sự", "nav"),
        ("https://baomau.example/thoi-su/tin-a2.html", "Tin hai", "main"),
        ("https://baomau.example/lien-he", "Liên hệ", "footer"),
        ("https://baomau.example/api/more?page=2", "Xem thêm", "data"),
    }


def test_a_base_element_moves_relative_links() -> None:
    markup = (
        '<html><head><base href="https://baomau.example/kinh-te/"></head><body><a href="tin-a3.html">x</a>'
        "</body></html>"
    )
    assert [link.url for link in links(page(markup))] == ["https://baomau.example/kinh-te/tin-a3.html"]


@settings(max_examples=150)
@given(st.text(alphabet="<>/=\"' abdivp&;\n\x00à", max_size=200))
def test_any_markup_is_parsed(markup: str) -> None:
    tree = parse(page(markup))
    assert tree.root.tag == "html" or tree.root.tag
    links(page(markup))
