"""Where the title of a page is printed, found by what the page states of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archiver.core.outline import Line, Outline
from archiver.core.signs import Sign
from archiver.core.stated import Stated, Structured
from archiver.core.text import clean
from archiver.core.trace import Trace

_SEPARATOR = re.compile(r" ?[|»«•] ?| (?:[\-–—·:/~]|::) ")
_WORDS = re.compile(r"\w+")
_SHORT = 500  # characters: what is longer is a text, and asked once


@dataclass(slots=True)
class Title:
    """The title, and the line where it is printed."""

    text: str
    source: str
    line: int | None  # None where it is nowhere printed
    printed: str = ""  # as it stands there; empty where that is the text


def words(text: str | None) -> list[str]:
    """The words of a text in lower case; not to be changed."""
    if text is None or len(text) > _SHORT:
        return _words(text or "")
    return _short_words(text)


def _words(text: str) -> list[str]:
    return _WORDS.findall(clean(text).casefold())


_short_words = lru_cache(maxsize=256)(_words)  # a page states the same title and description four times


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


def find_title(page: Outline, structured: Structured, host: str, trace: Trace | None = None) -> Title | None:
    """The title as printed, found by what the page states of itself; else its main heading; else what is stated.

    Where two kinds of statement agree on another wording, that is the title, and the printed one tells where it stands.
    """
    bare = {
        value: without_site(value, structured, host)
        for value in {value for value, _ in structured.titles if len(value) < 500}
    }
    stated = [
        Stated(bare[value], source)
        for value, source in structured.titles
        if len(value) < 500 and not source.startswith(("meta dc.", "meta title", "title element"))
    ]
    element = structured.title_element
    whole = words(element)
    keys = [(words(value), source) for value, source in stated]
    firsts = {key[0] for key in (whole, *(key for key, _ in keys)) if key}
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
        if heading or (size > 14 and _may_be(line.text, firsts, whole)):
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
        if score + 0.6 < 2.0:
            continue
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
        if trace is not None:
            trace.hear("title", _place(line), line.text, f"printed, score {score:.1f}")
        if best is None or score > best[0]:
            best = (score, line, _place(line))
    if trace is not None:
        for value, source in structured.titles:
            trace.hear("title", source, value, "stated")
    if best is not None and best[0] >= 1.5:  # a first heading that nothing stated confirms is one all the same
        printed = Title(best[1].text, best[2], best[1].index)
        verdict = _outvoted(printed, stated, element, structured, host)
        return verdict if verdict is not printed else _without_kicker(best[1], stated) or printed
    for value, source in [*stated, Stated(without_site(element, structured, host), "title element")]:
        if value:
            return Title(value, source, None)
    return None


def _place(line: Line) -> str:
    """Where a line stands, as a source of the record."""
    return f"general h{line.heading}" if line.heading else f"general {line.region.tag}"


def _without_kicker(line: Line, stated: list[Stated]) -> Title | None:
    """The stated title that a printed heading ends with, where what comes before stands in an element of its own."""
    parts = [words(text) for text, _ in line.parts]
    if sum(map(bool, parts)) < 2:
        return None
    for value, source in stated:
        key = words(value)
        for at in range(1, len(parts)):
            if parts[at] and key and [word for part in parts[at:] for word in part] == key and any(parts[:at]):
                return Title(value, source, line.index, line.text)
    return None


def _outvoted(printed: Title, stated: list[Stated], element: str, structured: Structured, host: str) -> Title:
    """The printed title, or what two kinds of statement agree on where it is written in another way.

    Three kinds have a voice beside the printed one: JSON-LD's headline, Open Graph (or Twitter), the title element,
    which counts less because it is often a copy of one of them. A printed heading runs together with the line above
    it ("Hafen Neue Brücke steht"), or is shorter than what the page is filed under; that two statements agree on a
    text that is not printed is no accident.
    """
    own = words(printed.text)
    voices: dict[str, str] = {}
    for value, source in stated:
        kind = "headline" if source == "json-ld headline" else "graph" if source in _GRAPH else ""
        if kind and kind not in voices:
            voices[kind] = value if kind == "headline" else _cut_at(value, [own, words(voices.get("headline"))])
    if len(voices) + bool(element) < 2:
        return printed
    known = [own, *map(words, voices.values())]
    voices["element"] = _cut_at(without_site(element, structured, host), known)
    counted: dict[str, list[str]] = {printed.text: ["printed"]}
    for kind, text in voices.items():
        counted.setdefault(text, []).append(kind)
    text, kinds = max(counted.items(), key=lambda item: sum(_VOICES[kind] for kind in item[1]))
    if text == printed.text or len(kinds) < 2 or _alike(words(text), own) < _KIN:  # or a slogan of the site
        return printed
    return Title(text, " and ".join(_NAMES[kind] for kind in kinds), printed.line, printed.text)


_GRAPH = frozenset(("meta og:title", "meta twitter:title"))
_NAMES = {"headline": "json-ld headline", "graph": "meta og:title", "element": "title element"}
_VOICES = {"printed": 1.0, "headline": 1.1, "graph": 1.1, "element": 0.8}
_KIN = 0.2  # of the words: below it the statements are about something else
_SUFFIX = re.compile(r" ?[|»«•｜：*] ?| (?:[\-–—·]|::) |--")


def _cut_at(stated: str, titles: list[list[str]]) -> str:
    """A stated title without what follows one of the titles behind a separator: the site, the section, an author."""
    if words(stated) in titles:
        return stated
    for found in reversed(list(_SUFFIX.finditer(stated))):
        head = stated[: found.start()].strip()
        if words(head) in titles and words(stated[found.end() :]):
            return head
    return stated


def _may_be(text: str, firsts: set[str], whole: list[str]) -> bool:
    """True where a text begins or ends as a stated title does: most lines do not, and need not be taken apart."""
    text = text.casefold()
    first = _WORDS.search(text)
    if first is None or first.group() in firsts:
        return True
    last = _WORDS.findall(text.rsplit(None, 1)[-1])
    return not last or last[-1:] == whole[-1:]


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
