"""Who a page names as having written it: near the title, at the end, in what it states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from archiver.core.bylines import parse_byline
from archiver.core.not_authors import claims_next, is_province
from archiver.core.outline import Line, Outline, Region, signs_of
from archiver.core.readers import readers_from
from archiver.core.segments import segments_of
from archiver.core.signatures import agencies_in, is_agency, is_name, is_nobody, people
from archiver.core.signs import Sign
from archiver.core.stated import Structured
from archiver.core.text import clean, fold
from archiver.core.tree import Element, text_of
from archiver.core.values import Byline

MAX_BYLINE = 160
AFTER_BODY = "general line after the body"  # a name alone: a byline where the site has no other place for it
CREDIT_LABEL = re.compile(
    r"^\W*(?:theo|nguồn|tác giả|bài|tin|ảnh|bài, ảnh|tin, ảnh|thực hiện|t/h|pv|phóng viên|ctv|tổng hợp|biên dịch|"
    r"lược dịch|nhóm phóng viên|bút danh|by|bởi|người (?:viết|đăng|gửi)|(?:được )?(?:viết|đăng) bởi|posted by|von|"
    r"par)\b",
    re.IGNORECASE,
)
_PLAIN_BY = re.compile(
    r"^\W*(?:tác giả|người (?:viết|đăng|gửi)|(?:được )?(?:viết|đăng) bởi|bởi|posted by|by)\s*[:\s]", re.IGNORECASE
)
_POSTED = re.compile(r"^\W*(?:được )?(?:người (?:đăng|gửi)|đăng bởi|posted by)\b", re.IGNORECASE)


def reads_as_names(text: str) -> bool:
    """True where a short text is read as a byline and looks like one: words that name begin with capitals.

    >>> reads_as_names("Tin, ảnh: NGUYỄN AN – Trần Bình"), reads_as_names("Theo kế hoạch, cầu sẽ thông xe.")
    (True, False)
    """
    if len(text) > MAX_BYLINE:
        return False
    label = CREDIT_LABEL.match(text)
    rest = text[label.end() :] if label else text
    words = [w for w in _NAME_WORD.findall(rest) if len(w) > 1 and fold(w) not in _SMALL_WORDS]
    capitals = sum(1 for word in words if word[0].isupper())
    if words and capitals < 0.4 * len(words):
        return False
    capital = capitals >= 0.75 * len(words) and len(words) <= 24 and not _TWO_DIGITS.search(rest)
    if words and not label and not capital:
        return False
    byline = _parsed(text)
    if byline is None or not (byline.authors or byline.agencies):
        return False
    if not words:
        return bool(byline.authors)
    if label and rest.lstrip().startswith(":") and len(text) < 120:
        return True
    if label and byline.agencies and len(words) <= 8 and words[0][0].isupper():
        return capitals >= 0.5 * len(words)
    return capital


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Byline | None:
    return parse_byline(text)


_NAME_WORD = re.compile(r"[^\W\d_][\w.]*")
_CLOCK = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d")
_TWO_DIGITS = re.compile(r"\d{2}")
_SMALL_WORDS = frozenset(
    [
        "va",
        "theo",
        "tong",
        "hop",
        "thuc",
        "hien",
        "bai",
        "anh",
        "tin",
        "the",
        "and",
        "von",
        "und",
        "et",
        "y",
        "de",
        "van",
        "dem",
        "bien",
        "dich",
        "luoc",
        "ghi",
        "nguon",
    ]
)
_BY = re.compile(
    r"^\s*(?:bởi|by|von|par|por|di|door|tác giả|pv|phóng viên|thực hiện|bài(?: và ảnh|, ảnh)?|tin(?:, ảnh)?|"
    r"nhóm pv|người (?:viết|đăng|gửi)|(?:được )?(?:viết|đăng) bởi|posted by|text|words)\s*[:\s]",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"\b(?:text-?right|rteright|align-?right|has-text-align-right|text-end)\b")
_FILMS = frozenset({"iframe", "video", "audio", "embed", "object"})
_OF_PERSON = re.compile(r"/(?:tac-gia|tacgia|but-danh|phong-vien|nha-bao|authors?|profiles?)[/.?-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A byline as a candidate."""

    byline: Byline
    source: str
    weight: float


# --- bylines
def printed_bylines(
    page: Outline,
    title: int | None,
    body: Region | None,
    tail: Sequence[str],
    newspaper: str | None,
    *,
    local: bool = True,
) -> list[Named]:
    """Who the page visibly names: near the title, at the end of the body, right after it.

    `local`: the page is one of Vietnam; elsewhere names are known by other signs.
    """
    read = _Reader(newspaper, local, cache(lambda: _menu_entries(page)))
    found: list[Named] = []
    for text in tail:
        byline = read(text)
        if byline is not None:
            found.append(Named(byline, "general line at the end of the body", 0.8 if byline.authors else 0.3))
    if title is None:
        return found
    first = body.first if body is not None else title + 12
    last = body.last if body is not None else title
    before = 8 if local else 3
    behind = readers_from(page, title, last, local=local) if body is not None else len(page.lines)
    near = [line for line in page.lines[max(0, title - before) : max(title, first) + 3] if line.index != title]
    after = [line for line in page.lines[last + 1 : last + 9] if line.index > max(title, first) + 2]
    for line in [*near, *after]:
        above = page.lines[line.index - 1] if line.index else line
        if line.index >= behind or (above.index != title and _claims(page, above, line)):
            continue
        between = page.lines[last + 1 : line.index]
        next_to = line.index > last and not any(one.heading or one.links or one.chars > 80 for one in between)
        found.extend(_of_line(page, line, title, line.index > last, read, next_to=next_to))
    return found


def _claims(page: Outline, label: Line, line: Line) -> bool:
    """True where a label right above says that a line names somebody else: "Ảnh:"; a film between is what it labels."""
    if label.heading or not claims_next(label.text):
        return False
    begun = False
    inner = (label.element.text or "").strip() != ""  # else its text may stand behind what is within the element
    for element in page.common(label.index, line.index).element.iter():
        if element is label.element:
            begun = True
        elif element is line.element:
            break
        elif begun and element.tag in _FILMS and (inner or label.element not in element.iterancestors()):
            return False
    return True


def _menu_entries(page: Outline) -> frozenset[str]:
    """What the menus and the foot of a page lead to, by name, folded.

    Not the writers whom they link: those sign articles.
    """
    links = [
        link
        for link in page.root.element.iter("a")
        if any(map(_is_menu, islice(link.iterancestors(), 4))) and not _OF_PERSON.search(link.get("href") or "")
    ]
    return frozenset(fold(name) for link in links if len(name := text_of(link)) < MAX_BYLINE)


def _is_menu(element: Element) -> bool:
    return bool(signs_of(element) & (Sign.NAV | Sign.FOOT))


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a printed byline is read on this page."""

    newspaper: str | None
    local: bool
    menus: Callable[[], frozenset[str]]  # what they lead to, once it is asked for: to list it costs most

    def __call__(self, text: str, *, named: bool = False) -> Byline | None:
        """The byline of a text; elsewhere than in Vietnam only what is written as a name, where no markup names it."""
        if self.local:
            return parse_byline(text, newspaper=self.newspaper)
        names = [name for name in people(text) if is_name(name) or (named and name.islower() and " " in name)]
        return Byline(tuple(names), (), {}, text) if names else None


def _of_line(page: Outline, line: Line, title: int, after: bool, read: _Reader, *, next_to: bool) -> Iterable[Named]:
    """Who one line names; `after` the text, `next_to` it: right behind its end."""
    text = line.text
    if not 2 <= len(text) <= 160:
        return
    if line.index < title - 3 and not (_PLAIN_BY.match(text) or (_BY.match(text) and reads_as_names(text))):
        return
    said = line.signs
    named = bool(said & Sign.AUTHOR)
    labelled = bool(_BY.match(text)) or bool(CREDIT_LABEL.match(text) and after)
    beside_date = False
    if read.local and not named and (part := _naming_part(line, bare=next_to or not after)):
        text, labelled, beside_date = part, bool(_PLAIN_BY.match(part)), True
    marked = after and (line.bold > 0.8 * line.chars or _is_right(line.region)) and len(text) < 100
    source = bool(said & Sign.SOURCE)
    alone = read.local and next_to and (beside_date or _stands_alone(page, line))
    if not (named or labelled or source or marked or alone) and (
        after or line.index > title + 8 or line.link_share > 0.5 or not reads_as_names(text)
    ):
        return
    if page.aside(line, title) & ~(Sign.SHARE | Sign.TAGS) and not (
        named and not page.aside(line, title) & (Sign.COMMENT | Sign.RELATED | Sign.NAV | Sign.FOOT | Sign.HIDDEN)
    ):
        return
    if said & (Sign.CRUMB | Sign.SECTION | Sign.CAPTION | Sign.TAGS) and not named and not labelled:
        return
    parts = [clean(part) for part, sign in line.parts if sign & Sign.AUTHOR]
    if not read.local and not parts and named and all(is_name(part) for part, _ in line.parts):
        parts = [clean(part) for part, _ in line.parts]  # an element a name, nothing between them
    byline = read(" - ".join(parts), named=True) if parts else None  # without what is glued to it
    if byline is None:
        byline = read(text, named=named)
    if byline is None:
        return
    if not named and not reads_as_names(text) and not (_PLAIN_BY if after else _BY).match(text):
        return
    if not (named or labelled or marked):
        if not after and all(map(is_province, byline.authors)):
            return  # where it happened
        if fold(text) in read.menus():
            return  # what it is filed under
    weight = 0.85 if named and not after else 0.79 if named or labelled else 0.75 if marked else 0.55
    if not byline.authors:
        weight = 0.3
    if line.index < title:
        weight -= 0.2
    if _POSTED.match(text):
        weight = min(weight, 0.7)  # who put it there: whoever signs the text wrote it
    how = "named author" if named else "label" if labelled else "source line" if source else "names near the title"
    yield Named(byline, f"general {how}" if not alone or named or labelled else AFTER_BODY, weight)


def _naming_part(line: Line, *, bare: bool) -> str:
    """The part that names somebody, of a line that says other things as well; empty where none or all of it does.

    It begins with "Bởi" or the like, or (`bare`) is names only beside a date: "Hà Mẫu | 29/03/2022".
    """
    parts = segments_of(line)
    if len(parts) < 2 and parts == [line.text]:
        return ""
    for part in parts:
        if _PLAIN_BY.match(part):
            return part
    if not bare or not any(_CLOCK.search(part) for part in parts):
        return ""
    return next((part for part in parts if " " in part and reads_as_names(part)), "")


def _stands_alone(page: Outline, line: Line) -> bool:
    """True for names in an element of their own, not at the head of a list of links."""
    if line.heading or line.links or line.region.lines > 1 or len(line.text) > 60 or not reads_as_names(line.text):
        return False
    following = page.lines[line.index + 1 : line.index + 3]
    if line.text.isupper():
        return True
    return not any(one.link_share > 0.85 and one.chars > 20 and len(one.nodes) == 1 for one in following)


def _is_right(region: Region | None) -> bool:
    """True where a text is set to the right."""
    for _ in range(2):
        if region is None or region.lines > 3:
            return False
        element = region.element
        style = (element.get("style") or "").replace(" ", "")
        said = f"{element.get('align') or ''} {style} {element.get('class') or ''}".lower()
        if said.startswith("right") or "text-align:right" in said or _RIGHT.search(said):
            return True
        region = region.parent
    return False


def stated_bylines(structured: Structured, newspaper: str | None) -> tuple[list[Named], bool]:
    """Who the page states for machines; and whether a name was refused."""
    found: list[Named] = []
    refused = False
    for source, values in _authors_by_source(structured).items():
        names: list[str] = []
        agencies: list[str] = []
        for value in dict.fromkeys(values):
            byline = parse_byline(value, newspaper=newspaper) if len(value) < 300 else None
            if byline is None or is_site_name(value, structured):
                refused = True
                continue
            names.extend(name for name in byline.authors if name not in names and not is_site_name(name, structured))
            agencies.extend(name for name in byline.agencies if name not in agencies)
        if names or agencies:
            weight = 0.78 if source.startswith("json-ld") else 0.6 if source.startswith("microdata") else 0.4
            raw = ", ".join(dict.fromkeys(values))
            found.append(Named(Byline(tuple(names), tuple(agencies), {}, raw), source, weight if names else 0.2))
    return found, refused


def people_stated(structured: Structured) -> list[Named]:
    """Who a page elsewhere than in Vietnam states as its authors.

    Persons before offices: an agency, a desk or the paper itself is the author only where the page names nobody.
    """
    found: list[Named] = []
    offices: dict[str, None] = dict.fromkeys(value for value, _ in structured.offices)
    raws: list[str] = [value for value, _ in structured.offices]
    first = "json-ld author" if offices else ""  # the source that names offices: the first that does
    for source, values in _authors_by_source(structured).items():
        names: list[str] = []
        for value in dict.fromkeys(values):
            if value.lower().startswith(_ADDRESS):
                continue
            persons = [name for name in people(value) if not is_site_name(name, structured)]
            names.extend(name for name in persons if name not in names)
            known = is_nobody(value) or not any(map(str.isalpha, value))
            if not persons and len(value) <= 60 and not known and first in ("", source):
                first = source
                offices[value] = None
                raws.append(value)
        if names:
            weight = next((weight for start, weight in _TRUST if source.startswith(start)), 0.6)
            named = [name for value in values for name in agencies_in(value)]
            raw = ", ".join(dict.fromkeys(values))
            found.append(Named(Byline(tuple(names), tuple(dict.fromkeys(named)), {}, raw), source, weight))
    if offices:
        agencies = tuple(name for name in offices if is_agency(name))
        found.append(Named(Byline(tuple(offices), agencies, {}, ", ".join(dict.fromkeys(raws))), first, 0.1))
    return found


def _authors_by_source(structured: Structured) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for value, source in structured.authors:
        groups.setdefault(source, []).append(value)
    return groups


_TRUST = (("json-ld page", 0.75), ("json-ld", 0.88), ("microdata", 0.7))
_ADDRESS = ("http:", "https:", "www.", "@", "//")


def is_site_name(name: str, structured: Structured) -> bool:
    """True for the name of the site itself, as far as the page tells it."""
    plain = _words_of(name)
    if not plain:
        return True
    for other in map(_words_of, structured.publishers):
        if other and (plain == other or (len(plain) > 6 and plain in other) or (len(other) > 6 and other in plain)):
            return True
    return False


def _words_of(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))
