"""The reading of one page: title, lead and body, by a layout or by the general rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from functools import cached_property
from urllib.parse import urlsplit

from archiver.core import bodies, kinds, leads, moments, soft_404, titles
from archiver.core.blocks import arrange
from archiver.core.body import Body
from archiver.core.confirm import confirm
from archiver.core.layout import Layout
from archiver.core.likeness import same
from archiver.core.newspaper import Newspaper
from archiver.core.others import other_articles
from archiver.core.outline import Outline, Region
from archiver.core.page import Page
from archiver.core.pieces import pieces
from archiver.core.printed_dates import printed_dates
from archiver.core.selectors import Asked, compile_selector, select, select_all, select_filled
from archiver.core.stated import Structured
from archiver.core.structured import read_structured
from archiver.core.trace import Trace
from archiver.core.tree import Element, Tree, base_of, has_text, holds, parse
from archiver.core.values import BlockKind, Kind, Reason
from archiver.core.walker import outline

_MAX_TITLE = 500
_MAX_LEAD = 3000
_CARDS = 3  # titles and bodies in one page's markup: a list that is made like articles
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


class Reading:
    """What is found on one page so far, and what is worked out only when it is asked for."""

    def __init__(
        self,
        page: Page,
        layouts: Sequence[Layout],
        zone: tzinfo,
        newspaper: Newspaper | None,
        trace: Trace | None = None,
    ) -> None:
        self.trace = trace  # what a person who asks why is told
        self.page = page
        self.layouts = layouts
        self.zone = zone
        self.newspaper = newspaper
        self.tree: Tree = parse(page)
        self.asked = Asked(self.tree.root)
        self.said: Structured = read_structured(self.tree)
        self.host = urlsplit(page.url).hostname or ""
        self.sources: dict[str, str] = {}
        self.problems: dict[str, Reason] = {}
        self.layout: Layout | None = None
        self.title = ""
        self.title_element: Element | None = None
        self.lead: str | None = None
        self.body = Body()
        self.body_elements: list[Element] = []
        self._lang: str | None = None

    @cached_property
    def lines(self) -> Outline:
        """The page's lines."""
        return outline(self.tree)

    @cached_property
    def title_line(self) -> int | None:
        """Where the title stands among the lines."""
        if self.layout is None:
            return self._general_title.line if self._general_title else None
        region = _region(self.lines, self.title_element)
        if region is not None:
            return region.first
        key = titles.words(self.title)
        return next((line.index for line in self.lines.lines if line.words == key), None)

    @cached_property
    def body_region(self) -> Region | None:
        """Where the body stands among the lines."""
        if self.layout is None:
            return self._general_body
        return _region(self.lines, self.body_elements[0]) if self.body_elements else None

    @cached_property
    def _general_title(self) -> titles.Title | None:
        return titles.find_title(self.lines, self.said, self.host, self.trace)

    @cached_property
    def _general_body(self) -> Region | None:
        return bodies.find_body(self.lines, self.title_line, self.said, self.trace)

    def by_layout(self, layout: Layout) -> bool:
        """Read title, lead and body by a layout; False where it finds no title or no body."""
        if not layout.title or not layout.body:
            return False
        root = self.asked
        headings = select_filled(root, layout.title)
        if not headings:
            return False
        elements: list[Element] = []
        css = ""
        for step in compile_selector(layout.body):
            elements = _outermost([e for e in step.elements(root) if _has_content(e)])
            css = step.css
            if elements:
                break
        if not elements or min(len(headings), len(elements)) >= _CARDS:
            return False
        element, title, title_step = headings[0]
        lead_element, lead, lead_step = next(iter(select_filled(root, layout.lead)), (None, None, None))
        taken = select_all(root, layout.exclude)
        for selector in (
            layout.byline,
            layout.published,
            layout.updated,
            layout.views,
            layout.tags,
            layout.agency,
            layout.comments,
        ):
            taken.extend(e for e, _ in select(root, selector))
        if lead_element is not None:
            taken.append(lead_element)
        body = arrange(
            pieces(elements, [e for e in taken if _is_below(e, elements)], base=base_of(self.tree)),
            title=title,
            lead=lead,
        )
        if not body.blocks and not body.images and not body.videos:
            return False
        self.layout, self.title, self.title_element, self.lead, self.body, self.body_elements = (
            layout,
            title[:_MAX_TITLE],
            element,
            lead,
            body,
            elements,
        )
        say = f"layout:{layout.name}"
        self.sources["title"] = f"{say} {title_step.css}"
        self.sources["body_text"] = f"{say} {css}"
        if lead_step is not None:
            self.sources["lead"] = f"{say} {lead_step.css}"
        else:
            self._find_lead()
        return True

    def by_rules(self) -> Kind:
        """Read title, lead and body by the general rules, or say what the page is instead."""
        title, region = self._general_title, self._general_body
        visible = self.lines
        body = Body()
        if region is not None:
            elements = [region.element]
            lead = leads.find_lead(visible, self.title_line, region, self.said)
            known = lead[0] if lead and (not region.holds(lead[2].index) or lead[1] != leads.BEFORE_BODY) else None
            printed = (title.printed or title.text) if title else None
            others = [one.element for one in other_articles(visible, self.title_line) if _is_inside(one, region)]
            body = arrange(pieces(elements, others, base=base_of(self.tree)), title=printed, lead=known)
            confirm(body, self.said.bodies)
            self.body_elements = elements
            if lead and self.trace is not None:
                self.trace.hear("lead", lead[1], lead[0], "printed between title and text")
            if known and lead:
                self.lead, self.sources["lead"] = known, lead[1]
        how = self.dates()
        dates = printed_dates(visible, self.title_line, region, how)
        dated = bool(self.said.published) or moments.settle(dates, (), (), how).published is not None
        text = ""
        if body.chars < 250 or title is None:
            text = "\n".join(line.text for line in visible.lines if line.link_share < 0.6 and not visible.aside(line))
            refused = kinds.refusal(self.tree, text, self.said)
            if refused is not None and not (self.said.article and dated and body.chars > 120):
                return refused
        own = any(not one.outside for one in dates)
        if title is not None and not own and kinds.says_error(title.text, body):
            return Kind.ERROR
        if soft_404.is_soft_404(visible, title.text if title else "", self.title_line, self.said, body, dated=own):
            return Kind.ERROR
        if title is None and not text.strip():
            return Kind.EMPTY
        if kinds.is_listing(self.page, visible, self.title_line, region, self.said, body):
            return Kind.LISTING
        if title is None or (not body.blocks and not body.images and not body.videos):
            return Kind.OTHER
        stated = self.said.article or self.said.og_type == "article"
        thin = body.chars < 200 or region is None or region.score <= bodies.LEAST_TEXT
        if not dated and not stated and thin and not body.images:
            return Kind.OTHER
        if kinds.is_standing(title.text, self.said, dated=dated, printed=own):
            return Kind.OTHER
        self.title, self.body = title.text[:_MAX_TITLE], body
        self.sources["title"] = title.source
        self.sources["body_text"] = f"general {bodies.name_of(region.element)}" if region is not None else "general"
        if not self.lead:
            self._find_lead()
        return Kind.ARTICLE

    def _find_lead(self) -> None:
        """The lead where no selector named it."""
        self._tell_leads()
        if self.body.lead:
            self.lead, self.sources["lead"] = self.body.lead, "general first paragraph"
            return
        if self.layout is not None:
            found = leads.find_lead(self.lines, self.title_line, self.body_region, self.said)
            region = self.body_region
            if found is not None and region is not None and not region.holds(found[2].index):
                self.lead, self.sources["lead"] = found[0], found[1]
                return
        stated = leads.stated_lead(self.said, "\n".join(block.text for block in self.body.blocks[:4]))
        if stated is not None and len(stated.value) <= _MAX_LEAD:
            self.lead, self.sources["lead"] = stated.value, stated.source
            first = next((b for b in self.body.blocks if b.kind is not BlockKind.CAPTION), None)
            if first is not None and same(first.text, self.lead):
                self.body.blocks.remove(first)

    def _tell_leads(self) -> None:
        """What could have been the lead, for whom asks."""
        if self.trace is not None:
            for value, source in self.said.descriptions:
                self.trace.hear("lead", source, value, "stated")

    def is_listing_after_all(self) -> bool:
        """True where a layout's loose selectors matched a page of links."""
        mostly_links = self.body.dropped > 2 * max(self.body.chars, 1) and self.body.chars < 300
        return kinds.is_home(self.page.url) or (mostly_links and not self.said.published)

    def dates(self) -> moments.DateRules:
        """How the page's dates are to be read."""
        order = self.layout.date_order if self.layout else "dmy"
        return moments.DateRules(self.zone, self.page.fetched_at, order, self.is_local())

    def is_local(self) -> bool:
        """True where printed times are the zone's: a described newspaper, or a page in Vietnamese."""
        return (
            self.newspaper is not None
            or self.layout is not None
            or self.host.endswith(".vn")
            or self.language() == "vi"
        )

    def language(self) -> str | None:
        """The language: by its letters where they are Vietnamese, else as the page states it."""
        if self._lang is not None:
            return self._lang
        stated = self.said.language or (self.said.first("og:locale", "content-language", "dc.language") or "")
        found = re.match(r"[a-zA-Z]{2,3}\b", stated.replace("_", "-").strip())
        language = found.group().lower() if found else None
        sample = " ".join([self.title, *(b.text for b in self.body.blocks[:6])])[:1500] or self.said.title_element
        marked = len(_VIETNAMESE.findall(sample)) if language != "vi" else 0
        if marked and (letters := sum(map(str.isalpha, sample))) > 20 and marked > 0.08 * letters:
            language = "vi"
        if self.body.blocks:
            self._lang = language
            if language:
                self.sources["language"] = "letters" if not found or found.group().lower() != language else "html lang"
        return language


def _has_content(element: Element) -> bool:
    return has_text(element) or holds(element, "img")


def _outermost(elements: list[Element]) -> list[Element]:
    """The elements that are in no other of them."""
    chosen = set(elements)
    return [e for e in elements if not any(above in chosen for above in e.iterancestors())]


def _is_below(element: Element, tops: Sequence[Element]) -> bool:
    chosen = set(tops)
    return any(above in chosen for above in element.iterancestors())


def _is_inside(one: Region, around: Region) -> bool:
    return one is not around and around.holds(one.first) and around.holds(one.last)


def _region(page: Outline, element: Element | None) -> Region | None:
    """The region of an element; of the nearest above it where it has none of its own."""
    while element is not None:
        region = page.regions.get(element)
        if region is not None:
            return region if region is not page.root else None
        element = element.getparent()
    return None
