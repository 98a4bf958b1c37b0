"""An address taken apart, and the part of it that tells articles apart: a number or a token, the site's own key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

EXTENSION = re.compile(r"\.[A-Za-z]{2,6}$")
_TAIL = re.compile(r"^(?P<words>.*?)(?P<gap>[-_.]?)(?P<letters>[A-Za-z]{0,8})(?P<number>\d+)$")
_HEAD = re.compile(r"^(?P<letters>[A-Za-z]{0,4})(?P<number>\d+)(?P<gap>[-_.])(?P<words>.+)$")
_TOKEN = re.compile(r"^(?P<words>.+)[-_.~](?P<token>[0-9a-zA-Z]{5,40})$")
_DATE = re.compile(r"(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?")  # 2022, 202203, 20220329
_ID_NAMES = (
    "id",
    "newsid",
    "articleid",
    "article_id",
    "postid",
    "aid",
    "nid",
    "baiviet",
    "itemid",
    "p",
    "idnews",
    "tin",
)
MOST = 0.97  # the share of a group's addresses that a rule of its form must hold for
FEW = 3  # addresses of one form; fewer teach nothing


@dataclass(frozen=True, slots=True)
class Form:
    """What addresses of one make have in common: how many segments, which ending, which parameters."""

    depth: int
    ending: str  # ".html", "/" or ""
    parameters: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """True where the path alone tells the page."""
        return not self.parameters


@dataclass(frozen=True, slots=True)
class Parts:
    """An address taken apart: a column for each segment (the last without its ending) and each parameter's value."""

    url: str
    segments: tuple[str, ...]
    values: tuple[str, ...]
    read: bool = False  # an article was read there


def form_of(url: str) -> Form:
    """The form of an address.

    >>> form_of("https://baomau.example/thoi-su/cau-moi-a12.html?b=1")
    Form(depth=2, ending='.html', parameters=('b',))
    """
    parts = urlsplit(url)
    path = parts.path.lower()
    found = EXTENSION.search(path)
    ending = "/" if path.endswith("/") else found.group() if found else ""
    names = tuple(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return Form(len([s for s in path.split("/") if s]), ending, names)


def apart(url: str, *, read: bool = False) -> Parts:
    """An address as its columns; `read`: an article was read there."""
    parts = urlsplit(url)
    segments = [s for s in parts.path.split("/") if s]
    if segments and not parts.path.endswith("/"):
        segments[-1] = EXTENSION.sub("", segments[-1])
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Parts(url, tuple(segments), tuple(query[name] for name in sorted(query)), read)


@dataclass(frozen=True, slots=True)
class Key:
    """Where in an address the key stands."""

    column: int  # of segments, counted from the end (-1: the last); of parameters from 0
    in_query: bool
    place: str  # "whole", "tail", "head"
    before: str  # literal letters between the gap and the key: "post"
    gap: str  # "-", "_", "." or ""
    digits: str  # the key's own pattern without a length: r"\d", "[0-9a-f]"
    shortest: int
    longest: int
    letters: tuple[str, ...] = ()  # several prefixes belong to the key: post12, video7

    def regex(self, shortest: int) -> str:
        """The group."""
        if self.digits != r"\d":
            return f"(?P<key>{self.digits}{{{self.shortest}}})"
        count = r"\d+" if shortest <= 1 else rf"\d{{{shortest},}}"
        return f"(?P<key>(?:{'|'.join(self.letters)}){count})" if self.letters else f"(?P<key>{count})"


def key_of(form: Form, members: list[Parts]) -> Key | None:
    """The part of the addresses that is another in each, and a number or a token; None where there is none."""
    found: list[tuple[float, float, Key]] = []  # weight, preference
    read = [parts for parts in members if parts.read]
    shown = read if len(read) >= FEW else members
    for index, name in enumerate(form.parameters):
        key = _whole(index, True, [parts.values[index] for parts in shown])
        if key is not None:
            bonus = 0.5 if name.lower() in _ID_NAMES else 0.0
            found.append((_weight(members, key), bonus, key))
        else:
            key = _tail(index, True, [parts.values[index] for parts in shown])
            if key is not None:
                found.append((_weight(members, key), 0.0, key))
    for from_end in range(-1, -form.depth - 1, -1):
        texts = [parts.segments[from_end] for parts in shown]
        for order, make in enumerate((_whole, _tail, _head, _token)):
            key = make(from_end, False, texts)
            if key is not None:
                found.append((_weight(members, key), -0.1 * order + 0.001 * from_end, key))
    found = [one for one in found if one[0] > 0]
    return max(found, key=lambda one: one[0] + one[1])[2] if found else None


def _weight(members: list[Parts], key: Key) -> float:
    """How well a key does its work: the share of addresses that have it; 0 where it does not tell them apart.

    Nearly all that were read must have it; of the others half, for links to tags and authors may be among them.
    """
    values = [(parts.read, value_of(parts, key)) for parts in members]
    told = [value for _, value in values if value is not None]
    read = [value is not None for was_read, value in values if was_read]
    if not told or len(set(told)) < MOST * len(told):
        return 0.0
    if key.digits == r"\d" and key.longest < 3 and len(members) > 20:
        return 0.0
    share = len(told) / len(values)
    enough = sum(read) >= 0.9 * len(read) and share >= 0.5 if len(read) >= FEW else share >= 0.9
    return share if enough else 0.0


def value_of(parts: Parts, key: Key) -> str | None:
    """What stands in the key's place in an address, None where nothing of its make does."""
    texts = parts.values if key.in_query else parts.segments
    if not key.in_query and len(texts) < -key.column:
        return None
    text = texts[key.column]
    if key.place == "whole":
        found = re.fullmatch(rf"{re.escape(key.before)}(\d+)" if key.digits == r"\d" else rf"({key.digits}+)", text)
        return found[1] if found else None
    if key.place == "head":
        found = _HEAD.match(text)
        return found["number"] if found and found["letters"] == key.before and found["gap"] == key.gap else None
    if key.digits != r"\d":
        token = _TOKEN.match(text)
        fits = token is not None and re.fullmatch(rf"{key.digits}{{{key.shortest},{key.longest}}}", token["token"])
        return token["token"] if token is not None and fits else None
    found = _TAIL.match(text)
    if found is None or found["gap"] != key.gap:
        return None
    if key.letters:
        return found["letters"] + found["number"] if found["letters"] in key.letters else None
    return found["number"] if found["letters"] == key.before else None


def _whole(column: int, in_query: bool, texts: Sequence[str]) -> Key | None:
    """A column that is a number, maybe behind letters that are always the same."""
    found = [m for text in texts if (m := re.fullmatch(r"([A-Za-z]{0,8})(\d+)", text))]
    if len(found) < 0.5 * len(texts) or not found:
        return None
    (letters, count), *_ = Counter(m[1] for m in found).most_common(1)
    if count < 0.5 * len(texts):
        return None
    numbers = [m[2] for m in found if m[1] == letters]
    if not in_query and all(_DATE.fullmatch(number) for number in numbers):
        return None
    lengths = [len(number) for number in numbers]
    return Key(column, in_query, "whole", letters, "", r"\d", min(lengths), max(lengths))


def _tail(column: int, in_query: bool, texts: Sequence[str]) -> Key | None:
    """A number at the end: "-12", "-post12", ".12"."""
    found = [m for text in texts if (m := _TAIL.match(text)) and m["words"]]
    if len(found) < 0.5 * len(texts) or not found:
        return None
    (gap, _), *_ = Counter(m["gap"] for m in found).most_common(1)
    found = [m for m in found if m["gap"] == gap]
    letters = Counter(m["letters"] for m in found)
    (common, count), *_ = letters.most_common(1)
    if count > 0.9 * len(found):
        lengths = [len(m["number"]) for m in found if m["letters"] == common]
        return Key(column, in_query, "tail", common, gap, r"\d", min(lengths), max(lengths))
    if gap and len(letters) <= 4 and min(letters.values()) >= 2:
        lengths = [len(m["number"]) for m in found]
        return Key(column, in_query, "tail", "", gap, r"\d", min(lengths), max(lengths), tuple(sorted(letters)))
    return None


def _head(column: int, in_query: bool, texts: Sequence[str]) -> Key | None:
    """A number at the beginning: "12-cau-moi"."""
    found = [m for text in texts if (m := _HEAD.match(text))]
    if len(found) < 0.5 * len(texts) or not found:
        return None
    ((letters, gap), count), *_ = Counter((m["letters"], m["gap"]) for m in found).most_common(1)
    if count < 0.5 * len(texts):
        return None
    lengths = [len(m["number"]) for m in found if m["letters"] == letters]
    return Key(column, in_query, "head", letters, gap, r"\d", min(lengths), max(lengths))


def _token(column: int, in_query: bool, texts: Sequence[str]) -> Key | None:
    """A token of letters and digits at the end, of one length: "-3fa9c1e"."""
    found = [m for text in texts if (m := _TOKEN.match(text))]
    if len(found) < 0.5 * len(texts) or not found:
        return None
    (length, count), *_ = Counter(len(m["token"]) for m in found).most_common(1)
    tokens = [m["token"] for m in found if len(m["token"]) == length]
    mixed = sum(any(c.isdigit() for c in token) for token in tokens)
    if count < 0.5 * len(texts) or mixed < 0.7 * len(tokens):  # words have one length only by chance, and no digits
        return None
    joined = "".join(tokens)
    kind = (
        "[0-9a-f]" if re.fullmatch("[0-9a-f]+", joined) else "[0-9a-z]" if joined == joined.lower() else "[0-9A-Za-z]"
    )
    gap = found[0].string[found[0].end("words")]
    return Key(column, in_query, "tail", "", gap, kind, length, length)
