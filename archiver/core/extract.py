"""One page in, everything that can be read from it out: layouts first, then what the page states, then general rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from functools import cached_property
from urllib.parse import urlsplit

from archiver.core import bodies, counters, credits, kinds, leads, margins, moments, titles
from archiver.core.blocks import arrange
from archiver.core.body import Body
from archiver.core.bylines import parse_byline
from archiver.core.encodings import damaged
from archiver.core.layout import Layout
from archiver.core.likeness import same
from archiver.core.links import addresses_of, next_part
from archiver.core.newspaper import Newspaper
from archiver.core.outline import Outline, Region, outline
from archiver.core.page import Page
from archiver.core.pieces import pieces
from archiver.core.selectors import Step, compile_selector, select, select_all, select_texts
from archiver.core.signs import PLACEHOLDER
from archiver.core.stated import Structured
from archiver.core.structured import read_structured
from archiver.core.tree import Element, Tree, base_of, parse, text_of
from archiver.core.values import (
    VIETNAM,
    Block,
    BlockKind,
    Byline,
    Extraction,
    Kind,
    Problem,
    Reason,
    Timestamp,
    ViewCount,
)
from archiver.core.view_counts import parse_view_count

_MAX_TITLE = 500
_MAX_LEAD = 3000
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def extract(
    page: Page,
    layouts: Sequence[Layout] = (),
    *,
    zone: tzinfo = VIETNAM,
    newspaper: Newspaper | None = None,
) -> Extraction:
    """Everything that one page says, each value with its raw text and the rule that read it.

    The first layout that finds a title and a body reads the page; where it is silent, what the page states for
    machines and then the general rules fill in, and `sources` says for each field which spoke. A page that is no
    article (a listing, a wall, an error) gives its kind and addresses only: never an invented article.

    Args:
        page: as it came.
        layouts: newest first; none: the newspaper's, where one is given, else the general reader alone.
        zone: where the newspaper lives: printed times without an offset are there.
        newspaper: whose page it is; its name is no author, its hosts are its own.

    Returns:
        What was read. `problems` gives a reason of the closed list for each field that could not be read.

    Raises:
        DefinitionError: a layout's selector is none. Any bytes are read: broken markup, a wrong encoding or an
            empty body raise nothing.

    >>> page = Page("https://baomau.example/a1.html", "<h1>Cầu mới thông xe</h1><p>29/03/2022 09:04</p>".encode())
    >>> extract(page).kind
    <Kind.OTHER: 'other'>
    """
    told = kinds.before_parsing(page)
    if told is not None:
        return Extraction(
            url=page.url, kind=told, problems=(Problem("title", Reason.MISSING), Problem("body_text", Reason.MISSING))
        )
    if not layouts and newspaper is not None:
        layouts = newspaper.layouts
    return _Reader(page, layouts, zone, newspaper).read()


class _Reader:
    """The reading of one page: what is found so far, and what is worked out only when it is asked for."""

    def __init__(self, page: Page, layouts: Sequence[Layout], zone: tzinfo, newspaper: Newspaper | None) -> None:
        self.page = page
        self.layouts = layouts
        self.zone = zone
        self.newspaper = newspaper
        self.tree: Tree = parse(page)
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

    # --- the page as lines, only where a rule needs it
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
        return next((line.index for line in self.lines.lines if titles.words(line.text) == key), None)

    @cached_property
    def body_region(self) -> Region | None:
        """Where the body stands among the lines."""
        if self.layout is None:
            return self._general_body
        return _region(self.lines, self.body_elements[0]) if self.body_elements else None

    @cached_property
    def _general_title(self) -> titles.Title | None:
        return titles.find_title(self.lines, self.said, self.host)

    @cached_property
    def _general_body(self) -> Region | None:
        return bodies.find_body(self.lines, self.title_line, self.said)

    # --- the whole
    def read(self) -> Extraction:
        addresses = addresses_of(self.tree, self.said, self.newspaper)
        if addresses.problem is not None:
            self.problems["canonical_url"] = addresses.problem
        self.sources["canonical_url"] = addresses.source
        kind = kinds.error_status(self.page, self.said.title_element) or Kind.ARTICLE
        if not kind.is_article:
            pass
        elif not any(self._by_layout(layout) for layout in self.layouts):
            kind = self._by_rules()
        elif self._is_listing_after_all():
            kind = Kind.LISTING
        own = {
            "url": self.page.url,
            "canonical_url": addresses.canonical,
            "aliases": tuple(addresses.aliases),
            "encoding": self.tree.encoding,
        }
        if not kind.is_article:
            self.sources = {"canonical_url": addresses.source}
            problems = (Problem("title", Reason.MISSING), Problem("body_text", Reason.MISSING))
            return Extraction(kind=kind, language=self._language(), problems=problems, sources=self.sources, **own)  # type: ignore[arg-type]
        when = self._moments()
        byline = self._byline()
        section = self._section()
        tags = self._tags()
        views = self._views()
        comments = self._comments()
        if self.lead:
            self.sources.setdefault("lead", "")
        else:
            self.problems.setdefault("lead", Reason.MISSING)
        if not self.body.blocks:
            self.problems.setdefault("body_text", Reason.MISSING)
        self._letters()
        return Extraction(
            kind=kinds.of_article(self.said, self.body, self.page.url) if kind is Kind.ARTICLE else kind,
            title=self.title or None,
            lead=self.lead,
            blocks=tuple(self.body.blocks),
            byline=byline,
            published=when[0],
            updated=when[1],
            section=section,
            tags=tuple(tags),
            images=tuple(self.body.images),
            language=self._language(),
            views=views,
            comment_count=comments,
            layout=self.layout.name if self.layout else None,
            next_part=next_part(self.tree, self.said),
            sources=self.sources,
            problems=tuple(Problem(name, reason) for name, reason in self.problems.items()),
            **own,  # type: ignore[arg-type]
        )

    # --- title, lead, body
    def _by_layout(self, layout: Layout) -> bool:
        """Read title, lead and body by a layout; False where it finds no title or no body."""
        if not layout.title or not layout.body:
            return False
        root = self.tree.root
        titles = [(e, step.value(e), step.css) for e, step in _non_empty(root, layout.title)]
        if not titles:
            return False
        elements: list[Element] = []
        css = ""
        for step in compile_selector(layout.body):
            elements = _outermost([e for e in step.elements(root) if _has_content(e)])
            css = step.css
            if elements:
                break
        if not elements:
            return False
        element, title, title_css = titles[0]
        lead, lead_element, lead_css = None, None, ""
        if layout.lead:
            for one, step in _non_empty(root, layout.lead):
                lead, lead_element, lead_css = step.value(one), one, step.css
                break
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
        self.sources["title"] = f"{say} {title_css}"
        self.sources["body_text"] = f"{say} {css}"
        if lead:
            self.sources["lead"] = f"{say} {lead_css}"
        else:
            self._find_lead()
        return True

    def _by_rules(self) -> Kind:
        """Read title, lead and body by the general rules, or say what the page is instead."""
        title, region = self._general_title, self._general_body
        visible = self.lines
        text = "\n".join(line.text for line in visible.lines if not visible.aside(line) and line.link_share < 0.6)
        body = Body()
        if region is not None:
            elements = [region.element]
            lead = leads.find_lead(visible, self.title_line, region, self.said)
            known = (
                lead[0]
                if lead and (not region.holds(lead[2].index) or lead[1] != "general paragraph before the body")
                else None
            )
            body = arrange(pieces(elements, base=base_of(self.tree)), title=title.text if title else None, lead=known)
            self.body_elements = elements
            if known and lead:
                self.lead, self.sources["lead"] = known, lead[1]
        dated = bool(self.said.published) or bool(
            moments.printed_dates(visible, self.title_line, region, self._reading())
        )
        if body.chars < 250 or title is None:
            refused = kinds.refusal(self.page, self.tree, text, self.said)
            if refused is not None and not (self.said.article and dated and body.chars > 120):
                return refused
        if title is not None and kinds.says_error(title.text, body):
            return Kind.ERROR
        if title is None and not text.strip():
            return Kind.EMPTY
        if kinds.is_listing(self.page, visible, self.title_line, region, self.said, body):
            return Kind.LISTING
        if title is None or (not body.blocks and not body.images and not body.videos):
            return Kind.OTHER
        stated = self.said.article or self.said.og_type == "article"
        if not dated and not stated and body.chars < 200 and not body.images:
            return Kind.OTHER
        self.title, self.body = title.text[:_MAX_TITLE], body
        self.sources["title"] = title.source
        self.sources["body_text"] = f"general {_path(region.element)}" if region is not None else "general"
        if not self.lead:
            self._find_lead()
        return Kind.ARTICLE

    def _find_lead(self) -> None:
        """The lead where no selector named it."""
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

    def _is_listing_after_all(self) -> bool:
        """True where a layout's loose selectors matched a page of links."""
        if not kinds.is_home(self.page.url):
            return self.body.dropped > 2 * max(self.body.chars, 1) and not self.said.published and self.body.chars < 300
        return True

    # --- dates
    def _reading(self) -> moments.Reading:
        order = self.layout.date_order if self.layout else "dmy"
        return moments.Reading(self.zone, self.page.fetched_at, order, self._is_local())

    def _is_local(self) -> bool:
        """True where printed times are the zone's: a described newspaper, or a page in Vietnamese."""
        return (
            self.newspaper is not None
            or self.layout is not None
            or self.host.endswith(".vn")
            or self._language() == "vi"
        )

    def _moments(self) -> tuple[Timestamp | None, Timestamp | None]:
        reading = self._reading()
        printed: list[moments.Dated] = []
        unreadable = ""
        for field, selector, update in (
            ("published_at", self.layout.published if self.layout else "", False),
            ("updated_at", self.layout.updated if self.layout else "", True),
        ):
            texts = select_texts(self.tree.root, selector)
            for text, css in texts:
                printed += moments.dates_of_text(
                    text, f"layout:{self.layout.name if self.layout else ''} {css}", 3.0, reading, update=update
                )
            if texts and not printed and field == "published_at":
                unreadable = texts[0][0]
        if not any(not one.update for one in printed) and not (printed and self.layout and self.layout.published):
            printed += moments.printed_dates(self.lines, self.title_line, self.body_region, reading)
        verdict = moments.settle(
            printed,
            moments.stated_dates(self.said.published, reading),
            moments.stated_dates(self.said.modified, reading),
            reading,
            self.page.url,
        )
        if verdict.published is None:
            self.problems["published_at"] = verdict.problem or _why(unreadable)
            return None, None
        self.sources["published_at"] = verdict.published.source
        if verdict.updated is not None:
            self.sources["updated_at"] = verdict.updated.source
        return verdict.published.stamp, verdict.updated.stamp if verdict.updated else None

    # --- people
    def _byline(self) -> Byline | None:
        name = self.newspaper.title if self.newspaper else None
        found: list[credits.Named] = []
        refused = False
        if self.layout is not None:
            texts = select_texts(self.tree.root, self.layout.byline)
            for text, css in texts:
                byline = parse_byline(text, newspaper=name)
                if byline is not None:
                    found.append(
                        credits.Named(byline, f"layout:{self.layout.name} {css}", 2.0 if byline.authors else 0.35)
                    )
            refused = bool(texts) and not found
        agencies = self._agencies(name)
        if not any(one.weight >= 2 for one in found):
            stated, no = credits.stated_bylines(self.said, name)
            refused = refused or no
            if not self._is_local():  # elsewhere the printed line is full of roles and cities, the statement is not
                stated = [credits.Named(one.byline, one.source, one.weight + 0.1) for one in stated]
            found += stated
            found += credits.printed_bylines(self.lines, self.title_line, self.body_region, self.body.bylines, name)
        found = [
            one
            for one in found
            if not all(credits.is_site_name(a, self.said) for a in one.byline.authors) or not one.byline.authors
        ]
        with_authors = sorted((one for one in found if one.byline.authors), key=lambda one: -one.weight)
        without = [one for one in found if not one.byline.authors and one.weight >= 0.3]
        if not with_authors and not without and not agencies:
            self.problems["authors"] = Reason.REFUSED if refused else Reason.MISSING
            return None
        best = with_authors[0] if with_authors else without[0] if without else None
        authors: list[str] = []
        roles: dict[str, str] = {}
        raws: list[str] = []
        if best is not None:
            same_source = [one for one in with_authors if one.source == best.source and one.weight == best.weight] or [
                best
            ]
            for one in same_source:
                authors += [a for a in one.byline.authors if a.casefold() not in {x.casefold() for x in authors}]
                roles.update(one.byline.roles)
                agencies += [a for a in one.byline.agencies if a not in agencies]
                if one.byline.raw not in raws:
                    raws.append(one.byline.raw)
            self.sources["authors"] = best.source
        for one in without:
            agencies += [a for a in one.byline.agencies if a not in agencies]
        if not authors:
            self.problems["authors"] = Reason.MISSING if not refused else Reason.REFUSED
        return Byline(tuple(authors), tuple(agencies), roles, "; ".join(raws) or "; ".join(agencies))

    def _agencies(self, name: str | None) -> list[str]:
        """The agencies that a layout's source line names."""
        found: list[str] = []
        if self.layout is None:
            return found
        for text, css in select_texts(self.tree.root, self.layout.agency):
            byline = parse_byline(text, newspaper=name)
            names = (
                byline.agencies or byline.authors
                if byline is not None
                else (re.sub(r"^\s*(?:theo|nguồn)\s*:?\s*", "", text, flags=re.IGNORECASE),)
            )
            found += [agency for agency in names if agency and agency not in found]
            self.sources["agencies"] = f"layout:{self.layout.name} {css}"
        return found

    # --- margins
    def _section(self) -> str | None:
        texts = select_texts(self.tree.root, self.layout.section) if self.layout else []
        if texts and self.layout:
            self.sources["section"] = f"layout:{self.layout.name} {texts[-1][1]}"
            return texts[-1][0][:120]
        found = margins.section_of(self.lines, self.title_line, self.said)
        if found is None:
            self.problems["section"] = Reason.MISSING
            return None
        self.sources["section"] = found[1]
        return found[0]

    def _tags(self) -> list[str]:
        if self.layout and self.layout.tags:
            texts = select_texts(self.tree.root, self.layout.tags)
            if texts:
                self.sources["tags"] = f"layout:{self.layout.name} {texts[0][1]}"
            return list(dict.fromkeys(tag for text, _ in texts if (tag := text.strip(" #,;")) and len(tag) < 100))
        found = margins.tags_of(self.lines, self.title_line, self.body_region, self.said)
        if found is None:
            return []
        self.sources["tags"] = found[1]
        return found[0]

    def _views(self) -> ViewCount | None:
        if self.layout and self.layout.views:
            for text, css in select_texts(self.tree.root, self.layout.views):
                count = parse_view_count(text) or parse_view_count(text.strip("() "))
                if count is not None:
                    self.sources["view_count"] = f"layout:{self.layout.name} {css}"
                    return count
            if select(self.tree.root, self.layout.views) or self.layout.views_url:
                self.problems["view_count"] = Reason.BEHIND_REQUEST
                return None
        found = counters.views_of(self.lines, self.title_line, self.body_region, self.body.numbers, self.said)
        if found is None:
            if self.layout and self.layout.views_url:
                self.problems["view_count"] = Reason.BEHIND_REQUEST
            elif self.layout and self.layout.views:
                self.problems["view_count"] = Reason.MISSING
            return None
        self.sources["view_count"] = found[1]
        return found[0]

    def _comments(self) -> int | None:
        if self.layout and self.layout.comments:
            for text, css in select_texts(self.tree.root, self.layout.comments):
                numbers = re.findall(r"\d+", text)
                if len(numbers) == 1 and len(numbers[0]) < 8:
                    self.sources["comment_count"] = f"layout:{self.layout.name} {css}"
                    return int(numbers[0])
        found = counters.comments_of(self.lines, self.title_line, self.body_region, self.said)
        if found is None:
            return None
        self.sources["comment_count"] = found[1]
        return found[0]

    # --- letters
    def _language(self) -> str | None:
        """The language: by its letters where they are Vietnamese, else as the page states it."""
        if self._lang is not None:
            return self._lang
        stated = self.said.language or (self.said.first("og:locale", "content-language", "dc.language") or "")
        found = re.match(r"[a-zA-Z]{2,3}\b", stated.replace("_", "-").strip())
        language = found.group().lower() if found else None
        sample = " ".join([self.title, *(b.text for b in self.body.blocks[:6])])[:1500] or self.said.title_element
        letters = sum(1 for c in sample if c.isalpha())
        if language != "vi" and letters > 20 and len(_VIETNAMESE.findall(sample)) > 0.08 * letters:
            language = "vi"
        if self.body.blocks:
            self._lang = language
            if language:
                self.sources["language"] = "letters" if not found or found.group().lower() != language else "html lang"
        return language

    def _letters(self) -> None:
        """Say where letters were lost, a template was not filled, or the page was cut."""
        sample = self.title + " " + " ".join(block.text for block in self.body.blocks[:40])
        if self.tree.problem is not None:
            self.problems["body_text"] = self.tree.problem
        elif damaged(sample):
            self.problems["body_text"] = Reason.ENCODING
        elif _is_cut(self.page.body):
            self.problems["body_text"] = Reason.TRUNCATED
        if PLACEHOLDER.search(self.title):
            self.problems["title"] = Reason.PLACEHOLDER
        for block_index, block in enumerate(self.body.blocks):
            if block.text != block.text.strip():
                self.body.blocks[block_index] = Block(block.kind, block.text.strip())


def _why(text: str) -> Reason:
    """Why a text that stands where a date should be is none."""
    if not text:
        return Reason.MISSING
    if PLACEHOLDER.search(text):
        return Reason.PLACEHOLDER
    return Reason.TOO_LONG if len(text) > 128 else Reason.UNREADABLE


def _is_cut(body: bytes) -> bool:
    """True where the markup ends in the middle: it opens as a whole page and does not close as one."""
    tail = body[-2000:].replace(b"\x00", b"").lower()
    if b"</html" in tail or b"</body" in tail:
        return False
    return b"<body" in body.replace(b"\x00", b"")[:200_000].lower() and not tail.rstrip().endswith(b">")


def _non_empty(root: Element, selector: str) -> list[tuple[Element, Step]]:
    """The elements of the first alternative that gives a text."""
    for step in compile_selector(selector):
        found = [(e, step) for e in step.elements(root) if step.value(e)]
        if found:
            return found
    return []


def _has_content(element: Element) -> bool:
    return bool(text_of(element)) or element.find(".//img") is not None


def _outermost(elements: list[Element]) -> list[Element]:
    """The elements that are in no other of them."""
    chosen = set(elements)
    return [e for e in elements if not any(above in chosen for above in e.iterancestors())]


def _is_below(element: Element, tops: Sequence[Element]) -> bool:
    chosen = set(tops)
    return any(above in chosen for above in element.iterancestors())


def _region(page: Outline, element: Element | None) -> Region | None:
    """The region of an element; of the nearest above it where it has none of its own."""
    while element is not None:
        region = page.regions.get(element)
        if region is not None:
            return region if region is not page.root else None
        element = element.getparent()
    return None


def _path(element: Element) -> str:
    """How an element is named in a source: its tag with its id or first class."""
    ident = element.get("id")
    if ident and len(ident) < 40:
        return f"{element.tag}#{ident}"
    names = (element.get("class") or "").split()
    return f"{element.tag}.{names[0]}" if names and len(names[0]) < 40 else str(element.tag)
