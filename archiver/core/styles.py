"""What the elements around a text say of it: bold, link, alignment, quotation, heading, caption."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bs4.element import Tag

from archiver.core.signs import Sign

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MEDIA_ATTRIBUTE = re.compile(r"^data-.*(?:video|player|stream|src|embed)|^data-src$")
_MEDIA_ADDRESS = re.compile(r"\.(?:mp4|m3u8|webm|mov|mpd|flv)\b|youtube|youtu\.be|vimeo|/video/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
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


def inline_style(name: str, attrs: Any, style: Style, sign: int) -> Style:
    """The style within an inline element."""
    bold = style.bold or name in ("b", "strong")
    italic = style.italic or name in ("i", "em", "cite")
    href = style.href
    if name == "a" and href is None:
        href = attribute_text(attrs.get("href"))
    css = attribute_text(attrs.get("style")) if attrs else ""
    if css:
        flat = css.replace(" ", "").lower()
        bold = bold or "font-weight:bold" in flat or "font-weight:700" in flat
        italic = italic or "font-style:italic" in flat
    caption = style.caption or bool(sign & Sign.CAPTION)
    return replace(style, bold=bold, italic=italic, href=href, caption=caption, signs=style.signs | sign)


def block_style(name: str, attrs: Any, style: Style, sign: int) -> Style:
    """The style within a block."""
    align = style.align
    bold, italic = style.bold, style.italic
    if name == "center":
        align = "center"
    if attrs:
        said = attribute_text(attrs.get("align")).lower()
        css = attribute_text(attrs.get("style")).replace(" ", "").lower()
        words = attribute_text(attrs.get("class")).lower()
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
    level = int(name[1]) if name in _HEADINGS else style.level
    quote = style.quote or name == "blockquote" or bool(sign & Sign.QUOTE)
    caption = style.caption or name == "figcaption" or bool(sign & Sign.CAPTION) or name == "figure"
    return Style(bold, italic, style.href, align, quote, level, caption, style.pre or name == "pre", sign)


def is_player(node: Tag) -> bool:
    """True for an empty element whose attributes name a video."""
    return any(
        _MEDIA_ATTRIBUTE.match(key) and _MEDIA_ADDRESS.search(attribute_text(value))
        for key, value in node.attrs.items()
    )


def is_hidden(style: str) -> bool:
    """True for a style attribute that hides its element."""
    if not style:
        return False
    flat = style.replace(" ", "").lower()
    return "display:none" in flat or "visibility:hidden" in flat


def attribute_text(value: Any) -> str:
    """An attribute's value as one string."""
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)
