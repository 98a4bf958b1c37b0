"""A newspaper's file, written from its definition: small, readable, and nothing in it but declarations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from archiver.core.errors import DefinitionError
from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper

WIDTH = 120
MAX_LINES = 24
_SKIPPED = ("name", "date_order", "seen_on")


def draft(paper: Newspaper, *, on: date, evidence: str) -> str:
    """The text of a newspaper's file, under 25 lines: where it would be longer, feeds beyond the first are left out.

    Args:
        paper: what its site showed.
        on: the day on which it did.
        evidence: what the selectors rest on; one line.

    Raises:
        DefinitionError: the text would not be what was meant; a bug, or a site that means harm.
    """
    text = ""
    for feeds, layouts in ((len(paper.feeds), len(paper.layouts)), (3, len(paper.layouts)), (1, 1)):
        shown = replace(paper, feeds=paper.feeds[:feeds], layouts=paper.layouts[:layouts])
        text = _written(shown, shown.layouts, on, evidence)
        if len(text.splitlines()) <= MAX_LINES:
            break
    try:
        compile(text, f"{paper.name}.py", "exec")
    except (SyntaxError, ValueError) as problem:
        raise DefinitionError(f"the file drafted for {paper.name} is no Python: {problem}") from problem
    return text


def _written(paper: Newspaper, layouts: tuple[Layout, ...], on: date, evidence: str) -> str:
    imported = "Layout, NewspaperSpider" if layouts else "NewspaperSpider"
    title = _in_words(paper.title)
    lines = [
        f'"""{title}: drafted by `archiver newspaper add` from its own pages on {on:%Y-%m-%d}."""',
        "",
        f"from archiver.crawl.newspaper import {imported}",
        "",
        "",
        f"class {_class_name(paper.name)}(NewspaperSpider):",
        f'    """{title}, at {_in_words(paper.domains[0])}."""',
        "",
        f"    name = {quoted(paper.name)}",
        f"    newspaper = {quoted(paper.title)}",
        f"    province = {quoted(paper.province)}",
        f"    domains = [{', '.join(quoted(domain) for domain in paper.domains)}]",
    ]
    if paper.home != f"https://{paper.domains[0]}/":
        lines.append(f"    home = {quoted(paper.home)}")
    for attribute in ("feeds", "sitemaps", "sections", "archives"):
        urls = getattr(paper, attribute)
        if urls:
            lines += _list(attribute, [quoted(url) for url in urls])
    if paper.numbers:
        lines.append(f"    numbers = {quoted(paper.numbers)}")
    lines += _regex(paper.article_url)
    if layouts:
        lines += ["    layouts = [", *(line for layout in layouts for line in _layout(layout)), "    ]"]
    lines += [f"    evidence = {quoted(evidence)}", ""]
    return "\n".join(lines)


def _list(attribute: str, items: list[str]) -> list[str]:
    line = f"    {attribute} = [{', '.join(items)}]"
    return [line] if len(line) <= WIDTH else [f"    {attribute} = [", *_filled(items, 8), "    ]"]


def _layout(layout: Layout) -> list[str]:
    """A call, as few lines as fit."""
    said = [f"name={quoted(layout.name)}"]
    said += [
        f"{slot}={quoted(getattr(layout, slot))}"
        for slot in type(layout).__slots__
        if slot not in _SKIPPED and getattr(layout, slot)
    ]
    if layout.date_order != "dmy":
        said.append(f"date_order={quoted(layout.date_order)}")
    if layout.seen_on:
        said.append(f"seen_on=({', '.join(quoted(host) for host in layout.seen_on)},)")
    return ["        Layout(", *_filled(said, 12), "        )"]


def _filled(items: Iterable[str], indent: int) -> list[str]:
    """Items with commas, in lines as full as they may be."""
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 <= WIDTH:
            lines[-1] += f" {item},"
        else:
            lines.append(" " * indent + f"{item},")
    return lines


def _regex(pattern: str) -> list[str]:
    """The pattern as a raw string, where it can be one; in two lines where it is long."""
    if '"' in pattern or pattern.endswith("\\") or not pattern.isprintable():
        return [f"    article_url = {quoted(pattern)}"]
    line = f'    article_url = r"{pattern}"'
    if len(line) <= WIDTH:
        return [line]
    pieces = [pattern[at : at + 100] for at in range(0, len(pattern), 100)]
    if any(piece.endswith("\\") for piece in pieces):
        pieces = re.findall(r"(?:\\.|[^\\]){1,50}", pattern)
    return ["    article_url = (", *(f'        r"{piece}"' for piece in pieces), "    )"]


def quoted(text: str) -> str:
    """A text as Python spells it, in double quotes; whatever stands in it stays text.

    >>> print(quoted('a "b" \\\\ c'))
    "a \\"b\\" \\\\ c"
    """
    said = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii")
                   for c in text.replace("\\", "\\\\").replace('"', '\\"'))  # fmt: skip
    return f'"{said}"'


def _in_words(text: str) -> str:
    """A text that may stand in a docstring."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() and c not in '"\\' else " " for c in text)).strip()[:70]


def _class_name(name: str) -> str:
    """A class name for a newspaper's name.

    >>> _class_name("baomau"), _class_name("24h-tin")
    ('BaomauSpider', 'Paper24hTinSpider')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", plain))
    return f"{'Paper' if joined[:1].isdigit() else ''}{joined}Spider"
