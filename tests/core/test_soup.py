"""The tree that BeautifulSoup gets is the one that it would have made, and knows how much stands in it."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archiver.core.soup import EXCLUDED, Grown, grow

_TAGS = st.sampled_from(["p", "div", "b", "a", "ul", "li", "h2", "blockquote", "span"])
_MARKUP = st.recursive(
    st.sampled_from(["Cầu mới", " ", "\n", "thông xe.", "<br>", "<img src='a.jpg'>", "<script>x</script>"]),
    lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)).map(lambda x: f"<{x[0]}>{''.join(x[1])}</{x[0]}>"),
    max_leaves=12,
)


def grown(markup: str) -> Grown:
    parser = etree.HTMLParser(encoding="utf-8")
    body = etree.fromstring(f"<body><div>{markup}</div></body>".encode(), parser).find("body")
    assert body is not None
    return grow(list(body))


@given(_MARKUP)
@settings(max_examples=100)
def test_the_tree_is_the_one_that_beautifulsoup_makes_of_the_markup(markup: str) -> None:
    ours = grown(markup)
    theirs = BeautifulSoup(f"<body><div>{markup}</div></body>", "lxml").body
    assert theirs is not None
    assert ours.get_text("|") == theirs.get_text("|")
    assert [tag.name for tag in ours.find_all(True)] == [tag.name for tag in theirs.find_all(True)]


@given(_MARKUP)
@settings(max_examples=100)
def test_a_tag_knows_what_a_search_would_find(markup: str) -> None:
    for tag in grown(markup).find_all(True):
        assert isinstance(tag, Grown)
        assert tag.size == sum(map(len, tag.strings))
        for name in ("a", "h2", "ul", "img"):
            assert tag.holds(name) == (tag.find(name) is not None)


def test_links_are_counted_and_what_is_excluded_is_marked() -> None:
    root = etree.fromstring("<div><p>Một <a href='/x'>hai <b>ba</b></a></p><aside>bốn</aside></div>")
    tree = grow([root], {root[1]})
    assert (tree.size, tree.linked) == (len("Một hai babốn"), len("hai ba"))
    assert [tag.name for tag in tree.find_all(True) if EXCLUDED in tag.attrs] == ["aside"]


def test_white_space_of_the_markup_is_one_sign_except_where_it_counts() -> None:
    tree = grown("<p>a</p>  \n\t <p>b</p><pre>\n\n x</pre><pre>  </pre>")
    texts = [str(text) for text in tree.descendants if isinstance(text, NavigableString)]
    assert texts == ["a", "\n", "b", "\n\n x", "  "]
