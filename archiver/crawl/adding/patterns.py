"""The form of a site's article addresses, learned from addresses: which part is the key, what must not match."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archiver.crawl.adding.keys import EXTENSION, FEW, Form, Key, Parts, apart, form_of, key_of, value_of

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
_MANY_WORDS = 40  # values of one column that may be listed one by one
_HYPHENS = 8  # the most that an address is asked to have
_WORD = r"[^/?#]+"


def pages_of(section: str) -> list[str]:
    """Addresses that further pages of a section may have, whatever the scheme: none of them is an article.

    >>> pages_of("https://baomau.example/thoi-su.html")[0]
    'https://baomau.example/thoi-su/trang-2.html'
    """
    parts = urlsplit(section)
    if parts.path in ("", "/"):
        return []
    stem = EXTENSION.sub("", parts.path.rstrip("/"))
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
    words = frozenset(parts.segments[-1] for url in sections if (parts := apart(url)).segments)
    by_form: dict[Form, list[Parts]] = defaultdict(list)
    for url in wanted:
        by_form[form_of(url)].append(apart(url, read=url in read))
    groups = sorted(by_form.items(), key=lambda pair: -len(pair[1]))
    shapes = []
    for form, members in groups:
        if len(members) >= min(FEW, len(groups[0][1])) and len(members) * 20 >= len(wanted):
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


@dataclass(slots=True)
class _Shape:
    """One form with what its columns hold."""

    form: Form
    members: list[Parts]
    key: Key | None
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
            elif len(values) == 1 and len(self.members) >= FEW:
                said.append(rf"(?=.*[?&]{re.escape(name)}={re.escape(values.pop())}(?:$|[&#]))")
        lookaheads = "".join(part for part in said if part.startswith("(?="))
        keys = [part for part in said if not part.startswith("(?=")]
        return lookaheads + ("[^#]*?" + keys[0] if keys else r"\?")


def _column(values: Counter[str], *, last: bool, words: int, listed: bool) -> str:
    """What stands in one segment: always the same word, a date, one of some words, or anything."""
    total = sum(values.values())
    common = values.most_common(1)[0][0]
    if len(values) == 1 and total >= FEW:
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


def _shapes(form: Form, members: list[Parts], words: frozenset[str]) -> list[_Shape]:
    """The shapes of one form's addresses: those with a key, and those without where an article was read among them."""
    key = key_of(form, members)
    if key is None:
        return [_Shape(form, members, None, words)]
    with_key = [parts for parts in members if value_of(parts, key) is not None]
    rest = [parts for parts in members if value_of(parts, key) is None]
    shapes = [_Shape(form, with_key, key, words)]
    known = any(parts.read for parts in members)
    if len(rest) >= FEW and len(rest) * 10 >= len(members) and (not known or any(parts.read for parts in rest)):
        shapes.append(_Shape(form, rest, None, words))
    return shapes


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
        twin.key = Key(
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
