"""The fields of an article beside its text, each from the best that the page has: layout, statement, general rule."""

from __future__ import annotations

import re
from functools import cache

from archiver.core import authorship, counters, margins, moments, sections
from archiver.core.bylines import parse_byline
from archiver.core.encodings import damaged
from archiver.core.labels import PLACEHOLDER
from archiver.core.not_sections import known
from archiver.core.printed_dates import printed_dates
from archiver.core.reading import Reading
from archiver.core.selectors import select, select_texts
from archiver.core.states import views_in_state
from archiver.core.trace import Trace
from archiver.core.values import (
    Block,
    Byline,
    Reason,
    Timestamp,
    ViewCount,
)
from archiver.core.view_counts import parse_view_count


def moments_of(read: Reading) -> tuple[Timestamp | None, Timestamp | None]:
    """When it was published and updated; None where nothing says so."""
    reading = read.dates()
    printed: list[moments.Dated] = []
    unreadable = ""
    for field, selector, update in (
        ("published_at", read.layout.published if read.layout else "", False),
        ("updated_at", read.layout.updated if read.layout else "", True),
    ):
        texts = select_texts(read.asked, selector)
        for text, css in texts:
            printed += moments.dates_of_text(
                text, f"layout:{read.layout.name if read.layout else ''} {css}", 3.0, reading, update=update
            )
        if texts and not printed and field == "published_at":
            unreadable = texts[0][0]
    named = bool(printed and read.layout and read.layout.published)
    if not named:
        printed += printed_dates(read.lines, read.title_line, read.body_region, reading)
    elif read.layout and not read.layout.updated:  # the layout says nothing of updates: a labelled one may stand there
        near = printed_dates(read.lines, read.title_line, read.body_region, reading, updates=True)
        known = {one.stamp.moment for one in printed}
        printed += [one for one in near if one.stamp.moment not in known]
    stated = moments.stated_dates(read.said.published, reading)
    modified = moments.stated_dates(read.said.modified, reading)
    if read.trace is not None:
        _tell_moments(read.trace, printed, stated, modified)
    verdict = moments.settle(printed, stated, modified, reading, read.page.url)
    if verdict.published is None:
        read.problems["published_at"] = verdict.problem or _why(unreadable)
        return None, None
    read.sources["published_at"] = verdict.published.source
    if verdict.updated is not None:
        read.sources["updated_at"] = verdict.updated.source
    published = verdict.published.stamp
    updated = verdict.updated.stamp if verdict.updated else None
    if reading.local:
        return published, updated
    return moments.as_stated(published), moments.as_stated(updated) if updated else None


def _tell_moments(
    trace: Trace, printed: list[moments.Dated], stated: list[moments.Dated], modified: list[moments.Dated]
) -> None:
    """What could have been the dates, for whom asks."""
    for one in printed:
        field = "updated_at" if one.update else "published_at"
        trace.hear(field, one.source, one.stamp.raw, f"printed, to the {one.stamp.precision}, weight {one.weight:.2f}")
    for field, dates in (("published_at", stated), ("updated_at", modified)):
        for one in dates:
            trace.hear(field, one.source, one.stamp.raw, f"stated, to the {one.stamp.precision}")


def byline_of(read: Reading) -> Byline | None:
    """Who wrote it and where it was taken from; None where the page names nobody."""
    name = read.newspaper.title if read.newspaper else None
    found: list[authorship.Named] = []
    refused = False
    if read.layout is not None:
        texts = select_texts(read.asked, read.layout.byline)
        for text, css in texts:
            byline = parse_byline(text, newspaper=name)
            if byline is not None:
                found.append(
                    authorship.Named(byline, f"layout:{read.layout.name} {css}", 2.0 if byline.authors else 0.35)
                )
        refused = bool(texts) and not found
    agencies = _agencies(read, name)
    if not any(one.weight >= 2 for one in found):
        local = read.is_local()
        if local:
            stated, no = authorship.stated_bylines(read.said, name)
            refused = refused or no
        else:
            stated = authorship.people_stated(read.said)
        printed = authorship.printed_bylines(
            read.lines, read.title_line, read.body_region, read.body.bylines, name, local=local
        )
        if read.layout is not None and read.layout.byline:  # names have a place here: another may be a reader's
            printed = [one for one in printed if one.source != authorship.AFTER_BODY]
        found += [
            one
            for one in (*stated, *printed)
            if not one.byline.authors
            or not all(authorship.is_site_name(a, read.said) for a in one.byline.authors)
            or (one.weight <= 0.1 and not local)
        ]
    if read.trace is not None:
        for one in found:
            names = ", ".join((*one.byline.authors, *(f"from {name}" for name in one.byline.agencies)))
            read.trace.hear("authors", one.source, one.byline.raw, f"names {names}; weight {one.weight:.2f}")
        for value, source in read.said.authors:
            read.trace.hear("authors", source, value, "names no person, or the site itself")
    with_authors = sorted((one for one in found if one.byline.authors), key=lambda one: -one.weight)
    without = [one for one in found if not one.byline.authors and one.weight >= 0.3]
    if not with_authors and not without and not agencies:
        read.problems["authors"] = Reason.REFUSED if refused else Reason.MISSING
        return None
    best = with_authors[0] if with_authors else without[0] if without else None
    authors: list[str] = []
    roles: dict[str, str] = {}
    raws: list[str] = []
    if best is not None:
        same_source = [one for one in with_authors if one.source == best.source and one.weight == best.weight] or [best]
        for one in same_source:
            authors += [a for a in one.byline.authors if a.casefold() not in {x.casefold() for x in authors}]
            roles.update(one.byline.roles)
            agencies += [a for a in one.byline.agencies if a not in agencies]
            if one.byline.raw not in raws:
                raws.append(one.byline.raw)
        read.sources["authors"] = best.source
    for one in without:
        agencies += [a for a in one.byline.agencies if a not in agencies]
    if not authors:
        read.problems["authors"] = Reason.MISSING if not refused else Reason.REFUSED
    return Byline(tuple(authors), tuple(agencies), roles, "; ".join(raws) or "; ".join(agencies))


def _agencies(read: Reading, name: str | None) -> list[str]:
    """The agencies that a layout's source line names."""
    found: list[str] = []
    if read.layout is None:
        return found
    for text, css in select_texts(read.asked, read.layout.agency):
        byline = parse_byline(text, newspaper=name)
        names = (
            byline.agencies or byline.authors
            if byline is not None
            else (re.sub(r"^\s*(?:theo|nguồn)\s*:?\s*", "", text, flags=re.IGNORECASE),)
        )
        found += [agency for agency in names if agency and agency not in found]
        read.sources["agencies"] = f"layout:{read.layout.name} {css}"
    return found


def section_of(read: Reading) -> str | None:
    """The section that the article stands in."""
    newspaper = read.newspaper.title if read.newspaper else None
    texts = select_texts(read.asked, read.layout.section) if read.layout else []
    if texts:  # the selector of a breadcrumb reaches the title as well
        own = known(read.title, read.said, read.host, newspaper, cache(lambda: sections.listed_sections(read.lines)))
        texts = [found for found in texts if not own.refuses(found[0])]
    if texts and read.layout:
        read.sources["section"] = f"layout:{read.layout.name} {texts[-1][1]}"
        return texts[-1][0][:120]
    if read.trace is not None:
        for value, source in read.said.sections:
            read.trace.hear("section", source, value, "stated")
    local = read.is_local()
    found = sections.section_of(
        read.lines, read.title_line, read.body_region, read.said, local=local, host=read.host, newspaper=newspaper
    )
    if found is None:
        read.problems["section"] = Reason.MISSING
        return None
    read.sources["section"] = found[1]
    return found[0]


def tags_of(read: Reading) -> list[str]:
    """The tags, each once, in order."""
    if read.layout and read.layout.tags:
        texts = select_texts(read.asked, read.layout.tags)
        if texts:
            read.sources["tags"] = f"layout:{read.layout.name} {texts[0][1]}"
        return list(dict.fromkeys(tag for text, _ in texts if (tag := text.strip(" #,;")) and len(tag) < 100))
    if read.trace is not None:
        for value, source in read.said.tags:
            read.trace.hear("tags", source, value, "stated")
    found = margins.tags_of(read.lines, read.title_line, read.body_region, read.said)
    if found is None:
        return []
    read.sources["tags"] = found[1]
    return found[0]


def views_of(read: Reading) -> ViewCount | None:
    """The number of views that the page claims."""
    if read.layout and read.layout.views:
        for text, css in select_texts(read.asked, read.layout.views):
            count = parse_view_count(text) or parse_view_count(text.strip("() "))
            if count is not None:
                read.sources["view_count"] = f"layout:{read.layout.name} {css}"
                return count
        if select(read.asked, read.layout.views) or read.layout.views_url:
            read.problems["view_count"] = Reason.BEHIND_REQUEST
            return None
    if read.trace is not None:
        for value, source in read.said.views:
            read.trace.hear("view_count", source, value, "stated")
    found = counters.views_of(read.lines, read.title_line, read.body_region, read.body.numbers, read.said)
    found = found or views_in_state(read.tree, read.page.url, read.title)
    if found is None:
        if read.layout and read.layout.views_url:
            read.problems["view_count"] = Reason.BEHIND_REQUEST
        elif read.layout and read.layout.views:
            read.problems["view_count"] = Reason.MISSING
        return None
    read.sources["view_count"] = found[1]
    return found[0]


def comments_of(read: Reading) -> int | None:
    """The number of comments that the page claims."""
    if read.layout and read.layout.comments:
        for text, css in select_texts(read.asked, read.layout.comments):
            numbers = re.findall(r"\d+", text)
            if len(numbers) == 1 and len(numbers[0]) < 8:
                read.sources["comment_count"] = f"layout:{read.layout.name} {css}"
                return int(numbers[0])
    found = counters.comments_of(read.lines, read.title_line, read.body_region, read.said)
    if found is None:
        return None
    read.sources["comment_count"] = found[1]
    return found[0]


def check_letters(read: Reading) -> None:
    """Say where letters were lost, a template was not filled, or the page was cut."""
    sample = read.title + " " + " ".join(block.text for block in read.body.blocks[:40])
    if read.tree.problem is not None:
        read.problems["body_text"] = read.tree.problem
    elif damaged(sample):
        read.problems["body_text"] = Reason.ENCODING
    elif _is_cut(read.page.body):
        read.problems["body_text"] = Reason.TRUNCATED
    if PLACEHOLDER.search(read.title):
        read.problems["title"] = Reason.PLACEHOLDER
    for block_index, block in enumerate(read.body.blocks):
        if block.text != block.text.strip():
            read.body.blocks[block_index] = Block(block.kind, block.text.strip())


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
