"""What stands where a section stands and is none: the title, whole or clipped, the site, a word for this page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archiver.core.labels import HOME_WORDS
from archiver.core.stated import Structured
from archiver.core.text import fold

EDGES = " >»/|›:,;-–·•"
_THIS_PAGE = re.compile(
    r"(?:xem )?(?:chi tiet|noi dung)(?: (?:tin|tin tuc|tin bai|bai|bai viet|bai bao|ban tin|noi dung))?|"
    r"(?:tin|tin tuc|tin bai|bai|bai viet|ban tin|noi dung) chi tiet|(?:xem|doc) (?:tin|bai)|tin bai|bai viet|"
    r"(?:news |article )?details?"
)  # folded: where a breadcrumb says no more than that this page is one
_PAPER = re.compile(r"(?:báo|tạp chí|thời báo|đài|cổng|trang thông tin) [^\W\d_]", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,4}[a-z]{2,8}")
_PARTS = re.compile(r" ?[|»›•] ?| [-–—] ")
_SUFFIXES = frozenset(("com", "net", "org", "gov", "edu", "info", "co", "ac"))  # before the last part of a host
_CLIPPED = ("…", "...")
_FEW = 8  # characters: so much of a title is one where it is clipped
_MANY = 30  # and where it is not
_WORDS = 4  # a section of so many is rare: "Opening Bell 11.18.19" stands in "Opening Bell"


@dataclass(frozen=True, slots=True)
class Known:
    """What a page says of itself, so that it is not taken for a section; all folded."""

    titles: frozenset[str]  # the one printed, and those stated that begin as it does
    slogans: frozenset[str]  # other titles that are stated
    site: frozenset[str]  # the letters of its names
    listed: Callable[[], frozenset[str]] = frozenset  # what its menus and links call sections, once it is asked for

    def refuses(self, text: str) -> bool:
        """True for a text that is no section, wherever it stands."""
        plain = fold(text).strip(EDGES)
        if plain in HOME_WORDS or plain in self.slogans or _THIS_PAGE.fullmatch(plain) or _DOMAIN.fullmatch(plain):
            return True
        clipped = plain.endswith(_CLIPPED)
        start = plain.rstrip(" .…")
        alike = _letters(plain) in self.site or any(_is_start(start, one, clipped=clipped) for one in self.titles)
        return alike and (plain in self.titles or plain not in self.listed())  # to list them costs most


def known(
    printed: str,
    structured: Structured,
    host: str = "",
    newspaper: str | None = None,
    listed: Callable[[], frozenset[str]] = frozenset,
) -> Known:
    """What a page with that printed title, and a site with that host, says of itself; `listed` are its sections.

    >>> page = known("Cầu mới ở xã Mẫu Sơn thông xe", Structured(publishers=["Báo Mẫu", "Nông thôn"]), "baomau.example")
    >>> [page.refuses(text) for text in ("Cầu mới ở xã...", "Báo Mẫu điện tử", "Tin tức chi tiết", "Nông thôn")]
    [True, True, True, False]
    """
    stated = [value for value, _ in structured.titles if len(value) < 500]
    heading = fold(printed)
    same = {title for title in map(fold, stated) if heading and title[:_FEW] == heading[:_FEW]}
    ends = [part for value in {*stated, structured.title_element} for part in _PARTS.split(value)]
    named = structured.first("og:site_name") or ""
    papers = [name for name in (named, *structured.publishers, *ends) if len(name) < 40 and _PAPER.match(name)]
    names = [*papers, named if named in ends else "", newspaper or ""]  # a publisher may be the page of a section
    parts = host.split(".")[:-1]
    while parts and parts[-1] in _SUFFIXES:
        parts.pop()
    return Known(
        frozenset({heading} | same) - {""},
        frozenset(map(fold, stated)) - same,
        frozenset(map(_letters, map(fold, [*names, *parts[-1:]]))) - {""},
        listed,
    )


def _is_start(start: str, title: str, *, clipped: bool) -> bool:
    """True for a title or a beginning cut as titles are cut, not for a section that the title happens to begin with."""
    if not start or not title.startswith(start):
        return False
    within = title[len(start) - 1 : len(start) + 1].isalnum() and len(title) > len(start)  # in the middle of a word
    if clipped or len(start) == len(title):
        return len(start) >= min(_FEW, len(title))
    return start.count(" ") + 1 >= _WORDS and (within or len(start) >= _MANY)


def _letters(folded: str) -> str:
    """A name of a site without spaces, and without what an online edition adds."""
    return re.sub(r"[\W_]+", "", folded).removesuffix("dientu").removesuffix("online")
