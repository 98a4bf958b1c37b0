"""One page in, all that can be read from it out: layouts first, then what the page states, then general rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from archiver.core import kinds, soft_404
from archiver.core.fields import byline_of, check_letters, comments_of, moments_of, section_of, tags_of, views_of
from archiver.core.layout import Layout
from archiver.core.links import addresses_of, next_part
from archiver.core.newspaper import Newspaper
from archiver.core.page import Page
from archiver.core.reading import Reading
from archiver.core.trace import Trace
from archiver.core.tree import base_of
from archiver.core.values import (
    VIETNAM,
    Block,
    BlockKind,
    Extraction,
    Kind,
    Problem,
    Reason,
)
from archiver.core.view_endpoints import endpoint_of


def extract(
    page: Page,
    layouts: Sequence[Layout] = (),
    *,
    zone: tzinfo = VIETNAM,
    newspaper: Newspaper | None = None,
    explain: Trace | None = None,
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
        explain: filled with the candidates of each field and why one was taken; costs a little more.

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
        problems = (Problem("title", Reason.MISSING), Problem("body_text", Reason.MISSING))
        extraction = Extraction(url=page.url, kind=told, problems=problems)
    else:
        if not layouts and newspaper is not None:
            layouts = newspaper.layouts
        extraction = _read(Reading(page, layouts, zone, newspaper, explain))
    if explain is not None:
        explain.close(extraction)
    return extraction


def _read(read: Reading) -> Extraction:
    addresses = addresses_of(read.tree, read.said, read.newspaper)
    if addresses.problem is not None:
        read.problems["canonical_url"] = addresses.problem
    read.sources["canonical_url"] = addresses.source
    kind = kinds.error_status(read.page, read.said.title_element) or Kind.ARTICLE
    if not kind.is_article:
        pass
    elif not any(read.by_layout(layout) for layout in read.layouts):
        kind = read.by_rules()
    elif read.is_listing_after_all():
        kind = Kind.LISTING
    elif soft_404.is_empty_of_article(read.title, read.body):
        kind = Kind.ERROR
    own: dict[str, Any] = {
        "url": read.page.url,
        "canonical_url": addresses.canonical,
        "aliases": tuple(addresses.aliases),
        "encoding": read.tree.encoding,
    }
    if not kind.is_article:
        read.sources = {"canonical_url": addresses.source}
        problems = (Problem("title", Reason.MISSING), Problem("body_text", Reason.MISSING))
        return Extraction(kind=kind, language=read.language(), problems=problems, sources=read.sources, **own)
    when = moments_of(read)
    byline = byline_of(read)
    section = section_of(read)
    tags = tags_of(read)
    views = views_of(read)
    comments = comments_of(read)
    if read.lead:
        read.sources.setdefault("lead", "")
    else:
        read.problems.setdefault("lead", Reason.MISSING)
    if not read.body.blocks:
        read.problems.setdefault("body_text", Reason.MISSING)
    check_letters(read)
    following = next_part(read.tree, read.said)
    if following is not None and read.body.hanging:
        read.body.blocks.append(Block(BlockKind.HEADING, read.body.hanging))
    return Extraction(
        kind=kinds.of_article(read.said, read.body, read.page.url) if kind is Kind.ARTICLE else kind,
        title=read.title or None,
        lead=read.lead,
        blocks=tuple(read.body.blocks),
        byline=byline,
        published=when[0],
        updated=when[1],
        section=section,
        tags=tuple(tags),
        images=tuple(read.body.images),
        language=read.language(),
        views=views,
        comment_count=comments,
        layout=read.layout.name if read.layout else None,
        next_part=following,
        views_url=_views_url(read, addresses.canonical or read.page.url) if views is None else None,
        sources=read.sources,
        problems=tuple(Problem(name, reason) for name, reason in read.problems.items()),
        **own,
    )


def _views_url(read: Reading, url: str) -> str | None:
    """Where the page fetches its view count from, as the layout that read it declares, else as the newest does."""
    layouts = (read.layout,) if read.layout is not None else read.layouts
    template = next((layout.views_url for layout in layouts if layout.views_url), "")
    if not template:
        return None
    key = None
    if read.newspaper is not None:
        key = read.newspaper.article_key(url) or read.newspaper.article_key(read.page.url)
    return endpoint_of(template, read.asked, base=base_of(read.tree), url=url, key=key)
