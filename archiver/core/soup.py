"""BeautifulSoup's tree of elements that lxml has parsed: grown from theirs, not parsed from markup again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from bs4.element import AttributeValueList, NavigableString, Tag

from archiver.core.tree import Element

EXCLUDED = "data-archiver-excluded"  # an attribute of the tags that are to be left out
_SPACES = " \n\t\f\r"
_UNSEEN = frozenset(("script", "style", "template", "rt", "rp"))  # what is in them is no text of the page
_AS_IS = frozenset(("pre", "textarea"))  # their white space counts
_MAX_NODES = 100_000  # tags and texts: no article has more, and each costs microseconds
_ASKED_FOR = ("a", "h2", "h3", "h4", "h5", "blockquote", "table", "ul", "ol", "img", "amp-img", "iframe", "video")
_BITS: Final = {name: 1 << number for number, name in enumerate(_ASKED_FOR)}


class Grown(Tag):
    """A tag that knows how much stands within it: to search for that again and again takes milliseconds.

    What is the same for all of them stands here once; to give it to each took most of the time of growing.
    """

    namespace = prefix = parser_class = sourceline = sourcepos = None
    hidden = known_xml = can_be_empty_element = False
    cdata_list_attributes = preserve_whitespace_tags = None
    attribute_value_list_class = AttributeValueList
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    _namespaces: dict[str, str] = {}  # noqa: RUF012 - nobody writes into it

    attrs: dict[str, str]  # type: ignore[assignment]  # none of its values is a list

    def __init__(self, name: str, attrs: dict[str, str]) -> None:
        self.name = name
        self.attrs = attrs
        self.contents = []
        self.parent = self.next_element = self.previous_element = self.next_sibling = self.previous_sibling = None
        self.size = 0  # characters of the texts within
        self.linked = 0  # of them, characters in links
        self.inside = 0  # bits of the names of the elements within

    def holds(self, *names: str) -> bool:
        """True where an element of one of the names stands within."""
        return any(self.inside & _BITS[name] for name in names)


def grow(elements: Sequence[Element], excluded: Collection[Element] = ()) -> Grown:
    """The elements as BeautifulSoup's tree, in one tag; those in `excluded` carry the attribute `EXCLUDED`.

    Markup that is written out and parsed again would give the same tree for many times the time.

    >>> from lxml import etree
    >>> grow([etree.fromstring("<p>Xin <b>chào</b> bạn</p>")]).get_text("|")
    'Xin |chào| bạn'
    """
    root = tag = Grown("body", {})
    last: Any = root
    opened: list[tuple[Grown, Element, Iterator[Element]]] = []
    following = iter(elements)
    count = as_is = 0  # nodes; tags around whose white space counts
    while count < _MAX_NODES or opened:
        element = next(following, None) if count < _MAX_NODES else None
        if element is None:
            if not opened:
                break
            inner = tag
            tag, element, following = opened.pop()
            as_is -= inner.name in _AS_IS
        else:
            inner = Grown(str(element.tag), dict(element.items()))
            if element in excluded:
                inner.attrs[EXCLUDED] = ""
            last = _put(inner, tag, last)
            count += 1
            if inner.name not in _UNSEEN:
                if element.text:
                    last = _put_text(element.text, inner, last, as_is or inner.name in _AS_IS)
                    count += 1
                if len(element):
                    opened.append((tag, element, following))
                    tag, following = inner, iter(element)
                    as_is += inner.name in _AS_IS
                    continue
        tag.size += inner.size
        tag.linked += inner.size if inner.name == "a" else inner.linked
        tag.inside |= inner.inside | _BITS.get(inner.name, 0)
        if element.tail and tag is not root:
            last = _put_text(element.tail, tag, last, as_is)
            count += 1
    return root


def fell(tree: Grown) -> None:
    """Take a tree apart that nobody reads any more: its nodes name one another, and only a collection would find them.

    >>> tree = grow([])
    >>> fell(tree)
    >>> vars(tree)
    {}
    """
    node: Any = tree
    while node is not None:
        following = node.next_element
        vars(node).clear()
        node = following


def _put_text(text: str, parent: Grown, last: Any, as_is: int) -> Any:
    """Add a text at the end of a tag."""
    if not as_is and not text.strip(_SPACES):
        text = "\n" if "\n" in text else " "  # as BeautifulSoup's own parsers do
    string = str.__new__(NavigableString, text)
    string.next_element = string.next_sibling = string.previous_sibling = None
    parent.size += len(text)
    return _put(string, parent, last)


def _put(node: Any, parent: Grown, last: Any) -> Any:
    """Link a node to the one before it and to its parent, as BeautifulSoup's own parsers do."""
    node.parent = parent
    node.previous_element = last
    last.next_element = node
    contents = parent.contents
    if contents:
        node.previous_sibling = contents[-1]
        contents[-1].next_sibling = node
    contents.append(node)
    return node
