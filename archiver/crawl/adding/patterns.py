"""The form of a site's article addresses, learned from addresses: which part is the key, what must not match."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_EXTENSION = re.compile(r"\.[A-Za-z]{2,6}$")
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
_PAGING = (
    "/trang-2.html",
    "/trang-2",
    "/page/2/",
    "/page/2",
    "/p2",
    "/p2.html",
    "/2",
    "-trang-2.html",
    "-p2.html",
    "/page-2.html",
)
_DIGITS = {4: r"\d{4}", 2: r"\d{2}", 1: r"\d{1,2}", 6: r"\d{6}", 8: r"\d{8}"}
_MOST = 0.97  # the share of a group's addresses that a rule of its form must hold for
_FEW = 3  # addresses of one form; fewer teach nothing
_MANY_WORDS = 40  # values of one column that may be listed one by one
_HYPHENS = 8  # the most that an address is asked to have
_WORD = r"[^/?#]+"


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
class _Parts:
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
    found = _EXTENSION.search(path)
    ending = "/" if path.endswith("/") else found.group() if found else ""
    names = tuple(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return Form(len([s for s in path.split("/") if s]), ending, names)


def _apart(url: str, *, read: bool = False) -> _Parts:
    parts = urlsplit(url)
    segments = [s for s in parts.path.split("/") if s]
    if segments and not parts.path.endswith("/"):
        segments[-1] = _EXTENSION.sub("", segments[-1])
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return _Parts(url, tuple(segments), tuple(query[name] for name in sorted(query)), read)


def pages_of(section: str) -> list[str]:
    """Addresses that further pages of a section may have, whatever the scheme: none of them is an article.

    >>> pages_of("https://baomau.example/thoi-su.html")[0]
    'https://baomau.example/thoi-su/trang-2.html'
    """
    parts = urlsplit(section)
    if parts.path in ("", "/"):
        return []
    stem = re.sub(r"\.[A-Za-z]{2,6}$", "", parts.path.rstrip("/"))
    found = [f"{parts.scheme}://{parts.netloc}{stem}{tail}" for tail in _PAGING]
    join = "&" if parts.query else "?"
    return [*found, f"{section}{join}page=2"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """The learned form."""

    regex: str
    keyed: bool  # a group `key` is the site's own number of the article
    matched: int  # of the articles' addresses that it was learned from
    of: int

    def matches(self, url: str) -> bool:
        """True where an address has it."""
        return re.search(self.regex, url) is not None

    def key(self, url: str) -> str | None:
        """The article's key in an address; None where it has none."""
        found = re.search(self.regex, url)
        return found.groupdict().get("key") if found else None


def learn(
    articles: Iterable[str], others: Iterable[str] = (), *, sure: Iterable[str] = (), sections: Iterable[str] = ()
) -> Pattern | None:
    """The regular expression for addresses of articles, made from examples; None where they have no form in common.

    Args:
        articles: addresses that are articles', as far as one can tell; strays are outvoted.
        others: addresses that are not: sections, further pages, tags, feeds.
        sure: those of the articles that were read; what they have in common counts more.
        sections: addresses of sections: the words in them are likely in their articles' addresses too.

    >>> seen = [f"https://baomau.example/muc-{n}/cau-so-{n}-thong-xe-{8000 + n}.html" for n in range(5)]
    >>> learn(seen, ["https://baomau.example/thoi-su/trang-2.html"]).regex
    '^https?://[^/]+/[^/?#]+/[^/?#]+-(?P<key>\\\\d{3,})\\\\.html(?:$|[?#])'
    """
    read = set(sure)
    wanted = list(dict.fromkeys((*articles, *read)))
    unwanted = [url for url in dict.fromkeys(others) if url not in set(wanted)]
    words = frozenset(parts.segments[-1] for url in sections if (parts := _apart(url)).segments)
    by_form: dict[Form, list[_Parts]] = defaultdict(list)
    for url in wanted:
        by_form[form_of(url)].append(_apart(url, read=url in read))
    groups = sorted(by_form.items(), key=lambda pair: -len(pair[1]))
    shapes = []
    for form, members in groups:
        if len(members) >= min(_FEW, len(groups[0][1])) and len(members) * 20 >= len(wanted):
            shapes += _shapes(form, members, words)
    shapes = _united(shapes)
    if not shapes:
        return None
    tails = [shape.regex(unwanted) for shape in shapes]
    keyed = shapes[0].key is not None
    tails = [tails[0], *(tail.replace("(?P<key>", "(?:") for tail in tails[1:])]
    tails = list(dict.fromkeys(tails))
    regex = "^https?://[^/]+/" + (tails[0] if len(tails) == 1 else f"(?:{'|'.join(tails)})")
    matched = sum(re.search(regex, url) is not None for url in wanted)
    return Pattern(regex, keyed, matched, len(wanted))


@dataclass(frozen=True, slots=True)
class _Key:
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


@dataclass(slots=True)
class _Shape:
    """One form with what its columns hold."""

    form: Form
    members: list[_Parts]
    key: _Key | None
    words: frozenset[str] = frozenset()  # of sections' addresses
    depths: tuple[int, int] = (0, 0)

    def regex(self, unwanted: Sequence[str]) -> str:
        """The pattern after the host: as plain as the addresses that must not match allow."""
        shortest = max(1, min(3, self.key.shortest - 1)) if self.key and self.key.digits == r"\d" else 1
        tries = [(shortest, 0, False)]
        if self.key and self.key.digits == r"\d":
            tries.append((self.key.shortest, 0, False))
        words = self._fewest_words()
        base = tries[-1][0]
        tries += [(base, count, False) for count in range(1, words + 1)]
        tries += [(base, 0, True), *((base, count, True) for count in range(1, words + 1))]
        if self.key is None:  # nothing but words tells an article: listed sections are surer than a count of words
            first = 0 if self._is_anchored() else min(2, words)
            tries = [(1, first, True), *((1, count, True) for count in range(words + 1)), *tries]
        best, fewest = "", len(unwanted) + 1
        for number, count, listed_words in tries:
            tail = self._written(number, count, listed_words)
            pattern = re.compile("^https?://[^/]+/" + tail)
            wrong = sum(pattern.search(url) is not None for url in unwanted)
            if wrong < fewest:
                best, fewest = tail, wrong
            if wrong == 0:
                break
        return best

    def _values(self, index: int) -> Counter[str]:
        """What stands in a segment; where articles were read, only what stands there in theirs or names a section."""
        read = {parts.segments[index] for parts in self.members if parts.read}
        values = Counter(parts.segments[index] for parts in self.members)
        if not read or self.key is not None:
            return values
        kept = Counter({text: n for text, n in values.items() if text in read or text in self.words})
        if len(read & self.words) * 2 > len(read):  # sections stand there: also those of which no article was seen
            kept.update(self.words)
        return kept

    def _is_anchored(self) -> bool:
        """True where a date, a word that is always the same or one of a few words stands before the last segment."""
        columns = [self._values(index) for index in range(self.form.depth - 1)]
        return any(_column(values, last=False, words=0, listed=True) != _WORD for values in columns)

    def _fewest_words(self) -> int:
        """Hyphens that every title in an address has, at the least; one in fifty may have fewer."""
        columns = [parts.segments[-1] if parts.segments else "" for parts in self.members]
        counts = sorted(text.count("-") for text in columns)
        least = counts[len(counts) // 50] if counts else 0
        own = 1 if self.key is not None and self.key.gap == "-" else 0
        return min(_HYPHENS, least - own) if least > 1 else 0

    def _written(self, shortest: int, words: int, listed: bool) -> str:
        written = []
        low, high = self.depths if self.depths != (0, 0) else (self.form.depth, self.form.depth)
        for index in range(self.form.depth):
            from_end = index - self.form.depth
            values = self._values(index)
            last = from_end == -1
            if self.key is not None and not self.key.in_query and self.key.column == from_end:
                written.append(self._with_key(shortest, words if last else 0))
            elif low != high and not last:
                continue
            else:
                written.append(_column(values, last=last, words=words if last else 0, listed=listed))
        path = "/".join(written)
        if low != high:
            path = f"(?:{_WORD}/){{{low - 1},{high - 1}}}" + path
        if self.form.ending == "/":
            path += "" if not path else "/?" if self.key is not None and not self.key.in_query else "/"
        else:
            path += re.escape(self.form.ending)
        if self.form.parameters:
            return path + self._query(shortest)
        return path + "(?:$|[?#])"

    def _with_key(self, shortest: int, words: int) -> str:
        assert self.key is not None
        key = re.escape(self.key.gap + self.key.before).replace(r"\-", "-") + self.key.regex(shortest)
        title = (rf"(?:[^/?#-]+-){{{words},}}" if words else "") + _WORD
        if self.key.place == "whole":
            return key
        if self.key.place == "head":
            return f"{self.key.before}{self.key.regex(shortest)}{re.escape(self.key.gap)}{_WORD}".replace(r"\-", "-")
        return title + key

    def _query(self, shortest: int) -> str:
        """The parameters: those that are always the same, and the key."""
        said = []
        for index, name in enumerate(self.form.parameters):
            values = {parts.values[index] for parts in self.members}
            if self.key is not None and self.key.in_query and self.key.column == index:
                before = "" if self.key.place == "whole" else rf"[^&#]*{_literal(self.key.gap)}"
                key = before + self.key.before + self.key.regex(shortest)
                said.append(rf"[?&]{re.escape(name)}={key}(?=$|[&#:-])")
            elif len(values) == 1 and len(self.members) >= _FEW:
                said.append(rf"(?=.*[?&]{re.escape(name)}={re.escape(values.pop())}(?:$|[&#]))")
        lookaheads = "".join(part for part in said if part.startswith("(?="))
        keys = [part for part in said if not part.startswith("(?=")]
        return lookaheads + ("[^#]*?" + keys[0] if keys else r"\?")


def _column(values: Counter[str], *, last: bool, words: int, listed: bool) -> str:
    """What stands in one segment: always the same word, a date, one of some words, or anything."""
    total = sum(values.values())
    common = values.most_common(1)[0][0]
    if len(values) == 1 and total >= _FEW:
        return _DIGITS.get(len(common), r"\d+") if common.isdecimal() else _literal(common)
    if all(value.isdecimal() for value in values):
        lengths = {len(value) for value in values}
        return _DIGITS.get(lengths.pop(), r"\d+") if len(lengths) == 1 else r"\d{1,2}" if max(lengths) == 2 else r"\d+"
    if last:
        return (rf"(?:[^/?#-]+-){{{words},}}" if words else "") + _WORD
    if listed and len(values) <= min(_MANY_WORDS, max(total // 2, 1)):
        return "(?:" + "|".join(_literal(value) for value in sorted(values)) + ")"
    return _WORD


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")


def _shapes(form: Form, members: list[_Parts], words: frozenset[str]) -> list[_Shape]:
    """The shapes of one form's addresses: those with a key, and those without where an article was read among them."""
    key = _key_of(form, members)
    if key is None:
        return [_Shape(form, members, None, words)]
    with_key = [parts for parts in members if _value(parts, key) is not None]
    rest = [parts for parts in members if _value(parts, key) is None]
    shapes = [_Shape(form, with_key, key, words)]
    known = any(parts.read for parts in members)
    if len(rest) >= _FEW and len(rest) * 10 >= len(members) and (not known or any(parts.read for parts in rest)):
        shapes.append(_Shape(form, rest, None, words))
    return shapes


def _key_of(form: Form, members: list[_Parts]) -> _Key | None:
    """The part of the addresses that is another in each, and a number or a token; None where there is none."""
    found: list[tuple[float, float, _Key]] = []  # weight, preference
    read = [parts for parts in members if parts.read]
    shown = read if len(read) >= _FEW else members
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


def _weight(members: list[_Parts], key: _Key) -> float:
    """How well a key does its work: the share of addresses that have it; 0 where it does not tell them apart.

    Nearly all that were read must have it; of the others half, for links to tags and authors may be among them.
    """
    values = [(parts.read, _value(parts, key)) for parts in members]
    told = [value for _, value in values if value is not None]
    read = [value is not None for was_read, value in values if was_read]
    if not told or len(set(told)) < _MOST * len(told):
        return 0.0
    if key.digits == r"\d" and key.longest < 3 and len(members) > 20:
        return 0.0
    share = len(told) / len(values)
    enough = sum(read) >= 0.9 * len(read) and share >= 0.5 if len(read) >= _FEW else share >= 0.9
    return share if enough else 0.0


def _value(parts: _Parts, key: _Key) -> str | None:
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


def _whole(column: int, in_query: bool, texts: Sequence[str]) -> _Key | None:
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
    return _Key(column, in_query, "whole", letters, "", r"\d", min(lengths), max(lengths))


def _tail(column: int, in_query: bool, texts: Sequence[str]) -> _Key | None:
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
        return _Key(column, in_query, "tail", common, gap, r"\d", min(lengths), max(lengths))
    if gap and len(letters) <= 4 and min(letters.values()) >= 2:
        lengths = [len(m["number"]) for m in found]
        return _Key(column, in_query, "tail", "", gap, r"\d", min(lengths), max(lengths), tuple(sorted(letters)))
    return None


def _head(column: int, in_query: bool, texts: Sequence[str]) -> _Key | None:
    """A number at the beginning: "12-cau-moi"."""
    found = [m for text in texts if (m := _HEAD.match(text))]
    if len(found) < 0.5 * len(texts) or not found:
        return None
    ((letters, gap), count), *_ = Counter((m["letters"], m["gap"]) for m in found).most_common(1)
    if count < 0.5 * len(texts):
        return None
    lengths = [len(m["number"]) for m in found if m["letters"] == letters]
    return _Key(column, in_query, "head", letters, gap, r"\d", min(lengths), max(lengths))


def _token(column: int, in_query: bool, texts: Sequence[str]) -> _Key | None:
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
    return _Key(column, in_query, "tail", "", gap, kind, length, length)


def _united(shapes: list[_Shape]) -> list[_Shape]:
    """Shapes that differ in depth alone become one: sections below sections."""
    united: list[_Shape] = []
    for shape in shapes:
        twin = next((one for one in united if _same_but_depth(one, shape)), None)
        if twin is None or twin.key is None or shape.key is None:
            united.append(shape)
            continue
        low, high = twin.depths if twin.depths != (0, 0) else (twin.form.depth, twin.form.depth)
        twin.depths = (min(low, shape.form.depth), max(high, shape.form.depth))
        twin.key = _Key(
            -1, False, "tail", twin.key.before, twin.key.gap, r"\d",
            min(twin.key.shortest, shape.key.shortest), max(twin.key.longest, shape.key.longest),
        )  # fmt: skip
    united.sort(key=lambda shape: (shape.key is None, -len(shape.members)))
    return united


def _same_but_depth(one: _Shape, other: _Shape) -> bool:
    a, b = one.key, other.key
    if a is None or b is None or one.form.ending != other.form.ending or one.form.parameters or other.form.parameters:
        return False
    return (
        (a.column, a.place, a.before, a.gap, a.digits, a.letters)
        == (b.column, b.place, b.before, b.gap, b.digits, b.letters)
        and a.column == -1
        and a.place == "tail"
        and a.digits == r"\d"
    )
