"""What the address of a page asks for: read leniently, written back as the shortest address that asks the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from archiver.core.addresses import tracking
from archiver.core.text import clean
from archiver.query.filters import MOST, Filters, Sort
from archiver.web.problems import Problem
from archiver.web.words import WORDS

NAMES: Final = (
    "newspaper",
    "province",
    "platform",
    "author",
    "agency",
    "section",
    "tag",
    "reprint_of",
)  # of each, several
DATES: Final = ("since", "until", "seen_since", "seen_until")
STATES: Final = ("views", "edited", "gone", "reprint", "reprinted")
SHOWN: Final = 20  # articles of a page
_KNOWN: Final = frozenset({"q", "province_of", *NAMES, *DATES, *STATES, "sort", "limit", "cursor", "facets", "lang"})
_SEVERAL: Final = frozenset({*NAMES, "lang"})  # of any other two values would ask for neither
_SO: Final = {"yes": True, "no": False}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it."""

    query: str = ""
    names: tuple[tuple[str, str], ...] = ()  # filter and name, as often as there are names
    dates: tuple[tuple[str, str], ...] = ()
    province_of: str = ""
    states: tuple[tuple[str, bool], ...] = ()
    sort: str = Sort.NEWEST.value
    limit: int = SHOWN
    cursor: str = ""  # where the page begins: of query.paging
    facets: bool = False  # count how what was found is spread, however much it is
    wrong: tuple[str, str] | None = field(default=None, compare=False)  # why, and which parameter cannot be used

    @classmethod
    def of(cls, params: Iterable[tuple[str, str]], *others: str) -> Self:
        """What the parameters of an address say; what is empty is left out.

        Args:
            others: parameters of the page that are no part of a search.

        >>> Asked.of([("q", "bão"), ("newspaper", ""), ("newspaper", "baomau"), ("gone", "no")]).pairs()
        [('q', 'bão'), ('newspaper', 'baomau'), ('gone', 'no')]
        """
        said = [(name, clean(value) if name in NAMES else value.strip()) for name, value in params]
        said = [(name, value) for name, value in said if value]
        last = dict(said)
        limit = last.get("limit", "")
        return cls(
            query=last.get("q", ""),
            names=tuple(dict.fromkeys((name, value) for name, value in said if name in NAMES)),
            dates=tuple((name, last[name]) for name in DATES if name in last),
            province_of=last.get("province_of", ""),
            states=tuple((name, _SO[last[name]]) for name in STATES if last.get(name) in _SO),
            sort=last.get("sort", Sort.NEWEST.value),
            limit=max(1, min(MOST, int(limit))) if limit.isascii() and limit.isdigit() and len(limit) < 9 else SHOWN,
            cursor=last.get("cursor", ""),
            facets=last.get("facets") == "yes",
            wrong=_wrong(said, _KNOWN.union(others)),
        )

    def filters(self, **changes: Any) -> Filters:
        """The filters.

        Raises:
            Problem: a parameter that is misspelt, or given twice: without it the answer would be to another question.
            UsageError: a date or an order that makes no sense.
        """
        if self.wrong is not None:
            raise unusable(*self.wrong)
        return Filters.of(**(self.arguments() | changes))

    def arguments(self) -> dict[str, Any]:
        """The arguments of `Archive.search`, the query left out."""
        named = {name: self.values(name) for name in NAMES if self.values(name)}
        shown = {"sort": self.sort, "limit": self.limit}
        of = {"province_of": self.province_of} if self.province_of else {}
        return {**named, **of, **dict(self.dates), **dict(self.states), **shown}

    def values(self, name: str) -> tuple[str, ...]:
        """The names that a filter has."""
        return tuple(value for key, value in self.names if key == name)

    def date(self, name: str) -> str:
        """A date as it was typed, "" where there is none."""
        return dict(self.dates).get(name, "")

    def state(self, name: str) -> str:
        """ "yes", "no" or ""."""
        return {True: "yes", False: "no", None: ""}[dict(self.states).get(name)]

    @property
    def narrow(self) -> bool:
        """True where any filter is set."""
        return bool(self.names or self.dates or self.states or self.province_of)

    @property
    def empty(self) -> bool:
        """True where neither words nor filters are set."""
        return not self.query and not self.narrow

    def pairs(self, *, page: bool = True, sort: bool = True) -> Pairs:
        """The parameters of an address that asks this.

        Args:
            page: where the page begins, how much it holds and whether the spread is counted, too.
            sort: in which order; exports and coverage have none.
        """
        said: Pairs = [("q", self.query)] if self.query else []
        said += [*self.names, *self.dates]
        said += [("province_of", self.province_of)] if self.province_of else []
        said += [(name, "yes" if so else "no") for name, so in self.states]
        said += [("sort", self.sort)] if sort and self.sort != Sort.NEWEST else []
        said += [("limit", str(self.limit))] if page and self.limit != SHOWN else []
        said += [("facets", "yes")] if page and self.facets else []
        said += [("cursor", self.cursor)] if page and self.cursor else []
        return said

    def beside(self, *inputs: str) -> Pairs:
        """What a form with these inputs must carry along: it shows the first of several names, and no other filter.

        >>> asked = Asked.of([("q", "bão"), ("tag", "lũ"), ("tag", "lụt"), ("gone", "no"), ("cursor", "x")])
        >>> asked.beside("q", "tag")
        [('tag', 'lụt'), ('gone', 'no')]
        """
        left = list(inputs)
        found: Pairs = []
        for name, value in replace(self, cursor="", facets=False).pairs():
            if name in left:
                left.remove(name)
            else:
                found.append((name, value))
        return found

    def narrowed(self, name: str, value: str) -> Self:
        """The same search for this value alone, as a facet counts it; "month" means its days within the span.

        Several names of one filter are alternatives, so the name takes the place of the others.
        """
        fresh = replace(self, cursor="", facets=False)
        if name == "month":
            ends = {end: self.date(end) if self.date(end).startswith(value) else value for end in ("since", "until")}
            others = tuple(date for date in self.dates if date[0] not in ends)
            return replace(fresh, dates=(*ends.items(), *others))
        return replace(fresh, names=(*(one for one in self.names if one[0] != name), (name, value)))

    def without(self, name: str, value: str = "") -> Self:
        """The same search without one of its filters."""
        return replace(
            self,
            names=tuple(one for one in self.names if one != (name, value)),
            dates=tuple(one for one in self.dates if one[0] != name),
            states=tuple(one for one in self.states if one[0] != name),
            province_of="" if name == "province_of" else self.province_of,
            cursor="",
            facets=False,
        )

    def chosen(self) -> Sequence[tuple[str, str]]:
        """Every filter that is set, with its value."""
        of = [("province_of", self.province_of)] if self.province_of else []
        return [*self.names, *self.dates, *of, *((name, self.state(name)) for name, _ in self.states)]


def unusable(why: str, parameter: str, **values: object) -> Problem:
    """A parameter that cannot be used, said in the reader's language: `error.parameter.<why>`."""
    words = f"error.parameter.{why}", {"name": parameter[:100], **values}
    return Problem("parameter", WORDS["en"](words[0], **words[1]), {"parameter": parameter[:100]}, words=words)


def _wrong(said: Pairs, known: Collection[str]) -> tuple[str, str] | None:
    """Why a parameter cannot be used, and its name; what other sites add to a link asks for nothing."""
    seen: dict[str, str] = {}
    for name, value in said:
        if name not in known and not tracking(name):
            return "unknown", name
        if name in STATES and value not in _SO:
            return "state", name
        if name in known and name not in _SEVERAL and seen.setdefault(name, value) != value:
            return "twice", name
    return None
