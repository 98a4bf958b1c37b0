"""A paper's own lists of a day, found from the addresses that its pages name: `/luu-tru/29-03-2022`, `?ngay=...`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from archiver.core.addresses import normalise_url
from archiver.core.tree import Element, Tree, base_of

MOST = 4  # templates that are worth a question
_SEPARATOR = r"(?P<gap>[-/._]|%2F)"
_SPELLINGS = (
    re.compile(
        rf"(?<!\d)(?P<year>(?:19|20)\d\d){_SEPARATOR}(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}})(?![\d%])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}}){_SEPARATOR}(?P<month>\d{{1,2}})(?P=gap)(?P<year>(?:19|20)\d\d)(?![\d%])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\d)(?P<month>\d{{1,2}}){_SEPARATOR}(?P<day>\d{{1,2}})(?P=gap)(?P<year>(?:19|20)\d\d)(?![\d%])",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?P<gap>)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<gap>)(?P<day>\d\d)(?P<month>\d\d)(?P<year>(?:19|20)\d\d)(?!\d)"),
)
_PARAMETERS = {
    "day": ("day", "d", "ngay", "dd"),
    "month": ("month", "m", "thang", "mm", "monthnum"),
    "year": ("year", "y", "nam", "yyyy"),
}
_NOTHING_MORE = re.compile(r"/?(?:\.[A-Za-z]{2,5})?(?:[?&][^/]*)?")  # what may follow the date: no title, no page
_SAYS_SO = re.compile(r"lich|luu-?tru|archive|ngay|date|day|calendar", re.IGNORECASE)
_FORMAT = {"year": "%Y", "month": "%m", "day": "%d"}
_DATE_INPUT = re.compile(r"^(?:day|date|ngay|ngaythang|tungay|thoigian)$", re.IGNORECASE)
_ASKED_FOR = re.compile(r"(?i)(d{1,2}|ng)([-/.])m{1,2}\2(?:y{4}|n{4})")  # dd/mm/yyyy, as a field's placeholder says


@dataclass(frozen=True, slots=True)
class DayList:
    """A form of addresses that may each be the list of one day."""

    template: str  # "https://baomau.example/luu-tru/{day:%d-%m-%Y}"
    days: frozenset[date]  # for which the site names one; none where the form was guessed

    def address(self, day: date) -> str:
        """The address of a day's list."""
        return self.template.format(day=day)


def day_lists(links: Iterable[str], articles: Iterable[str] = (), tree: Tree | None = None) -> list[DayList]:
    """The forms of addresses that may be lists of a day, the likeliest first, at most four. Not proved: ask one.

    A form counts where the site names it for two days, or for one in words that say so, or where a field of its pages
    asks for a date, or where articles live in folders of days.

    Args:
        links: what the site's pages name.
        articles: addresses of articles.
        tree: a page with a form that asks for a day.

    >>> seen = [f"https://baomau.example/luu-tru?ngay={n}-03-2022" for n in ("28", "29")]
    >>> [one.template for one in day_lists(seen)]
    ['https://baomau.example/luu-tru?ngay={day:%d-%m-%Y}']
    """
    mine = set(articles)
    named: defaultdict[str, set[date]] = defaultdict(set)
    for url in links:
        if url not in mine:
            for template, day in _templates(url):
                named[template].add(day)
    for template in [one for one in named if (short := _without_zeros(one)) != one and short in named]:
        named[_without_zeros(template)] |= named.pop(template)  # 9-3-2022 and 29-11-2022 are of one form
    found = [
        DayList(template, frozenset(days))
        for template, days in named.items()
        if len(days) > 1 or _SAYS_SO.search(re.sub(r"^https?://[^/]+|\{[^{}]*\}", "", template))
    ]
    found.sort(key=lambda one: (-len(one.days), "{day.day}" in one.template, _is_month_first(one.template)))
    known = {one.template for one in found}
    guessed = [*(_asked_by_forms(tree) if tree is not None else ()), *_folders(mine)]
    return [*found, *(DayList(one, frozenset()) for one in dict.fromkeys(guessed) if one not in known)][:MOST]


def _templates(url: str) -> Iterator[tuple[str, date]]:
    """The ways to read an address as that of a day: each spelling of the date that makes one."""
    start = url.find("/", url.find("//") + 2)
    for spelling in _SPELLINGS:
        found = spelling.search(url, start)
        if found is None or spelling.search(url, found.end()) is not None:
            continue
        day = _date(found["year"], found["month"], found["day"])
        if day is not None and _NOTHING_MORE.fullmatch(url, found.end()):
            yield _braces(url[: found.start()]) + _spelled(found) + _braces(url[found.end() :]), day
    yield from _by_parameters(url)


def _spelled(found: re.Match[str]) -> str:
    names = sorted(_FORMAT, key=found.start)
    gap = found["gap"]
    if any(len(found[name]) == 1 for name in names):
        return gap.join("{day:%Y}" if name == "year" else f"{{day.{name}}}" for name in names)
    if "%" in gap:
        return gap.join(f"{{day:{_FORMAT[name]}}}" for name in names)
    return f"{{day:{gap.join(_FORMAT[name] for name in names)}}}"


def _without_zeros(template: str) -> str:
    """The form whose days and months are written without a zero before them."""
    plain = template.replace("{day:%d}", "{day.day}").replace("{day:%m}", "{day.month}")
    spread = re.sub(r"\{day:(%[dmY])([^%{}]+)(%[dmY])\2(%[dmY])\}", r"{day:\1}\2{day:\3}\2{day:\4}", plain)
    return spread.replace("{day:%d}", "{day.day}").replace("{day:%m}", "{day.month}")


def _by_parameters(url: str) -> Iterator[tuple[str, date]]:
    """Day, month and year as parameters of their own: `?d=29&m=3&y=2022`."""
    query = parse_qsl(urlsplit(url).query)
    said = {name: [v for n, v in query if n.lower() in names] for name, names in _PARAMETERS.items()}
    if not all(len(values) == 1 for values in said.values()):
        return
    values = {name: one[0] for name, one in said.items()}
    day = _date(values["year"], values["month"], values["day"])
    if day is None:
        return
    short = any(len(values[name]) == 1 for name in ("day", "month"))
    places = {
        name: "{day:%Y}" if name == "year" else f"{{day.{name}}}" if short else f"{{day:{_FORMAT[name]}}}"
        for name in _PARAMETERS
    }
    whose = {alias: name for name, aliases in _PARAMETERS.items() for alias in aliases}
    filled = [f"{_braces(n)}={places[whose[n.lower()]] if n.lower() in whose else _braces(v)}" for n, v in query]
    yield _braces(url.partition("?")[0]) + "?" + "&".join(filled), day


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _is_month_first(template: str) -> bool:
    month, day, year = (
        max(template.find(f"%{letter}"), template.find(f"{{day.{word}}}"))
        for letter, word in (("m", "month"), ("d", "day"), ("Y", "year"))
    )
    return month < day < year


def _folders(articles: Iterable[str]) -> Iterator[str]:
    """Folders of days in which articles live: `/2022/03/29/`."""
    for url in articles:
        found = _SPELLINGS[0].search(url)
        if found is not None and found["gap"] == "/" and url[found.end() :].startswith("/"):
            yield _braces(url[: found.start()]) + _spelled(found) + "/"


def _asked_by_forms(tree: Tree) -> Iterator[str]:
    """Forms that ask for a day and send it in the address."""
    for form in tree.root.iter("form"):
        fields = {field.get("name") or "": field for field in form.iter("input") if field.get("name")}
        days = [name for name, field in fields.items() if _asks_for_a_day(field)]
        action = normalise_url(form.get("action") or tree.url, base_of(tree))
        if len(days) != 1 or action is None or (form.get("method") or "get").lower() != "get":
            continue
        kept = {name: field.get("value") or "" for name, field in fields.items() if field.get("type") == "hidden"}
        asked = fields[days[0]]
        written = "{day:%Y-%m-%d}" if (asked.get("type") or "").lower() == "date" else _as_asked(asked)
        start = action.partition("?")[0] + "?" + (urlencode(kept) + "&" if kept else "")
        yield _braces(start + days[0]) + "=" + written


def _asks_for_a_day(field: Element) -> bool:
    kind = (field.get("type") or "text").lower()
    said = f"{field.get('placeholder') or ''} {field.get('value') or ''}"[:200]
    tells = _DATE_INPUT.search(field.get("name") or "") or _ASKED_FOR.search(said) or _SPELLINGS[1].search(said)
    return kind == "date" or (kind == "text" and tells is not None)


def _as_asked(field: Element) -> str:
    """A day as a form's field wants it: as its value or its placeholder is written, else day first."""
    for said in ((field.get("value") or "")[:200], (field.get("placeholder") or "")[:200]):
        for spelling in _SPELLINGS[:2]:
            found = spelling.search(said)
            if found is not None:
                return _spelled(found)
        placeholder = _ASKED_FOR.search(said)
        if placeholder is not None:
            return f"{{day:%d{placeholder[2]}%m{placeholder[2]}%Y}}"
    return "{day:%d/%m/%Y}"
