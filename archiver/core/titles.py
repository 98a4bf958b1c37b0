"""Where the title of a page is printed, found by what the page states of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.core.outline import Line, Outline
from archiver.core.signs import Sign
from archiver.core.stated import Stated, Structured
from archiver.core.text import clean

_SEPARATOR = re.compile(r" ?[|»«•] ?| (?:[\-–—·:/~]|::) ")
_WORDS = re.compile(r"\w+")


@dataclass(slots=True)
class Title:
    """The title, and the line where it is printed."""

    text: str
    source: str
    line: int | None  # None where it is nowhere printed


def words(text: str | None) -> list[str]:
    """The words of a text in lower case."""
    return _WORDS.findall(clean(text or "").casefold())


def without_site(title: str, structured: Structured, host: str = "") -> str:
    """A stated title without the site's name at its end or beginning.

    >>> without_site("Cầu mới thông xe - Báo Mẫu", Structured(publishers=["Báo Mẫu"]))
    'Cầu mới thông xe'
    """
    names = {" ".join(words(name)) for name in structured.publishers if len(name) < 60} - {""}
    label = host.removeprefix("www.").split(".")[0]
    for _ in range(4):
        pieces = list(_SEPARATOR.finditer(title))
        if not pieces:
            return title
        head, tail = title[: pieces[-1].start()].strip(), title[pieces[-1].end() :].strip()
        first, rest = title[: pieces[0].start()].strip(), title[pieces[0].end() :].strip()
        if head and _is_site(tail, names, label):
            title = head
        elif rest and _is_site(first, names, label):
            title = rest
        else:
            return title
    return title


_SITE = re.compile(
    r"^(?:báo|tạp chí|đài|cổng|trang|thời báo|tin tức|truyền hình)\b|\bonline$|\bđiện tử$|\.(?:vn|com|net|org)\b",
    re.IGNORECASE,
)


def _is_site(text: str, names: set[str], label: str) -> bool:
    plain = " ".join(words(text))
    if plain in names or any(
        plain and len(plain) > 3 and (plain in name or name in plain) and len(name) > 3 for name in names
    ):
        return len(plain) < 60
    squeezed = "".join(words(text))
    return (
        bool(label) and len(label) > 2 and label in squeezed.encode("ascii", "ignore").decode() and len(squeezed) < 40
    ) or (len(words(text)) <= 7 and bool(_SITE.search(text)))


def find_title(page: Outline, structured: Structured, host: str) -> Title | None:
    """The title as printed, found by what the page states of itself; else its main heading; else what is stated."""
    stated = [
        Stated(without_site(value, structured, host), source)
        for value, source in structured.titles
        if len(value) < 500 and not source.startswith(("meta dc.", "meta title", "title element"))
    ]
    element = structured.title_element
    whole = words(element)
    keys = [(words(value), source) for value, source in stated]
    best: tuple[float, Line, str] | None = None
    for line in page.lines:
        size = len(line.text)
        if not 4 <= size <= 400:
            continue
        heading = line.heading
        if not heading and line.links * 10 > 9 * line.chars:
            continue
        mine: list[str] = []
        score = 0.0
        if heading or size > 14:
            mine = line.words
            if not mine:
                continue
            for key, source in keys:
                if mine == key:
                    score = max(score, 6.0 if source.startswith("json-ld") else 5.0)
            if whole and _within(mine, whole):
                share = len(mine) / len(whole)
                if share > 0.45 or (heading == 1 and share > 0.3):
                    score = max(score, 2.5 + 2.5 * share)
        if heading == 1:
            score += 2.0
            if score < 4.0 and keys and any(_alike(mine, key) > 0.5 for key, _ in keys):
                score += 1.5
        elif heading == 2:
            score += 0.7 if score else 0.3
        elif heading:
            score += 0.3 if score else 0.0
        if line.signs & Sign.TITLE:
            score += 0.6
        if score < 2.0:
            continue
        if line.link_share > 0.9:
            score -= 1.5
        if page.aside(line) & (Sign.NAV | Sign.FOOT | Sign.RELATED | Sign.COMMENT | Sign.SIDE | Sign.HIDDEN):
            score -= 2.0
        if line.inline & Sign.CRUMB or line.region.signs & Sign.CRUMB:
            score -= 2.0
        if len(mine) < 3:
            score -= 1.0
        score -= line.index / 5000
        if best is None or score > best[0]:
            best = (score, line, f"general {line.region.tag if not heading else f'h{heading}'}")
    if best is not None and best[0] >= 2.0:
        return Title(best[1].text, best[2], best[1].index)
    for value, source in [*stated, Stated(without_site(element, structured, host), "title element")]:
        if value:
            return Title(value, source, None)
    return None


def _within(part: list[str], whole: list[str]) -> bool:
    """True where the words stand together at the beginning or the end of the whole."""
    n = len(part)
    return n <= len(whole) and (whole[:n] == part or whole[-n:] == part)


def _alike(first: list[str], second: list[str]) -> float:
    """The share of words that two titles have in common."""
    if not first or not second:
        return 0.0
    a, b = set(first), set(second)
    return len(a & b) / max(len(a), len(b))
