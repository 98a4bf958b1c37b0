"""The best address of a picture: what the reader is meant to see, not the grey box that stands there until it loads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archiver.core.addresses import normalise_url

_FULL = (
    *("data-large-src", "data-full-src", "data-full", "data-large_image", "data-large-image", "data-orig-file"),
    *("data-original", "data-original-src", "data-zoom-image", "data-hi-res-src", "data-hires"),
    "data-photo-original-src",
)
_LAZY = ("data-src", "data-lazy-src", "data-lazy", "data-img-src", "data-image", "data-url", "data-echo", "data-cfsrc")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = re.compile(
    r"^data:|^about:|(?:^|[/_-])(?:grey|gray|blank|spacer|transparent|pixel|placeholder|loading|loader|"
    r"lazy(?:load)?|default|no[-_]?(?:image|photo|img)"
    r"|1x1|dot|trans|empty|clear)(?:[-_.]?\d*)\.(?:gif|png|jpe?g|svg|webp)(?:$|\?)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:^|[/_.-])(?:icons?|logo|avatar|avatars|sprite|emoji|smil(?:ey|ies)|button|btn|arrow|bullet|share|rss|"
    r"counter|badge|gravatar)(?:[/_.-]|\d|$)",
    re.IGNORECASE,
)
_SIZE = re.compile(r"^\s*(\d{1,5})(?:px)?\s*$")
_SMALL = 50  # pixels: what is smaller in both directions is furniture


def best_address(attributes: Mapping[str, Any], base: str) -> str | None:
    """The absolute address of the picture that an element shows, None where it is furniture or a placeholder.

    Order: attributes that name the full picture, the widest of a source set, attributes of lazy loaders, `src`.

    >>> best_address({"src": "/grey.gif", "data-src": "/a_w640.jpg", "data-large-src": "/a.jpg"}, "https://baomau.example/")
    'https://baomau.example/a.jpg'
    """
    if _small(attributes):
        return None
    for value in map(str.strip, _candidates(attributes)):
        if not value or len(value) > 4000 or _PLACEHOLDER.search(value):
            continue
        url = normalise_url(value, base)
        if url is None or _PLACEHOLDER.search(url):
            continue
        if _FURNITURE.search(url.partition("?")[0].rsplit("/", 1)[-1]):
            return None
        return url
    return None


def _candidates(attributes: Mapping[str, Any]) -> list[str]:
    found = [_text(attributes.get(name)) for name in _FULL]
    found += [widest for name in _SETS if (widest := _widest(_text(attributes.get(name))))]
    found += [_text(attributes.get(name)) for name in _LAZY]
    found.append(_text(attributes.get("src")))
    return found


def _widest(srcset: str) -> str:
    """The address of a source set that is widest or densest; "" where there is none."""
    best, size = "", -1.0
    for candidate in re.split(r",\s+|,(?=https?:|/)", srcset[:20_000]):
        words = candidate.split()
        if not words:
            continue
        number = 1.0
        if len(words) > 1 and re.fullmatch(r"\d+(?:\.\d+)?[wx]", words[1]):
            number = float(words[1][:-1])
        if number > size:
            best, size = words[0].rstrip(","), number
    return best


def _small(attributes: Mapping[str, Any]) -> bool:
    sizes = [_SIZE.match(_text(attributes.get(name))) for name in ("width", "height")]
    known = [int(size.group(1)) for size in sizes if size]
    return bool(known) and max(known) <= _SMALL


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)
