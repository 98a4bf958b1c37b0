"""BeautifulSoup over elements that lxml has parsed: its tree is grown from theirs, not parsed from markup again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString, Tag
from lxml import etree

from archiver.core.tree import Element

EXCLUDED = "data-archiver-excluded"  # an attribute of the tags that are to be left out
_SPACES = " \n\t\f\r"
_UNSEEN = frozenset(("script", "style", "template", "rt", "rp"))  # their text is no text of the page
_AS_IS = frozenset(("pre", "textarea"))  # their white space counts
_MAX_NODES = 100_000  # tags and texts: no article has more, and each costs microseconds


def grow(elements: Sequence[Element], excluded: Collection[Element] = ()) -> BeautifulSoup:
    """The elements as BeautifulSoup's tree; those in `excluded` carry the attribute `EXCLUDED`.

    Markup that is written out and parsed again would give the same tree for twice the time.

    >>> from lxml import etree
    >>> grow([etree.fromstring("<p>Xin <b>chào</b> bạn</p>")]).get_text("|")
    'Xin |chào| bạn'
    """
    return BeautifulSoup([], builder=_Grower(elements, excluded))  # type: ignore[arg-type]


class _Grower(HTMLTreeBuilder):
    """The builder that BeautifulSoup asks for a tree."""

    features: Iterable[str] = ()

    def __init__(self, elements: Sequence[Element], excluded: Collection[Element]) -> None:
        super().__init__(multi_valued_attributes={})
        self.elements = elements
        self.excluded = excluded

    def prepare_markup(self, markup: Any, *_: Any, **__: Any) -> Iterable[tuple[Any, None, None, bool]]:
        """Nothing is decoded."""
        yield markup, None, None, False

    def feed(self, markup: Any) -> None:
        """Grow the tree below the soup: each node linked to the one before it, as BeautifulSoup's own parsers do."""
        soup = self.soup
        assert soup is not None
        excluded = self.excluded
        seen = Tag.MAIN_CONTENT_STRING_TYPES
        tag: Tag = soup
        last: Any = soup
        count = unseen = as_is = 0  # nodes; elements around whose text is not seen, is kept as it is
        for top in self.elements:
            for event, element in etree.iterwalk(top, events=("start", "end")):
                name = str(element.tag)
                if event == "start":
                    tag = Tag(name=name, parent=tag, previous=last, interesting_string_types=seen)
                    tag.attrs = dict(element.attrib)
                    if element in excluded:
                        tag.attrs[EXCLUDED] = ""
                    tag.parent.contents.append(tag)  # type: ignore[union-attr]
                    last = tag
                    count += 1
                    unseen += name in _UNSEEN
                    as_is += name in _AS_IS
                    text = element.text
                else:
                    if element is top:
                        tag = soup
                        break
                    unseen -= name in _UNSEEN
                    as_is -= name in _AS_IS
                    tag = tag.parent  # type: ignore[assignment]
                    text = element.tail
                if text and not unseen:
                    if not as_is and not text.strip(_SPACES):
                        text = "\n" if "\n" in text else " "  # as BeautifulSoup's own parsers do
                    string = NavigableString(text)
                    string.setup(tag, last)
                    tag.contents.append(string)
                    last = string
                    count += 1
                if count > _MAX_NODES:
                    return
