"""Bylines as Vietnamese papers print them: one string in; persons, agencies and roles out, or nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from archiver.core import byline_words as words
from archiver.core.not_authors import before_imprint, is_mentioned, is_no_author, signs_officially
from archiver.core.provinces import find_province
from archiver.core.text import clean, fold, search_form
from archiver.core.values import Byline

MAX_LENGTH: Final = 200  # characters of a cleaned text; a longer one is prose
_MAX_RAW: Final = 2048  # before cleaning: room for the white space of a template

_What = Literal["person", "outlet", "publisher", "acronym", "site", "phrase", "nobody"]
_Context = Literal["bare", "author", "source", "credit"]

_URL: Final = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_EMAIL: Final = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w.\-]{1,64}")
_DATE: Final = re.compile(
    r"(?:(?<![^\W\d_])(?:cập nhật|đăng|ngày|lúc|vào|on|sáng|chiều|tối|(?:thứ|t)[ .]?(?:hai|ba|tư|năm|sáu|bảy|[2-7])|"
    r"chủ nhật|cn)[ :,|–-]{1,3}){0,4}"
    r"(?<![\w.])\d{1,4}(?:(?:[:/.\-h]\d{1,4}){1,2}|"
    r" (?:tháng |th)\d{1,2}(?:[, ]{1,2}(?:năm )?\d{4})?)(?: ?(?:AM|PM|SA|CH)\b)?(?: ?[(\[]?GMT ?\+ ?7[)\]]?)?",
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(
    r"(?<![\w\-])(?:[\w\-]{1,63}\.){1,4}(?:vn|com|net|org|info|edu|gov|asia|tv|press|news)", re.IGNORECASE
)
_WIDGET: Final = re.compile(r"(?<![^\W\d_])cỡ chữ(?![^\W\d_])[^|•;,]{0,30}|\d{1,3} phút đọc", re.IGNORECASE)
_WEEKDAY: Final = re.compile(r"(?<=\w )\w+ (?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)$", re.IGNORECASE)
_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SEPARATOR: Final = re.compile(
    r"(?=[ ,;/|•·–—\0&\-])(?: ?[,;/|•·–—\0] ?| - | -(?=\w)|(?<=\w)- |(?<=\w)-$| ?& ?| (?:và|VÀ|Và|cùng|and|with|\+) )"
)
_TRAILING_ROLE: Final = re.compile(
    r" (thực hiện|tổng hợp|lược ghi|ghi chép|ghi|biên dịch|lược dịch|dịch|sưu tầm|biên soạn)$"
)
_EDGES: Final = " .,;:-–—|/\"'“”‘*•·_>»<«"

_CREDITS: Final = "|".join(
    sorted((re.escape(w) for w in words.TEXT_WORDS | words.PHOTO_WORDS | words.OTHER_CREDITS), key=len, reverse=True)
)
_ROLES: Final = "|".join(sorted((re.escape(w) for w in words.ROLES), key=len, reverse=True))
_BEFORE: Final = r"(?:^|(?<=[\W\d_]))"
_MARKER: Final = re.compile(
    rf"""{_BEFORE}(?:
      (?P<credits>(?:{_CREDITS})(?:(?:\ ?[,&/+–-]\ ?|\ và\ )(?:{_CREDITS})){{0,4}})\ ?:
    | (?P<roles>{_ROLES})(?:\ bởi)?\ ?:
    | (?P<pair>(?:tin|bài)(?:,\ |\ và\ |\ -\ |,\ bài,\ )ảnh)\ (?=\w)
    | (?P<source>theo(?!\ (?:dõi|đó|ông|bà|quy|kế|thống|ước|chân|dòng|lời|hướng|dự)(?!\w))|nguồn(?:\ tin)?|dẫn\ nguồn)
        (?!\w)\ ?:?
    | (?P<author>tác\ giả|người\ (?:viết|đăng|gửi)|(?:được\ )?(?:viết|đăng)\ bởi|bởi|(?:posted\ )?by|
        thực\ hiện\ bởi)(?!\w)\ ?:?
    )""",
    re.VERBOSE,
)
_BRACKET_ROLE: Final = re.compile(rf"({_ROLES})(?![^\W\d_])(?:,? (?:và |biên |lược |dịch|ghi)+)?(?: ?(?:từ|theo) )?")
_LEADING_ROLE: Final = re.compile(r"^(thực hiện|t/h) (?=\w)")

_SYLLABLE: Final = re.compile(
    r"(?:ngh?|gh?|gi|kh|ph|qu|th|tr|nh|ch|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_NOT_LETTERS: Final = re.compile(r"[\W\d_]")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.){1,4}[^\W\d_]*\.?")
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]*)?(?:-[^\W\d_]+)?")
_GLUED_MARKER: Final = re.compile(r"(?:Theo|Ảnh|Nguồn|Bài|Tin|Video|Clip|Thực hiện|Tổng hợp|T/h|PV|Đồ họa)(?![^\W\d_])")


@dataclass(slots=True)
class _Found:
    """What was read so far, in printed order."""

    authors: dict[str, None] = field(default_factory=dict)
    agencies: dict[str, None] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)


def parse_byline(raw: str, *, newspaper: str | None = None) -> Byline | None:
    """Read who a text says wrote the article, and where it was taken from.

    Not a judgement whether the text stands where a byline stands: two words with capitals read as a person.

    Args:
        raw: the text of one element, e.g. `"Bài, ảnh: Nguyễn An – Trần Bình"`; may be empty.
        newspaper: the paper's title as printed; it is refused as an author.

    Returns:
        Persons and pen names as printed (capitals kept, NFC, single spaces, without "PV" or "ThS." before them),
        the agencies and papers that are named as sources, and the role that each person is given, where one is.
        `None` where the text names nobody: a paper's own name, "Nhóm PV", "Tổng hợp", a login or vendor of the
        content system, a placeholder, a photographer's credit, more than 200 characters.

    Raises:
        Nothing: any text is either read or not.

    Source:
        research/bylines.json: of "Theo A - B (C)" A and B are persons and C is the source; names and "Theo", "Ảnh:"
        are often glued together; a bracket after a name is an affiliation unless it names a source or a role.

    >>> parse_byline("Bài, ảnh: NGUYỄN AN – Trần Bình").authors
    ('NGUYỄN AN', 'Trần Bình')
    >>> parse_byline("Hà Vân (theo TTXVN)").agencies
    ('TTXVN',)
    >>> parse_byline("Nhóm PV") is None
    True
    """
    if not raw or len(raw) > _MAX_RAW:
        return None
    text = _one_line(raw)
    if not text or len(text) > MAX_LENGTH:
        return None
    if text in words.NOBODY:
        return None
    found = _Found()
    own = _paper_names(newspaper)
    _read(before_imprint(_without_noise(text)), found, own)
    if not found.authors and not found.agencies:
        return None
    return Byline(tuple(found.authors), tuple(found.agencies), MappingProxyType(found.roles), raw)


def _one_line(raw: str) -> str:
    """The text on one line; a line break between two names parts them."""
    lines = [line for part in raw.splitlines() if (line := clean(part))]
    out = ""
    for line in lines:
        names = out.count(" ") and line.count(" ") and out[-1].isalpha() and line[0].isupper()
        out += ("\0" if names else " ") + line if out else line
    return clean(out) if "\0" not in out else "\0".join(clean(part) for part in out.split("\0"))


def _without_noise(text: str) -> str:
    """The text without addresses, dates and the brackets around all of it; glued words are parted by NUL."""
    text = _URL.sub(" ", _EMAIL.sub(" ", text))
    text = _DATE.sub(" | ", _WIDGET.sub(" | ", text)).removesuffix("./.").strip(" |•*,")
    whole = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]", text)
    return _parted(whole[1] if whole else text)


def _parted(text: str) -> str:
    """The text with NUL where two words were glued: "VânTheo", "LânNgười", "RTAn", ")Dân"."""
    out = []
    for word in re.split(r"(\s)", text):
        if word[1:].islower():  # most words: no capital within
            out.append(word)
            continue
        cuts = [0]
        for at in range(1, len(word)):
            before, here = word[at - 1], word[at]
            if not here.isupper():
                continue
            left, right = _NOT_LETTERS.split(word[cuts[-1] : at])[-1], word[at:]
            title = word[at + 1 : at + 2].islower()
            acronym = len(left) >= 2 and left.isascii() and left.isupper() and _begins_with_syllable(right)
            if (
                before == ")"
                or (before.islower() and _is_glue(left, right))
                or (before.isupper() and title and (acronym or _GLUED_MARKER.match(right)))
            ):
                cuts.append(at)
        out.append("\0".join(word[a:b] for a, b in pairwise([*cuts, len(word)])))
    return "".join(out)


def _is_glue(left: str, right: str) -> bool:
    """True where a capital inside a word begins another one, not a trade name as VnExpress."""
    if _GLUED_MARKER.match(right):
        return True
    first = _first_run(right)
    return not (left + first).isascii() and _SYLLABLE.fullmatch(fold(left)) is not None and _begins_with_syllable(right)


def _first_run(text: str) -> str:
    """The text up to its second capital or to what is no letter."""
    end = next((n for n in range(1, len(text)) if text[n].isupper() or not text[n].isalpha()), len(text))
    return text[:end]


def _begins_with_syllable(text: str) -> bool:
    """True where a text begins with what could be a Vietnamese syllable: "An", not "Corp"."""
    return _SYLLABLE.fullmatch(fold(_first_run(text))) is not None


def _paper_names(newspaper: str | None) -> frozenset[str]:
    """The spellings of the paper's own name, in search form."""
    if not newspaper:
        return frozenset()
    name = search_form(clean(newspaper))
    short = name.removeprefix("báo ").removesuffix(" điện tử").removesuffix(" online")
    names = {f"{a}{n}{b}" for n in (name, short) for a in ("", "báo ") for b in ("", " online", " điện tử")}
    return frozenset(names | {fold(name) for name in names})


def _read(text: str, found: _Found, own: frozenset[str]) -> None:
    """Cut a text at its markers and read each segment."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter that grows in lower case: no marker is worth a wrong place
        lower = text
    leading = _LEADING_ROLE.match(lower)
    if leading is not None:
        _segment(text[leading.end() :], "author", words.ROLES[leading[1]], found, own)
        return
    inside = [match.span() for match in _BRACKET.finditer(text)]
    markers = [match for match in _MARKER.finditer(lower) if not any(a < match.start() < b for a, b in inside)]
    first = markers[0].start() if markers else len(text)
    _segment(text[:first], "bare", None, found, own)
    for marker, following in pairwise([*markers, None]):
        assert marker is not None
        content = text[marker.end() : following.start() if following is not None else len(text)]
        context, role = _meaning(marker)
        _segment(content, context, role, found, own)


def _meaning(marker: re.Match[str]) -> tuple[_Context, str | None]:
    """What a marker says of the names after it."""
    if marker["source"]:
        return "source", None
    if marker["roles"]:
        return "author", words.ROLES[marker["roles"]]
    if marker["author"]:
        return "author", None
    named = set(re.split(r" ?[,&/+–\-] ?| và ", marker["credits"] or marker["pair"]))
    if not named & words.TEXT_WORDS:
        return "credit", None
    return "author", "text+photo" if named & words.PHOTO_WORDS else "text"


def _segment(text: str, context: _Context, role: str | None, found: _Found, own: frozenset[str]) -> None:
    """Read the names of one segment: what follows a marker, or the whole text where there is none."""
    if context == "credit":
        return
    brackets = [clean(match[1]) for match in _BRACKET.finditer(text)]
    outside = _BRACKET.sub("\0", text).strip("()[] ")
    if brackets and not outside.strip(_EDGES + "\0"):
        outside, brackets = brackets[0], brackets[1:]
    trailing = _TRAILING_ROLE.search(outside.rstrip(_EDGES + "\0"))
    if trailing is not None:
        role, outside = words.ROLES[trailing[1]], outside[: trailing.start()]
    sources: list[str] = []
    for inside in brackets:
        bracket = inside
        told = _BRACKET_ROLE.match(bracket.lower())
        if told is not None:
            role = words.ROLES[told[1]]
            bracket = bracket[told.end() :]  # "(tổng hợp từ TTXVN)"
            if _is_source(bracket, own):
                sources.append(bracket)
        elif _MARKER.match(bracket.lower()):
            nested = _Found()
            _read(bracket, nested, own)
            sources.extend(nested.agencies)
        elif _is_source(bracket, own):
            sources.append(bracket)
    pieces = [(piece, _kind(piece, own)) for piece in _pieces(outside)]
    persons, agencies = _assigned(pieces, context, bool(sources))
    for name in persons:
        found.authors[name] = None
        if role is not None:
            found.roles.setdefault(name, role)
    found.agencies.update(dict.fromkeys([*agencies, *sources]))


def _is_source(bracket: str, own: frozenset[str]) -> bool:
    """True where a bracket names a source, not an affiliation: (CAND), (Báo Nghệ An)."""
    kind = _kind(bracket, own)
    capitals = bracket.isascii() and bracket.isupper() and bracket.isalpha() and len(bracket) > 2
    return kind in ("outlet", "publisher", "acronym", "site") or (capitals and kind != "nobody")


def _pieces(text: str) -> list[str]:
    """A segment cut at its separators, each piece without what stands before a name."""
    if search_form(text.strip(_EDGES)).startswith(("báo và ", "báo, ", "đài phát thanh ")):
        return [text.strip(_EDGES)]  # "Báo và Phát thanh, Truyền hình ...": one name
    text = re.sub(r"(Bà Rịa|Thừa Thiên|BÀ RỊA|THỪA THIÊN) [-–] ?", "\\1\x01", text)
    pieces = []
    for part in _SEPARATOR.split(text):
        piece = part.strip(_EDGES)
        for _ in range(3):
            shorter = words.FUNCTIONS.sub("", piece, count=1) if words.FUNCTIONS.match(piece) else piece
            if shorter == piece:
                break
            piece = shorter.strip(_EDGES)
        weekday = _WEEKDAY.search(piece)
        if weekday is not None:  # "Lê Thanh Thứ Tư": the day that stood before a clock
            piece = " ".join(piece.split()[:-2])
        halves = [half.strip(_EDGES) for half in piece.split("-")]
        if len(halves) == 2 and all(halves) and _are_two(piece, halves):
            pieces.extend(halves)
        elif piece:
            pieces.append(piece.replace("\x01", " - "))
    return pieces


def _are_two(piece: str, halves: list[str]) -> bool:
    """True where a hyphen parts two names, "Thanh Nga-Đức Hùng"; "Jean-Paul", "Đài PT-TH", "VOV-Tây Bắc" are one."""
    if piece in words.OUTLETS or words.PUBLISHERS.begins(piece) or _is_bureau(piece):
        return False
    return all(" " in half and _is_person(half) for half in halves) or any(half in words.OUTLETS for half in halves)


def _is_bureau(piece: str) -> bool:
    """True for a station or agency with its region behind a hyphen: "VOV-Tây Bắc"."""
    outlet, hyphen, place = (part.strip() for part in piece.partition("-"))
    return bool(hyphen) and outlet in words.OUTLETS and (place in words.REGIONS or find_province(place) is not None)


def _assigned(pieces: list[tuple[str, _What]], context: _Context, has_source: bool) -> tuple[list[str], list[str]]:
    """The persons and the agencies among the pieces of a segment."""
    persons = [piece for piece, kind in pieces if kind == "person"]
    if context == "source":
        others = [
            piece
            for piece, kind in pieces
            if kind in ("outlet", "publisher", "acronym", "site")
            or (kind == "phrase" and piece[0].isupper() and len(piece.split()) <= 8)
            or (kind == "person" and _may_be_agency(piece))
        ]
        persons = [piece for piece in persons if piece not in others]
        if not others and not has_source and not any(fold(name.split()[0]) in words.SURNAMES for name in persons):
            return [], persons  # "Theo Bình Minh": a source that nobody has in a table
        return persons, others
    if context == "bare" and signs_officially([piece for piece, _ in pieces]):
        return [], []
    persons = [
        piece for piece in persons if not is_no_author(piece) and not (context == "bare" and is_mentioned(piece))
    ]
    strays = sum(len(piece.split()) for piece, kind in pieces if kind == "phrase")
    if strays > 6 or (strays and not persons and context == "bare"):
        return [], [piece for piece, kind in pieces if kind == "outlet" and strays == 0]
    sources = ("outlet", "publisher", "acronym", "phrase", "site") if persons else ("outlet",)
    return persons, [piece for piece, kind in pieces if kind in sources and (kind != "phrase" or piece[0].isupper())]


def _may_be_agency(piece: str) -> bool:
    """True for what reads as a person but follows "Theo": initials (BI, DM) and provinces."""
    initials = piece.isascii() and piece.isupper() and piece.isalpha() and len(piece) <= 3
    return initials or find_province(piece) is not None


def _kind(piece: str, own: frozenset[str]) -> _What:
    """What one piece names."""
    form = search_form(piece)
    if form in own or piece in words.NOBODY or piece in words.FURNITURE or words.NOBODY_STARTS.begins(piece):
        return "nobody"
    if piece in words.OUTLETS or _is_bureau(piece):
        return "outlet"
    if _DOMAIN.fullmatch(piece):
        return "site"
    if words.PUBLISHERS.begins(piece):
        return "publisher"
    if words.ORGANISATIONS.begins(piece) or not any(letter.isalpha() for letter in piece):
        return "nobody"
    if form.endswith((" online", " điện tử", " dien tu")):
        return "site"
    if not words.OUTLET_WORDS.isdisjoint(form.split()):
        return "outlet"
    if _is_person(piece):
        return "person"
    if piece.isupper() and piece.isalpha() and 4 <= len(piece) <= 8 and _SYLLABLE.fullmatch(fold(piece)) is None:
        return "acronym"
    if any(letter.isdigit() or letter in "{}<>@_=" for letter in piece) or (" " not in piece and piece.islower()):
        return "nobody"
    return "phrase"


def _is_person(piece: str) -> bool:
    """True where every word is written as a word of a name, and the whole could be one."""
    parts = piece.split()
    if not 1 <= len(parts) <= 6 or len(piece) > 48:
        return False
    for part in parts:
        if _INITIALS.fullmatch(part):
            continue
        if not part[0].isupper() or _NAME_WORD.fullmatch(part) is None:
            return False
        bare = part.replace("'", "").replace("’", "").replace("-", "")
        rest = re.sub(r"^(?:Mc|Mac|O['’]|D['’]|H['’]|K['’]|R['’]|Y['’])(?=[^\W\d_])", "", part)
        if not (bare.isupper() or rest[1:].islower() or "-" in part or len(rest) == 1):
            return False
    if len(parts) > 1:
        return True
    only = parts[0]
    if _INITIALS.fullmatch(only) and "." in only:
        return True
    if only.isupper() and only.isalpha() and 2 <= len(only) <= 3:
        return True
    if "'" in only or "’" in only:
        return len(only) > 3
    return len(only) > 1 and _SYLLABLE.fullmatch(fold(only)) is not None
