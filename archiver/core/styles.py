"""What the elements around a text say of it: bold, link, alignment, quotation, heading, caption."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from archiver.core.signs import Sign

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MEDIA_ATTRIBUTE = re.compile(r"^data-.*(?:video|player|stream|src|embed)|^data-src$")
_MEDIA_ADDRESS = re.compile(r"\.(?:mp4|m3u8|webm|mov|mpd|flv)\b|youtube|youtu\.be|vimeo|/video/", re.IGNORECASE)


class Style(NamedTuple):
    """What the elements around a text say of it."""

    bold: bool = False
    italic: bool = False
    href: str | None = None
    align: str = ""
    quote: bool = False
    level: int = 0
    caption: bool = False
    pre: bool = False
    signs: int = Sign.NONE


def inline_style(name: str, attrs: Mapping[str, str], style: Style, sign: int) -> Style:
    """The style within an inline element."""
    bold = style.bold or name in ("b", "strong")
    italic = style.italic or name in ("i", "em", "cite")
    href = style.href
    if name == "a" and href is None:
        href = attrs.get("href", None if style.level else "")  # in a heading it may be a place that links lead to
    css = attrs.get("style") if attrs else ""
    if css:
        flat = css.replace(" ", "").lower()
        bold = bold or "font-weight:bold" in flat or "font-weight:700" in flat
        italic = italic or "font-style:italic" in flat
    caption = style.caption or bool(sign & Sign.CAPTION)
    return Style(bold, italic, href, style.align, style.quote, style.level, caption, style.pre, style.signs | sign)


def block_style(name: str, attrs: Mapping[str, str], style: Style, sign: int) -> Style:
    """The style within a block."""
    bold, italic, href, align, quote, level, caption, pre, _ = style
    if name == "center":
        align = "center"
    if attrs:
        said = attrs.get("align", "").lower()
        css = attrs.get("style", "").replace(" ", "").lower()
        words = attrs.get("class", "").lower()
        if "text-align:" in css:
            said = css.split("text-align:", 1)[1].split(";", 1)[0]
        elif not said and ("right" in words or "center" in words):
            said = "right" if "right" in words else "center"
        if said.startswith("right"):
            align = "right"
        elif said.startswith(("center", "middle")):
            align = "center"
        elif said:
            align = ""
        bold = bold or "font-weight:bold" in css or "font-weight:700" in css
        italic = italic or "font-style:italic" in css
    level = int(name[1]) if name in HEADINGS else level
    quote = quote or name == "blockquote" or bool(sign & Sign.QUOTE)
    caption = caption or name in ("figcaption", "figure") or bool(sign & Sign.CAPTION)
    return Style(bold, italic, href, align, quote, level, caption, pre or name == "pre", sign)


def is_player(attrs: Mapping[str, str]) -> bool:
    """True for the attributes of an empty element that name a video."""
    return any(_MEDIA_ATTRIBUTE.match(key) and _MEDIA_ADDRESS.search(value) for key, value in attrs.items())
